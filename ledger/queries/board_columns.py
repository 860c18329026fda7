"""Columns of numbers: what a board counts, so many rows that a loop over them would be felt.

A value that is said often (a region, a party, a duty's name) is kept once and has a code; a column
holds codes, days and instants. Rows come and go in place; what went is left out by `alive`.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]
_ROOM = 1024
REGIONS = 1000
"""Of so many regions it is remembered what lies in them."""
CUTS = 100
"""Of so many it is remembered into which parts they fall."""


class Codes:
    """The values of one kind, each with its code, in the order in which they were first seen."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._codes: dict[str, int] = {}
        self._within: OrderedDict[str, Mask] = OrderedDict()
        self._cuts: OrderedDict[tuple[int, str], tuple[Codes, Ints]] = OrderedDict()

    def of(self, value: str) -> int:
        """The value's code; a new value gets the next."""
        found = self._codes.get(value)
        if found is None:
            found = self._codes[value] = len(self.values)
            self.values.append(value)
        return found

    def all_of(self, values: Sequence[str]) -> Sequence[int]:
        """The codes of many."""
        for value in dict.fromkeys(values):
            self.of(value)
        return list(map(self._codes.__getitem__, values))

    def known(self, value: str) -> int | None:
        """The value's code, or None."""
        return self._codes.get(value)

    def within(self, region: str) -> Mask:
        """Of each code, whether its value is that region or lies in it."""
        known = self._within.get(region, np.zeros(0, dtype=np.bool_))
        if len(known) < len(self.values):
            rest = self.values[len(known) :]
            hits = [x == region or x.startswith(f"{region}/") for x in rest]
            known = self._within[region] = np.append(known, np.array(hits, dtype=np.bool_))
        self._within.move_to_end(region)
        while len(self._within) > REGIONS:
            self._within.popitem(last=False)
        return known

    def cut(self, parts: int, top: str = "") -> tuple["Codes", Ints]:
        """Regions by their first parts, one part less outside of `top`, and of each code the code
        of its region there."""
        names, known = self._cuts.pop((parts, top), (Codes(), np.zeros(0, dtype=np.int64)))
        if len(known) < len(self.values):
            rest = (x.split("/") for x in self.values[len(known) :])
            first = top.split("/") if top else []
            cut = ("/".join(x[: parts - (x[: len(first)] != first)]) for x in rest)
            known = np.append(known, np.array([names.of(x) for x in cut], dtype=np.int64))
        self._cuts[parts, top] = (names, known)
        while len(self._cuts) > CUTS:
            self._cuts.popitem(last=False)
        return names, known

    def ranks(self) -> Ints:
        """Of each code, the place of its value among all in the order of their texts."""
        ranks = np.empty(len(self.values), dtype=np.int64)
        ranks[sorted(range(len(self.values)), key=self.values.__getitem__)] = np.arange(
            len(self.values)
        )
        return ranks

    def counted(self, codes: Ints) -> Counter[str]:
        """How often each value stands in a column."""
        return self.said(np.bincount(codes, minlength=len(self.values)))

    def said(self, numbers: Ints) -> Counter[str]:
        """These numbers of the codes, by their values; those that are nothing are left out."""
        found = np.flatnonzero(numbers)
        named = map(self.values.__getitem__, found.tolist())
        return Counter(dict(zip(named, numbers[found].tolist(), strict=True)))


class Columns:
    """Columns of one length; `alive` says which rows count."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._held: dict[str, Ints] = {x: np.zeros(_ROOM, dtype=np.int64) for x in names}
        self._alive: Mask = np.zeros(_ROOM, dtype=np.bool_)
        self.length = 0

    def __getitem__(self, name: str) -> Ints:
        return self._held[name][: self.length]

    @property
    def alive(self) -> Mask:
        """Of each row, whether it counts."""
        return self._alive[: self.length]

    def append(self, columns: Mapping[str, Sequence[int] | Ints]) -> Rows:
        """Add rows, given by their columns; where they stand."""
        first, last = self.length, self.length + len(columns[self._names[0]])
        self._make_room(last)
        for name, column in self._held.items():
            column[first:last] = columns[name]
        self._alive[first:last] = True
        self.length = last
        return np.arange(first, last)

    def row(self, number: int) -> dict[str, int]:
        """One row."""
        return {x: int(y[number]) for x, y in self._held.items()}

    def remove(self, rows: Rows | Mask) -> None:
        """They count no more."""
        self.alive[rows] = False

    def keep(self, rows: Rows) -> None:
        """Only these, in that order; nothing else stays in memory."""
        for name, column in self._held.items():
            self._held[name] = column[rows]
        self._alive = np.ones(len(rows), dtype=np.bool_)
        self.length = len(rows)

    def _make_room(self, length: int) -> None:
        room = len(self._alive)
        if length <= room:
            return
        more = max(length, room * 3 // 2) - room
        for name, column in self._held.items():
            self._held[name] = np.concatenate([column, np.zeros(more, dtype=np.int64)])
        self._alive = np.concatenate([self._alive, np.zeros(more, dtype=np.bool_)])


def mask_of(codes: Iterable[int], length: int) -> Mask:
    """Of each code, whether it is one of these."""
    found = np.zeros(length, dtype=np.bool_)
    found[list(codes)] = True
    return found


def counted_days(days: Ints, named: Callable[[int], Any]) -> Counter[Any]:
    """How often each day stands in a column of days that lie not far apart."""
    if not len(days):
        return Counter()
    first = int(days.min())
    numbers = np.bincount(days - first)
    return Counter({named(first + int(x)): int(numbers[x]) for x in np.flatnonzero(numbers)})
