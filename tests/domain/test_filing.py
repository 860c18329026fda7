"""Filing, accepting, returning: who may, when it counts, what it calls into being."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.calendar import start_of
from domain.duty import Status
from domain.duty_commands import FileDuty, ReturnDuty, WaiveDuty
from domain.duty_events import DutyAccepted, DutyReturned, DutyScheduled, DutyVoided, DutyWaived
from domain.forms import Claim, ClaimRow, Progress, ProgressRow, Verification
from domain.given import Actor
from domain.project.messages import ScopeBreached
from domain.project.state import Phase
from domain.refusals import (
    AlreadyThere,
    Malformed,
    NothingOwed,
    NothingToDecide,
    NotYetOpen,
    NotYours,
    OwnFiling,
)
from tests.support.year import CLERK, GROUP, UNIT, progress, report, voted_project, work_plan

CLAIM = Claim(rows=(ClaimRow(subproject=1, actual=Decimal(5809)), ClaimRow(subproject=2)))
VERIFIED = Verification(verified=True, finding="现场核验，全部完成")


def return_(year, day, duty, reason="缺少资金安排，请补充"):
    at = start_of(day) + timedelta(hours=15)
    return year.ask(at, ReturnDuty(duty=duty, reason=reason), CLERK)


def test_filed_and_accepted_by_two_people_is_fulfilled():
    year = voted_project()
    year.file(date(2023, 4, 20), "work_plan", work_plan(), UNIT)
    assert year.state.duties["work_plan"].status_at(start_of(date(2023, 6, 1))) == Status.SUBMITTED
    year.accept(date(2023, 4, 21), "work_plan")
    assert year.state.duties["work_plan"].status_at(start_of(date(2023, 6, 1))) == Status.FULFILLED
    assert year.state.phase is Phase.PLANNED


def test_nobody_accepts_what_he_filed():
    year = voted_project()
    year.file(date(2023, 4, 20), "work_plan", work_plan(), UNIT)
    with pytest.raises(OwnFiling):
        year.accept(date(2023, 4, 21), "work_plan", Actor(ref=UNIT.ref, party="clerk"))


def test_accepting_twice_is_one_fact():
    year = voted_project()
    year.file(date(2023, 4, 20), "work_plan", work_plan(), UNIT)
    year.accept(date(2023, 4, 21), "work_plan")
    assert year.accept(date(2023, 4, 22), "work_plan") == []


def test_a_late_decision_is_the_clerks_lateness():
    year = voted_project()
    year.file(date(2023, 4, 20), "work_plan", work_plan(), UNIT)
    assert year.state.duties["work_plan"].submission.decide_by == date(2023, 4, 26)
    (accepted, *_) = year.accept(date(2023, 5, 30), "work_plan")
    assert isinstance(accepted, DutyAccepted)
    assert accepted.decided_late
    duty = year.state.duties["work_plan"]
    assert duty.status_at(start_of(date(2023, 6, 1))) == Status.FULFILLED


@pytest.mark.parametrize(
    ("filed", "returned", "left", "new_due"),
    [
        (date(2023, 4, 20), date(2023, 4, 24), 8, date(2023, 5, 8)),
        (date(2023, 4, 28), date(2023, 5, 6), 1, date(2023, 5, 10)),
        (date(2023, 5, 8), date(2023, 5, 9), 0, date(2023, 5, 12)),
    ],
)
def test_a_return_arms_the_clock_with_the_days_left_at_receipt_at_least_three(
    filed, returned, left, new_due
):
    year = voted_project().live_until(filed)
    year.file(filed, "work_plan", work_plan(), UNIT)
    (event,) = return_(year, returned, "work_plan")
    assert isinstance(event, DutyReturned)
    assert (event.working_days_left, event.terms.due) == (left, new_due)
    assert year.state.duties["work_plan"].original_due == date(2023, 5, 4)


def test_refiled_in_the_days_of_a_return_is_fulfilled_unless_it_was_late_before():
    year = voted_project()
    year.file(date(2023, 4, 28), "work_plan", work_plan(), UNIT)
    return_(year, date(2023, 5, 6), "work_plan")
    year.file(date(2023, 5, 10), "work_plan", work_plan(), UNIT)
    year.accept(date(2023, 5, 11), "work_plan")
    later = start_of(date(2023, 6, 1))
    assert year.state.duties["work_plan"].status_at(later) == Status.FULFILLED

    late = voted_project().live_until(date(2023, 5, 5))
    late.file(date(2023, 5, 8), "work_plan", work_plan(), UNIT)
    return_(late, date(2023, 5, 9), "work_plan")
    late.file(date(2023, 5, 10), "work_plan", work_plan(), UNIT)
    late.accept(date(2023, 5, 11), "work_plan")
    assert late.state.duties["work_plan"].status_at(later) == Status.FULFILLED_LATE


def test_filed_late_within_the_grace_and_returned_stays_late():
    year = voted_project().live_until(date(2023, 5, 4))
    at = start_of(date(2023, 5, 5)) + timedelta(seconds=30)
    year.ask(at, FileDuty(duty="work_plan", filing=work_plan()), UNIT)
    return_(year, date(2023, 5, 5), "work_plan")
    assert year.state.duties["work_plan"].overdue


@pytest.mark.parametrize(
    ("duty", "filing", "by", "refusal"),
    [
        ("work_plan", work_plan(), Actor(ref="a", party="unit:市水利局"), NotYours),
        ("work_plan", work_plan(), CLERK, NotYours),
        ("no_such_duty", work_plan(), UNIT, NotYours),
        ("work_plan", report(), UNIT, Malformed),
        ("monthly_progress/2023-M05", progress(10, 10), UNIT, NotYetOpen),
    ],
)
def test_what_is_refused(duty, filing, by, refusal):
    year = voted_project()
    with pytest.raises(refusal):
        year.file(date(2023, 4, 20), duty, filing, by)
    assert not year.state.duties["work_plan"].submission


def test_what_waits_for_a_decision_is_not_overwritten():
    year = voted_project()
    year.file(date(2023, 4, 20), "work_plan", work_plan(), UNIT)
    with pytest.raises(AlreadyThere):
        year.file(date(2023, 4, 21), "work_plan", work_plan(), UNIT)


def test_nothing_filed_nothing_to_decide():
    year = voted_project()
    with pytest.raises(NothingToDecide):
        year.accept(date(2023, 4, 21), "work_plan")
    with pytest.raises(NothingToDecide):
        return_(year, date(2023, 4, 21), "work_plan")


def test_a_waived_duty_is_owed_no_more_and_marks_nothing():
    year = voted_project()
    at = start_of(date(2023, 4, 20))
    decision = WaiveDuty(duty="work_plan", decision="主席团会议决定免除")
    assert isinstance(year.ask(at, decision, CLERK)[0], DutyWaived)
    year.live_until(date(2023, 5, 31))
    assert year.state.duties["work_plan"].status_at(at) == Status.WAIVED
    with pytest.raises(NothingOwed):
        year.file(date(2023, 5, 2), "work_plan", work_plan(), UNIT)


def test_an_accepted_plan_calls_for_its_publication():
    year = voted_project()
    year.file(date(2023, 4, 20), "work_plan", work_plan(), UNIT)
    called = [x for x in year.accept(date(2023, 4, 21), "work_plan") if type(x) is DutyScheduled]
    assert [(x.duty, x.terms.due) for x in called] == [("plan_publication", date(2023, 5, 4))]


def test_a_verified_project_owes_no_later_months_but_its_old_debts():
    year = voted_project().live_until(date(2023, 9, 30))
    year.file(date(2023, 10, 9), "completion_claim", CLAIM, UNIT)
    year.accept(date(2023, 10, 10), "completion_claim")
    year.file(date(2023, 10, 12), "verification", VERIFIED, GROUP)
    fallen = [
        x.duty for x in year.accept(date(2023, 10, 13), "verification") if type(x) is DutyVoided
    ]
    assert fallen == [
        f"monthly_progress/{m}"
        for m in ("2023-M10", "2023-M11", "2023-M12", "2024-M01", "2024-M02")
    ]
    assert year.state.phase is Phase.VERIFIED
    may = year.state.duties["monthly_progress/2023-M05"]
    assert may.status_at(start_of(date(2023, 10, 14))) == Status.OVERDUE


def test_built_more_than_voted_is_no_breach_and_less_is_one():
    year = voted_project()
    year.file(date(2023, 10, 9), "completion_claim", CLAIM, UNIT)
    assert not year.state.scope_breached
    short = voted_project()
    less = Claim(rows=(ClaimRow(subproject=1, actual=Decimal(5582)),))
    events = short.file(date(2023, 10, 9), "completion_claim", less, UNIT)
    (breach,) = [x for x in events if isinstance(x, ScopeBreached)]
    assert breach.short_by == 218


@pytest.mark.parametrize(
    "rows",
    [
        (ProgressRow(subproject=7, planned=Decimal(1), claimed=Decimal(1)),),
        (
            ProgressRow(subproject=1, planned=Decimal(1), claimed=Decimal(1)),
            ProgressRow(subproject=1, planned=Decimal(2), claimed=Decimal(2)),
        ),
    ],
)
def test_a_subproject_nobody_voted_or_named_twice_is_refused(rows):
    year = voted_project()
    with pytest.raises(Malformed):
        year.file(date(2023, 6, 1), "monthly_progress/2023-M05", Progress(rows=rows), UNIT)
