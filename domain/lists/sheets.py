"""A table as it was handed in: lines of cells, and what a workbook says about them besides."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

Area = tuple[int, int, int, int]
"""First line, first column, last line, last column; both counted from 1."""


class Sheet(NamedTuple):
    """One sheet of a workbook, or the whole of a CSV file."""

    records: Sequence[tuple[int, Sequence[str]]]
    """The line of the file and its cells."""
    name: str | None = None
    """None: a CSV file, which has no sheets."""
    alone: bool = True
    """Whether a cell is named without its sheet."""
    merged: tuple[Area, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    """Line and column of cells whose value was computed."""
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, line: int, column: int) -> str:
        """What a cell is called by people: `B7`, or line and column of a CSV file."""
        if self.name is None:
            return f"第{line}行第{column}列"
        return f"{self._prefix}{letters(column)}{line}"

    def line(self, line: int) -> str:
        """What a line is called."""
        return f"{self._prefix}第{line}行"

    @property
    def _prefix(self) -> str:
        return "" if self.alone or self.name is None else f"{self.name}!"


class Book(NamedTuple):
    """A file that was opened: its sheets, and what was noticed on the way (zh / en)."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def letters(column: int) -> str:
    """The column's letters: 1 is A, 27 is AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def shared(sheet: Sheet) -> Mapping[tuple[int, int], Area]:
    """For each cell within an area of several lines: the area it belongs to."""
    found: dict[tuple[int, int], Area] = {}
    for area in sheet.merged:
        top, left, bottom, right = area
        if bottom > top:
            cells: Iterable[tuple[int, int]] = (
                (line, column)
                for line in range(top, bottom + 1)
                for column in range(left, right + 1)
            )
            found |= dict.fromkeys(cells, area)
    return found
