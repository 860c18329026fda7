"""完成: an actual never becomes a target, every figure names its event, every year has one end."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.base import Event
from domain.completion.entry import Entry, Told
from domain.completion.fold import entry_of
from domain.completion.outcome import Outcome, is_early, outcome, outcomes
from domain.completion.report import assemble
from domain.completion.year_end import YearEnd, tally, year_end
from domain.duty_events import DutyFiled
from domain.evaluation.grading import Grade, Result
from domain.evaluation.grading import grade as graded_by
from domain.forms import Claim, ClaimRow, Counts, Milestone, Verification, WorkPlan
from domain.given import Actor
from domain.project.changes.messages import CarryOver, Kind, Proposed
from domain.project.messages import (
    Card,
    CloseProject,
    RecordEvaluation,
    RecordReport,
    Subproject,
    Target,
)
from domain.refusals import Contradicted, NotTheirsToDecide
from domain.regimes import named
from domain.ruling import Ruling
from tests.support.decisions import OFFICE, asks, at, committee, grants, ruling
from tests.support.year import CARD, CLERK, GROUP, UNIT, Year, progress, voted_project, work_plan

TARGETS = ((5800, "户"), (60, "个"), (8, "处"), (166, "名"))
"""The sources name the actuals only; these targets are made up (SYN, scenario S4)."""
ACTUALS = (5809, 62, 10, 166)


def overfulfilled() -> Card:
    parts = tuple(
        Subproject(no=n, name=f"子项目{n}", target=Target(op="ge", value=Decimal(x), unit=unit))
        for n, (x, unit) in enumerate(TARGETS, 1)
    )
    return CARD.model_copy(update={"subprojects": parts})


def verified(actuals=ACTUALS, card: Card | None = None) -> Year:
    """A project that claimed so much on 1 November and was verified a week later."""
    year = voted_project("longgang@1", card=card or overfulfilled())
    year.file(date(2023, 4, 10), "work_plan", work_plan(), UNIT)
    year.accept(date(2023, 4, 11), "work_plan")
    rows = tuple(ClaimRow(subproject=n, actual=Decimal(x)) for n, x in enumerate(actuals, 1))
    claimed = Claim(rows=rows, spent_wan=Decimal("287.5"))
    year.file(date(2023, 11, 1), "completion_claim", claimed, UNIT)
    year.accept(date(2023, 11, 2), "completion_claim")
    seen = Verification(verified=True, finding="逐户抽查，属实")
    group = Actor(ref="deputy-3", party=f"deputy_group:{year.state.card.id}")
    year.file(date(2023, 11, 8), "verification", seen, group)
    year.accept(date(2023, 11, 9), "verification")
    return year


def told(year: Year) -> list[Told]:
    return [Told(n, f"event-{n}", f"{n:064d}", x) for n, x in enumerate(year.told, 1)]


def line(year: Year, programme: str | None = None) -> Any:
    """The project's line of the report."""
    return entry_of(told(year), programme)


def result(grade: Grade) -> Result:
    """Counts that the measure's rule grades so."""
    many, few = (90, 5) if grade is Grade.SATISFIED else (10, 80)
    counts = Counts(satisfied=many, basic=5, dissatisfied=few)
    found = graded_by(counts, 110, 100, named("longgang@1").evaluation)
    assert found.grade is grade
    return found


def graded(year: Year, grade: Grade) -> None:
    year.ask(at(date(2024, 3, 20)), RecordReport(on=date(2024, 3, 20)), CLERK)
    command = RecordEvaluation(
        round="r", final=True, held_on=date(2024, 3, 20), result=result(grade)
    )
    year.ask(at(date(2024, 3, 20), 10), command, CLERK)


def test_three_parts_are_over_fulfilled_one_is_fulfilled_and_no_target_was_touched():
    year = verified()
    over, met = Outcome.OVER_FULFILLED, Outcome.FULFILLED
    assert outcomes(year.state) == {1: over, 2: over, 3: over, 4: met}
    assert outcome(year.state) is met
    assert is_early(year.state)
    assert [x.target.value for x in year.state.card.subprojects] == [x for x, _ in TARGETS]
    assert {n: x.value for n, x in year.state.targets.items()} == {1: 5800, 2: 60, 3: 8, 4: 166}


def test_an_item_is_not_complete_before_its_last_part_is():
    assert outcome(verified((5809, 62, 10, 165)).state) is Outcome.PARTIAL


def test_nothing_is_complete_that_nobody_verified():
    year = voted_project("longgang@1", card=overfulfilled())
    rows = tuple(ClaimRow(subproject=n, actual=Decimal(x)) for n, x in enumerate(ACTUALS, 1))
    assert outcome(year.state) is Outcome.UNFINISHED
    year.file(date(2023, 11, 1), "completion_claim", Claim(rows=rows), UNIT)
    year.accept(date(2023, 11, 2), "completion_claim")
    assert outcome(year.state) is Outcome.PARTIAL


def test_a_part_that_a_decision_dropped_does_not_hold_back_the_item():
    year = voted_project("longgang@1", card=overfulfilled())
    year.ask(at(date(2023, 6, 1)), asks(Kind.SCOPE, Proposed(dropped=(4,))), UNIT)
    year.ask(at(date(2023, 6, 2)), grants(1, committee(date(2023, 6, 2))), OFFICE)
    rows = tuple(ClaimRow(subproject=n, actual=Decimal(x)) for n, x in enumerate(ACTUALS, 1))
    year.file(date(2023, 12, 1), "completion_claim", Claim(rows=rows[:3]), UNIT)
    year.accept(date(2023, 12, 2), "completion_claim")
    seen = Verification(verified=True, finding="属实")
    year.file(date(2023, 12, 4), "verification", seen, GROUP)
    year.accept(date(2023, 12, 5), "verification")
    assert outcome(year.state) is Outcome.OVER_FULFILLED
    entry = line(year)
    assert entry.parts[3].outcome is Outcome.DROPPED
    assert entry.parts[3].dropped is not None
    assert entry.parts[3].dropped.value == "常决〔2023〕9号"


def test_every_figure_of_the_entry_names_the_event_that_said_it():
    year = verified()
    entry = line(year)
    claim = next(
        n
        for n, x in enumerate(year.told, 1)
        if isinstance(x, DutyFiled) and x.duty == "completion_claim"
    )
    assert [
        (x.voted.value.value, x.actual.value, x.actual.source.version) for x in entry.parts
    ] == [(target, actual, claim) for (target, _), actual in zip(TARGETS, ACTUALS, strict=True)]
    assert {x.voted.source.type for x in entry.parts} == {"ProjectAdopted"}
    assert (entry.claimed.value, entry.claimed.source.version) == (date(2023, 11, 1), claim)
    assert (entry.spent.value, entry.verified.value, entry.early) == (Decimal("287.5"), True, True)
    for source in (entry.planned.source, entry.verified.source, entry.claimed.source):
        event: Event = year.told[source.version - 1]
        assert (source.type, source.hash) == (type(event).__name__, f"{source.version:064d}")


def test_a_short_claim_stands_in_the_entry_as_a_breach_with_its_figure():
    entry = entry_of(told(verified((5582, 62, 10, 166))))
    assert [x.value for x in entry.breaches] == [Decimal(218)]
    assert entry.outcome is Outcome.PARTIAL


def crossing(milestones: tuple[Milestone, ...]) -> Year:
    """A plan that ends in May of the next year."""
    year = voted_project("longgang@1", next_session=date(2024, 3, 20))
    plan = WorkPlan(target="两年完成", planned_completion=date(2024, 5, 31), milestones=milestones)
    year.file(date(2023, 4, 10), "work_plan", plan, UNIT)
    year.accept(date(2023, 4, 11), "work_plan")
    return year


def carries(by: Ruling) -> CarryOver:
    return CarryOver(
        programme="LG24",
        vote=date(2024, 1, 10),
        next_session=date(2025, 1, 15),
        session_assumed=False,
        ruling=by,
    )


FOUNDATION = (Milestone(name="主体结构封顶", by=date(2023, 11, 30)),)
JANUARY = date(2024, 1, 12)


def test_unfinished_without_milestones_is_overdue_and_cannot_be_called_carried_over():
    for milestones in ((), (Milestone(name="验收", by=date(2024, 5, 1)),)):
        year = crossing(milestones)
        assert year_end(year.state).state is YearEnd.OVERDUE_YEAR
        with pytest.raises(Contradicted):
            year.ask(at(JANUARY), carries(committee(JANUARY)), OFFICE)
        assert year_end(year.state).state is YearEnd.OVERDUE_YEAR


def test_carried_over_by_a_decision_the_next_year_has_its_duties_and_the_old_one_its_debts():
    year = crossing(FOUNDATION)
    year.live_until(date(2024, 1, 11))
    with pytest.raises(NotTheirsToDecide):
        year.ask(at(JANUARY), carries(ruling(JANUARY)), OFFICE)
    year.ask(at(JANUARY), carries(committee(JANUARY)), OFFICE)
    state = year.state
    assert year_end(state, "LG23").state is YearEnd.CARRIED_OVER
    assert year_end(state, "LG24").state is YearEnd.OVERDUE_YEAR
    assert (state.programme, state.card.programme, state.anchors.vote) == (
        "LG24",
        "LG23",
        date(2024, 1, 10),
    )
    assert state.duties["completion_claim"].closed == "VOID"
    assert state.duties["completion_claim/2024"].due == date(2024, 12, 31)
    assert state.duties["monthly_progress/2023-M12"].overdue
    assert state.duties["monthly_progress/2024-M03"].owed
    year.file(date(2024, 2, 1), "work_plan/2024", work_plan(), UNIT)
    year.accept(date(2024, 2, 1), "work_plan/2024")
    year.file(
        date(2024, 5, 20),
        "completion_claim/2024",
        Claim(rows=(ClaimRow(subproject=1, actual=Decimal(5800)),)),
        UNIT,
    )
    year.accept(date(2024, 5, 21), "completion_claim/2024")
    assert state.duties.keys() < year.state.duties.keys()
    assert year.state.duties["verification/2024"].owed
    before = line(year, "LG23")
    now = line(year, "LG24")
    assert (before.ending, before.claimed, before.carried_over.value) == (
        YearEnd.CARRIED_OVER,
        None,
        "LG24",
    )
    assert now.claimed.value == date(2024, 5, 20)


def test_what_the_old_list_says_later_grades_no_new_year():
    year = crossing(FOUNDATION)
    year.ask(at(JANUARY), carries(committee(JANUARY)), OFFICE)
    bad = result(Grade.DISSATISFIED)
    command = RecordEvaluation(
        round="r", final=True, held_on=date(2024, 3, 20), result=bad, programme="LG23"
    )
    year.ask(at(date(2024, 3, 20)), command, CLERK)
    year.ask(at(date(2024, 3, 20)), RecordReport(on=date(2024, 3, 20), programme="LG23"), CLERK)
    assert (year.state.grade, year.state.rounds) == (None, ("LG23:r",))


def test_the_six_year_ends_add_up_and_the_suspended_are_named_beside_the_rate():
    closed, rectifying, suspended, stopped, open_ = (
        verified(card=overfulfilled().model_copy(update={"id": f"LG23-{n}"}))
        if n < 3
        else voted_project("longgang@1", card=CARD.model_copy(update={"id": f"LG23-{n}"}))
        for n in range(1, 6)
    )
    graded(closed, Grade.SATISFIED)
    closed.ask(at(date(2024, 3, 21)), CloseProject(note="办结"), CLERK)
    graded(rectifying, Grade.DISSATISFIED)
    day = date(2023, 9, 1)
    for year, kind in ((suspended, Kind.SUSPEND), (stopped, Kind.TERMINATE)):
        year.ask(at(day), asks(kind), UNIT)
        year.ask(at(day, 10), grants(1, committee(day)), OFFICE)
    carried = crossing(FOUNDATION)
    carried.ask(at(JANUARY), carries(committee(JANUARY)), OFFICE)
    years = (closed, rectifying, suspended, stopped, open_, carried)
    said = tally([year_end(x.state, "LG23") for x in years])
    assert set(said.counts.values()) == {1}
    assert sum(said.counts.values()) == said.adopted == 6
    assert (said.completed.part, said.completed.of) == (2, 5)
    assert (said.suspended, said.rate) == (("LG23-3",), Decimal("40.00"))
    entries: list[Entry] = [entry_of(told(x), "LG23") for x in years]
    report = assemble("LG23", "2023 年民生实事", date(2024, 3, 20), entries)
    assert report.year == said
    assert (report.done, report.terminated, report.suspended) == (
        ("LG23-1", "LG23-2"),
        ("LG23-4",),
        ("LG23-3",),
    )
    assert (report.spent.total, report.spent.said_by, report.spent.of) == (Decimal(575), 2, 6)


def test_a_month_of_progress_shows_as_the_share_reported_last():
    year = voted_project("longgang@1")
    year.file(date(2023, 6, 2), "monthly_progress/2023-M05", progress(30, 20), UNIT)
    year.accept(date(2023, 6, 3), "monthly_progress/2023-M05")
    entry = line(year)
    assert (entry.parts[0].share.value, entry.parts[0].outcome) == (20, Outcome.PARTIAL)
