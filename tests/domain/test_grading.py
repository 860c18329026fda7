"""Evaluation: rates with their denominators, grades by named rules (rulebook §3.4, §4.5, S5)."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.evaluation.grading import Grade, grade
from domain.forms import Counts
from domain.refusals import Malformed
from domain.regimes import named
from domain.regimes.model import Evaluation

RULES = ["absolute_majority", "binary", "rate_threshold", "rate_then_majority"]


def counts(a=0, b=0, c=0, d=0, i=0):
    return Counts(satisfied=a, basic=b, dissatisfied=c, abstain=d, invalid=i)


def by(rule, **more):
    return Evaluation(origin="ours", rule=rule, **more)


@pytest.mark.parametrize(
    ("rule", "ballots", "roll", "expected"),
    [
        ("absolute_majority", counts(50, 0, 50), 100, Grade.SATISFIED),
        ("absolute_majority", counts(49, 1, 50), 100, Grade.DISSATISFIED),
        ("absolute_majority", counts(49, 2, 49), 100, Grade.BASIC),
        ("binary", counts(50, 50, 0), 100, Grade.DISSATISFIED),
        ("binary", counts(51, 0, 49), 100, Grade.SATISFIED),
        ("rate_threshold", counts(60, 0, 40), 100, Grade.SATISFIED),
        ("rate_threshold", counts(58, 0, 42), 100, Grade.DISSATISFIED),
        ("rate_then_majority", counts(176, 47), 223, Grade.BASIC),
        ("rate_then_majority", counts(205, 18), 223, Grade.SATISFIED),
        ("rate_then_majority", counts(40, 10, 50), 100, Grade.DISSATISFIED),
    ],
)
def test_the_grade(rule, ballots, roll, expected):
    assert grade(ballots, roll, roll, by(rule)).grade is expected


def test_gaogangs_lowest_item_is_followed_up():
    low = grade(counts(176, 47), 223, 223, named("gaogang").evaluation)
    assert (low.satisfied_rate, low.follow_up) == (Decimal("78.92"), True)
    high = grade(counts(205, 18), 223, 223, named("gaogang").evaluation)
    assert (high.satisfied_rate, high.follow_up) == (Decimal("91.93"), False)


def test_without_quorum_there_is_no_grade():
    result = grade(counts(60), 100, 66, by("binary"))
    assert (result.quorum, result.grade) == (False, None)
    assert grade(counts(60), 99, 66, by("binary")).quorum


def test_no_valid_ballot_no_rate():
    result = grade(counts(i=70), 100, 70, by("rate_threshold"))
    assert (result.satisfied_rate, result.satisfied_basic_rate) == (None, None)


@pytest.mark.parametrize(("roll", "present"), [(100, 101), (100, 59)])
def test_impossible_counts_are_refused(roll, present):
    with pytest.raises(Malformed):
        grade(counts(50, 5, 5), roll, present, by("binary"))


ballot = st.integers(0, 300)


@given(ballot, ballot, ballot, ballot, ballot, st.sampled_from(RULES))
def test_the_rate_can_be_computed_again_and_more_content_never_grades_worse(a, b, c, d, i, rule):
    box = counts(a, b, c, d, i)
    assume(box.valid)
    roll = box.cast + 1
    result = grade(box, roll, roll, by(rule))
    assert abs(result.satisfied_rate - Decimal(100) * a / box.valid) <= Decimal("0.005")
    order: list[Grade | None] = [Grade.DISSATISFIED, Grade.BASIC, Grade.SATISFIED]
    happier = counts(a + 1, b, c - 1, d, i) if c else box
    better = grade(happier, roll, roll, by(rule))
    assert order.index(better.grade) >= order.index(result.grade)
