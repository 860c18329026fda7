"""Rounds of evaluation: who votes, mid-year apart, a failed item again until it passes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ballot.messages import BallotCounted, Purpose
from domain.ballot.paper import Graded, ItemCount, Paper, PaperItem
from domain.ballot.state import Ballot, Status
from domain.base import Event
from domain.calendar import start_of
from domain.duty_events import DutyAccepted, DutyFiled, DutyScheduled
from domain.evaluation.grading import Body, Grade, grade, has_quorum
from domain.evaluation.rounds import overall, points, results, round_of, total
from domain.forms import Counts, Evaluation, ItemCounts
from domain.given import Actor
from domain.processes import follow_ups
from domain.programme.messages import EvaluationCounted, RecordRound
from domain.project.messages import CloseProject
from domain.project.state import Phase
from domain.refusals import Contradicted, Malformed, NothingOwed
from domain.regimes import named
from domain.steps.messages import StepRecommended
from tests.support.year import CLERK, open_programme, voted_project

SC = Actor(ref="sc-1", party="standing_committee")
SESSION = date(2024, 1, 18)
VOTE = date(2023, 1, 12)
PAIR = ("LG23-01", "LG23-02")
GOOD = Counts(satisfied=205, basic=18, dissatisfied=0)
WEAK = Counts(satisfied=176, basic=47, dissatisfied=0)
BAD = Counts(satisfied=50, basic=50, dissatisfied=123)


def programme():
    return open_programme("gaogang@2", VOTE, SESSION, projects=PAIR)


def counted(year, duty, on, roll=223, parts=(None,), **counts):
    items = tuple(
        ItemCounts(project=name.replace("_", "-"), subproject=part, counts=x)
        for name, x in counts.items()
        for part in parts
    )
    filing = Evaluation(held_on=on, roll=roll, present=roll, items=items)
    year.file(on, duty, filing, SC)
    events = year.accept(on, duty)
    (found,) = [x for x in events if isinstance(x, EvaluationCounted)]
    return found, sorted(x.duty for x in events if isinstance(x, DutyScheduled))


def test_who_votes_stands_in_the_measure():
    regime = named("gaogang@2")
    assert round_of(regime, "mid_year_evaluation") == (Body.COMMITTEE, False, False)
    assert round_of(regime, "evaluation") == (Body.CONGRESS, True, False)
    assert round_of(regime, "second_evaluation") == (Body.COMMITTEE, True, True)
    street = named("shangluo-street@1")
    assert round_of(street, "evaluation").body is Body.COMMITTEE, "there is no congress"
    assert round_of(named("baofeng@1"), "evaluation") == (Body.CONGRESS, True, False)


def test_the_mid_year_round_is_another_round_and_grades_no_year():
    year = programme()
    mid, called = counted(
        year, "mid_year_evaluation", date(2023, 9, 20), 30, LG23_01=_scaled(26), LG23_02=_scaled(9)
    )
    assert (mid.final, mid.items[0].result.body, called) == (False, Body.COMMITTEE, [])
    end, called = counted(year, "evaluation", SESSION, LG23_01=GOOD, LG23_02=GOOD)
    assert (end.final, end.items[0].result.body) == (True, Body.CONGRESS)
    assert called == ["evaluation_publication"]
    assert [(x.round, x.final) for x in year.state.results] == [
        ("mid_year_evaluation#0", False),
        ("evaluation#0", True),
    ]
    project = voted_project("gaogang@2", VOTE, SESSION)
    for round_ in (mid, end):
        for told in follow_ups(year.state, round_)[:1]:
            project.ask(start_of(SESSION), told.command)
    assert project.state.rounds == ("mid_year_evaluation#0", "evaluation#0")
    assert (project.state.phase, project.state.grade) == (Phase.EVALUATED, Grade.SATISFIED)


def _scaled(satisfied):
    return Counts(satisfied=satisfied, basic=30 - satisfied, dissatisfied=0)


def test_a_committee_has_a_quorum_with_more_than_half():
    items = [ItemCounts(project="P", counts=Counts(satisfied=16, basic=0, dissatisfied=0))]
    rule = named("gaogang@2").evaluation
    ((_, found, _),) = results(items, 30, 16, rule, Body.COMMITTEE)
    assert (found.quorum, found.grade) == (True, Grade.SATISFIED)
    ((_, found, _),) = results(items, 30, 16, rule, Body.CONGRESS)
    assert (found.quorum, found.grade) == (False, None)


def test_a_low_rate_is_followed_up_by_the_measure_of_the_place():
    _, called = counted(programme(), "evaluation", SESSION, LG23_01=WEAK, LG23_02=GOOD)
    assert called == ["evaluation_publication", "follow_up_report"]


def test_dissatisfied_items_are_evaluated_again_until_they_pass():
    year = programme()
    _, called = counted(year, "evaluation", SESSION, LG23_01=GOOD, LG23_02=BAD)
    assert {"rectification_plan", "rectification_report", "second_evaluation"} <= set(called)
    later = SESSION + timedelta(days=60)
    with pytest.raises(Malformed):
        counted(year, "second_evaluation", later, LG23_01=GOOD, LG23_02=GOOD)
    second, called = counted(year, "second_evaluation", later, LG23_02=BAD)
    assert second.again
    assert called == [
        "follow_up_report/2",
        "rectification_plan/2",
        "rectification_report/2",
        "second_evaluation/2",
        "second_failure_report",
    ]
    assert year.state.failures == {"LG23-02": 2}
    _, called = counted(year, "second_evaluation/2", later + timedelta(days=60), LG23_02=GOOD)
    assert called == []
    assert year.state.failures == {}


def test_a_project_rectifies_until_it_passes_and_people_are_told_what_they_may_do():
    year, project = programme(), voted_project("gaogang@2", VOTE, SESSION)
    told: list[Event] = []
    rounds = [("evaluation", BAD, SESSION), ("second_evaluation", BAD, date(2024, 3, 18))]
    for duty, counts, on in rounds:
        other = {} if duty != "evaluation" else {"LG23_02": GOOD}
        found, _ = counted(year, duty, on, LG23_01=counts, **other)
        told += project.ask(start_of(on), follow_ups(year.state, found)[0].command)
        assert project.state.phase is Phase.RECTIFYING
        with pytest.raises(Contradicted):
            project.ask(start_of(on), CloseProject(note="销号"), CLERK)
    steps = [x for x in told if isinstance(x, StepRecommended)]
    assert {(x.to, x.rule.partition("@")[2]) for x in steps} == {
        ("standing_committee", "second_evaluation#0")
    }
    assert "书面检查" in {x.zh for x in steps}
    assert project.state.steps == (), "only people take a step"
    on = date(2024, 5, 20)
    found, _ = counted(year, "second_evaluation/2", on, LG23_01=GOOD)
    project.ask(start_of(on), follow_ups(year.state, found)[0].command)
    assert (project.state.phase, project.state.failures) == (Phase.RE_EVALUATED, 2)
    project.ask(start_of(on), CloseProject(note="整改后测评满意"), CLERK)
    assert project.state.closed


def test_sub_projects_are_voted_apart_and_the_item_is_as_good_as_its_worst():
    rule = named("gaogang@2").evaluation
    items = [
        ItemCounts(project="P", subproject=1, counts=GOOD),
        ItemCounts(project="P", subproject=2, counts=BAD),
        ItemCounts(project="Q", counts=GOOD),
    ]
    (p, whole, parts), (q, single, none) = results(items, 223, 223, rule, Body.CONGRESS)
    assert (p, q, none) == ("P", "Q", ())
    assert [(no, x.grade) for no, x in parts] == [(1, Grade.SATISFIED), (2, Grade.DISSATISFIED)]
    assert (whole.grade, single.grade) == (Grade.DISSATISFIED, Grade.SATISFIED)
    assert (whole.counts.satisfied, whole.roll) == (255, 446)
    assert whole.satisfied_rate == Decimal("57.17"), "255 of 446, not the mean of two rates"


def test_a_project_is_named_whole_or_by_its_parts_not_both():
    year = programme()
    items = (
        ItemCounts(project="LG23-01", counts=GOOD),
        ItemCounts(project="LG23-01", subproject=1, counts=GOOD),
        ItemCounts(project="LG23-02", counts=GOOD),
    )
    filing = Evaluation(held_on=SESSION, roll=223, present=223, items=items)
    with pytest.raises(Malformed):
        year.file(SESSION, "evaluation", filing, SC)


def box(duty="evaluation", **counts):
    """A box that was counted, and its event."""
    items = tuple(PaperItem(id=x.replace("_", "-"), title=x) for x in counts)
    votes = [x.model_dump() for x in counts.values()]
    sums = tuple(ItemCount(item=x.id, votes=y) for x, y in zip(items, votes, strict=True))
    state = Ballot(
        id="gg-2023-end",
        title="年终测评",
        region="江苏省/泰州市/高港区",
        regime="gaogang@2",
        purpose=Purpose(programme="LG23", duty=duty),
        body=Body.CONGRESS,
        paper=Paper(family=Graded(), items=items),
        keepers=("a", "b"),
        keys={},
        status=Status.COUNTED,
        held_on=SESSION,
        roll=223,
        present=223,
    )
    at = start_of(SESSION) + timedelta(hours=16)
    return state, BallotCounted(items=sums, ballots=223, receipts=(), counted_at=at)


def test_a_box_fulfils_the_duty_and_grades_the_year_by_itself():
    year = programme()
    (told,) = follow_ups(*box(LG23_01=GOOD, LG23_02=WEAK))
    assert told.stream == "programme:LG23"
    carried_out = start_of(SESSION) + timedelta(days=1, hours=9)
    events = year.ask(carried_out, told.command)
    (filed,) = [x for x in events if isinstance(x, DutyFiled)]
    assert (filed.by, filed.on_time) == ("ballot:gg-2023-end", True), "counted on the day itself"
    assert [x.by for x in events if isinstance(x, DutyAccepted)] == ["ballot:gg-2023-end"]
    (graded,) = [x for x in events if isinstance(x, EvaluationCounted)]
    assert graded.overall is not None
    assert (graded.ballot, graded.overall.satisfied) == ("gg-2023-end", 381)
    assert year.state.duties["evaluation"].accepted
    assert year.ask(carried_out, told.command) == [], "the same box is one round"


def test_a_box_does_not_overrule_counts_that_were_accepted():
    year = programme()
    counted(year, "evaluation", SESSION, LG23_01=GOOD, LG23_02=GOOD)
    (told,) = follow_ups(*box(LG23_01=GOOD, LG23_02=BAD))
    assert isinstance(told.command, RecordRound)
    with pytest.raises(NothingOwed):
        year.ask(start_of(SESSION) + timedelta(hours=20), told.command)


COUNTS = st.builds(Counts, **dict.fromkeys(Counts.model_fields, st.integers(0, 300)))
RULE = named("gaogang@2").evaluation


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_the_overall_rate_is_pooled_and_can_be_computed_again(rounds):
    roll = max(x.cast for x in rounds) + 1
    found = [grade(x, roll, roll, RULE) for x in rounds]
    sums = overall(found, 2)
    assert (sums.satisfied, sums.valid) == (
        sum(x.satisfied for x in rounds),
        sum(x.valid for x in rounds),
    )
    if sums.satisfied_rate is not None:
        exact = Decimal(100) * sums.satisfied / sums.valid
        assert abs(sums.satisfied_rate - exact) <= Decimal("0.005")
        rates = [x.satisfied_rate for x in found if x.satisfied_rate is not None]
        assert min(rates) - Decimal("0.01") <= sums.satisfied_rate <= max(rates) + Decimal("0.01")
    assert (sums.satisfied_rate is None) == (sums.valid == 0)


@given(COUNTS, COUNTS)
def test_a_rise_is_the_fall_seen_from_the_other_side(one, other):
    rise, fall = points(one, other, 2), points(other, one, 2)
    assert (rise is None) == (not one.valid or not other.valid)
    assert rise is None or fall is None or rise == -fall
    assert total([one, other]).cast == one.cast + other.cast


@given(st.integers(1, 3000), st.data())
def test_whoever_may_sit_as_a_congress_may_sit_as_a_committee(roll, data):
    present = data.draw(st.integers(0, roll))
    assert has_quorum(roll, present, Body.COMMITTEE) or not has_quorum(roll, present, Body.CONGRESS)
