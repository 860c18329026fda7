"""The projects as boards count them, a row each."""

from collections.abc import Sequence
from re import Pattern
from typing import Any

import numpy as np

from domain.parties import Role
from ledger.queries.board_columns import Codes, Columns, Ints, Mask, Rows
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
        self.no_group, self.no_leader = self.group.of(""), self.leader.of("")
        self._texts: list[tuple[str, ...] | None] = []
        self._found: dict[Pattern[str], Mask] = {}
        self.renamed = 0
        """How often one got another name."""
        self._lag = np.array([self.light.of(x) for x in _LAG])

    @property
    def length(self) -> int:
        """How many there are."""
        return self.columns.length

    def within(self, region: str | None) -> Rows:
        """Those of a region with all below it; None: all."""
        if region is None:
            return np.arange(self.length)
        rows: Rows = np.flatnonzero(self.region.within(region)[self.columns["region"]])
        return rows

    def put(self, rows: Sequence[Any]) -> None:
        """These are as they stand now."""
        new = []
        for x in rows:
            row = self.streams.known(x.stream)
            if row is None:
                new.append(x)
                continue
            for name, (value,) in self._told([x]).items():
                self.columns[name][row] = value
            if self.titles[row] != x.title:
                self.titles[row], self._texts[row] = x.title, None
                self._found, self.renamed = {}, self.renamed + 1
        if len(self._found) > WORDS:
            self._found = {}
        if new:
            self.streams.all_of([x.stream for x in new])
            self.ids += [x.id for x in new]
            self.titles += [x.title for x in new]
            self._texts += [None] * len(new)
            self.columns.append(self._told(new))

    def titles_with(self, word: Pattern[str]) -> Mask:
        """Of each title whether the word is found in it: all are looked through once for a word,
        and afterwards those that were added. May be asked in a thread."""
        found, renamed = self._found, self.renamed
        known = found.get(word, np.zeros(0, dtype=np.bool_))
        if len(known) < self.length:
            rest = range(len(known), self.length)
            hits = [any(map(word.search, self._text(x))) for x in rest]
            known = np.append(known, np.array(hits, dtype=np.bool_))
            if renamed == self.renamed:
                found[word] = known
        return known

    def _text(self, row: int) -> tuple[str, ...]:
        found = self._texts[row]
        if found is None:
            found = self._texts[row] = texts_of(self.titles[row])
        return found

    def _told(self, rows: Sequence[Any]) -> dict[str, Sequence[int]]:
        return {
            "region": self.region.all_of([x.region for x in rows]),
            "owes": self.owes.all_of([f"{Role.UNIT}:{x.unit}" for x in rows]),
            "stage": self.stage.all_of([x.stage for x in rows]),
            "group": self.group.all_of([x.group for x in rows]),
            "leader": self.leader.all_of([x.leader for x in rows]),
            "lag": [_LAG.index(x.lag_light) for x in rows],
            "rests": [self.light.of(x.rests) if x.rests else -1 for x in rows],
            "sample": [int(x.unit_synthetic) for x in rows],
        }

    def lights(self, overdue: Ints) -> Ints:
        """Of each its light, by how many debts are late: the rule of `domain.lights`, as
        `ledger.queries.projects` has it; a test holds them together."""
        worst = np.maximum(np.minimum(overdue, 2), self.columns["lag"])
        rests = self.columns["rests"]
        found: Ints = np.where(rests < 0, self._lag[worst], rests)
        return found
