"""A notice is published, a session is convened or moved: which dates move, which never do."""

from datetime import date, timedelta

import pytest

from domain.calendar import Calendar, Notice, start_of
from domain.duty_commands import Rebase
from domain.duty_events import DutyRedated, DutyScheduled, DutyVoided, Overdue
from domain.project.messages import AdoptProject
from domain.refusals import Malformed
from tests.support.year import CARD, CLERK, UNIT, open_programme, voted_project, work_plan

SESSION = date(2024, 3, 20)
NOTICE_2027 = Notice(
    year=2027,
    number="演练〔2026〕1号",
    source="演练用放假通知（非真实）",
    off=tuple(date(2027, 1, 1) + timedelta(n) for n in range(11)),
    work=(),
)


def rebase(year, day, **more):
    command = Rebase(because="国务院办公厅公布放假安排", reference="notice-2027", **more)
    return year.ask(start_of(day) + timedelta(hours=9), command, CLERK)


def test_a_notice_settles_a_provisional_date_and_may_move_it():
    year = voted_project(vote=date(2026, 12, 10), next_session=date(2027, 3, 1))
    before = year.state.duties["work_plan"]
    assert (before.due, before.settled) == (date(2027, 1, 11), False)
    year.calendar = Calendar.seeded().publish(NOTICE_2027)
    moved = {x.duty: x for x in rebase(year, date(2026, 12, 11)) if isinstance(x, DutyRedated)}
    assert moved["work_plan"].terms.due == date(2027, 1, 12)
    after = year.state.duties["work_plan"]
    assert (after.settled, after.original_due, after.revision) == (True, date(2027, 1, 11), 1)


def test_what_is_fulfilled_keeps_its_date():
    year = voted_project(vote=date(2026, 12, 10), next_session=date(2027, 3, 1))
    year.file(date(2026, 12, 20), "work_plan", work_plan(), UNIT)
    year.accept(date(2026, 12, 21), "work_plan")
    year.calendar = Calendar.seeded().publish(NOTICE_2027)
    assert "work_plan" not in [x.duty for x in rebase(year, date(2026, 12, 22))]


def test_the_same_calendar_moves_nothing():
    year = voted_project()
    assert rebase(year, date(2023, 4, 2)) == []


def test_a_convened_session_settles_what_hung_on_an_assumed_one():
    year = open_programme(assumed=True)
    rebase(year, date(2023, 12, 20), next_session=date(2024, 2, 20))
    report = year.state.duties["completion_report"]
    assert (report.due, report.settled) == (date(2024, 2, 20), True)
    year.live_until(date(2024, 3, 31))
    assert "completion_report" in [x.duty for x in year.told if isinstance(x, Overdue)]


def test_a_later_session_brings_more_months_and_an_earlier_one_takes_them():
    year = voted_project(next_session=date(2024, 2, 20))
    later = rebase(year, date(2023, 12, 20), next_session=date(2024, 4, 10))
    new = [x.duty for x in later if isinstance(x, DutyScheduled)]
    assert new == ["monthly_progress/2024-M02", "monthly_progress/2024-M03"]
    earlier = rebase(year, date(2023, 12, 21), next_session=date(2024, 2, 20))
    assert [x.duty for x in earlier if isinstance(x, DutyVoided)] == new


def test_a_date_moved_into_the_past_gets_the_days_of_a_return():
    year = open_programme(next_session=date(2024, 6, 20))
    rebase(year, date(2024, 3, 12), next_session=date(2024, 3, 20))
    look_back = year.state.duties["look_back"]
    assert look_back.due == date(2024, 3, 15), "three working days, for 5 March has passed"
    assert not look_back.late_at(start_of(date(2024, 3, 13)))


def test_what_comes_before_a_near_session_is_never_due_before_the_vote():
    year = open_programme(next_session=date(2023, 4, 10))
    assert year.state.duties["look_back"].due == date(2023, 4, 6), "three working days"


def test_a_vote_that_is_still_to_come_is_refused():
    vote = date(2023, 3, 31)
    year = voted_project()
    command = AdoptProject(
        card=CARD, regime="baofeng@1", vote=vote, next_session=SESSION, session_assumed=False
    )
    year.state = None
    with pytest.raises(Malformed, match="还没有到"):
        year.ask(start_of(vote) - timedelta(seconds=1), command, CLERK)


def test_a_session_before_its_vote_is_refused():
    with pytest.raises(Malformed):
        rebase(open_programme(), date(2023, 4, 2), next_session=date(2023, 3, 31))
    with pytest.raises(Malformed):
        voted_project(next_session=date(2023, 3, 30))
