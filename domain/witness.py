"""Two witnesses: the ledger that holds the facts, and the clock that was told to look at them.

The clock's own history says at each look which version of the stream it found. What the ledger
holds and the clock never found, or the other way round, is a disagreement; the first is named.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Look(NamedTuple):
    """One look of the clock, as its own history keeps it."""

    number: int
    """The number of the event in that history."""
    run: str
    at: datetime
    why: str
    """`began`, `fired` or `woken`."""
    version: int
    """Up to which event it found the stream."""


class Fact(NamedTuple):
    """An event of the ledger, reduced to what the clock can bear witness to."""

    version: int
    actor: str


class Verdict(StrEnum):
    """How the two stand to each other at one event."""

    AGREES = "agrees"
    LATER = "later"
    """The sweeper made it; the clock had missed its moment and found it afterwards."""
    BEFORE = "before"
    """Older than what is kept of the clock's history."""
    WAITS = "waits"
    """The newest: the clock has yet to look."""
    MISSING = "missing"
    """The clock found the stream longer than it is, or made a mark that it knows nothing of."""


class Line(NamedTuple):
    """One event beside the look that found it first."""

    version: int
    verdict: Verdict
    look: Look | None


CLOCK, SWEEPER = "system:clock", "system:sweeper"


def beside(facts: Sequence[Fact], looks: Sequence[Look], *, whole: bool) -> list[Line]:
    """Every event of the ledger with the first look that found it.

    `whole` says whether the clock's history is kept from its beginning. At the end stands what the
    clock found and the ledger does not hold: a tail that was cut off.
    """
    lines = [_line(x, looks, whole=whole) for x in facts]
    held = facts[-1].version if facts else 0
    beyond = next((x for x in looks if x.version > held), None)
    if beyond is not None:
        lines.append(Line(beyond.version, Verdict.MISSING, beyond))
    return lines


def first_disagreement(lines: Sequence[Line]) -> Line | None:
    """The first event on which they differ; what nobody kept, or has yet to see, is none."""
    return next((x for x in lines if x.verdict in (Verdict.LATER, Verdict.MISSING)), None)


def _line(fact: Fact, looks: Sequence[Look], *, whole: bool) -> Line:
    found = next((x for x in looks if x.version >= fact.version), None)
    if found is None:
        made = fact.actor == CLOCK and bool(looks)
        return Line(fact.version, Verdict.MISSING if made else Verdict.WAITS, None)
    if found is looks[0] and not whole and fact.version < found.version:
        return Line(fact.version, Verdict.BEFORE, None)
    later = fact.actor == SWEEPER
    return Line(fact.version, Verdict.LATER if later else Verdict.AGREES, found)
