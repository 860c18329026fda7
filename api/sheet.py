"""A table handed in as CSV or XLSX: looked over before it is opened, refused if it could do harm.

Nothing is computed, guessed or unhidden: a file with formulas, merged or hidden cells says
something else than it shows, and is sent back with the words what to change.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook

from api.limits import SHEET_MOST
from api.problems import Problem
from api.sniff import media_type, safe_name
from documents.unpacked import broken, packed, parts_of
from domain.lists.table import NotAList, records_in, text_of

MOST_UNPACKED = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 2100, 50
Record = tuple[int, list[str]]

_TAG = rb"<(?:[A-Za-z_][\w.-]*:)?"
_CELLS = re.compile(_TAG + rb"c(?=[\s/>])")
_PLACED = re.compile(_TAG + rb"c(?=\s)[^<>]*?\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*")
_ROWS = re.compile(_TAG + rb"row(?=[\s/>])([^<>]*)")
_ROW_NO = re.compile(rb"\sr=[\"']([^\"']*)[\"']")
_STYLE = re.compile(rb"\ss=[\"']([0-9]{1,6})[\"']")
_FORBIDDEN = (
    (re.compile(_TAG + rb"f(?=[\s/>])"), "有公式，请粘贴为数值后再导入", "has formulas"),
    (re.compile(_TAG + rb"mergeCell(?=[\s/>])"), "有合并单元格，请取消合并", "has merged cells"),
    (re.compile(rb"\shidden=[\"'](?:1|true)"), "有隐藏的行或列，请取消隐藏", "has hidden cells"),
)
_XF = re.compile(_TAG + rb"xf(?=[\s/>])[^<>]*?\snumFmtId=[\"']([0-9]{1,6})[\"']")
_XFS = re.compile(_TAG + rb"cellXfs(?=[\s>]).*?</(?:[A-Za-z_][\w.-]*:)?cellXfs>", re.S)
_FORMAT = re.compile(
    _TAG + rb"numFmt(?=\s)(?=[^<>]*?\snumFmtId=[\"']([0-9]{1,6})[\"'])"
    rb"(?=[^<>]*?\sformatCode=[\"'][^\"'<>]*%)"
)
_PERCENT = frozenset({b"9", b"10"})
"""Built-in formats `0%` and `0.00%`."""


def records_of(name: str, content: bytes) -> tuple[str, list[Record]]:
    """The file's name as it is kept, and its records with their lines. Raises NotAList."""
    if len(content) > SHEET_MOST:
        raise NotAList("文件超过2MB，不是一期通报，请核对。", "the file is over 2 MB.")
    try:
        kept = safe_name(name)
        if kept.lower().endswith(".csv") and not content.startswith(b"PK\x03\x04"):
            return kept, [(line, cells) for line, cells in records_in(text_of(content))]
        if not kept.lower().endswith(".xlsx"):
            raise NotAList("只读CSV和XLSX文件，请另存后重试。", "CSV and XLSX only.")
        media_type(kept, io.BytesIO(content))
    except Problem as problem:
        raise NotAList(problem.zh, problem.en) from problem
    return kept, list(_sheet(content))


def _sheet(content: bytes) -> Iterator[Record]:
    parts = parts_of(content, MOST_UNPACKED)
    percents = _looked_over(parts)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(packed(parts))) as book:
            if len(book.sheet_names) != 1:
                raise NotAList(
                    "文件应只有一张工作表（也没有隐藏的），请另存所用的那一张。",
                    "the file must hold one sheet, and none hidden.",
                )
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise broken() from error
    for n, row in enumerate(rows, 1):
        yield n, [_said(x, percent=(n, m) in percents) for m, x in enumerate(row, 1)]


def _looked_over(parts: dict[str, bytes]) -> set[tuple[int, int]]:
    """The places of cells shown as percentages. Raises NotAList for what is not read."""
    styles = _percent_styles(parts.get("xl/styles.xml", b""))
    percents: set[tuple[int, int]] = set()
    for name, part in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
        for pattern, zh, en in _FORBIDDEN:
            if sheet and pattern.search(part):
                raise NotAList(f"工作表{zh}。", f"the sheet {en}.")
        if sheet:
            percents |= _placed(part, styles)
    return percents


def _placed(part: bytes, styles: set[bytes]) -> set[tuple[int, int]]:
    percents: set[tuple[int, int]] = set()
    number = 0
    for found in _PLACED.finditer(part):
        number += 1
        row, column = int(found[2]), _column(found[1])
        if row > MOST_ROWS or column > MOST_COLUMNS:
            raise _too_wide()
        style = _STYLE.search(found[0])
        if style is not None and style[1] in styles:
            percents.add((row, column))
    rows = [_ROW_NO.search(x[1]) for x in _ROWS.finditer(part)]
    odd = [x for x in rows if x is not None and not re.fullmatch(rb"[0-9]{1,4}", x[1])]
    if number != len(_CELLS.findall(part)) or len(rows) > MOST_ROWS or odd:
        raise _too_wide()
    return percents


def _percent_styles(part: bytes) -> set[bytes]:
    """The numbers of the cell styles that show a percentage."""
    formats = _PERCENT | set(_FORMAT.findall(part))
    inner = _XFS.search(part)
    used = _XF.findall(inner[0]) if inner else []
    return {str(n).encode() for n, x in enumerate(used) if x in formats}


def _column(letters: bytes) -> int:
    number = 0
    for x in letters:
        number = number * 26 + x - 64
    return number


def _said(cell: object, *, percent: bool) -> str:
    """A cell as text; a number as a person would write it."""
    match cell:
        case bool():
            return str(cell).upper()
        case int() | float():
            value = Decimal(repr(cell))
            if not value.is_finite():
                return str(cell)
            value = value * 100 if percent else value
            return f"{value.normalize():f}{'%' if percent else ''}"
        case datetime():
            return cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _too_wide() -> NotAList:
    return NotAList(
        f"工作表超过{MOST_ROWS}行、{MOST_COLUMNS}列，或格子没有位置，请只保留通报的表格。",
        "the sheet is too large, or its cells have no place.",
    )
