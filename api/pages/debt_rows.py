"""Debts as lines of the board: overdue first, then by day; what is alike folded into one line."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from api.pages import dates, words
from domain.calendar import Calendar
from domain.parties import Role
from ledger.queries.board import Board, Debt

MANY = 4
"""So many of the same duty on the same day are one row."""


class Group(NamedTuple):
    """Debts under one heading."""

    key: str
    zh: str
    note: str
    red: bool
    number: int
    rows: list[dict[str, Any]]


def groups(board: Board, today: date, asked: Mapping[str, Any]) -> list[Group]:
    """Overdue, the longest first; today; three working days; later."""
    soon = dates.workday_ahead(today, 3, board.calendar)
    tomorrow = date.fromordinal(today.toordinal() + 1)
    parts: dict[str, list[Debt]] = {"late": [], "today": [], "soon": [], "later": []}
    for debt in board.debts:
        parts[_when(debt, today, soon)].append(debt)
    last = date.fromordinal(today.toordinal() + int(asked["days"]))
    heads = {
        "late": ("逾期", "欠得最久的在前", True),
        "today": ("今天到期", f"{dates.full(today)[5:]}，24:00截止", False),
        "soon": ("三个工作日内", words.span_zh(tomorrow, soon), False),
        "later": ("往后", f"到{dates.plain(last)}", False),
    }
    return [
        Group(key, *heads[key], number=len(found), rows=folded(key, found, board, today, asked))
        for key, found in parts.items()
        if found
    ]


def folded(
    key: str, found: list[Debt], board: Board, today: date, asked: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The rows; the same duty of many on one day is one row, until that day is asked for."""
    alike = Counter((x.zh, x.due) for x in found)
    told, rows = set[tuple[str, date]](), []
    for debt in found:
        same = (debt.zh, debt.due)
        one = row(debt, today, board.calendar)
        if key == "late" or asked.get("on") or alike[same] < MANY:
            rows.append(one)
        elif same not in told:
            told.add(same)
            places = len({x.region for x in found if (x.zh, x.due) == same})
            href = link(asked, "on", debt.due.isoformat())
            rows.append(_together(one, alike[same], places, href))
    return rows


def _together(one: dict[str, Any], number: int, places: int, href: str) -> dict[str, Any]:
    title = f"{number}项各一件，展开"
    where = f"{places}地" if places > 1 else one["region"]
    who = "各承办单位" if not one["ours"] else one["who"]
    same = {"title": title, "href": href, "duty_href": href, "region": where, "lamp": None}
    return {**one, **same, "who": who, "waiting": who, "folded": True}


def _when(debt: Debt, today: date, soon: date) -> str:
    if debt.late:
        return "late"
    if debt.due <= today:
        return "today"
    return "soon" if debt.due <= soon else "later"


def row(debt: Debt, today: date, calendar: Calendar) -> dict[str, Any]:
    """A line: how late, what, which project, where, who, by when, which rung, waiting for whom."""
    return {
        "late": dates.late_days(debt.due, today, calendar) if debt.late else None,
        "duty": words.duty_zh(debt.zh, debt.period),
        "title": words.name_zh(debt.title),
        "href": place(debt.stream, debt.subject),
        "duty_href": f"{place(debt.stream, debt.subject)}/duties/{debt.duty}",
        "region": debt.region.rsplit("/", 1)[-1],
        "lamp": words.lamp(debt.light),
        "who": words.who_zh(debt.obligor),
        "due": debt.due,
        "was": debt.original_due if debt.original_due != debt.due else None,
        "makeup": calendar.is_makeup(debt.due),
        "level": debt.level,
        "rung": words.RUNG_ZH[debt.level],
        "waiting": words.who_zh(debt.told) if debt.told else words.who_zh(debt.obligor),
        "answer": _answer(debt),
        "folded": False,
        "ours": not debt.obligor.startswith(f"{Role.UNIT}:"),
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


def link(asked: Mapping[str, Any], name: str, value: Any) -> str:
    """The board with this choice made, or dropped where it was made already."""
    rest = {k: v for k, v in asked.items() if v is not None and (k, v) != ("days", 15)}
    if rest.get(name) == value:
        rest.pop(name)
    else:
        rest[name] = value
    return "/?" + urlencode(rest) if rest else "/"
