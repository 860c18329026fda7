"""Which place and time a figure tells of: what lies inside another is told by it already."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from domain.figures.figure import Leaf

_PARTS = {"H": 6, "Q": 3}
_MONTHS = range(1, 13)


def months_of(period: str) -> range:
    """The months of a year, half, quarter or month: 2023-Q2 is 4, 5 and 6."""
    part = period[5:]
    if not part:
        return _MONTHS
    if part[0] not in _PARTS:
        return range(int(part), int(part) + 1)
    length, number = _PARTS[part[0]], int(part[1:])
    return range(length * (number - 1) + 1, length * number + 1)


def ended(period: str, day: date) -> bool:
    """Whether all of the period lies before the end of that day."""
    year, month = int(period[:4]), months_of(period)[-1]
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return day >= first_after - timedelta(days=1)


def longer(one: str | None, other: str | None) -> bool:
    """Whether one period holds another and more. What is of no period holds them all."""
    if one == other or other is None:
        return one is None and other is not None
    if one is None:
        return True
    held = set(months_of(other)) < set(months_of(one))
    return one[:4] == other[:4] and held


def around(region: str) -> Iterator[str]:
    """The region itself, and each that it lies in."""
    while region:
        yield region
        region = region.rpartition("/")[0]


def totals_among(leaves: Collection[Leaf]) -> set[str]:
    """The keys of those wholes of which parts were told too: totals, and no leaves."""
    wholes: dict[str, list[Leaf]] = {}
    for x in leaves:
        if x.whole:
            wholes.setdefault(x.region, []).append(x)
    if not wholes:
        return set()
    return {
        whole.key
        for x in leaves
        for region in around(x.region)
        for whole in wholes.get(region, ())
        if whole is not x and x.value is not None
        if x.period == whole.period or longer(x.period, whole.period)
    }


def shorter_among(leaves: Collection[Leaf]) -> set[str]:
    """The keys of those that another leaf of the same place tells of together with more time: a
    quarter beside its year."""
    if len({x.period for x in leaves}) < 2:
        return set()
    told: dict[str, list[Leaf]] = {}
    for x in leaves:
        told.setdefault(x.region, []).append(x)
    return {
        x.key
        for x in leaves
        for region in around(x.region)
        for y in told.get(region, ())
        if (y.region == x.region or y.whole) and y.value is not None
        if longer(y.period, x.period)
    }
