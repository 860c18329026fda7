"""From the sheets of a file to rows, and every list that they name, whatever becomes of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from domain.lists import exported
from domain.lists.checks import Check, Seen, checks_of
from domain.lists.ids import item_key
from domain.lists.kinds import kind_of
from domain.lists.mapping import Reading
from domain.lists.office import find_header, office_rows
from domain.lists.published import Published
from domain.lists.rows import Skipped, Voted
from domain.lists.sheets import Book, Sheet
from domain.lists.table import REQUIRED, NotAList, Row, rows_in


class Table(NamedTuple):
    """One list of a file."""

    list_id: str
    place: str
    year: str
    tier: str
    rows: int
    items: int
    kinds: Mapping[str, int]
    """How many rows are of which kind."""
    broken: int
    """Rows with cells that cannot be read."""
    checks: tuple[Check, ...]


def rows_of_book(book: Book, reading: Reading) -> tuple[list[Row], tuple[str, ...]]:
    """All rows, and what was noticed. Raises NotAList where no sheet holds a list."""
    rows, notes = list[Row](), list(book.notes)
    read = 0
    for sheet in book.sheets:
        if not reading.of(sheet.name).use:
            notes.append(f"工作表“{sheet.name}”按映射不读取 / a sheet left out")
        elif (found := _rows(sheet, reading, alone=len(book.sheets) == 1)) is None:
            notes.append(f"工作表“{sheet.name}”没有项目清单的表头，没有读取 / a sheet without list")
        else:
            read += 1
            rows += found[0]
            notes += found[1]
    if not read:
        raise NotAList(
            "没有一张工作表有项目清单的表头：要有“项目名称”，以及责任单位、总投资等至少一列。",
            "no sheet has the header of a list: item names and at least one other column.",
        )
    return rows, tuple(dict.fromkeys(notes))


def _rows(sheet: Sheet, reading: Reading, *, alone: bool) -> tuple[list[Row], list[str]] | None:
    header = [x.strip() for x in sheet.records[0][1]] if sheet.records else []
    told = bool(reading.columns or reading.of(sheet.name).values)
    if exported.is_ours(sheet):
        return rows_in(exported.opened(sheet), REQUIRED, called=exported.COLUMNS), []
    if set(REQUIRED) <= set(header) and not told:
        return rows_in(sheet), []
    found = find_header(sheet, reading)
    if found is not None and (told or not all(x.isascii() for x in header)):
        return office_rows(sheet, found, reading)
    if alone:
        return rows_in(sheet), []  # says which columns are missing
    return None


def tables_of(rows: Sequence[Row], read: Sequence[Voted | Skipped]) -> tuple[Table, ...]:
    """The lists in the file's order. Rows without a list belong to none."""
    groups: dict[str, list[tuple[Row, Voted | Skipped]]] = {}
    for row, outcome in zip(rows, read, strict=True):
        name = outcome.list_id or row.cell("list_id")
        if name:
            groups.setdefault(name, []).append((row, outcome))
    return tuple(_table(name, both) for name, both in groups.items())


def _table(name: str, both: Sequence[tuple[Row, Voted | Skipped]]) -> Table:
    seen = [_seen(row, x.published or Published()) for row, x in both]
    told = seen[0].published
    first = both[0][0]
    path = [x for n, x in enumerate(told.place) if n == 0 or told.place[n - 1] != x]
    place = first.cell("region") or "/".join(path) or "未注明地区"
    return Table(
        list_id=name,
        place=place,
        year=told.year,
        tier=told.tier,
        rows=len(both),
        items=len({item_key(x.item_no or None, x.item_name) for x in seen}),
        kinds=dict(Counter(kind_of(row.cell("status_kind")) for row, _ in both)),
        broken=sum(1 for _, x in both if isinstance(x, Skipped) and x.faults),
        checks=checks_of(seen, place),
    )


def _seen(row: Row, told: Published) -> Seen:
    part = row.cell("subproject_no")
    return Seen(
        row=row.name,
        item_no=row.cell("item_no"),
        item_name=row.cell("item_name_zh"),
        part=int(part) if part.isdecimal() and len(part) < 4 else None,
        kind=kind_of(row.cell("status_kind")),
        investment_wan=_money(row.cell("investment_total_wan")),
        published=told,
    )


def _money(cell: str) -> Decimal | None:
    try:
        found = Decimal(cell) if cell else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
