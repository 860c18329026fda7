"""A counted vote becomes a result: by the box, or by two people who enter the same figures."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.base import Instant, Value, refuse_unless
from domain.given import Given
from domain.refusals import AlreadyThere, Contradicted
from domain.regimes.sections_ballot import Balloting
from domain.voting.adopting import body_of
from domain.voting.messages import (
    CountDiffered,
    CountEntered,
    EnterCount,
    Part,
    RecordVote,
    SelectionCounted,
    Source,
    VoteCounted,
    VoteVoided,
)
from domain.voting.method import Adopted
from domain.voting.outcome import Tallied, check, majority_of, outcome, quorum_of
from domain.voting.refusals import NotThisRound, OtherItems
from domain.voting.rounds import Due, standing_again
from domain.voting.state import Entered, Voting

Result = VoteCounted | SelectionCounted


class Figures(Value):
    """What was counted, however."""

    round: int
    source: Source
    ballot: str | None = None
    held_on: date
    roll: int
    present: int
    issued: int | None = None
    ballots: int
    lines: tuple[Tallied, ...]
    counted_at: Instant | None = None


def from_box(voting: Voting, c: RecordVote) -> Figures | None:
    """What a box says; None where it stands already. Raises AlreadyThere for other figures."""
    known = next((x for x in voting.rounds if x.round == c.round), None)
    if known is None:
        said = set(type(c).model_fields) & set(Figures.model_fields)
        return Figures(source="box", **{x: getattr(c, x) for x in said})
    if (known.ballot, known.lines) == (c.ballot, c.lines):
        return None
    raise AlreadyThere(f"第 {c.round} 次投票的结果")


def entered(
    voting: Voting, due: Due, c: EnterCount, given: Given
) -> Figures | CountEntered | CountDiffered | VoteVoided | None:
    """One of two entries: kept as digests, refused from the same hand twice, or both agree.

    Raises Contradicted for the second entry of one person.
    """
    parts = _parts(c)
    before = voting.entered
    if before is None or before.round != c.round:
        return CountEntered(round=c.round, by=given.actor.ref, parts=parts)
    if before.by == given.actor.ref:
        _same_hand(before, parts)
        return None
    if items := _differing(before.parts, parts):
        return CountDiffered(round=c.round, by=given.actor.ref, items=items)
    if c.returned > c.issued:
        return VoteVoided(
            round=due.round,
            held_on=c.held_on,
            issued=c.issued,
            returned=c.returned,
            by=given.actor.ref,
        )
    said = ("round", "source", "held_on", "roll", "present", "issued", "lines")
    return Figures(ballots=c.returned, **{x: getattr(c, x) for x in said})


def _same_hand(before: Entered, parts: tuple[Part, ...]) -> None:
    if before.parts == parts:
        return
    raise Contradicted(
        "计票结果应由两人分别录入，您已录过一遍，请由另一人录入。",
        "you entered it already; somebody else enters it again.",
    )


def judged(
    due: Due, adopted: Adopted, f: Figures, given: Given, rule: Balloting, *, street: bool
) -> Result:
    """The result. Raises NotThisRound, OtherItems, Contradicted (no quorum, a vote before its
    method), Malformed (figures that cannot be)."""
    _may_count(due, adopted, f, given, rule)
    needed = 0 if due.occasion == "tie" else majority_of(f.roll)
    found = outcome(f.lines, due.seats, needed)
    again = standing_again(found, f.lines, due.occasion, adopted.method, rule)
    shape = SelectionCounted if street else VoteCounted
    return shape(
        **{x: getattr(f, x) for x in Figures.model_fields},
        occasion=due.occasion,
        seats=due.seats,
        needed=needed,
        elected=found.elected,
        tied=found.tied,
        short_by=found.short_by,
        again=again,
        returned=tuple(x for x in found.returned if x not in set(again)),
    )


def _may_count(due: Due, adopted: Adopted, f: Figures, given: Given, rule: Balloting) -> None:
    if f.round != due.round:
        raise NotThisRound(f.round, due.round)
    if {x.item for x in f.lines} != {x.id for x in due.items}:
        raise OtherItems
    refuse_unless(
        adopted.on <= f.held_on <= given.today,
        f"投票日 {f.held_on} 应在办法通过日 {adopted.on} 与今天 {given.today} 之间，请核对。",
        f"a vote of {f.held_on} is before its method or still to come.",
    )
    check(f.lines, f.roll, f.present)
    quorum = quorum_of(f.roll, body_of(rule))
    if f.present < quorum:
        raise Contradicted(
            f"全体 {f.roll} 人，出席 {f.present} 人，未达法定人数 {quorum} 人，投票无效。",
            f"{f.present} of {f.roll} are no quorum ({quorum}); the vote is void.",
        )
    refuse_unless(
        f.ballots <= f.present and all(x.total == f.ballots for x in f.lines),
        f"收回 {f.ballots} 票，各项票数之和（含无效、未选）应与之相同，且不多于出席人数。",
        f"the figures of each item sum up to the {f.ballots} ballots, none invalid left out.",
    )


def _parts(c: EnterCount) -> tuple[Part, ...]:
    whole = {x: str(getattr(c, x)) for x in type(c).model_fields if x != "lines"}
    lines = {x.item: x.model_dump() for x in c.lines}
    told: dict[str, Any] = {"": whole, **lines}
    return tuple(Part(item=x, digest=_digest(x, told[x])) for x in sorted(told))


def _digest(item: str, told: dict[str, Any]) -> str:
    text = "\x1f".join(f"{x}={told[x]}" for x in sorted(told))
    return hashlib.sha256(f"{item}\x1e{text}".encode()).hexdigest()


def _differing(one: Sequence[Part], other: Sequence[Part]) -> tuple[str, ...]:
    left, right = ({x.item: x.digest for x in y} for y in (one, other))
    return tuple(sorted(x for x in left.keys() | right.keys() if left.get(x) != right.get(x)))
