"""A congress's year: programme duties once for all projects, counts graded, projects told."""

from datetime import date

import pytest

from domain.calendar import start_of
from domain.duty_commands import FileDuty
from domain.duty_events import DutyScheduled
from domain.evaluation.grading import Grade
from domain.forms import Counts, Evaluation, ItemCounts
from domain.given import Actor
from domain.processes import follow_ups
from domain.programme.messages import CloseProgramme, EvaluationCounted, OpenProgramme
from domain.project.messages import CloseProject, ProjectReported, RecordEvaluation, RecordReport
from domain.project.state import Phase
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours
from tests.support.year import CLERK, open_programme, report, voted_project

PRESIDIUM = Actor(ref="presidium-2", party="presidium")
GOVERNMENT = Actor(ref="gov-1", party="government")
SESSION = date(2024, 3, 20)


def evaluation(*counts, projects=("LG23-01", "LG23-02"), roll=60, present=58):
    items = tuple(ItemCounts(project=p, counts=c) for p, c in zip(projects, counts, strict=True))
    return Evaluation(held_on=SESSION, roll=roll, present=present, items=items)


GOOD = Counts(satisfied=55, basic=3, dissatisfied=0)
BAD = Counts(satisfied=10, basic=10, dissatisfied=38)


def evaluated(*counts):
    year = open_programme(projects=("LG23-01", "LG23-02"))
    year.file(SESSION, "evaluation", evaluation(*counts), PRESIDIUM)
    return year, year.accept(SESSION, "evaluation")


def test_accepted_counts_are_graded_and_each_project_is_told():
    year, events = evaluated(GOOD, BAD)
    (counted,) = [x for x in events if isinstance(x, EvaluationCounted)]
    assert [x.result.grade for x in counted.items] == [Grade.SATISFIED, Grade.DISSATISFIED]
    told = follow_ups(year.state, counted)
    assert [x.stream for x in told] == ["project:LG23-01", "project:LG23-02"]
    assert all(isinstance(x.command, RecordEvaluation) for x in told)


def test_an_evaluation_calls_for_its_publication_and_a_bad_one_for_rectification():
    _, good = evaluated(GOOD, GOOD)
    assert [x.duty for x in good if isinstance(x, DutyScheduled)] == ["evaluation_publication"]
    _, bad = evaluated(GOOD, BAD)
    called = {x.duty: x.terms.due for x in bad if isinstance(x, DutyScheduled)}
    assert called == {
        "evaluation_publication": date(2024, 3, 29),
        "rectification_plan": date(2024, 4, 3),
        "rectification_report": date(2024, 6, 20),
    }


@pytest.mark.parametrize(
    "filing",
    [
        evaluation(GOOD, projects=("LG23-01",)),
        evaluation(GOOD, GOOD, projects=("LG23-01", "LG23-99")),
        evaluation(GOOD, GOOD, present=57),
        evaluation(GOOD, GOOD, roll=57),
    ],
)
def test_counts_that_cannot_be_are_refused(filing):
    year = open_programme(projects=("LG23-01", "LG23-02"))
    with pytest.raises(Malformed):
        year.file(SESSION, "evaluation", filing, PRESIDIUM)


def test_the_completion_report_is_laid_before_the_congress_for_every_project():
    year = open_programme(projects=("LG23-01", "LG23-02"))
    year.file(SESSION, "completion_report", report("完成情况报告"), GOVERNMENT)
    (accepted,) = year.accept(SESSION, "completion_report")
    told = follow_ups(year.state, accepted)
    assert [x.command for x in told] == [RecordReport(on=SESSION, programme="LG23")] * 2


def test_a_project_runs_through_report_and_verdict_to_closing():
    programme, events = evaluated(GOOD, GOOD)
    (counted,) = [x for x in events if isinstance(x, EvaluationCounted)]
    year = voted_project(next_session=SESSION)
    at = start_of(SESSION)
    with pytest.raises(Contradicted):
        year.ask(at, CloseProject(note="销号"), CLERK)
    (reported,) = year.ask(at, RecordReport(on=SESSION))
    assert isinstance(reported, ProjectReported)
    assert reported.unfinished, "nobody verified it"
    command = follow_ups(programme.state, counted)[0].command
    year.ask(at, command)
    assert (year.state.phase, year.state.grade) == (Phase.EVALUATED, Grade.SATISFIED)
    assert year.ask(at, command) == [], "the same round is one fact"
    year.ask(at, CloseProject(note="销号"), CLERK)
    assert year.state.closed
    assert year.clock_reaches(date(2025, 1, 1)) == []


def test_the_same_list_again_is_one_fact_and_another_is_refused():
    year = open_programme()
    same = OpenProgramme(
        id="LG23",
        title="2023 年民生实事项目",
        region=year.state.region,
        regime="baofeng@1",
        vote=date(2023, 3, 31),
        next_session=SESSION,
        session_assumed=False,
        projects=("LG23-01",),
    )
    assert year.ask(start_of(date(2023, 4, 1)), same, CLERK) == []
    other = same.model_copy(update={"projects": ("LG23-02",)})
    with pytest.raises(AlreadyThere):
        year.ask(start_of(date(2023, 4, 1)), other, CLERK)


def test_a_year_closes_when_nothing_is_owed():
    year = open_programme()
    with pytest.raises(Contradicted, match="未办结"):
        year.ask(start_of(SESSION), CloseProgramme(note="年度结束"), CLERK)


def test_only_the_presidium_files_its_own_plan():
    year = open_programme()
    with pytest.raises(NotYours):
        year.ask(
            start_of(date(2023, 4, 20)),
            FileDuty(duty="supervision_plan", filing=report("监督计划")),
            GOVERNMENT,
        )
