"""The marks of duties on the year's lanes: filed, late, returned, in review, extended, not yet."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from api.pages import dates, words
from api.pages.duty_ways import Way
from api.pages.scale import Scale
from domain.calendar import Calendar, day_of
from domain.duty import Status
from ledger.queries.duties import DutyRow

LANE = 30
_SIGN = 1.3
"""Percent of the drawing that a character of a word takes, on the narrowest one."""
_SOON = timedelta(days=10)
_NO_WAY = Way()


class Mark(NamedTuple):
    """One duty on its lane; every place is percent of the width."""

    symbol: str
    tone: str
    at: float
    due: float
    tell: str
    was: float | None = None
    run: tuple[float, float] | None = None
    """Grey: filed before it was due."""
    lag: tuple[float, float] | None = None
    """Red: from the due day to the filing, or to today."""
    label: str = ""
    boxes: tuple[tuple[float, float], ...] = ()
    """停表: where it begins, and how wide it is."""
    returned: tuple[tuple[float, str], ...] = ()

    @property
    def leftward(self) -> bool:
        """Whether its words end before the mark, because the drawing ends after it."""
        return (self.lag[1] if self.lag else self.at) >= (70 if self.lag else 85)

    @property
    def words(self) -> tuple[float, float]:
        """From where to where its words lie."""
        wide = len(self.label) * _SIGN
        at = self.at if self.leftward or self.lag is None else self.lag[1]
        return (at - wide, at) if self.leftward else (at, at + wide)


class Lane(NamedTuple):
    """One line of duties."""

    zh: str
    y: int
    marks: list[Mark]


def lanes(
    rows: Iterable[DutyRow],
    y: int,
    scale: Scale,
    today: date,
    calendar: Calendar,
    ways: Mapping[str, Way],
) -> list[Lane]:
    """One lane for each line, in the order of their first duties."""
    by_line: dict[str, list[DutyRow]] = {}
    for row in rows:
        if row.closed != "VOID":
            by_line.setdefault(row.line, []).append(row)
    return [
        Lane(
            found[0].zh.removesuffix(f" {found[0].period}").strip()
            if found[0].period
            else found[0].zh,
            y + n * LANE,
            apart(
                _together(
                    [_mark(x, scale, today, calendar, ways.get(x.duty, _NO_WAY)) for x in found]
                )
            ),
        )
        for n, found in enumerate(by_line.values())
    ]


def _together(marks: list[Mark]) -> list[Mark]:
    """Several late on one lane are said once, with the longest: words must not lie on words."""
    late = [n for n, x in enumerate(marks) if x.symbol == "l-red"]
    if len(late) < 2:
        return marks
    longest = marks[late[0]]
    said = f"{len(late)}件逾期未交，最久的{longest.label.partition('，')[0].removeprefix('逾期')}"
    plain = [x._replace(label="") if n in late[1:] else x for n, x in enumerate(marks)]
    plain[late[0]] = longest._replace(label=said)
    return plain


def apart(marks: list[Mark]) -> list[Mark]:
    """Words that would lie on others are left to the mark's own telling; what is late speaks."""
    taken: list[tuple[float, float]] = []
    said: set[int] = set()
    for n, mark in sorted(enumerate(marks), key=lambda x: (x[1].symbol != "l-red", x[1].at)):
        left, right = mark.words
        if mark.label and all(right <= x or left >= y for x, y in taken):
            taken.append((left, right))
            said.add(n)
    return [x if n in said else x._replace(label="") for n, x in enumerate(marks)]


def _mark(row: DutyRow, scale: Scale, today: date, calendar: Calendar, way: Way) -> Mark:
    due = scale.x(row.due)
    moved = row.original_due != row.due
    base = _plain(row, scale, today, calendar)._replace(
        was=scale.x(row.original_due) if moved else None,
        boxes=tuple(_boxes(way, scale, today)),
        returned=tuple(
            (scale.x(x.on), f"{words.duty_zh(row.zh, row.period)}，{x.on}退回：{x.reason}")
            for x in way.returned
        ),
    )
    if moved and row.without_extension and row.received_at is None and not base.label:
        return base._replace(label=f"延到{dates.plain(row.due)}", due=due)
    return base


def _boxes(way: Way, scale: Scale, today: date) -> Iterable[tuple[float, float]]:
    for begun, ended in (*way.reviews, *way.pauses):
        left, right = scale.x(begun), scale.x(ended or today)
        if right - left > 0.2:
            yield left, round(right - left, 3)


def _plain(row: DutyRow, scale: Scale, today: date, calendar: Calendar) -> Mark:
    due = scale.x(row.due)
    name = f"{words.duty_zh(row.zh, row.period)}，{row.due}到期，"
    if row.closed == "WAIVED":
        return Mark("l-hold", "soft", due, due, name + "已免除")
    if row.received_at is not None:
        return _filed(row, scale, calendar, name)
    if row.paused is not None:
        left = f"停止计时，剩{row.paused}个工作日"
        return Mark("l-hold", "soft", due, due, name + left, label="停表")
    if row.status is Status.OVERDUE:
        late = dates.late_days(row.due, today, calendar)
        label = f"逾期{late}个工作日，未交"
        lag = (due, scale.x(today))
        return Mark("l-red", "bad", due, due, name + label, lag=lag, label=label)
    if not row.settled:
        return Mark("d-float", "soft", due, due, name + "日子未定")
    soon = row.due <= today + _SOON
    label = f"{dates.plain(row.due)} 还有{dates.left_days(today, row.due, calendar)}个工作日"
    tone = "ink" if soon else "soft"
    return Mark("d-todo", tone, due, due, name + "还没到期", label=label if soon else "")


def _filed(row: DutyRow, scale: Scale, calendar: Calendar, name: str) -> Mark:
    assert row.received_at is not None  # noqa: S101  # asked before
    due, filed = scale.x(row.due), day_of(row.received_at)
    at = scale.x(filed)
    if row.on_time:
        return Mark("d-ok", "ink", at, due, f"{name}{filed}交，按期", run=(at, due))
    late = dates.late_days(row.due, filed, calendar)
    return Mark("d-ok", "bad", at, due, f"{name}{filed}交，迟{late}个工作日", lag=(due, at))
