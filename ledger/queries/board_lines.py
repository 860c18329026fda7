"""The lines of a board: debts under headings, what is alike folded into one, a page at a time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from domain.regimes.model import Stage
from ledger.queries.board_columns import Codes, Ints, Rows
from ledger.queries.board_debts import Debt
from ledger.queries.board_look import Look
from ledger.readings import by_pinyin

LISTED = 50
"""So many lines stand on one page of the board; their number is told in full."""
MANY = 4
"""So many of the same duty on the same day are one line."""
Grouping = Literal["due", "obligor", "region", "stage", "group"]
"""What the lines stand under."""
_WHEN = ("late", "today", "soon", "later")


@dataclass
class Line:
    """One line: a debt, or several that are alike."""

    debt: Debt
    head: str
    """Under which heading it stands."""
    together: int = 1
    """How many it stands for: the same duty of many, due on one day."""


class Lines:
    """Every line, of which a page is made."""

    def __init__(self, look: Look, by: Grouping, today: date, soon: date, *, folding: bool) -> None:
        self._look, self._folding = look, folding
        memory = look.memory
        rows = look.kept.all
        late, due = memory.late[rows], memory.debts.columns["due"][rows]
        rows = rows[late | (due <= (today + timedelta(days=look.asked.days)).toordinal())]
        self._late = memory.late[rows]
        self._rows = rows
        self._values, self._heads = self._headings(by, today.toordinal(), soon.toordinal())
        self.of_head = self._values.counted(self._heads)
        self.late_of_head = self._values.counted(self._heads[self._late])
        self._order = in_order(self.of_head, self.late_of_head, by)
        self._together = self._alike()
        self._shown = self._late | (self._together > 0)
        self.total = int(np.count_nonzero(self._shown))

    def page(self, page: slice) -> list[Line]:
        """Some of them: heading after heading, in each what is late and then what comes, by day."""
        ranks = np.zeros(len(self._values.values), dtype=np.int64)
        for rank, head in enumerate(self._order):
            ranks[self._values.of(head)] = rank
        shown = np.flatnonzero(self._shown)
        places = 2 * ranks[self._heads[shown]] + ~self._late[shown]
        chosen = shown[np.argsort(places, kind="stable")[page]]
        return [self._line(int(x)) for x in chosen]

    def _line(self, place: int) -> Line:
        memory, row = self._look.memory, int(self._rows[place])
        late = bool(self._late[place])
        light = memory.projects.light.values[int(memory.light_of(self._rows[[place]])[0])]
        debt = memory.debts.debt(row, memory.projects, light, late=late)
        together = 1 if late else int(self._together[place])
        return Line(debt, self._values.values[int(self._heads[place])], together)

    def _headings(self, by: Grouping, today: int, soon: int) -> tuple[Codes, Ints]:
        if by != "due":
            return self._look.dimension(by), self._look.codes(by, self._rows)
        due = self._look.memory.debts.columns["due"][self._rows]
        ahead = np.where(due <= today, 1, np.where(due <= soon, 2, 3))
        heads: Ints = np.where(self._late, 0, ahead)
        values = Codes()
        for name in _WHEN:
            values.of(name)
        return values, heads

    def _alike(self) -> Ints:
        """Of each that comes, for how many its line stands; 0 for those that another one tells."""
        number: Ints = np.where(self._late, 0, 1)
        coming: Rows = np.flatnonzero(~self._late)
        if not self._folding or not len(coming):
            return number
        columns, rows = self._look.memory.debts.columns, self._rows[coming]
        due = columns["due"][rows]
        day = due - due.min()
        same = (self._heads[coming] << 32) + (columns["what"][rows] << 12) + day
        _, first, back, often = np.unique(
            same, return_index=True, return_inverse=True, return_counts=True
        )
        many = often[back] >= MANY
        number[coming[many]] = 0
        told = often >= MANY
        number[coming[first[told]]] = often[told]
        return number


def in_order(heads: Iterable[str], late: Counter[str], by: Grouping) -> list[str]:
    """The headings: as time goes, as stages follow, or the most late first and then by pinyin."""
    if by in ("due", "stage"):
        known = list(_WHEN) if by == "due" else [x.value for x in Stage]
        return sorted(heads, key=lambda x: known.index(x) if x in known else len(known))
    return sorted(
        heads, key=lambda x: (-late[x], by_pinyin(x.rpartition(":")[2].rpartition("/")[2]))
    )
