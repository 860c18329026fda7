"""Debts as lines of the board, under their headings; what is alike is one line."""

from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from api.pages import board_shown, dates, words
from api.pages.board_view import View
from domain.calendar import Calendar
from domain.parties import Role
from ledger.queries.board import Board, Debt, Line
from ledger.readings import Sought

GROUPINGS = {
    "due": "按期限",
    "obligor": "按单位",
    "region": "按地区",
    "stage": "按阶段",
    "group": "按小组",
}


class Group(NamedTuple):
    """Debts under one heading."""

    key: str
    zh: str
    note: str
    red: bool
    number: int
    rows: list[dict[str, Any]]


def groups(board: Board, today: date, view: View) -> list[Group]:
    """The lines of this page under their headings, in the order in which they come."""
    sought = Sought(view.q)
    found = []
    for n, (head, lines) in enumerate(groupby(board.lines, key=lambda x: x.head)):
        zh, note, red = _head(head, board, today, view)
        rows = [row(x, today, board.calendar, view, sought) for x in lines]
        key = head if view.by == "due" else f"g{n}"
        found.append(Group(key, zh, note, red, board.of_head[head], rows))
    return found


def _head(head: str, board: Board, today: date, view: View) -> tuple[str, str, bool]:
    if view.by != "due":
        late = board.late_of_head[head]
        note = f"其中逾期{late}件" if late else "没有逾期"
        return board_shown.called(view.by, head), note, False
    tomorrow = date.fromordinal(today.toordinal() + 1)
    last = date.fromordinal(today.toordinal() + view.days)
    return {
        "late": ("逾期", "欠得最久的在前", True),
        "today": ("今天到期", f"{dates.full(today)[5:]}，24:00截止", False),
        "soon": ("三个工作日内", words.span_zh(tomorrow, board.soon), False),
        "later": ("往后", f"到{dates.plain(last)}", False),
    }[head]


def row(line: Line, today: date, calendar: Calendar, view: View, sought: Sought) -> dict[str, Any]:
    """A line: how late, what, which project, where, who, by when, which rung, waiting for whom."""
    debt = line.debt
    who = words.who_zh(debt.owes)
    title = words.name_zh(debt.title)
    waits = words.who_zh(debt.told) if debt.told else who
    one = {
        "key": f"{debt.stream} {debt.duty}",
        "late": dates.late_days(debt.due, today, calendar) if debt.late else None,
        "duty": words.duty_zh(debt.zh, debt.period),
        "title": title,
        "pieces": sought.marked(title) if sought else None,
        "href": place(debt.stream, debt.subject),
        "duty_href": f"{place(debt.stream, debt.subject)}/duties/{debt.duty}",
        "region": debt.region.rsplit("/", 1)[-1],
        "lamp": board_shown.LAMPS.get(debt.light),
        "who": who,
        "who_pieces": sought.marked(who) if sought else None,
        "due": debt.due,
        "was": debt.original_due if debt.original_due != debt.due else None,
        "makeup": calendar.is_makeup(debt.due),
        "level": debt.level,
        "rung": words.RUNG_ZH[debt.level],
        "waiting": waits,
        "answer": _answer(debt),
        "folded": line.together > 1,
        "ours": not debt.owes.startswith(f"{Role.UNIT}:"),
    }
    return one if line.together == 1 else {**one, **_together(line, one, view)}


def _together(line: Line, one: dict[str, Any], view: View) -> dict[str, Any]:
    """The same duty of many on one day: one line, until that day and duty are asked for."""
    chosen: dict[str, Any] = {"on": line.debt.due.isoformat(), "what": [line.debt.what]}
    if view.by not in {"due", "stage"}:
        chosen[view.by] = [line.head]
    href = view.with_(**chosen)
    title = f"{line.together}件，展开"
    return {
        "title": title,
        "pieces": None,
        "href": href,
        "duty_href": href,
        "lamp": None,
        "region": one["region"] if view.by == "region" else "各处",
        "who": one["who"] if one["ours"] or view.by == "obligor" else "各承办单位",
        "who_pieces": None,
        "waiting": one["who"] if one["ours"] else "各承办单位",
    }


def place(stream: str, subject: str) -> str:
    """The page of a project or programme."""
    return f"/{stream.partition(':')[0]}s/{subject}"


def _answer(debt: Debt) -> str:
    if debt.level == 4:
        return "定是否启动"
    if debt.level:
        return "已签收" if debt.acknowledged_at else "还没签收"
    return ""
