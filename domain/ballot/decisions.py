"""What may be done with a ballot box: one function per command, dispatched by `decide`."""

from collections.abc import Sequence
from typing import assert_never

from domain.ballot.messages import (
    AnnulBallot,
    BallotAnnulled,
    BallotCommand,
    BallotCounted,
    BallotEvent,
    BallotPrepared,
    BallotPublished,
    CloseVoting,
    CountBallot,
    KeyTaken,
    NotePapers,
    OpenVoting,
    PapersAgreed,
    PapersDiffered,
    PapersEntered,
    PrepareBallot,
    PublishBallot,
    Purpose,
    TakeKey,
    VotingClosed,
    VotingOpened,
)
from domain.ballot.paper import ForAgainst, Graded
from domain.ballot.refusals import NeedsBothKeys, NoQuorum, NotNow, SameHand, TooManyPapers
from domain.ballot.state import Ballot, Status
from domain.base import refuse_unless
from domain.evaluation.grading import has_quorum
from domain.given import Given, must_reach
from domain.refusals import AlreadyThere, Contradicted, NotYours, Unknown

Events = Sequence[BallotEvent]


def decide(state: Ballot | None, command: BallotCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, PrepareBallot):
        must_reach(command.region, command.id, given)
        _by_the_clerk(command.id, given)
        return prepare(state, command)
    if state is None:
        raise Unknown("投票", "ballot", "")
    must_reach(state.region, state.id, given)
    if not isinstance(command, TakeKey | NotePapers):
        _by_the_clerk(state.id, given)
    match command:
        case TakeKey():
            return take_key(state, command, given)
        case NotePapers():
            return note_papers(state, command, given)
        case OpenVoting():
            return open_(state, command, given)
        case CloseVoting():
            return close(state, command, given)
        case CountBallot():
            return count(state, command, given)
        case PublishBallot():
            return publish(state, command, given)
        case AnnulBallot():
            return annul(state, command, given)
    assert_never(command)


def prepare(state: Ballot | None, c: PrepareBallot) -> Events:
    """设箱. Raises AlreadyThere, Malformed."""
    refuse_unless(
        len(set(c.keepers)) == 2,
        "两把钥匙应由两个人分别保管，请另定一人。",
        "the two keys are held by two people.",
    )
    refuse_unless(
        isinstance(c.paper.family, Graded) is isinstance(c.purpose, Purpose),
        "满意度测评的票面应为“满意、基本满意、不满意、弃权”，确定项目的票面不是。",
        "an evaluation is graded, and a vote on projects is not.",
    )
    prepared = BallotPrepared(**{x: getattr(c, x) for x in type(c).model_fields})
    if state is None:
        return [prepared]
    if all(getattr(state, x) == getattr(c, x) for x in type(c).model_fields):
        return []
    raise AlreadyThere(c.title)


def take_key(state: Ballot, c: TakeKey, given: Given) -> Events:
    """领钥匙, by one of the two who were named. Raises NotYours, NotNow, Malformed."""
    holder = given.actor.ref
    if holder not in state.keepers:
        raise NotYours(state.title)
    if state.keys.get(holder) == c.public_key:
        return []
    _must_be(state, Status.DRAFT)
    others = {key for who, key in state.keys.items() if who != holder}
    refuse_unless(
        c.public_key not in others,
        "两把钥匙不能相同，请重新领取。",
        "the two keys cannot be the same.",
    )
    return [KeyTaken(by=holder, public_key=c.public_key)]


def open_(state: Ballot, c: OpenVoting, given: Given) -> Events:
    """开始投票. Raises NotNow, NeedsBothKeys, NoQuorum, Malformed."""
    _must_be(state, Status.DRAFT)
    if set(state.keys) != set(state.keepers):
        raise NeedsBothKeys
    _present(c.present, c.roll)
    if not has_quorum(c.roll, c.present, state.body):
        raise NoQuorum(c.roll, c.present)
    return [
        VotingOpened(
            roll=c.roll,
            digest=c.digest,
            present=c.present,
            held_on=given.today,
            by=given.actor.ref,
        )
    ]


def close(state: Ballot, c: CloseVoting, given: Given) -> Events:
    """封箱. Raises NotNow, Malformed for more ballots than people, NoQuorum where too few are
    counted again: nothing would come of such a box but the words that it is void."""
    _must_be(state, Status.OPEN)
    present = state.present if c.present is None else c.present
    _present(present, state.roll)
    refuse_unless(
        c.cast + c.papers <= present,
        f"已投 {c.cast} 票、发出纸质票 {c.papers} 张，多于出席的 {present} 人；"
        "请核实出席人数后再封箱。",
        f"{c.cast} + {c.papers} ballots are more than the {present} present; count them again.",
    )
    if not has_quorum(state.roll, present, state.body):
        raise NoQuorum(state.roll, present)
    return [
        VotingClosed(
            cast=c.cast, papers=c.papers, digest=c.digest, present=present, by=given.actor.ref
        )
    ]


def note_papers(state: Ballot, c: NotePapers, given: Given) -> Events:
    """录入纸质票, by two people one after the other. Raises NotNow, SameHand, TooManyPapers."""
    if given.actor.party != "clerk" and given.actor.ref not in state.keepers:
        raise NotYours(state.title)
    _must_be(state, Status.CLOSED)
    if c.returned > state.papers:
        raise TooManyPapers(state.papers, c.returned)
    if state.returned is not None:
        raise Contradicted(
            "纸质票已由两人录入一致，不再录入；请计票。",
            "two people agree on the paper ballots; count them.",
        )
    by = given.actor.ref
    if state.entered is None:
        return [PapersEntered(by=by, returned=c.returned)]
    if state.entered == by:
        raise SameHand
    if c.differing:
        return [PapersDiffered(by=by, items=c.differing)]
    return [PapersAgreed(by=by, returned=c.returned)]


def count(state: Ballot, c: CountBallot, given: Given) -> Events:
    """计票. Raises NotNow, Contradicted where the box is not as it was sealed."""
    _must_be(state, Status.CLOSED)
    if state.papers and state.returned is None:
        raise Contradicted(
            f"发出的 {state.papers} 张纸质票还没有由两人录入一致，请先录入。",
            "the paper ballots are not entered by two people yet.",
        )
    if c.digest != state.digest or len(c.receipts) != state.cast:
        raise Contradicted(
            "票箱里的票与封箱时不符，不能计票；请查明原因，或作废后重新投票。",
            "the ballots are not those that were sealed; annul the vote or find out why.",
        )
    ballots = state.cast + (state.returned or 0)
    fits = [x.item for x in c.items] == [x.key for x in state.paper.items]
    whole = all(x.total == ballots for x in c.items)
    if not fits or (isinstance(state.paper.family, Graded | ForAgainst) and not whole):
        raise Contradicted("各项票数之和与收回的票数不符，请核对。", "the sums do not add up.")
    return [
        BallotCounted(
            items=c.items,
            ballots=ballots,
            receipts=tuple(sorted(c.receipts)),
            counted_at=given.received_at,
        )
    ]


def publish(state: Ballot, c: PublishBallot, given: Given) -> Events:
    """公布. Raises NotNow."""
    if state.status is Status.PUBLISHED:
        return []
    _must_be(state, Status.COUNTED)
    by = given.actor.ref
    return [BallotPublished(on=given.today, where=c.where, by=by, published_at=given.received_at)]


def annul(state: Ballot, c: AnnulBallot, given: Given) -> Events:
    """作废. Raises NotNow once it is counted: a result is not unmade by a clerk."""
    if state.status is Status.ANNULLED:
        return []
    if state.status in (Status.COUNTED, Status.PUBLISHED):
        _must_be(state, Status.CLOSED)
    return [BallotAnnulled(reason=c.reason, by=given.actor.ref)]


def _by_the_clerk(name: str, given: Given) -> None:
    if given.actor.party != "clerk":
        raise NotYours(name)


def _must_be(state: Ballot, wanted: Status) -> None:
    if state.status is not wanted:
        raise NotNow(state.status, wanted)


def _present(present: int, roll: int) -> None:
    refuse_unless(
        present <= roll,
        f"出席人数 {present} 多于全体 {roll}，请核对。",
        f"{present} present are more than the roll of {roll}.",
    )
