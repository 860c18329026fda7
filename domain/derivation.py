"""How a due date was found, step by step, in sentences that a clerk can check on a wall calendar.

Rules are named as in `rulebook §3.7`: T1 day of the event not counted, T2 corresponding day, T3
rolled forward off rest days, T4 make-up working days, T5 what a day is, T6 moved earlier, T8 not
yet published.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from domain.calendar import Calendar, start_of

_DAY = timedelta(days=1)
_SIGHTED = 3
"""So many skipped days are named in a sentence; all of them stand in `skipped`."""


class Skipped(BaseModel):
    """A rest day passed over, and why it is one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    why: str


class Step(BaseModel):
    """One rule applied: from which day to which day, what was skipped, by which article."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    article: str | None
    zh: str
    en: str
    start: date
    end: date
    skipped: tuple[Skipped, ...] = ()


class Due(BaseModel):
    """The last day on which filing is in time, and how it was found.

    `provisional`: a day whose rest or work decided the result lies in a year without a notice.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    due: date
    provisional: bool
    steps: tuple[Step, ...]

    @property
    def due_at(self) -> datetime:
        """The first instant after the due day in Shanghai: on time is `received_at < due_at`."""
        return start_of(self.due + _DAY)


def days(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included; backwards if last is the earlier one."""
    step = _DAY if first <= last else -_DAY
    return (first + step * n for n in range(abs((last - first).days) + 1))


def skipped(calendar: Calendar, first: date, last: date) -> tuple[Skipped, ...]:
    """The rest days from first to last, in the order in which they are passed."""
    reasons = ((day, calendar.rest_reason(day)) for day in days(first, last))
    return tuple(Skipped(day=day, why=why) for day, why in reasons if why is not None)


def rolled_forward(nominal: date, calendar: Calendar) -> tuple[Step, ...]:
    """T3: a last day that is a rest day gives way to the next working day; T4 says if it need not.

    No step for an ordinary working day.
    """
    if calendar.is_workday(nominal):
        return _kept_on_makeup_day(nominal, calendar)
    end = calendar.workday_after(nominal, 1)
    passed = skipped(calendar, nominal, end)
    zh = f"{nominal} 为休息日（{passed[0].why}），顺延至休息日结束后的第一个工作日 {end}"
    en = f"{nominal} is a rest day; moved to the first working day after it, {end}"
    return (_step("T3", "民法典 art. 203", zh, en, nominal, end, passed),)


def moved_earlier(nominal: date, calendar: Calendar) -> tuple[Step, ...]:
    """T6: a term counted backwards never ends later than asked; off a rest day it moves earlier."""
    if calendar.is_workday(nominal):
        return _kept_on_makeup_day(nominal, calendar)
    end = calendar.workday_after(nominal, -1)
    passed = skipped(calendar, nominal, end)
    zh = f"{nominal} 为休息日（{passed[0].why}），倒数的期限不得推后，提前至此前最近的工作日 {end}"
    en = f"{nominal} is a rest day; a term counted backwards moves earlier, to {end}"
    return (_step("T6", None, zh, en, nominal, end, passed),)


def _kept_on_makeup_day(nominal: date, calendar: Calendar) -> tuple[Step, ...]:
    if not calendar.is_makeup(nominal):
        return ()
    zh = f"{nominal} 虽是周末，但为调休上班日，按工作日计，不变动"
    en = f"{nominal} is at a weekend but a make-up working day, so it stands"
    return (_step("T4", "国务院办公厅放假通知", zh, en, nominal, nominal),)


def counted_workdays(anchor: date, n: int, calendar: Calendar) -> Step:
    """T5: n working days after the anchor (before it, if n is negative), which is not counted."""
    end = calendar.workday_after(anchor, n)
    nearest = anchor + (_DAY if n > 0 else -_DAY)
    passed = skipped(calendar, nearest, end)
    made_up = [day for day in days(nearest, end) if calendar.is_makeup(day)]
    way_zh, way_en = ("之后", "after") if n > 0 else ("之前", "before")
    zh = f"{anchor} {way_zh}第 {abs(n)} 个工作日（当日不计入）为 {end}"
    if passed:
        zh += f"；其间休息日 {len(passed)} 天（{_listed([one.day for one in passed])}）不计"
    if made_up:
        zh += f"；调休上班日（{_listed(made_up)}）计入"
    en = f"working day no. {abs(n)} {way_en} {anchor}, itself not counted, is {end}"
    if passed:
        en += f"; rest days between, not counted: {len(passed)}"
    return _step("T5", None, zh, en, anchor, end, passed)


def _listed(some: list[date]) -> str:
    return "、".join(map(str, some[:_SIGHTED])) + ("等" if len(some) > _SIGHTED else "")


def unpublished(first: date, last: date, calendar: Calendar) -> tuple[Step, ...]:
    """T8: a warning step if a day from first to last lies in a year without a notice, else none."""
    years = sorted({day.year for day in days(first, last) if not calendar.settled(day)})
    if not years:
        return ()
    named = "、".join(map(str, years))
    zh = f"{named} 年放假通知尚未发布，{last} 为暂定（按周末和法定节日推算），发布后重新计算"
    en = f"the holiday notice for {named} is not published; {last} is provisional until it is"
    return (_step("T8", None, zh, en, last, last),)


def _step(
    rule: str,
    article: str | None,
    zh: str,
    en: str,
    start: date,
    end: date,
    passed: tuple[Skipped, ...] = (),
) -> Step:
    return Step(rule=rule, article=article, zh=zh, en=en, start=start, end=end, skipped=passed)
