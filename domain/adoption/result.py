"""What a vote said, as far as a resolution turns on it; and why it may not rest on it yet.

Invariant 1 (rulebook §4.6): no project is adopted without a session that had its quorum, a voting
method, approvals of more than half of *all* deputies, and a resolution.
"""

from datetime import date

from domain.adoption.origin import Kind, Tally
from domain.base import Value
from domain.refusals import Contradicted
from domain.voting.messages import Occasion
from domain.voting.outcome import majority_of, quorum_of
from domain.voting.state import Voting

_WAITS: dict[Occasion, str] = {
    "first": "还没有投票",
    "tie": "最后一席得票相等，须就相等的项目再次投票",
    "shortfall": "过半数的不足应选数，按办法须再次投票",
}


class Chosen(Value):
    """One candidate that the vote determined, and the figures that carried it."""

    item: str
    tally: Tally | None = None
    roll: int | None = None


class Sitting(Value):
    """One round: when, and who was there."""

    held_on: date
    roll: int
    present: int


class Result(Value):
    """The vote of a collection, all its rounds together."""

    kind: Kind
    method_on: date | None = None
    """When the voting method 票决办法 was adopted; None where none was."""
    held_on: date
    sittings: tuple[Sitting, ...] = ()
    """None where nothing was counted (会商)."""
    seats: int | None = None
    """None where the meeting agreed without a method."""
    elected: tuple[Chosen, ...]
    waits: str | None = None
    """What is still to be voted before anything can be resolved: a tie, a second vote."""

    @property
    def roll(self) -> int:
        """All members at the last round."""
        return self.sittings[-1].roll if self.sittings else 0

    @property
    def present(self) -> int:
        """Who was there at the last round."""
        return self.sittings[-1].present if self.sittings else 0


def result_of(voting: Voting, kind: Kind) -> Result | None:
    """What was counted or agreed so far; None before that."""
    if voting.consulted is not None:
        agreed = voting.consulted
        chosen = tuple(Chosen(item=x) for x in agreed.chosen)
        return Result(kind=kind, held_on=agreed.held_on, elected=chosen)
    if not voting.rounds:
        return None
    method = voting.adopted
    return Result(
        kind=kind,
        method_on=method.on if method else None,
        held_on=voting.rounds[-1].held_on,
        sittings=tuple(
            Sitting(held_on=x.held_on, roll=x.roll, present=x.present) for x in voting.rounds
        ),
        seats=method.method.seats if method else None,
        elected=tuple(_chosen(voting, x) for x in voting.elected),
        waits=_WAITS[voting.waiting] if voting.waiting else None,
    )


def _chosen(voting: Voting, item: str) -> Chosen:
    """With the figures by which it had its majority: among equals those of the round before."""
    for one in voting.rounds:
        for x in one.lines:
            if x.item == item and x.approvals >= majority_of(one.roll):
                tally = Tally(approvals=x.approvals, against=x.against, abstentions=x.abstain)
                return Chosen(item=item, tally=tally, roll=one.roll)
    return Chosen(item=item)


def must_carry(found: Result | None) -> Result:
    """The result on which something can be resolved. Raises Contradicted, saying what is missing.

    What the vote itself checked is checked once more: a resolution heals no void vote.
    """
    if found is None:
        raise Contradicted("还没有计票结果，请先投票、计票。", "nothing is counted yet.")
    if complaint := missing(found):
        raise Contradicted(complaint, "the result cannot carry a resolution.")
    return found


def missing(found: Result) -> str | None:
    """What the result lacks, in words people can act on; None for one that carries."""
    if found.kind == "ballot" and (complaint := _unlawful(found)):
        return complaint
    if found.waits is not None:
        return f"{found.waits}，之后再作决定。"
    if not found.elected:
        return "没有项目当选，没有可以决定的项目；请按表决办法另行投票，或退回项目库。"
    if found.seats is not None and len(found.elected) > found.seats:
        return f"当选 {len(found.elected)} 项，超过应选 {found.seats} 项，请核对计票结果。"
    return None


def _unlawful(found: Result) -> str | None:
    first = min((x.held_on for x in found.sittings), default=found.held_on)
    if found.method_on is None or found.method_on > first:
        return "票决前没有通过票决办法，结果无效；请先通过票决办法，再投票。"
    if not found.sittings:
        return "没有计票结果；请先投票、计票。"
    for x in found.sittings:
        if x.present < quorum_of(x.roll):
            return (
                f"{x.held_on} 出席 {x.present} 人，不足全体代表 {x.roll} 人的三分之二"
                f"（{quorum_of(x.roll)} 人），票决无效，请另行召集会议票决。"
            )
    short = [x.item for x in found.elected if not _has_majority(x)]
    if short:
        return f"{'、'.join(short[:5])} 的赞成票没有超过全体代表的半数，不能列入决议。"
    return None


def _has_majority(chosen: Chosen) -> bool:
    if chosen.tally is None or chosen.roll is None:
        return False
    return chosen.tally.approvals >= majority_of(chosen.roll)
