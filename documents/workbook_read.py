"""A workbook opened as it stands: every cell as people read it, and what is merged, computed or
hidden told beside it. What could do harm is refused before it is opened.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from xml.parsers.expat import ExpatError, ParserCreate

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from documents.unpacked import broken, packed, parts_of
from domain.lists.sheets import Book, Sheet
from domain.lists.table import NotAList

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 100, 60
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MOST_MERGED = 200_000
"""Cells within merged areas."""


def workbook_of(content: bytes) -> Book:
    """The visible sheets of an XLSX file. Raises NotAList."""
    parts = parts_of(content)
    try:
        facts = {name: _facts(parts[path]) for name, path in _paths(parts).items()}
        with CalamineWorkbook.from_filelike(io.BytesIO(packed(parts))) as book:
            return _book(book, facts)
    except (CalamineError, ExpatError, KeyError, StopIteration) as error:
        raise broken() from error


def _book(book: CalamineWorkbook, facts: dict[str, "_Facts"]) -> Book:
    shown, notes = [], []
    for one in book.sheets_metadata:
        if one.typ is not SheetTypeEnum.WorkSheet:
            continue
        if one.visible is SheetVisibleEnum.Visible:
            shown.append(one.name)
        else:
            notes.append(f"工作表“{one.name}”是隐藏的，没有读取 / a hidden sheet is not read")
    if len(shown) > MOST_SHEETS:
        raise NotAList(f"工作表超过 {MOST_SHEETS} 张，请拆分。", f"over {MOST_SHEETS} sheets.")
    sheets = (_sheet(book.get_sheet_by_name(x), facts[x], alone=len(shown) == 1) for x in shown)
    return Book(tuple(sheets), tuple(notes))


def _sheet(sheet: CalamineSheet, facts: "_Facts", *, alone: bool) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    return Sheet(
        records=tuple((n, [_said(x) for x in row]) for n, row in enumerate(rows, 1)),
        name=sheet.name,
        alone=alone,
        merged=tuple(facts.merged),
        formulas=frozenset(facts.formulas),
        hidden_lines=frozenset(facts.hidden_lines),
        hidden_columns=frozenset(facts.hidden_columns),
    )


def _paths(parts: dict[str, bytes]) -> dict[str, str]:
    """For each sheet's name: the part that holds it."""
    targets = {
        x["Id"]: x["Target"] for x in _elements(parts["xl/_rels/workbook.xml.rels"], "Relationship")
    }
    found = {}
    for one in _elements(parts["xl/workbook.xml"], "sheet"):
        target = targets[next(y for x, y in one.items() if x.endswith(":id"))]
        found[one["name"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return {name: path for name, path in found.items() if "/worksheets/" in path}


def _elements(part: bytes, wanted: str) -> Iterator[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(part, True)
    return iter(found)


class _Facts:
    """What a sheet's part says besides values."""

    def __init__(self) -> None:
        self.merged: list[tuple[int, int, int, int]] = []
        self.formulas: set[tuple[int, int]] = set()
        self.hidden_lines: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._at = (0, 0)
        self._cells = 0

    def start(self, name: str, said: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self._at = _place(said.get("r", ""))
            case "f":
                self.formulas.add(self._at)
            case "row" if said.get("hidden") in ("1", "true"):
                self.hidden_lines.add(int(said.get("r", "0")))
            case "col" if said.get("hidden") in ("1", "true"):
                last = min(int(said.get("max", "0")), MOST_COLUMNS)
                self.hidden_columns |= set(range(int(said.get("min", "1")), last + 1))
            case "mergeCell":
                first, _, last_cell = said.get("ref", "").partition(":")
                self._merge((*_place(first), *_place(last_cell or first)))
            case _:
                return

    def _merge(self, area: tuple[int, int, int, int]) -> None:
        top, left, bottom, right = area
        self._cells += max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if self._cells > _MOST_MERGED:
            raise NotAList("工作表的合并单元格过多，请只保留清单的表格。", "too many merged cells.")
        self.merged.append(area)


def _facts(part: bytes) -> _Facts:
    facts = _Facts()
    parser = ParserCreate()
    parser.StartElementHandler = facts.start
    try:
        parser.Parse(part, True)
    except ValueError as error:
        raise broken() from error
    return facts


def _place(text: str) -> tuple[int, int]:
    """Line and column of `B7`. Raises NotAList beyond what a list ever needs."""
    found = _PLACE.fullmatch(text)
    column = 0
    for x in found[1] if found else "":
        column = column * 26 + ord(x) - 64
    if found is None or int(found[2]) > MOST_ROWS or column > MOST_COLUMNS:
        raise NotAList(
            f"工作表超过 {MOST_ROWS} 行、{MOST_COLUMNS} 列，或格子没有位置，请只保留清单的表格。",
            "the sheet is too large, or its cells have no place.",
        )
    return int(found[2]), column


def _said(cell: object) -> str:
    """A cell as text; a number with the 15 digits that table programs show."""
    match cell:
        case bool():
            return str(cell).upper()
        case int() | float():
            value = Decimal(f"{cell:.15g}")
            return f"{value.normalize():f}" if value.is_finite() else str(cell)
        case datetime():
            midnight = cell.time() == time()
            return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
