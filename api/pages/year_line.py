"""The year as lanes of duty marks, for an SVG drawn on the server; places are percent of the width.

Nothing missed disappears: a late filing keeps a red run from its due day, what is late still grows
one to today, and an old due day stays as a dashed tick.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from api.pages import dates, words
from api.pages.scale import Scale, holidays, months
from domain.calendar import Calendar, day_of
from domain.duty import Status
from domain.parties import Role, role_of
from ledger.queries.duties import DutyRow

LANE = 30
TOP = 50


class Mark(NamedTuple):
    """One duty on its lane."""

    symbol: str
    tone: str
    at: float
    due: float
    was: float | None
    run: tuple[float, float] | None
    """Grey: filed before it was due."""
    lag: tuple[float, float] | None
    """Red: from the due day to the filing, or to today."""
    label: str
    tell: str


class Lane(NamedTuple):
    """One line of duties."""

    zh: str
    y: int
    marks: list[Mark]


def year_line(
    own: Sequence[DutyRow],
    shared: Sequence[DutyRow],
    sessions: tuple[date, date, bool],
    today: date,
    calendar: Calendar,
) -> dict[str, Any]:
    """Everything the drawing needs."""
    vote, session, assumed = sessions
    ends = [x.due for x in (*own, *shared)]
    last = max([session, *ends]) + timedelta(days=14)
    scale = Scale(vote.replace(day=1), last)
    units = [x for x in own if role_of(x.obligor) is Role.UNIT]
    others = [x for x in own if role_of(x.obligor) is not Role.UNIT] + list(shared)
    upper = _lanes(units, TOP + LANE + 10, scale, today, calendar)
    middle = TOP + LANE + 10 + LANE * len(upper)
    lower = _lanes(others, middle + 12, scale, today, calendar)
    return {
        "lanes": upper + lower,
        "upper": (TOP + LANE - 4, middle - 16),
        "lower": (middle - 4, middle + 12 + LANE * len(lower) - 16),
        "height": middle + 12 + LANE * len(lower) + 6,
        "split": middle - 10,
        "top": TOP,
        "vote": scale.x(vote),
        "session": (scale.x(session), assumed, session),
        "today": (scale.x(today), today),
        "months": months(scale),
        "holidays": holidays(scale, calendar),
    }


def _lanes(
    rows: Iterable[DutyRow], y: int, scale: Scale, today: date, calendar: Calendar
) -> list[Lane]:
    by_line: dict[str, list[DutyRow]] = {}
    for row in rows:
        if row.closed != "VOID":
            by_line.setdefault(row.line, []).append(row)
    return [
        Lane(
            words.duty_zh(found[0].zh, found[0].period).split(" ")[0]
            if found[0].period
            else found[0].zh,
            y + n * LANE,
            [_mark(x, scale, today, calendar) for x in found],
        )
        for n, found in enumerate(by_line.values())
    ]


def _mark(row: DutyRow, scale: Scale, today: date, calendar: Calendar) -> Mark:
    due = scale.x(row.due)
    was = scale.x(row.original_due) if row.original_due != row.due else None
    name = f"{words.duty_zh(row.zh, row.period)}，{row.due}到期，"
    if row.closed == "WAIVED":
        return Mark("l-hold", "soft", due, due, was, None, None, "", name + "已免除")
    if row.received_at is not None:
        filed = day_of(row.received_at)
        at = scale.x(filed)
        if row.on_time:
            return Mark("d-ok", "ink", at, due, was, (at, due), None, "", f"{name}{filed}交，按期")
        late = dates.late_days(row.due, filed, calendar)
        tell = f"{name}{filed}交，迟{late}个工作日"
        return Mark("d-ok", "bad", at, due, was, None, (due, at), "", tell)
    if row.status is Status.OVERDUE:
        late = dates.late_days(row.due, today, calendar)
        now = scale.x(today)
        label = f"逾期{late}个工作日，未交"
        return Mark("l-red", "bad", due, due, was, None, (due, now), label, name + label)
    if not row.settled:
        return Mark("d-float", "soft", due, due, was, None, None, "", name + "日子未定")
    soon = row.due <= today + timedelta(days=10)
    label = f"{dates.plain(row.due)} 还有{dates.left_days(today, row.due, calendar)}个工作日"
    return Mark(
        "d-todo",
        "ink" if soon else "soft",
        due,
        due,
        was,
        None,
        None,
        label if soon else "",
        name + "还没到期",
    )
