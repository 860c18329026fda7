"""暂缓 and 恢复: the clocks of what hangs on the completion day stop and run on."""

from datetime import date, timedelta

import pytest

from domain.calendar import start_of
from domain.duty import Status
from domain.duty_commands import ReturnDuty
from domain.duty_events import DutyPaused, DutyRedated, DutyReturned
from domain.project.changes.messages import Kind, Proposed, ResumeProject
from domain.refusals import Contradicted, NothingOwed, NotTheirsToDecide
from tests.support.decisions import OFFICE, asks, at, claim, committee, grants, ruling
from tests.support.year import CLERK, UNIT, progress, voted_project

OCTOBER = date(2023, 10, 16)


def suspended():
    year = voted_project("baofeng@1")
    year.live_until(OCTOBER - timedelta(1))
    year.ask(at(OCTOBER), asks(Kind.SUSPEND, Proposed(until=date(2024, 1, 31))), UNIT)
    year.ask(at(OCTOBER, 10), grants(1, ruling(OCTOBER)), OFFICE)
    return year


def test_the_claim_pauses_and_the_monthly_progress_is_still_due():
    year = suspended()
    claimed = year.state.duties["completion_claim"]
    left = year.calendar.workdays_between(OCTOBER, date(2024, 1, 2))
    assert [x.working_days_left for x in year.told if isinstance(x, DutyPaused)] == [left]
    assert claimed.status_at(start_of(date(2024, 2, 1))) is Status.PAUSED
    assert year.state.duties["monthly_progress/2023-M10"].owed
    with pytest.raises(NothingOwed):
        year.file(date(2023, 11, 1), "completion_claim", claim(5800), UNIT)
    year.file(date(2023, 11, 3), "monthly_progress/2023-M10", progress(60, 40), UNIT)
    year.live_until(date(2024, 1, 20))
    assert not year.state.duties["completion_claim"].overdue


def test_it_runs_on_with_the_days_that_were_left():
    year = suspended()
    left = year.state.duties["completion_claim"].paused
    resumed = date(2023, 12, 4)
    told = year.ask(at(resumed), ResumeProject(ruling=ruling(resumed)), OFFICE)
    (moved,) = [x for x in told if isinstance(x, DutyRedated)]
    assert moved.terms.due == year.calendar.workday_after(resumed, left)
    claimed = year.state.duties["completion_claim"]
    assert (claimed.paused, claimed.original_due) == (None, date(2024, 1, 2))


def test_only_the_decider_ends_it_and_only_what_is_suspended():
    year = suspended()
    with pytest.raises(NotTheirsToDecide):
        year.ask(at(OCTOBER, 12), ResumeProject(ruling=committee(OCTOBER)), OFFICE)
    year.ask(at(OCTOBER, 12), ResumeProject(ruling=ruling(OCTOBER)), OFFICE)
    with pytest.raises(Contradicted):
        year.ask(at(OCTOBER, 13), ResumeProject(ruling=ruling(OCTOBER)), OFFICE)


def test_a_lateness_before_the_decision_is_not_forgiven():
    late = date(2024, 1, 15)
    year = voted_project("baofeng@1")
    year.ask(at(late), asks(Kind.SUSPEND), UNIT)
    year.ask(at(late, 10), grants(1, ruling(late)), OFFICE)
    claimed = year.state.duties["completion_claim"]
    assert (claimed.overdue, claimed.paused) == (True, 0)
    resumed = date(2024, 1, 22)
    year.ask(at(resumed), ResumeProject(ruling=ruling(resumed)), OFFICE)
    assert year.state.duties["completion_claim"].due == date(2024, 1, 25)
    year.file(date(2024, 1, 24), "completion_claim", claim(5800), UNIT)
    year.accept(date(2024, 1, 24), "completion_claim")
    done = year.state.duties["completion_claim"]
    assert done.status_at(start_of(date(2024, 2, 1))) is Status.FULFILLED_LATE


def test_a_suspended_project_can_be_terminated_but_not_adjusted():
    year = suspended()
    later = Proposed(planned_completion=date(2024, 2, 1))
    with pytest.raises(Contradicted):
        year.ask(at(OCTOBER, 12), asks(Kind.SCHEDULE, later), UNIT)
    year.ask(at(OCTOBER, 12), asks(Kind.TERMINATE), UNIT)
    year.ask(at(OCTOBER, 13), grants(2, ruling(OCTOBER)), OFFICE)
    assert (year.state.track.suspended, year.state.track.terminated) == (None, OCTOBER)
    assert not any(x.owed for x in year.state.duties.values() if x.form == "claim")


def test_a_claim_filed_before_and_returned_during_the_suspension_waits_with_the_rest():
    year = voted_project("baofeng@1")
    filed = OCTOBER - timedelta(3)
    year.live_until(filed)
    year.file(filed, "completion_claim", claim(5800), UNIT)
    year.ask(at(OCTOBER), asks(Kind.SUSPEND), UNIT)
    year.ask(at(OCTOBER, 10), grants(1, ruling(OCTOBER)), OFFICE)
    assert not [x for x in year.told if isinstance(x, DutyPaused)]
    again = ReturnDuty(duty="completion_claim", reason="请补充验收单")
    told = year.ask(at(OCTOBER, 11), again, CLERK)
    (returned,) = [x for x in told if isinstance(x, DutyReturned)]
    left = year.calendar.workdays_between(OCTOBER, returned.terms.due)
    (paused,) = [x for x in told if isinstance(x, DutyPaused)]
    assert (paused.working_days_left, paused.reference) == (left, "宝人决〔2023〕5号")
    year.live_until(date(2024, 1, 20))
    assert not year.state.duties["completion_claim"].overdue
    resumed = date(2024, 1, 22)
    (moved,) = [
        x
        for x in year.ask(at(resumed), ResumeProject(ruling=ruling(resumed)), OFFICE)
        if isinstance(x, DutyRedated)
    ]
    assert moved.terms.due == year.calendar.workday_after(resumed, left)
