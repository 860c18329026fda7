"""Counts become rates and a grade, by the regime's named rule (rulebook §3.4, §4.5, §10).

Every rate names its denominator and can be computed again from the stored counts.
"""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import assert_never

from domain.base import Value, refuse_unless
from domain.forms import Counts
from domain.regimes.model import Evaluation as Rule


class Grade(StrEnum):
    """满意 / 基本满意 / 不满意."""

    SATISFIED = "SATISFIED"
    BASIC = "BASIC"
    DISSATISFIED = "DISSATISFIED"


GRADE_ZH: dict[Grade, str] = {
    Grade.SATISFIED: "满意",
    Grade.BASIC: "基本满意",
    Grade.DISSATISFIED: "不满意",
}


class Body(StrEnum):
    """Who sits: the whole congress, or a committee of it (standing committee, presidium)."""

    CONGRESS = "congress"
    COMMITTEE = "committee"


class Result(Value):
    """One item's result. Rates in percent, None where no ballot is valid."""

    counts: Counts
    roll: int
    present: int
    quorum: bool
    satisfied_rate: Decimal | None
    satisfied_basic_rate: Decimal | None
    satisfied_of_all_rate: Decimal | None
    grade: Grade | None
    follow_up: bool
    rule: str
    body: Body = Body.CONGRESS


def check(counts: Counts, roll: int, present: int) -> None:
    """Raises Malformed for counts that cannot be: more ballots than present, more than the roll."""
    refuse_unless(
        present <= roll,
        f"出席人数 {present} 多于全体 {roll}，请核对。",
        f"{present} present are more than the roll of {roll}.",
    )
    refuse_unless(
        counts.cast <= present,
        f"票数合计 {counts.cast} 多于出席人数 {present}，请核对。",
        f"{counts.cast} ballots are more than the {present} present.",
    )


def has_quorum(roll: int, present: int, body: Body) -> bool:
    """A congress sits with two thirds of all (LAW-1 art. 14), a committee with more than half."""
    match body:
        case Body.CONGRESS:
            return 3 * present >= 2 * roll
        case Body.COMMITTEE:
            return 2 * present > roll
    assert_never(body)


def grade(
    counts: Counts, roll: int, present: int, rule: Rule, body: Body = Body.CONGRESS
) -> Result:
    """The result of one item before a body whose members are the roll.

    Raises Malformed for impossible counts. Without quorum there is no grade.
    """
    check(counts, roll, present)
    quorum = has_quorum(roll, present, body)
    below = rule.follow_up_below
    weak = below is not None and _falls_short(counts.satisfied, counts.valid, below)
    places = rule.decimals if counts.valid else None
    return Result(
        counts=counts,
        roll=roll,
        present=present,
        quorum=quorum,
        satisfied_rate=rate(counts.satisfied, counts.valid, places),
        satisfied_basic_rate=rate(counts.content, counts.valid, places),
        satisfied_of_all_rate=rate(counts.satisfied, roll, places),
        grade=_grade(counts, roll, rule) if quorum else None,
        follow_up=quorum and weak,
        rule=rule.rule,
        body=body,
    )


def rate(part: int, whole: int, places: int | None) -> Decimal | None:
    """The share in percent, half-up at so many decimals; None where there is nothing to share."""
    if places is None or not whole:
        return None
    return (Decimal(100) * part / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _grade(counts: Counts, roll: int, rule: Rule) -> Grade:
    satisfied = _reaches(counts.satisfied, counts.valid, rule.threshold)
    content = _reaches(counts.content, counts.valid, rule.threshold)
    match rule.rule:
        case "absolute_majority":
            satisfied, content = 2 * counts.satisfied >= roll, 2 * counts.content > roll
        case "binary":
            satisfied, content = 2 * counts.satisfied > roll, False
        case "rate_threshold":
            pass
        case "rate_then_majority":
            satisfied = _reaches(counts.satisfied, counts.valid, rule.satisfied_from)
            content = content and 2 * counts.content > roll
    if satisfied:
        return Grade.SATISFIED
    return Grade.BASIC if content else Grade.DISSATISFIED


def _reaches(part: int, whole: int, percent: Decimal) -> bool:
    """Compared before rounding: 59.996 % is below 60 %."""
    return whole > 0 and 100 * part >= percent * whole


def _falls_short(part: int, whole: int, percent: Decimal) -> bool:
    return whole > 0 and 100 * part < percent * whole
