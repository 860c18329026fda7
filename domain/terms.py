"""Terms `[-]N(m|d|wd)` and the due dates they give (`rulebook §3.7` T1-T8, 民法典 arts 200-204).

Forms:
    1m    one month: the corresponding day, else the month's last; off a rest day it rolls forward
    20d   twenty calendar days; off a rest day it rolls forward
    10wd  the tenth working day
    -20d  twenty days before (also m, wd); off a rest day it moves earlier, never later
    0d    the day itself, rolled forward
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    model_serializer,
    model_validator,
)

from domain.calendar import Calendar
from domain.derivation import (
    Due,
    Skipped,
    Step,
    counted_workdays,
    moved_earlier,
    rolled_forward,
    unpublished,
)
from domain.periods import Period
from domain.refusals import Malformed

__all__ = ["BadTerm", "Due", "Skipped", "Step", "Term", "due", "end_of_period", "nominal", "on_day"]

Unit = Literal["m", "d", "wd"]
MOST = 1200
_TERM = re.compile(r"(-?)(0|[1-9]\d{0,3})(m|d|wd)", re.ASCII)
_NUMERALS = "零一两三四五六七八九十"
_UNIT_ZH = {"m": "个月", "d": "日", "wd": "个工作日"}
_UNIT_EN = {"m": "month", "d": "day", "wd": "working day"}


class BadTerm(Malformed, ValueError):
    """A text that is no term."""

    def __init__(self, text: object) -> None:
        text = " ".join(str(text).split())[:40]
        super().__init__(
            f"“{text}”不是期限；请写成 1m（月）、20d（日）、10wd（工作日），向前数写 -20d，"
            f"数字不超过 {MOST}，-0 和 0wd 没有意义",
            f"“{text}” is no term; write 1m, 20d, 10wd or -20d, at most {MOST}; no -0, no 0wd",
        )


class Term(BaseModel):
    """A length of time as a measure states it. Written and read as its text, "-20d"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sign: Literal[1, -1]
    n: int = Field(ge=0, le=MOST)
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Term":
        """The term that the text says. Raises BadTerm."""
        sign, n, unit = _read(text)
        return cls(sign=sign, n=n, unit=unit)

    @model_validator(mode="wrap")
    @classmethod
    def _from_text(cls, value: object, handler: ModelWrapValidatorHandler["Term"]) -> "Term":
        return _of_text(value) if isinstance(value, str) else handler(value)

    @model_validator(mode="after")
    def _sensible(self) -> "Term":
        if self.n == 0 and (self.sign < 0 or self.unit == "wd"):
            raise BadTerm(self)
        return self

    @model_serializer
    def __str__(self) -> str:
        return f"{'-' if self.sign < 0 else ''}{self.n}{self.unit}"

    @property
    def signed(self) -> int:
        """The number with its sign: -20 for "-20d"."""
        return self.sign * self.n

    @property
    def zh(self) -> str:
        """The length in Chinese, without its direction: "一个月", "20 日", "10 个工作日"."""
        if self.unit == "m" and self.n < len(_NUMERALS):
            return f"{_NUMERALS[self.n]}个月"
        return f"{self.n} {_UNIT_ZH[self.unit]}"

    @property
    def en(self) -> str:
        """The length in English, without its direction: "1 month"."""
        return f"{self.n} {_UNIT_EN[self.unit]}{'' if self.n == 1 else 's'}"


@lru_cache(maxsize=256)
def _of_text(text: str) -> Term:
    """One object for all who write the same."""
    return Term.parse(text)


def _read(text: str) -> tuple[Literal[1, -1], int, Unit]:
    match = _TERM.fullmatch(text)
    if match is None:
        raise BadTerm(text)
    sign, n, unit = match[1], int(match[2]), match[3]
    if n > MOST or (n == 0 and (sign or unit == "wd")):
        raise BadTerm(text)
    return (-1 if sign else 1), n, cast("Unit", unit)


@lru_cache(maxsize=4096)
def due(anchor: date, term: Term, calendar: Calendar) -> Due:
    """The last day of the term counted from the anchor, which is itself not counted (T1).

    Remembered: on one day all filings of one measure are to be decided by the same day.
    Raises OutsideCalendar if the anchor or any day that matters lies before 2004 or after 2100.
    """
    calendar.settled(anchor)  # raises for an anchor outside the calendar
    steps = _from_the_next_day(anchor, term)
    if term.unit == "wd":
        counted = counted_workdays(anchor, term.signed, calendar)
        nearest = anchor + timedelta(days=term.sign)
        return _found([*steps, counted], unpublished(nearest, counted.end, calendar))
    steps.append(_nominal(anchor, term))
    return _off_rest_days(steps, term.sign, calendar)


def end_of_period(period: Period, calendar: Calendar, term: Term | None = None) -> Due:
    """The period's last day rolled forward (T3), or a term counted from it, not rolled before.

    Raises OutsideCalendar.
    """
    last = period.last
    zh = f"{period.name} 的最后一日为 {last}"
    en = f"the last day of {period.name} is {last}"
    begun = Step(rule="end_of_period", article=None, zh=zh, en=en, start=period.first, end=last)
    if term is None:
        return _off_rest_days([begun], 1, calendar)
    counted = due(last, term, calendar)
    return counted.model_copy(update={"steps": (begun, *counted.steps)})


def on_day(day: date, because_zh: str, because_en: str, calendar: Calendar) -> Due:
    """A day that somebody set, such as a session: it never rolls and is never provisional.

    Raises OutsideCalendar.
    """
    calendar.settled(day)  # raises for a day outside the calendar
    zh, en = f"{because_zh}：{day}", f"{because_en}: {day}"
    step = Step(rule="on_day", article=None, zh=zh, en=en, start=day, end=day)
    return Due(due=day, provisional=False, steps=(step,))


def nominal(anchor: date, term: Term) -> date:
    """The day a term names before any rolling, in months or calendar days (T2).

    Raises ValueError for working days, which have no such day.
    """
    if term.unit == "wd":
        raise ValueError("a term of working days lands on a working day; it is not rolled")
    return _nominal(anchor, term).end


def _from_the_next_day(anchor: date, term: Term) -> list[Step]:
    """T1, for a term counted forwards."""
    if term.signed <= 0:
        return []
    begin = anchor + timedelta(days=1)
    zh = f"{anchor} 当日不计入，自次日 {begin} 起算"
    en = f"{anchor} itself is not counted; counting begins on {begin}"
    return [Step(rule="T1", article="民法典 art. 201", zh=zh, en=en, start=anchor, end=begin)]


def _nominal(anchor: date, term: Term) -> Step:
    """T2 for months, T5 for calendar days, before any rest day is looked at."""
    way_zh, way_en = ("起", "from") if term.sign > 0 else ("之前", "before")
    if term.n == 0:
        zh, en = f"以 {anchor} 当日为截止日", f"the day itself, {anchor}"
        return Step(rule="T5", article=None, zh=zh, en=en, start=anchor, end=anchor)
    if term.unit == "d":
        end = anchor + timedelta(days=term.signed)
        zh = f"{anchor} {way_zh} {term.zh}（按自然日计）为 {end}"
        en = f"{term.en} {way_en} {anchor}, counted as calendar days, is {end}"
        return Step(rule="T5", article="民法典 art. 200", zh=zh, en=en, start=anchor, end=end)
    end = _corresponding_day(anchor, term.signed)
    zh = f"{anchor} {way_zh}{term.zh}，对应日 {end}"
    en = f"{term.en} {way_en} {anchor}, the corresponding day is {end}"
    if end.day != anchor.day:
        zh = f"{anchor} {way_zh}{term.zh}，该月没有 {anchor.day} 日，以月末日 {end} 为对应日"
        en = f"{term.en} {way_en} {anchor}; that month has no day {anchor.day}, its last is {end}"
    return Step(rule="T2", article="民法典 art. 202", zh=zh, en=en, start=anchor, end=end)


def _corresponding_day(anchor: date, months: int) -> date:
    years, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(years, month + 1, min(anchor.day, monthrange(years, month + 1)[1]))


def _off_rest_days(steps: list[Step], sign: int, calendar: Calendar) -> Due:
    """T3 or T6 on the day where the steps have arrived."""
    nominal = steps[-1].end
    move = rolled_forward if sign > 0 else moved_earlier
    steps += move(nominal, calendar)
    return _found(steps, unpublished(nominal, steps[-1].end, calendar))


def _found(steps: list[Step], warning: tuple[Step, ...]) -> Due:
    return Due(due=steps[-1].end, provisional=bool(warning), steps=(*steps, *warning))
