"""Seven real lists of 2023 with a year made up for each: 67 projects, some late, two silent.

Names and targets are published (tests/data). Units are SYN and marked so; the days on which
somebody hands in are made by counting, not by chance.
"""

from collections.abc import Iterator
from datetime import date

from domain.names import PROGRAMME, PROJECT, stream_id
from domain.project.messages import Card
from tests.support.play import Play, Said
from tests.support.real_lists import real_lists

LISTS = ("NH23", "YUJ23", "JZ23", "DZ23", "SZ23", "JX23", "DT23")
UNITS = {
    "路": "交通局",
    "校": "教育局",
    "园": "教育局",
    "学": "教育局",
    "水": "水利局",
    "养": "民政局",
    "老年": "民政局",
    "厕": "综合执法局",
    "医": "卫健局",
    "卫生": "卫健局",
}
"""A word in a project's name, and the unit that would have it."""
SILENT = ("NH23-07", "DT23-03")


def counties(until: date) -> Iterator[Said]:
    """What everybody says up to that day, list by list."""
    for name in LISTS:
        cards = tuple(_with_unit(x) for x in real_lists().only((name,)).cards)
        days = {stream_id(PROJECT, x.id): _late(n, x) for n, x in enumerate(cards)}
        hands_in = {x: late for x, late in days.items() if late is not None}
        hands_in[stream_id(PROGRAMME, name)] = 0
        yield from Play("baofeng@1", cards, hands_in).rehearse(until).said


def _with_unit(card: Card) -> Card:
    found = next((unit for word, unit in UNITS.items() if word in card.name), "住建局")
    return card.model_copy(update={"lead_unit": found, "lead_unit_synthetic": True})


def _late(n: int, card: Card) -> int | None:
    """Calendar days after the due day; None never."""
    if card.id in SILENT:
        return None
    return 9 if n % 5 == 4 else 0
