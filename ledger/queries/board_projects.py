"""The projects as boards count them, a row each."""

from collections import OrderedDict
from collections.abc import Sequence
from re import Pattern
from typing import Any

import numpy as np

from domain.parties import Role
from ledger.queries.board_columns import Codes, Columns, Ints, Mask
from ledger.readings import texts_of

WORDS = 200
"""Of so many words it is remembered where they are found."""
_LAG = ("GREEN", "YELLOW", "RED")


class Projects:
    """Every project: a row once it was seen, and again where it changed."""

    def __init__(self) -> None:
        self.columns = Columns(
            ("region", "owes", "stage", "group", "leader", "lag", "rests", "sample")
        )
        self.region, self.owes, self.stage = Codes(), Codes(), Codes()
        self.group, self.leader, self.light = Codes(), Codes(), Codes()
        self.streams = Codes()
        """The code of a stream is its row."""
        self.ids: list[str] = []
        self.titles: list[str] = []
        self.no_light = self.light.of("")
        self._texts: list[tuple[str, ...] | None] = []
        self._found: OrderedDict[Pattern[str], Mask] = OrderedDict()
        self._lag = np.array([self.light.of(x) for x in _LAG])

    @property
    def length(self) -> int:
        """How many there are."""
        return self.columns.length

    def put(self, rows: Sequence[Any]) -> None:
        """These are as they stand now."""
        new: list[dict[str, int]] = []
        for x in rows:
            told = self._told(x)
            row = self.streams.known(x.stream)
            if row is None:
                self.streams.of(x.stream)
                self.ids.append(x.id)
                self.titles.append(x.title)
                self._texts.append(None)
                new.append(told)
            else:
                if self.titles[row] != x.title:
                    self.titles[row], self._texts[row] = x.title, None
                    self._found.clear()
                self.columns.change(row, told)
        if new:
            self.columns.append(new)

    def titles_with(self, word: Pattern[str]) -> Mask:
        """Of each title whether the word is found in it: all are looked through once for a word,
        and afterwards those that were added."""
        known = self._found.get(word, np.zeros(0, dtype=np.bool_))
        if len(known) < self.length:
            rest = range(len(known), self.length)
            hits = [any(map(word.search, self._text(x))) for x in rest]
            known = self._found[word] = np.append(known, np.array(hits, dtype=np.bool_))
        self._found.move_to_end(word)
        while len(self._found) > WORDS:
            self._found.popitem(last=False)
        return known

    def _text(self, row: int) -> tuple[str, ...]:
        found = self._texts[row]
        if found is None:
            found = self._texts[row] = texts_of(self.titles[row])
        return found

    def _told(self, x: Any) -> dict[str, int]:
        return {
            "region": self.region.of(x.region),
            "owes": self.owes.of(f"{Role.UNIT}:{x.unit}"),
            "stage": self.stage.of(x.stage),
            "group": self.group.of(x.group),
            "leader": self.leader.of(x.leader),
            "lag": _LAG.index(x.lag_light),
            "rests": self.light.of(x.rests) if x.rests else -1,
            "sample": x.unit_synthetic,
        }

    def lights(self, overdue: Ints) -> Ints:
        """Of each its light, by how many debts are late: the rule of `domain.lights`, as
        `ledger.queries.projects` has it; a test holds them together."""
        worst = np.maximum(np.minimum(overdue, 2), self.columns["lag"])
        rests = self.columns["rests"]
        found: Ints = np.where(rests < 0, self._lag[worst], rests)
        return found
