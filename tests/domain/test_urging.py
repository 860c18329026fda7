"""催办 by hand: once a day, no rung of the ladder, and no date moves by it (rulebook §10)."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.calendar import start_of
from domain.duty_commands import UrgeDuty
from domain.duty_events import DutyUrged
from domain.given import Actor
from domain.refusals import NothingToUrge, NotYours
from tests.support.year import CLERK, GROUP, UNIT, Year, voted_project, work_plan

MAY_6, END = date(2023, 5, 6), date(2023, 5, 31)


def urge(year: Year, day: date, by: Actor = CLERK, hour: int = 9) -> Any:
    return year.ask(start_of(day) + timedelta(hours=hour), UrgeDuty(duty="work_plan"), by)


def test_a_second_urging_of_a_day_says_nothing_and_the_next_day_does():
    year = voted_project().live_until(MAY_6)
    assert [type(x) for x in urge(year, MAY_6)] == [DutyUrged]
    assert urge(year, MAY_6, hour=16) == []
    assert [x.on for x in urge(year, date(2023, 5, 7))] == [date(2023, 5, 7)]


def test_an_urged_duty_climbs_on_the_same_days_to_the_same_people():
    alone, urged = (voted_project().live_until(MAY_6) for _ in range(2))
    before = urged.state.duties["work_plan"]
    urge(urged, MAY_6)
    after = urged.state.duties["work_plan"]
    assert after == before.model_copy(update={"urged": MAY_6}), "no date, no rung, no revision"
    alone.live_until(END)
    urged.live_until(END)
    assert [x for x in urged.told if not isinstance(x, DutyUrged)] == alone.told


@pytest.mark.parametrize(
    ("until", "to"),
    [(date(2023, 4, 10), UNIT), (date(2023, 5, 11), UNIT), (date(2023, 5, 16), GROUP)],
    ids=["before it is due", "after the letter", "after it climbed to the group"],
)
def test_it_reaches_whom_the_duty_waits_for(until: date, to: Actor):
    (told,) = urge(voted_project().live_until(until), until)
    assert (told.to, told.by) == (to.party, CLERK.ref)
    assert "2023-05-04" in told.because, "says when it was due"


def test_what_is_filed_has_nobody_to_urge():
    year = voted_project().live_until(MAY_6)
    year.file(MAY_6, "work_plan", work_plan(), UNIT)
    with pytest.raises(NothingToUrge, match="现在不用催办"):
        urge(year, MAY_6, hour=11)


@pytest.mark.parametrize("by", [UNIT, GROUP])
def test_only_the_office_urges(by: Actor):
    with pytest.raises(NotYours):
        urge(voted_project(), MAY_6, by)
