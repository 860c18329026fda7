"""A file's cells as they stand, those that cannot be read marked with the reason."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.lists.rows import Skipped
from domain.lists.sheets import Book, Sheet, letters
from domain.lists.table import seen

MOST_LINES, MOST_COLUMNS, LONGEST = 400, 30, 80


class Cell(NamedTuple):
    """One cell."""

    at: str
    text: str
    wrong: str
    """Why it cannot be read; empty where it can."""


class Grid(NamedTuple):
    """One sheet."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[tuple[int, tuple[Cell, ...]], ...]
    left: int
    """Lines that are not shown."""
    wrong: tuple[Cell, ...]
    """The cells that cannot be read, to be found from the top of the page."""


def grids_of(book: Book, skipped: Sequence[Skipped]) -> list[Grid]:
    """The sheets with their problems."""
    wrong = {x.cell: x.reason.partition(" / ")[0] for one in skipped for x in one.faults}
    return [_grid(x, wrong) for x in book.sheets]


def _grid(sheet: Sheet, wrong: Mapping[str, str]) -> Grid:
    filled = [(n, cells) for n, cells in sheet.records if any(x.strip() for x in cells)]
    width = min(max((len(x) for _, x in filled), default=0), MOST_COLUMNS)
    lines = [(n, _cells(sheet, n, cells, width, wrong)) for n, cells in filled]
    shown = lines[:MOST_LINES]
    return Grid(
        name=sheet.name or "",
        columns=tuple(letters(x) for x in range(1, width + 1)),
        lines=tuple(shown),
        left=len(lines) - len(shown),
        wrong=tuple(x for _, cells in lines for x in cells if x.wrong),
    )


def _cells(
    sheet: Sheet, line: int, cells: Sequence[str], width: int, wrong: Mapping[str, str]
) -> tuple[Cell, ...]:
    found = []
    for n in range(1, width + 1):
        at = sheet.cell(line, n)
        text = seen(cells[n - 1]) if n <= len(cells) else ""
        found.append(Cell(at, text[:LONGEST], wrong.get(at, "")))
    return tuple(found)
