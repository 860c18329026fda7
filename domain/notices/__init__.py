"""One year's published rest days: what a notice of the State Council's General Office says.

A notice is written by people, so every fault in it is answered with a sentence that names the day.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict, model_validator

from domain.refusals import Malformed

FIRST_YEAR, LAST_YEAR = 2004, 2100
"""The years this calendar can speak of: the seed begins in 2004, the lunar table ends in 2100."""
_MOST_OFF, _MOST_WORK = 60, 30


class BadNotice(Malformed, ValueError):
    """The notice, or the file that holds it, cannot be right."""


class Notice(BaseModel):
    """What one yearly notice says (`rulebook T4, T7, T8`).

    `off`: the rest days it names, weekends inside them included; `work`: the make-up working days.
    Both may reach into December of the year before, as New Year holidays do. Raises BadNotice (by
    way of pydantic's ValidationError) for anything that cannot stand in such a notice.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int
    number: str | None
    source: str
    off: tuple[date, ...]
    work: tuple[date, ...]

    @model_validator(mode="after")
    def _plausible(self) -> "Notice":
        complaint = _complaint(self)
        if complaint is not None:
            raise BadNotice(*complaint)
        return self


def _complaint(notice: Notice) -> tuple[str, str] | None:
    year = notice.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return (
            f"放假通知的年份 {str(year)[:12]} 不在 {FIRST_YEAR}—{LAST_YEAR} 年之内，请核对年份",
            f"the notice's year lies outside {FIRST_YEAR}-{LAST_YEAR}",
        )
    for text in (notice.source, notice.number or "-"):
        if not text.strip() or len(text) > 300 or not text.isprintable():
            return (
                "请写明放假通知的来源和文号（一行文字，不超过 300 字）",
                "name the notice's source and number in one line of at most 300 characters",
            )
    if not notice.off:
        return (f"{year} 年的放假通知没有列出放假日", f"the notice for {year} names no rest day")
    if len(notice.off) > _MOST_OFF or len(notice.work) > _MOST_WORK:
        return (
            f"{year} 年的通知列出放假 {len(notice.off)} 天、上班 {len(notice.work)} 天，过多",
            "the notice names more days than any notice could",
        )
    return _complaint_of_a_day(notice)


def _complaint_of_a_day(notice: Notice) -> tuple[str, str] | None:
    seen: set[date] = set()
    for day in (*notice.off, *notice.work):
        if day.year != notice.year and (day.year, day.month) != (notice.year - 1, 12):
            return (
                f"{day} 不属于 {notice.year} 年（也不在上一年 12 月），请核对日期",
                f"{day} is neither in {notice.year} nor in the December before",
            )
        if day in seen:
            return (f"{day} 列了两次，请只保留一处", f"{day} is named twice; keep one of them")
        seen.add(day)
    for day in notice.work:
        if day.weekday() < 5:
            return (
                f"{day} 不是周末，不能列为调休上班日，请核对日期",
                f"{day} is not at a weekend and cannot be a make-up working day",
            )
    return None
