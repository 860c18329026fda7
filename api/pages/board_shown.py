"""Around the list of debts: filters that are the league table too, lamps, the days ahead."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from api.pages import dates, words
from api.pages.board_view import AHEAD, NAMED, View
from domain.parties import Role
from domain.regimes.model import Stage
from ledger.queries.board import Board, Day
from ledger.queries.board_memory import PEOPLE
from ledger.readings import by_pinyin

FEW = 8
"""So many choices of a filter are open to see; the rest is behind “另外N个”."""
LAMPS = {
    "RED": "red",
    "YELLOW": "amber",
    "GREEN": "green",
    "HOLD": "hold",
    "STOP": "stop",
    "DONE": "done",
}
MORE = 40
_ONE_MARK_EACH = 120


class Choice(NamedTuple):
    """One choice of a filter, which is also a line of the league table."""

    id: str
    zh: str
    late: int
    projects: int | None
    href: str
    chosen: bool


class Facet(NamedTuple):
    """A filter: the choices that are open to see, and the rest."""

    name: str
    zh: str
    counts_projects: bool
    few: list[Choice]
    more: list[Choice]
    """Those behind “另外N个”, and how many there are with those that only a search finds."""
    others: int


def facets(board: Board, view: View) -> list[Facet]:
    """Every filter with 逾期/项 of its choices, each a link that narrows or widens the list."""
    made = (_facet(board, view, name, zh) for name, zh in NAMED.items())
    return [x for x in made if x is not None]


def _facet(board: Board, view: View, name: str, zh: str) -> Facet | None:
    late, projects = board.late[name], board.counted.get(name, Counter())
    chosen: tuple[str, ...] = getattr(view, name)
    values = {*late, *projects, *chosen} - (set() if name in ("group", "leader") else {""})
    if not values - {""}:
        return None
    in_order = sorted(values, key=_order(name, late))
    in_order = [x for n, x in enumerate(in_order) if n < FEW + MORE or x in chosen]
    told = name not in ("waits", "what")
    choices = [
        Choice(
            _id(name, x),
            called(name, x),
            late[x],
            projects.get(x) if told else None,
            view.toggled(name, x),
            x in chosen,
        )
        for x in in_order
    ]
    open_ = [x for n, x in enumerate(choices) if n < FEW or x.chosen]
    shown = {x.id for x in open_}
    rest = [x for x in choices if x.id not in shown]
    return Facet(name, zh, told, open_, rest, len(values) - len(open_))


def _order(name: str, late: Mapping[str, int]) -> Callable[[str], Any]:
    if name == "stage":
        stages = [x.value for x in Stage]
        return lambda x: stages.index(x) if x in stages else len(stages)
    if name == "light":
        lamps = list(LAMPS)
        return lambda x: lamps.index(x) if x in lamps else len(lamps)
    return lambda x: (x == "", -late.get(x, 0), by_pinyin(called(name, x)))


def called(name: str, value: str) -> str:
    """A choice in words."""
    if name in ("group", "leader"):
        return value or "还没有排定"
    if name == "light":
        return words.LAMP_ZH[LAMPS[value]] if value in LAMPS else value
    if name == "stage":
        return words.STAGE_ZH[Stage(value)] if value in list(Stage) else value
    if name in ("waits", "obligor"):
        return _who(value)
    return value.rsplit("/", 1)[-1]


def _who(value: str) -> str:
    if value == PEOPLE:
        return "由人决定下一步"
    known = value.partition(":")[0] in list(Role)
    return words.who_zh(value) if known else value


def _id(name: str, value: str) -> str:
    return f"f-{name}-{hashlib.sha256(value.encode()).hexdigest()[:8]}"


def chips(view: View) -> list[dict[str, str]]:
    """What is narrowed to, each with the address without it."""
    found = [
        {"of": zh, "zh": called(name, x), "href": view.without(name, x)}
        for name, zh in NAMED.items()
        for x in getattr(view, name)
    ]
    if view.q:
        found.append({"of": "搜索", "zh": view.q, "href": view.without("q")})
    if view.on:
        found.append({"of": "到期", "zh": dates.plain(view.on), "href": view.without("on")})
    if view.late:
        found.append({"of": "只看", "zh": "逾期", "href": view.without("late")})
    return found


def strip(board: Board, view: View) -> list[dict[str, Any]]:
    """The lamps of the projects, the worst first."""
    projects = board.counted["light"]
    return [
        {
            "lamp": lamp,
            "number": projects[light],
            "href": view.toggled("light", light),
            "chosen": light in view.light,
        }
        for light, lamp in LAMPS.items()
        if projects[light]
    ]


def one_mark_each(lamps: Iterable[Mapping[str, Any]]) -> bool:
    """Whether there are so few projects that each has its own mark."""
    return sum(int(x["number"]) for x in lamps) <= _ONE_MARK_EACH


def said(board: Board, today: date) -> dict[str, Any]:
    """The numbers of the opening sentence: of the whole board, whatever it is narrowed to."""
    coming = board.due_in_all
    after = min((x for x in coming if x > today), default=None)
    return {
        "projects": board.projects,
        "late": board.late_in_all,
        "climbed": board.climbed,
        "today": coming[today],
        "soon": sum(n for x, n in coming.items() if today < x <= board.soon),
        "next": after,
        "next_number": coming[after] if after else 0,
    }


def rail(board: Board, today: date, view: View) -> list[dict[str, Any]]:
    """The days ahead, each with what units owe and what the congress owes itself."""
    chosen, nothing = view.on, Day()
    return [
        {
            "day": day,
            "units": board.coming.get(day, nothing).units,
            "ours": board.coming.get(day, nothing).ours,
            "rest": board.calendar.rest_reason(day),
            "href": view.with_(on=None if chosen == day else day.isoformat()),
            "chosen": chosen == day,
        }
        for day in dates.days_from(today, view.days)
    ]


def ahead(view: View) -> list[tuple[int, str, bool]]:
    """How many days ahead may be looked at."""
    return [(x, view.with_(days=x), x == view.days) for x in AHEAD]
