"""Finding the header below the titles, and what the titles say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.lists.headings import Heading, heading, plain
from domain.lists.mapping import Reading
from domain.lists.sheets import Sheet, shared
from domain.lists.table import NotAList

ABOVE = 15
"""So many lines of titles may stand above the header."""
_YEAR = re.compile(r"(20[0-9]{2})年")
_UNIT = re.compile(r"单位[::]?\(?(亿元|万元|千元|元)\)?")
_NOT_VOTED = ("候选", "征求意见", "建议", "备选", "征集", "初选")


class Header(NamedTuple):
    """Where the header is, what its columns mean, and what stands above it."""

    line: int
    last: int
    """The header's last line: two where headings stand in groups."""
    columns: tuple[Heading, ...]
    titles: str
    """All that stands above, without blanks."""

    @property
    def at(self) -> Mapping[str, int]:
        """For a field: its column, counted from 0."""
        return {x.field: n for n, x in enumerate(self.columns) if x.field}

    @property
    def year(self) -> str:
        """The one year that the titles name."""
        told = set(_YEAR.findall(self.titles))
        return told.pop() if len(told) == 1 else ""

    @property
    def unit(self) -> str:
        """The unit of money that stands above the table."""
        told = set(_UNIT.findall(self.titles))
        return told.pop() if len(told) == 1 else ""

    @property
    def not_voted(self) -> str:
        """A word in the titles by which this may be no voted list."""
        return next((x for x in _NOT_VOTED if x in self.titles), "")


def find_header(sheet: Sheet, reading: Reading) -> Header | None:
    """The first line that names items and something about them; None. Raises NotAList."""
    own = reading.of(sheet.name)
    titles = [plain(sheet.name or "")]
    for n, (line, cells) in enumerate(sheet.records[:ABOVE]):
        columns, depth = _columns(sheet, n, reading.columns)
        known = {x.field for x in columns if x.field}
        named = "item_name_zh" in known and len(known) > 1
        if line == own.header or (own.header is None and named):
            _once(columns, sheet, line)
            last = sheet.records[n + depth - 1][0]
            return Header(line, last, tuple(columns), "".join(titles))
        titles += [plain(x) for x in cells]
    return None


def _columns(sheet: Sheet, n: int, said: Mapping[str, str]) -> tuple[list[Heading], int]:
    """The headings of a line, which may be two lines deep."""
    line, upper = sheet.records[n]
    deep = any(top == line and bottom == line + 1 for (top, _), bottom in _pairs(sheet, line))
    if not deep or n + 1 >= len(sheet.records):
        return [heading(x, said) for x in upper], 1
    lower = sheet.records[n + 1][1]
    over = _spread(sheet, line, upper)
    return [_joined(over[i], _get(lower, i), said) for i in range(max(len(over), len(lower)))], 2


def _pairs(sheet: Sheet, line: int) -> Iterator[tuple[tuple[int, int], int]]:
    for area in set(shared(sheet).values()):
        if area[0] == line:
            yield (area[0], area[1]), area[2]


def _spread(sheet: Sheet, line: int, cells: Sequence[str]) -> list[str]:
    """The line's texts, each over all the columns that its cell covers."""
    wide = max([len(cells), *(x[3] for x in sheet.merged if x[0] == line)])
    found = [_get(cells, n) for n in range(wide)]
    for top, left, _, right in sheet.merged:
        if top == line:
            found[left - 1 : right] = [found[left - 1]] * (right - left + 1)
    return found


def _joined(upper: str, lower: str, said: Mapping[str, str]) -> Heading:
    below, above = heading(lower, said), heading(upper, said)
    if not lower.strip():
        return above
    if below.field is None and above.field is not None and not below.why:
        return heading(upper + lower, said)
    return below._replace(unit=below.unit or above.unit)


def _once(columns: Sequence[Heading], sheet: Sheet, line: int) -> None:
    told: dict[str, tuple[int, str]] = {}
    for n, one in enumerate(columns, 1):
        if one.field is None:
            continue
        first = told.setdefault(one.field, (n, one.text))
        if first[0] != n:
            raise NotAList(
                f"表头的“{first[1]}”（{sheet.cell(line, first[0])}）和“{one.text}”"
                f"（{sheet.cell(line, n)}）是同一个意思，不知道读哪一列；"
                f"请改名，或指明不读的一列（--map {one.text}=）。",
                f"two columns are read as {one.field}: rename one or leave it out by --map.",
            )


def _get(cells: Sequence[str], n: int) -> str:
    return cells[n] if n < len(cells) else ""
