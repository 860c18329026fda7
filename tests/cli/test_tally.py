"""`bihuan tally`: counts go in, a grade and rates come out; what cannot be is one line, exit 2."""

import json

import pytest
from typer.testing import CliRunner

from cli import app

RUNNER = CliRunner()


def tally(rule, roll, present, *ballots, **more):
    names = ("satisfied", "basic", "dissatisfied", "abstain", "invalid")
    words = ["tally", "--rule", rule, "--roll", str(roll), "--present", str(present), "--json"]
    for name, number in zip(names, (*ballots, *(0,) * (5 - len(ballots))), strict=True):
        words += [f"--{name}", str(number)]
    for name, value in more.items():
        words += [f"--{name}", str(value)]
    return RUNNER.invoke(app, words)


def told(*asked, **more):
    said = tally(*asked, **more)
    assert (said.exit_code, said.stderr) == (0, "")
    return json.loads(said.stdout)


def test_every_figure_of_the_answer():
    assert told("rate_then_majority", 223, 200, 182, 10, 1, 0, 2) == {
        "grade": "SATISFIED",
        "quorum": True,
        "valid": 193,
        "satisfied_rate": "94.30",
        "satisfied_basic_rate": "99.48",
        "satisfied_of_all_rate": "81.61",
    }


@pytest.mark.parametrize(
    ("rule", "ballots", "roll", "grade"),
    [
        ("absolute_majority", (50, 0, 50), 100, "SATISFIED"),
        ("absolute_majority", (49, 1, 50), 100, "DISSATISFIED"),
        ("absolute_majority", (49, 2, 49), 100, "BASIC"),
        ("binary", (50, 50), 100, "DISSATISFIED"),
        ("binary", (51, 0, 49), 100, "SATISFIED"),
        ("rate_threshold", (60, 0, 40), 100, "SATISFIED"),
        ("rate_threshold", (59, 1, 40), 100, "BASIC"),
        ("rate_threshold", (59, 0, 41), 100, "DISSATISFIED"),
        ("rate_then_majority", (176, 47), 223, "BASIC"),
        ("rate_then_majority", (205, 18), 223, "SATISFIED"),
        ("rate_then_majority", (40, 10, 50), 100, "DISSATISFIED"),
    ],
)
def test_the_grade_by_each_rule(rule, ballots, roll, grade):
    assert told(rule, roll, roll, *ballots)["grade"] == grade


def test_the_threshold_is_the_sixty_percent_of_the_rule_and_is_compared_before_rounding():
    assert told("rate_threshold", 100, 100, 66, 0, 34, threshold="66.1")["grade"] == "DISSATISFIED"
    assert told("rate_then_majority", 100, 100, 60, 10, 30, threshold=71)["grade"] == "DISSATISFIED"
    just_below = told("rate_threshold", 30_000, 30_000, 17_999, 0, 12_001, decimals=1)
    assert (just_below["satisfied_rate"], just_below["grade"]) == ("60.0", "DISSATISFIED")


def test_half_a_last_digit_goes_up_at_the_decimals_asked_for():
    assert told("binary", 80, 80, 1, 0, 79, decimals=2)["satisfied_rate"] == "1.25"
    assert told("binary", 80, 80, 1, 0, 79, decimals=1)["satisfied_rate"] == "1.3"
    assert told("binary", 80, 80, 2, 0, 78, decimals=0)["satisfied_rate"] == "3"


def test_without_quorum_there_is_no_grade_and_no_error():
    short = told("binary", 100, 66, 60)
    assert (short["grade"], short["quorum"]) == (None, False)
    assert told("binary", 99, 66, 60)["quorum"]


def test_a_committee_sits_with_more_than_half():
    assert not told("binary", 30, 15, 15, body="committee")["quorum"]
    assert told("binary", 31, 16, 16, body="committee")["quorum"]
    assert not told("binary", 31, 16, 16, body="congress")["quorum"]


def test_no_valid_ballot_no_rate():
    empty = told("rate_threshold", 100, 70, 0, 0, 0, 0, 70)
    assert empty["valid"] == 0
    assert {empty[x] for x in empty if x.endswith("_rate")} == {None}


@pytest.mark.parametrize(
    ("ballots", "more"),
    [
        ((101,), {}),
        ((50, 50, 0, 0, 1), {}),
        ((-1, 5), {}),
        (("ten",), {}),
        (("1.5",), {}),
        (("\uff11\uff12",), {}),
        (("1_0",), {}),
        ((1, 1, 1, 1, -1), {}),
        ((60,), {"present": 101}),
        ((0,), {"roll": 0, "present": 0}),
        ((0,), {"roll": "-3"}),
        ((1,), {"rule": "loudest"}),
        ((1,), {"body": "street"}),
        ((1,), {"threshold": "101"}),
        ((1,), {"threshold": "NaN"}),
        ((1,), {"decimals": "-1"}),
        ((1,), {"decimals": "7"}),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(ballots, more):
    asked = {"rule": "binary", "roll": 100, "present": 100, **more}
    said = tally(asked.pop("rule"), asked.pop("roll"), asked.pop("present"), *ballots, **asked)
    assert (said.exit_code, said.stdout) == (2, "")
    assert len(said.stderr.splitlines()) == 1


def test_a_clerk_reads_which_denominator_a_rate_has():
    words = "tally --rule binary --roll 10 --present 8 --satisfied 6 --basic 1 --dissatisfied 1"
    said = RUNNER.invoke(app, words.split())
    assert "满意率 75.00%（6 ÷ 有效票 8）" in said.stdout
