"""Given the published notices, when a day is asked for, then it is worked or not, and settled."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import chinese_calendar
import pytest
from borax.calendars.lunardate import LunarDate, TermUtils
from pydantic import ValidationError

from domain.calendar import (
    SHANGHAI,
    Calendar,
    NaiveInstant,
    Notice,
    OutsideCalendar,
    day_of,
    start_of,
)
from domain.notices.reading import parse_notice
from domain.statutory import statutory_days
from tests.domain.calendar_reference import TYPED, worked

CALENDAR = Calendar.seeded()
NOTICE_2027 = parse_notice(
    '{"year": 2027, "number": "国办发明电〔2026〕9号", "source": "suppose this were published",'
    ' "off": ["2027-01-01/2027-01-03", "2027-02-05/2027-02-11", "2027-10-01/2027-10-07"],'
    ' "work": ["2027-02-20", "2027-09-26"]}'
)


def every_day(first_year: int, last_year: int) -> Iterator[date]:
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    return (first + timedelta(n) for n in range((last - first).days + 1))


@pytest.mark.parametrize("year", range(2004, 2027))
def test_the_shipped_notices_agree_with_the_library_day_by_day(year: int) -> None:
    for day in every_day(year, year):
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day
        assert CALENDAR.settled(day)


def test_the_shipped_notices_agree_with_those_typed_by_hand() -> None:
    assert [day for day in every_day(2023, 2026) if CALENDAR.is_workday(day) != worked(day)] == []
    for year in (2024, 2025, 2026):
        notice = CALENDAR.notices[year]
        assert set(notice.off) == {d for d, v in TYPED.items() if d.year == year and v == "off"}
        assert set(notice.work) == {d for d, v in TYPED.items() if d.year == year and v == "work"}


def test_document_numbers_stand_only_where_they_are_known() -> None:
    numbers = {year: notice.number for year, notice in CALENDAR.notices.items() if notice.number}
    assert numbers == {2024: "国办发明电〔2023〕7号", 2025: "国办发明电〔2024〕12号"}


@pytest.mark.parametrize("year", range(2004, 2101))
def test_lunar_festivals_agree_with_the_library(year: int) -> None:
    days = statutory_days(year)
    spring = LunarDate(year, 1, 1).to_solar_date()
    assert days[spring] == "春节"
    if year >= 2008:
        qingming = TermUtils.nth_term_day(year, TermUtils.name2index("清明"))
        assert days[qingming] == "清明节"
        assert days[LunarDate(year, 5, 5).to_solar_date()] == "端午节"
        autumn = LunarDate(year, 8, 15).to_solar_date()
        assert days[autumn] == ("国庆节" if autumn.month == 10 and autumn.day < 4 else "中秋节")


def test_the_law_of_2025_gives_thirteen_days() -> None:
    assert [f"{day} {name}" for day, name in sorted(statutory_days(2027).items())] == [
        "2027-01-01 元旦",
        "2027-02-05 春节",
        "2027-02-06 春节",
        "2027-02-07 春节",
        "2027-02-08 春节",
        "2027-04-05 清明节",
        "2027-05-01 劳动节",
        "2027-05-02 劳动节",
        "2027-06-09 端午节",
        "2027-09-15 中秋节",
        "2027-10-01 国庆节",
        "2027-10-02 国庆节",
        "2027-10-03 国庆节",
    ]
    assert [len(statutory_days(year)) for year in (2007, 2008, 2014, 2025)] == [10, 11, 11, 13]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2023-04-30", "劳动节放假"),
        ("2023-05-03", "劳动节放假"),
        ("2023-09-30", "中秋节、国庆节放假"),
        ("2018-12-31", "元旦放假"),
        ("2015-09-03", "放假通知安排放假"),
        ("2023-05-13", "周六"),
        ("2023-05-14", "周日"),
        ("2023-05-06", None),
        ("2023-05-08", None),
        ("2027-02-06", "春节（法定节日）"),
        ("2027-10-09", "周六"),
    ],
)
def test_a_rest_day_says_why(day: str, why: str | None) -> None:
    assert CALENDAR.rest_reason(date.fromisoformat(day)) == why
    assert CALENDAR.is_workday(date.fromisoformat(day)) == (why is None)


def test_a_year_without_a_notice_has_weekends_and_statutory_days_and_is_not_settled() -> None:
    for day in every_day(2027, 2030):
        expected = day.weekday() < 5 and day not in statutory_days(day.year)
        assert CALENDAR.is_workday(day) == expected
        assert not CALENDAR.settled(day)


def test_a_published_notice_settles_its_year_and_only_that() -> None:
    published = CALENDAR.publish(NOTICE_2027)
    assert published.settled(date(2027, 6, 1))
    assert not published.settled(date(2028, 6, 1))
    assert published.is_makeup(date(2027, 2, 20))
    assert not CALENDAR.is_workday(date(2027, 2, 20)), "the calendar before it is unchanged"
    assert published.rest_reason(date(2027, 10, 7)) == "国庆节放假"


def test_a_statutory_day_that_the_notice_forgot_is_still_a_rest_day() -> None:
    published = CALENDAR.publish(NOTICE_2027)
    assert published.rest_reason(date(2027, 4, 5)) == "清明节（法定节日）"
    assert published.settled(date(2027, 4, 5))


def test_a_later_notice_for_the_same_year_takes_the_place_of_the_first() -> None:
    amended = Notice(**{**NOTICE_2027.model_dump(), "work": (date(2027, 9, 26),)})
    twice = CALENDAR.publish(NOTICE_2027).publish(amended)
    assert not twice.is_workday(date(2027, 2, 20))
    assert twice.notices[2027] == amended


def test_a_new_year_notice_reaches_back_into_december() -> None:
    notice = parse_notice(
        '{"year": 2030, "source": "supposed", "off": ["2029-12-30/2030-01-01"],'
        ' "work": ["2029-12-29"]}'
    )
    published = CALENDAR.publish(notice)
    assert published.rest_reason(date(2029, 12, 31)) == "元旦放假"
    assert published.is_makeup(date(2029, 12, 29))
    assert not published.settled(date(2029, 12, 31))


def test_rehearsals_count_every_year_as_settled_with_the_same_days() -> None:
    rehearsed = CALENDAR.assuming_settled()
    assert rehearsed.settled(date(2060, 1, 4))
    assert rehearsed.publish(NOTICE_2027).settled(date(2060, 1, 4))
    assert all(CALENDAR.is_workday(d) == rehearsed.is_workday(d) for d in every_day(2026, 2032))
    assert rehearsed.version == CALENDAR.version


def test_the_version_follows_the_notices_alone() -> None:
    same = Calendar(notices=dict(sorted(CALENDAR.notices.items(), reverse=True)))
    assert same == CALENDAR
    assert (same.version, hash(same)) == (CALENDAR.version, hash(CALENDAR))
    assert CALENDAR.publish(NOTICE_2027).version != CALENDAR.version
    assert CALENDAR.publish(CALENDAR.notices[2026]).version == CALENDAR.version
    assert Calendar.model_validate_json(CALENDAR.model_dump_json()).version == CALENDAR.version
    assert Calendar.seeded() is CALENDAR


def test_a_notice_cannot_stand_under_another_year() -> None:
    with pytest.raises(ValidationError, match="登记在 2028 年名下"):
        Calendar(notices={2028: NOTICE_2027})


def test_working_days_are_counted_from_the_next_day() -> None:
    due = date(2023, 5, 4)
    assert CALENDAR.workday_after(due, 5) == date(2023, 5, 10)
    assert CALENDAR.workday_after(due, 10) == date(2023, 5, 17)
    assert CALENDAR.workday_after(due, -10) == date(2023, 4, 18)
    assert CALENDAR.workday_after(due, -3) == date(2023, 4, 26)
    assert CALENDAR.workdays_between(due, date(2023, 5, 17)) == 10
    assert CALENDAR.workdays_between(due, due) == 0
    assert CALENDAR.workdays_between(due, date(2023, 4, 1)) == 0
    with pytest.raises(ValueError, match="from 1"):
        CALENDAR.workday_after(due, 0)


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2101, 1, 1)])
def test_days_outside_the_calendar_are_refused_with_its_range(day: date) -> None:
    for ask in (CALENDAR.is_workday, CALENDAR.settled, CALENDAR.rest_reason):
        with pytest.raises(OutsideCalendar, match="2004 年至 2100 年"):
            ask(day)


def test_walking_over_the_edge_is_refused_too() -> None:
    with pytest.raises(OutsideCalendar):
        CALENDAR.workday_after(date(2100, 12, 31), 1)
    with pytest.raises(OutsideCalendar):
        CALENDAR.workday_after(date(2004, 1, 2), -2)


def test_an_instant_belongs_to_its_day_in_shanghai() -> None:
    assert start_of(date(2023, 5, 5)).isoformat() == "2023-05-05T00:00:00+08:00"
    midnight = datetime(2023, 5, 4, 16, 0, tzinfo=UTC)
    assert day_of(midnight) == date(2023, 5, 5)
    assert day_of(midnight - timedelta(microseconds=1)) == date(2023, 5, 4)
    assert day_of(datetime(2023, 5, 4, 12, 0, tzinfo=timezone(timedelta(hours=-4)))) == day_of(
        midnight
    )
    with pytest.raises(NaiveInstant, match="没有注明时区"):
        day_of(datetime(2023, 5, 4, 12, 0))  # noqa: DTZ001


def test_the_zone_of_the_machine_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    for zone in ("UTC", "Asia/Shanghai", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert start_of(date(2023, 3, 12)).timestamp() == 1678550400
        assert day_of(datetime.fromtimestamp(1678550400, tz=UTC)) == date(2023, 3, 12)
        assert start_of(date(2023, 3, 12)).tzinfo is SHANGHAI
    monkeypatch.undo()
    time.tzset()
