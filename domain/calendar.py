"""Which days are worked in China, and which instants begin them (`rulebook §3.7`, T4, T8).

A calendar is versioned data: the published notices, one a year. A year without one is answered by
weekends and the statutory days of the law, and is not *settled*; in a published year the law still
gives a day that the notice forgot. Days are days of Asia/Shanghai.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache, cached_property, lru_cache
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator

from domain.notices import FIRST_YEAR, LAST_YEAR, BadNotice, Notice
from domain.notices.reading import shipped
from domain.refusals import Malformed
from domain.statutory import statutory_days

__all__ = [
    "SHANGHAI",
    "Calendar",
    "NaiveInstant",
    "Notice",
    "OutsideCalendar",
    "day_of",
    "start_of",
]

SHANGHAI = ZoneInfo("Asia/Shanghai")
_FIRST, _LAST, _DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31), timedelta(days=1)
_WEEKEND = {5: "周六", 6: "周日"}


class OutsideCalendar(Malformed, ValueError):
    """A day before 2004 or after 2100, of which this calendar cannot speak."""

    def __init__(self, day: object) -> None:
        super().__init__(
            f"{day} 超出日历范围，只能计算 {FIRST_YEAR} 年至 {LAST_YEAR} 年的日期，请核对年份",
            f"{day} lies outside the calendar, which covers {FIRST_YEAR} to {LAST_YEAR}",
        )


class NaiveInstant(Malformed, ValueError):
    """An instant without a time zone, which would mean another day on another machine."""

    def __init__(self, instant: datetime) -> None:
        super().__init__(
            f"时间 {instant.isoformat()} 没有注明时区，请写成 2023-05-04T09:00:00+08:00 的形式",
            f"{instant.isoformat()} names no time zone; write 2023-05-04T09:00:00+08:00",
        )


@lru_cache(maxsize=4096)
def start_of(day: date) -> datetime:
    """00:00 of that day in Asia/Shanghai, an aware instant."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def day_of(instant: datetime) -> date:
    """The day in Asia/Shanghai on which the instant falls. Raises NaiveInstant."""
    if instant.utcoffset() is None:
        raise NaiveInstant(instant)
    return instant.astimezone(SHANGHAI).date()


class Calendar(BaseModel):
    """Rest days and working days by the notices published so far.

    Every question raises OutsideCalendar for a day before 2004 or after 2100.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    notices: Mapping[int, Notice]
    assumed_settled: bool = False

    @field_validator("notices")
    @classmethod
    def _keyed_by_year(cls, notices: Mapping[int, Notice]) -> Mapping[int, Notice]:
        for year, notice in notices.items():
            if year != notice.year:
                raise BadNotice(
                    f"{notice.year} 年的放假通知登记在 {year} 年名下",
                    f"the notice for {notice.year} stands under {year}",
                )
        return dict(sorted(notices.items()))

    def __hash__(self) -> int:
        return hash(self.version)

    @classmethod
    def seeded(cls) -> "Calendar":
        """The calendar of the shipped notices; one object for the whole process."""
        return _seeded()

    def publish(self, notice: Notice) -> "Calendar":
        """A calendar that knows this notice too; it takes the place of one for the same year."""
        notices = {**self.notices, notice.year: notice}
        return Calendar(notices=notices, assumed_settled=self.assumed_settled)

    def assuming_settled(self) -> "Calendar":
        """The same days, but every year counts as settled: for rehearsals."""
        return Calendar(notices=self.notices, assumed_settled=True)

    @cached_property
    def version(self) -> str:
        """Short digest of the notices: equal calendars, equal versions, on every machine."""
        stated = [notice.model_dump(mode="json") for notice in self.notices.values()]
        text = json.dumps(stated, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @cached_property
    def _named(self) -> Mapping[date, bool]:
        """The days that a notice names: worked or not. A later year's notice has the last word."""
        named: dict[date, bool] = {}
        for notice in self.notices.values():
            named.update(dict.fromkeys(notice.off, False))
            named.update(dict.fromkeys(notice.work, True))
        return named

    @cached_property
    def _rest(self) -> frozenset[date]:
        """Every rest day of the years covered, so that a look-up is one question to a set."""
        off = (day for day, worked in self._named.items() if not worked)
        return _unnamed().union(off).difference(day for day, x in self._named.items() if x)

    def is_workday(self, day: date) -> bool:
        """Whether that day is worked, make-up working days included (T4)."""
        if not _FIRST <= day <= _LAST:
            raise OutsideCalendar(day)
        return day not in self._rest

    def is_makeup(self, day: date) -> bool:
        """Whether that day is a Saturday or Sunday that is worked (调休上班)."""
        return day.weekday() >= 5 and self.is_workday(day)

    def settled(self, day: date) -> bool:
        """Whether the notice of that day's year is published (T8)."""
        if not _FIRST <= day <= _LAST:
            raise OutsideCalendar(day)
        return self.assumed_settled or day.year in self.notices

    def rest_reason(self, day: date) -> str | None:
        """Why the day is not worked, in Chinese ("劳动节放假", "周六"); None for a working day."""
        if self.is_workday(day):
            return None
        if self._named.get(day) is False:
            names = self._festivals_around(day)
            return f"{'、'.join(names)}放假" if names else "放假通知安排放假"
        if day in statutory_days(day.year):
            return f"{statutory_days(day.year)[day]}（法定节日）"
        return _WEEKEND[day.weekday()]

    def _festivals_around(self, day: date) -> list[str]:
        """The festivals in the unbroken run of rest days that holds this day, in their order."""
        first = last = day
        while first > _FIRST and first - _DAY in self._rest:
            first -= _DAY
        while last < _LAST and last + _DAY in self._rest:
            last += _DAY
        run = (first + timedelta(n) for n in range((last - first).days + 1))
        names = (statutory_days(one.year).get(one) for one in run)
        return list(dict.fromkeys(name for name in names if name))

    def workday_after(self, day: date, n: int) -> date:
        """The n-th working day strictly after the day; for negative n strictly before it.

        Raises ValueError for n = 0: the day itself need not be a working day.
        """
        if n == 0:
            raise ValueError("workday_after counts from 1 or from -1")
        step, left = (_DAY if n > 0 else -_DAY), abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, after: date, upto: date) -> int:
        """How many working days lie in (after, upto]; none if `upto` is not later."""
        days = (after + timedelta(n) for n in range(1, (upto - after).days + 1))
        return sum(map(self.is_workday, days))


@cache
def _unnamed() -> frozenset[date]:
    """The weekends and the statutory days of the years covered, whatever a notice says."""
    rest = {day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in statutory_days(year)}
    saturday = _FIRST + timedelta((5 - _FIRST.weekday()) % 7)
    for week in range((_LAST - saturday).days // 7 + 1):
        rest.update((saturday + timedelta(7 * week), saturday + timedelta(7 * week + 1)))
    return frozenset(rest)


@cache
def _seeded() -> Calendar:
    return Calendar(notices={notice.year: notice for notice in shipped()})
