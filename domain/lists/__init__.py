"""Published lists of voted projects, read from a table: what can be opened, what cannot, and why.

Every row ends in a card or among the skipped; nothing is lost silently and nothing is made up
unmarked. What is odd but readable is a warning.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from domain.lists.checks import Check
from domain.lists.decoding import book_of
from domain.lists.doubts import doubts
from domain.lists.gathering import Table, rows_of_book, tables_of
from domain.lists.items import VotedList, gather
from domain.lists.mapping import Reading
from domain.lists.rows import Skipped, Voted, read_row
from domain.lists.sheets import Book
from domain.lists.table import Fault, NotAList
from domain.project.messages import Card
from domain.refusals import Unknown
from domain.regimes.model import Regime

__all__ = [
    "Check",
    "Fault",
    "Lists",
    "NotAList",
    "Reading",
    "Skipped",
    "Table",
    "VotedList",
    "read_book",
    "read_lists",
]


class Lists(NamedTuple):
    """What one file holds, in the file's order."""

    voted: tuple[VotedList, ...]
    skipped: tuple[Skipped, ...]
    """Rows not used, each with its reason."""
    tables: tuple[Table, ...] = ()
    """Every list that a row names, whatever becomes of it."""
    notes: tuple[str, ...] = ()
    """What was noticed about the file: its encoding, columns that are not read (zh / en)."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """The items of all lists."""
        return tuple(card for one in self.voted for card in one.cards)

    def only(self, wanted: Collection[str]) -> "Lists":
        """Those lists alone; all where none is named. Raises Unknown for one that is not there."""
        known = [x.list_id for x in self.voted]
        for name in wanted:
            if name not in known:
                few = "、".join(known[:8]) or "无"
                raise Unknown(f"清单（文件中有：{few}）", f"list (the file has: {few})", name)
        if not wanted:
            return self
        return self._replace(
            voted=tuple(x for x in self.voted if x.list_id in wanted),
            skipped=tuple(x for x in self.skipped if not x.list_id or x.list_id in wanted),
            tables=tuple(x for x in self.tables if x.list_id in wanted),
        )

    def warnings(self, regime: Regime, vote: date) -> list[str]:
        """Everything odd about these lists under that regime and vote day, zh / en."""
        if not self.voted:
            return ["文件中没有票决的项目 / the file holds no voted item"]
        return [x for one in self.voted for x in (*one.remarks, *doubts(one, regime, vote))]


def read_lists(content: bytes, reading: Reading | None = None) -> Lists:
    """The lists in the bytes of a CSV file. Raises NotAList."""
    return read_book(book_of(content), reading)


def read_book(book: Book, reading: Reading | None = None) -> Lists:
    """The lists of the wanted kinds in the sheets of a file. Raises NotAList."""
    how = reading or Reading()
    rows, notes = rows_of_book(book, how)
    read = [read_row(x, how.kinds) for x in rows]
    voted, left = gather(x for x in read if isinstance(x, Voted))
    tables = tables_of(rows, read)
    checked = {x.list_id: x.checks for x in tables}
    return Lists(
        voted=tuple(x._replace(checks=checked.get(x.list_id, ())) for x in voted),
        skipped=(*(x for x in read if isinstance(x, Skipped)), *left),
        tables=tables,
        notes=notes,
    )
