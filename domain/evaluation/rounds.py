"""A round of an evaluation: who votes in it, what it decides, and what its items come to together.

Rates are pooled from the counts, never averaged from percentages (rulebook §4.5, E5, E6, §10).
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from domain.base import ShortText, Value
from domain.evaluation.grading import Body, Grade, Result, grade, rate
from domain.forms import Counts, ItemCounts
from domain.parties import Role
from domain.regimes.model import Evaluation as Rule
from domain.regimes.model import Regime, Stage
from domain.regimes.when import After

_WORST_FIRST = (Grade.DISSATISFIED, Grade.BASIC, Grade.SATISFIED)


class Round(NamedTuple):
    """What a regime says of the evaluation that is owed under one of its lines."""

    body: Body
    final: bool
    """Whether it grades the year; a mid-year round does not."""
    again: bool
    """Whether it is held anew for the items that failed before (O26)."""


class PartResult(Value):
    """One sub-project's result in a round that votes on sub-projects (E5)."""

    project: ShortText
    subproject: int
    result: Result


class Overall(Value):
    """All items of a round together, with the counts that the rate can be computed from again."""

    satisfied: int
    content: int
    valid: int
    satisfied_rate: Decimal | None
    satisfied_basic_rate: Decimal | None


def round_of(regime: Regime, line: str) -> Round:
    """The round of a line; where the regime is silent, all deputies vote at the congress."""
    found = regime.line(line)
    said = next((x for x in regime.evaluation.rounds if x.line == line), None)
    voters = said.voters if said else Role.CONGRESS
    return Round(
        body=Body.CONGRESS if voters is Role.CONGRESS else Body.COMMITTEE,
        final=found.stage is not Stage.IMPLEMENT,
        again=isinstance(found.when, After),
    )


def results(
    items: Sequence[ItemCounts], roll: int, present: int, rule: Rule, body: Body
) -> list[tuple[str, Result, tuple[tuple[int, Result], ...]]]:
    """Each project's result, and those of its parts where sub-projects were voted on (E5).

    A project of several parts is graded by its worst part (our default, as its light is); its
    rates pool the ballots of all parts, over a roll that counts once for each. Raises Malformed.
    """
    found = []
    for project, group in groupby(sorted(items, key=_place), key=lambda x: x.project):
        rows = list(group)
        parts = tuple(
            (x.subproject, grade(x.counts, roll, present, rule, body))
            for x in rows
            if x.subproject is not None
        )
        number = len(rows)
        whole = grade(total(x.counts for x in rows), roll * number, present * number, rule, body)
        if parts:
            worst = _worst(x.grade for _, x in parts)
            weak = any(x.follow_up for _, x in parts)
            whole = whole.model_copy(update={"grade": worst, "follow_up": weak})
        found.append((project, whole, parts))
    return found


def total(counts: Iterable[Counts]) -> Counts:
    """The ballots of several items together."""
    every = list(counts)
    return Counts(**{x: sum(getattr(y, x) for y in every) for x in Counts.model_fields})


def overall(of: Iterable[Result], places: int) -> Overall:
    """The round's pooled rates."""
    every = total(x.counts for x in of)
    return Overall(
        satisfied=every.satisfied,
        content=every.content,
        valid=every.valid,
        satisfied_rate=rate(every.satisfied, every.valid, places),
        satisfied_basic_rate=rate(every.content, every.valid, places),
    )


def points(earlier: Counts, later: Counts, places: int) -> Decimal | None:
    """By how many percentage points the satisfied rate rose, from the counts of both: printed
    rates were rounded already."""
    if not earlier.valid or not later.valid:
        return None
    rise = later.satisfied * earlier.valid - earlier.satisfied * later.valid
    sign = -1 if rise < 0 else 1
    found = rate(abs(rise), earlier.valid * later.valid, places)
    return None if found is None else sign * found


def _place(x: ItemCounts) -> tuple[str, int]:
    return (x.project, -1 if x.subproject is None else x.subproject)


def _worst(grades: Iterable[Grade | None]) -> Grade | None:
    """The worst grade; None where a part has none, because nothing was decided."""
    every = set(grades)
    return None if None in every else next(x for x in _WORST_FIRST if x in every)
