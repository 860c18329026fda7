"""Around the list of debts: filters that are the league table too, lamps, the days ahead."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from api.pages import dates, words
from api.pages.debt_rows import link
from domain.lights import Light
from domain.parties import Role, party
from domain.regimes.model import Stage
from ledger.queries.board import Board, Tally

AHEAD = (3, 7, 15, 30)


class Facet(NamedTuple):
    """One choice of a filter, which is also a line of the league table."""

    zh: str
    late: int
    projects: int | None
    href: str
    chosen: bool


def facets(board: Board, asked: Mapping[str, Any]) -> list[tuple[str, str, list[Facet]]]:
    """Units, regions and stages with 逾期/项, each a link that narrows or widens the list."""
    late = [x for x in board.tallies if x.late]
    units = Counter[str]()
    regions, stages = Counter[str](), Counter[str]()
    for x in board.projects:
        units[party(Role.UNIT, x.unit)] += x.number
        regions[x.region] += x.number
        stages[x.stage or ""] += x.number
    owing = {_one_for_groups(x.obligor) for x in board.tallies} | set(units)
    return [
        ("承办单位和机关", "obligor", _facet("obligor", late, owing, units, asked, words.who_zh)),
        (
            "地区",
            "region",
            _facet("region", late, regions, regions, asked, lambda x: x.rsplit("/", 1)[-1]),
        ),
        (
            "阶段",
            "stage",
            _facet("stage", late, list(Stage), stages, asked, lambda x: words.STAGE_ZH[Stage(x)]),
        ),
    ]


def _facet(
    name: str,
    late: list[Tally],
    choices: Iterable[str],
    projects: Counter[str],
    asked: Mapping[str, Any],
    zh: Any,
) -> list[Facet]:
    found = Counter[str]()
    for x in late:
        found[_one_for_groups(getattr(x, name))] += x.number
    order = list(choices) if name == "stage" else sorted(choices, key=lambda x: (-found[x], x))
    return [
        Facet(zh(x), found[x], projects.get(x), link(asked, name, x), asked.get(name) == x)
        for x in order
    ]


def _one_for_groups(obligor: str) -> str:
    """The deputy groups, one to a project, stand together."""
    groups = obligor.startswith(f"{Role.DEPUTY_GROUP}:")
    return str(Role.DEPUTY_GROUP) if groups else obligor


def strip(board: Board, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lamps of all projects, the worst first."""
    count = Counter[str]()
    for x in board.projects:
        count[words.lamp(x.light, closed=x.closed) or "idle"] += x.number
    lights = {"red": Light.RED, "amber": Light.YELLOW, "green": Light.GREEN}
    return [
        {
            "lamp": lamp,
            "number": count[lamp],
            "href": link(asked, "light", lights[lamp].value) if lamp in lights else None,
            "chosen": lamp in lights and asked.get("light") == lights[lamp].value,
        }
        for lamp in ("red", "amber", "green", "done")
        if count[lamp]
    ]


def rail(board: Board, today: date, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The days ahead, each with what units owe and what the congress owes itself."""
    theirs, ours = Counter[date](), Counter[date]()
    for x in board.tallies:
        if not x.late:
            (theirs if x.obligor.startswith(f"{Role.UNIT}:") else ours)[x.due] += x.number
    return [
        {
            "day": day,
            "units": theirs[day],
            "ours": ours[day],
            "rest": board.calendar.rest_reason(day),
            "href": link(asked, "on", day.isoformat()),
            "chosen": asked.get("on") == day.isoformat(),
        }
        for day in dates.days_from(today, int(asked["days"]))
    ]
