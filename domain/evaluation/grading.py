"""Counts become rates and a grade, by the regime's named rule (rulebook §3.4, §4.5, §10).

Every rate names its denominator and can be computed again from the stored counts.
"""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from domain.base import Value, refuse_unless
from domain.forms import Counts
from domain.regimes.model import Evaluation as Rule


class Grade(StrEnum):
    """满意 / 基本满意 / 不满意."""

    SATISFIED = "SATISFIED"
    BASIC = "BASIC"
    DISSATISFIED = "DISSATISFIED"


class Result(Value):
    """One item's result. Rates in percent, None where no ballot is valid."""

    counts: Counts
    roll: int
    present: int
    quorum: bool
    satisfied_rate: Decimal | None
    satisfied_basic_rate: Decimal | None
    satisfied_of_all_rate: Decimal
    grade: Grade | None
    follow_up: bool
    rule: str


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


def grade(counts: Counts, roll: int, present: int, rule: Rule) -> Result:
    """The result of one item at a congress (quorum: two thirds of all, LAW-1 art. 14).

    Raises Malformed for impossible counts. Without quorum there is no grade.
    """
    check(counts, roll, present)
    quorum = 3 * present >= 2 * roll
    good = counts.satisfied + counts.basic
    rate = _rate(counts.satisfied, counts.valid)
    good_rate = _rate(good, counts.valid)
    places = Decimal(1).scaleb(-rule.decimals)
    follow_up = rule.follow_up_below is not None and rate is not None
    return Result(
        counts=counts,
        roll=roll,
        present=present,
        quorum=quorum,
        satisfied_rate=_shown(rate, places),
        satisfied_basic_rate=_shown(good_rate, places),
        satisfied_of_all_rate=_round(_share(counts.satisfied, roll), places),
        grade=_grade(counts, roll, rate, good_rate, rule) if quorum else None,
        follow_up=follow_up and rate is not None and rate < (rule.follow_up_below or 0),
        rule=rule.rule,
    )


def _grade(
    counts: Counts, roll: int, rate: Decimal | None, good_rate: Decimal | None, rule: Rule
) -> Grade:
    good = counts.satisfied + counts.basic
    match rule.rule:
        case "absolute_majority":
            if 2 * counts.satisfied >= roll:
                return Grade.SATISFIED
            return Grade.BASIC if 2 * good > roll else Grade.DISSATISFIED
        case "binary":
            return Grade.SATISFIED if 2 * counts.satisfied > roll else Grade.DISSATISFIED
        case "rate_threshold":
            if rate is not None and rate >= rule.threshold:
                return Grade.SATISFIED
            passed = good_rate is not None and good_rate >= rule.threshold
            return Grade.BASIC if passed else Grade.DISSATISFIED
        case "rate_then_majority":
            if rate is not None and rate >= rule.satisfied_from:
                return Grade.SATISFIED
            passed = good_rate is not None and good_rate >= rule.threshold and 2 * good > roll
            return Grade.BASIC if passed else Grade.DISSATISFIED


def _share(part: int, whole: int) -> Decimal:
    return Decimal(100) * part / whole


def _rate(part: int, whole: int) -> Decimal | None:
    return _share(part, whole) if whole else None


def _round(value: Decimal, places: Decimal) -> Decimal:
    return value.quantize(places, rounding=ROUND_HALF_UP)


def _shown(value: Decimal | None, places: Decimal) -> Decimal | None:
    return None if value is None else _round(value, places)
