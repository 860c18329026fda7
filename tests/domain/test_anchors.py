"""Duties on meetings: unanchored until convened, at the latest on a day, several instances."""

from datetime import date

import pytest

from domain.anchors import Anchors, unanchored
from domain.calendar import Calendar
from domain.refusals import Malformed
from domain.regimes import FOLDER, parse, shipped
from domain.regimes.model import Scope
from domain.regimes.when import Trigger
from domain.scheduling import Owners, schedule, schedule_after

ANCHORS = Anchors(vote=date(2023, 3, 31), next_session=date(2024, 3, 20), session_assumed=False)
BAOFENG = (FOLDER / "baofeng@1.toml").read_text(encoding="utf-8")
MID_YEAR = 'when = { rule = "on_date", month = 7, day = 31, before_session = true }'
CALENDAR = Calendar.seeded()


def with_line(when: str):
    """The shipped regime, its mid-year report due by another rule."""
    return parse(BAOFENG.replace(MID_YEAR, f"when = {when}"), "test.toml")


def due_of(regime, anchors=ANCHORS):
    year = schedule(regime, Scope.PROGRAMME, anchors, Owners(), CALENDAR)
    return {x.duty: x for x in year}.get("mid_year_report")


ON_M = '{ rule = "on_anchor", anchor = "mid_session" }'
ON_M_LATEST = '{ rule = "on_anchor", anchor = "mid_session", latest = { month = 7, day = 31 } }'


def convened(**days):
    return ANCHORS.model_copy(update=days)


def test_a_duty_on_a_session_nobody_convened_is_named_and_not_scheduled():
    regime = with_line(ON_M)
    assert due_of(regime) is None
    assert [x.name for x in unanchored(regime, Scope.PROGRAMME, ANCHORS)] == ["mid_year_report"]
    assert list(unanchored(regime, Scope.PROJECT, ANCHORS)) == []


def test_it_is_scheduled_on_the_day_convened():
    regime, anchors = with_line(ON_M), convened(mid_session=date(2023, 7, 22))
    assert due_of(regime, anchors).terms.due == date(2023, 7, 22), "a Saturday: no rolling"
    assert list(unanchored(regime, Scope.PROGRAMME, anchors)) == []


@pytest.mark.parametrize(
    ("session", "due", "says"),
    [
        (None, date(2023, 7, 31), "年中人代会尚未召集，按最迟日期 2023-07-31"),
        (date(2023, 7, 20), date(2023, 7, 20), "会议日期由会议召集者确定"),
        (date(2023, 8, 9), date(2023, 7, 31), "不迟于 2023-07-31（年中人代会 2023-08-09）"),
    ],
)
def test_of_session_and_latest_day_the_earlier_counts(session, due, says):
    found = due_of(with_line(ON_M_LATEST), convened(mid_session=session))
    assert found.terms.due == due
    assert says in found.terms.steps[0].zh
    assert found.terms.settled


def test_a_latest_day_beyond_the_next_session_is_none_of_this_year():
    anchors = convened(vote=date(2023, 9, 1))
    regime = with_line(ON_M_LATEST)
    assert due_of(regime, anchors) is None
    assert [x.name for x in unanchored(regime, Scope.PROGRAMME, anchors)] == ["mid_year_report"]


@pytest.mark.parametrize(
    ("term", "due"),
    [("-20d", "2023-09-08"), ("-10d", "2023-09-18"), ("-7d", "2023-09-21")],
)
def test_papers_before_a_committee_meeting_never_come_later_than_asked(term, due):
    """监督法 art. 15: −20 / −10 / −7 days of a report to the standing committee."""
    rule = f'{{ rule = "from_anchor", anchor = "mid_meeting", term = "{term}" }}'
    anchors = convened(mid_meeting=date(2023, 9, 28))
    assert due_of(with_line(rule), anchors).terms.due == date.fromisoformat(due)


def test_off_a_rest_day_it_moves_earlier():
    rule = '{ rule = "from_anchor", anchor = "mid_meeting", term = "-7d" }'
    anchors = convened(mid_meeting=date(2023, 10, 10))
    assert due_of(with_line(rule), anchors).terms.due == date(2023, 9, 28), "not in the holidays"


def test_collection_opens_a_month_before_the_next_session():
    rule = '{ rule = "from_anchor", anchor = "next_session", term = "-1m" }'
    assert due_of(with_line(rule)).terms.due == date(2024, 2, 20)


def test_several_facts_of_one_kind_bring_duties_that_stand_beside_each_other():
    rule = '{ rule = "after", trigger = "opinion_handed_over", term = "3m" }'
    regime = with_line(rule)
    found = [
        x
        for n, day in (("1", date(2023, 7, 20)), ("2", date(2023, 9, 28)))
        for x in schedule_after(
            regime, Scope.PROGRAMME, Trigger.OPINION_HANDED_OVER, day, Owners(), CALENDAR, n
        )
    ]
    assert [(x.duty, x.period, x.zh) for x in found] == [
        ("mid_year_report/1", "1", "年中进展报告 1"),
        ("mid_year_report/2", "2", "年中进展报告 2"),
    ]
    assert [x.terms.due for x in found] == [date(2023, 10, 20), date(2023, 12, 28)]


def test_without_an_instance_the_duty_bears_the_lines_name():
    rule = '{ rule = "after", trigger = "slow", term = "15wd" }'
    (found,) = schedule_after(
        with_line(rule), Scope.PROGRAMME, Trigger.SLOW, ANCHORS.vote, Owners(), CALENDAR
    )
    assert (found.duty, found.period) == ("mid_year_report", None)


def test_a_latest_day_that_some_years_lack_is_refused():
    with pytest.raises(Malformed, match="2-29"):
        with_line(ON_M_LATEST.replace("month = 7, day = 31", "month = 2, day = 29"))


def test_what_is_published_waits_for_no_meeting():
    """The first files count from the vote and the next session alone; a township's mid-year
    session has a latest day, only the papers of a Q3 meeting wait for it."""
    for regime in shipped().values():
        for scope in ANCHORS.scopes:
            waiting = {x.name for x in unanchored(regime, scope, ANCHORS)}
            assert all(x.startswith("special_report_") for x in waiting), regime.ref
            assert not waiting or regime.tier == "county"
