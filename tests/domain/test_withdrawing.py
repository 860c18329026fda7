"""撤销逾期: a lateness on record that was none, by a document; and who cannot have it."""

from datetime import date, timedelta

import pytest

from domain.agenda import next_in
from domain.countersign.subjects import pinned
from domain.duty import Status
from domain.duty_commands import ReturnDuty, WithdrawOverdue
from domain.duty_events import OverdueWithdrawn
from domain.refusals import Malformed, NotYours
from domain.withdrawing import AnotherLateness, NeverLate, StillOwed
from tests.support.decisions import OFFICE, at
from tests.support.year import UNIT, Year, voted_project, work_plan

DUE = date(2023, 5, 4)
FILED = date(2023, 5, 9)


def said(on: date = DUE) -> WithdrawOverdue:
    return WithdrawOverdue(
        duty="work_plan",
        received_on=on,
        document="收文登记2023-0117号",
        because="5月4日收到纸质件，收发室登记为证，经办人补录晚了",
    )


def late() -> Year:
    """The plan was called late, and filed afterwards."""
    year = voted_project("baofeng@1").live_until(DUE + timedelta(days=2))
    assert year.state.duties["work_plan"].overdue
    year.file(FILED, "work_plan", work_plan(), UNIT)
    return year


def test_it_was_in_time_after_all_and_both_facts_stay():
    year = late()
    before = len(year.told)
    (event,) = year.ask(at(FILED, 11), said(), OFFICE)
    assert isinstance(event, OverdueWithdrawn)
    assert event.overdue_at.date() == date(2023, 5, 5)
    year.accept(FILED, "work_plan")
    duty = year.state.duties["work_plan"]
    assert duty.status_at(at(FILED, 12)) is Status.FULFILLED
    assert not duty.overdue
    assert "Overdue" in {type(x).__name__ for x in year.told[:before]}


def test_the_clock_does_not_call_it_late_again():
    year = late()
    year.ask(at(FILED, 11), said(), OFFICE)
    mark = next_in({"work_plan": year.state.duties["work_plan"]})
    assert mark is None
    assert not year.state.duties["work_plan"].late_at(at(FILED + timedelta(days=60)))


def test_what_was_never_late_or_is_still_owed_is_not_withdrawn():
    year = voted_project("baofeng@1")
    with pytest.raises(NeverLate):
        year.ask(at(date(2023, 4, 20)), said(), OFFICE)
    year.live_until(DUE + timedelta(days=2))
    with pytest.raises(StillOwed):
        year.ask(at(FILED), said(), OFFICE)


def test_what_came_after_the_day_was_late():
    with pytest.raises(Malformed):
        late().ask(at(FILED, 11), said(DUE + timedelta(days=1)), OFFICE)


def test_a_unit_does_not_take_its_own_lateness_back():
    with pytest.raises(NotYours):
        late().ask(at(FILED, 11), said(), UNIT)


def test_said_twice_there_is_nothing_left_to_withdraw():
    year = late()
    year.ask(at(FILED, 11), said(), OFFICE)
    with pytest.raises(NeverLate):
        year.ask(at(FILED, 12), said(), OFFICE)


def returned() -> Year:
    """Late the first time and returned, which gives new days."""
    year = late()
    year.ask(at(FILED, 11), ReturnDuty(duty="work_plan", reason="没有资金安排"), OFFICE)
    assert year.state.duties["work_plan"].due > FILED
    return year


def late_again() -> tuple[Year, date]:
    """Returned, and filed after the new day too. With the last day of the new term."""
    year = returned()
    due = year.state.duties["work_plan"].due
    year.file(due + timedelta(days=2), "work_plan", work_plan(), UNIT)
    return year, due


def test_what_came_in_time_after_a_return_does_not_make_the_first_in_time():
    year = returned()
    again = FILED + timedelta(days=1)
    year.file(again, "work_plan", work_plan(), UNIT)
    with pytest.raises(Malformed, match=f"到 {DUE} 之间"):
        year.ask(at(again, 11), said(again), OFFICE)
    assert year.ask(at(again, 12), said(DUE), OFFICE)
    assert not year.state.duties["work_plan"].overdue


def test_late_twice_each_is_withdrawn_by_itself():
    year, due = late_again()
    filed = due + timedelta(days=2)
    (event,) = year.ask(at(filed, 11), said(DUE), OFFICE)
    assert isinstance(event, OverdueWithdrawn)
    assert event.overdue_at.date() == date(2023, 5, 5)
    duty = year.state.duties["work_plan"]
    assert (duty.overdue, duty.overdue_at, duty.submission.on_time) == (True, duty.due_at, False)

    year, due = late_again()
    (event,) = year.ask(at(filed, 11), said(due), OFFICE)
    assert isinstance(event, OverdueWithdrawn)
    assert event.overdue_at.date() == due + timedelta(days=1)
    duty = year.state.duties["work_plan"]
    assert (duty.overdue, duty.overdue_at.date()) == (True, date(2023, 5, 5))
    assert duty.submission.on_time
    assert year.ask(at(filed, 12), said(DUE), OFFICE)
    assert not year.state.duties["work_plan"].overdue


def test_what_was_proposed_of_the_first_lateness_withdraws_no_later_one():
    year, due = late_again()
    filed = due + timedelta(days=2)
    proposed = pinned(said(DUE), year.state)
    year.ask(at(filed, 11), said(DUE), OFFICE)
    with pytest.raises(AnotherLateness, match="重新提请"):
        year.ask(at(filed, 12), proposed, OFFICE)
    assert year.state.duties["work_plan"].overdue
