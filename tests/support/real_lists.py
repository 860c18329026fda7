"""Real published lists (tests/data): the file, what it holds, and five places with many items."""

from functools import cache
from pathlib import Path

from domain.lists import Lists, read_lists

DATA = Path(__file__).parents[1] / "data"
PROJECTS = DATA / "projects.csv"

FIVE_PLACES: dict[str, tuple[str, ...]] = {
    "宁波市": ("NB26", "NH20", "NH21"),
    "温州市": ("WZ25", "CN17", "WC19"),
    "南昌市": ("NC20", "NC21"),
    "深圳市": ("FT24",),
    "台州市": ("TZ24", "TZ25"),
}
"""Cities whose congresses (or whose counties') voted these lists: 122 items."""
MANY = tuple(x for lists in FIVE_PLACES.values() for x in lists)


@cache
def real_lists() -> Lists:
    """Every list in the file."""
    return read_lists(PROJECTS.read_bytes())


def five_places() -> Lists:
    """The lists of the five places."""
    return real_lists().only(MANY)
