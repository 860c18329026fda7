"""From the bytes of a file to rows under named columns; refuses what is no such table."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.lists.sheets import Sheet
from domain.refusals import Malformed

MOST_BYTES = 32_000_000
"""More than a hundred thousand rows: no list that a congress ever voted."""
REQUIRED = ("list_id", "status_kind", "item_name_zh")
_LIST_ZH = "项目清单：首行缺少列 {}，请对照 projects.csv 的表头"
_END = "\x1eend of table"


class NotAList(Malformed):
    """The file is not a table with the columns of projects.csv. The text says what to change."""


class Fault(NamedTuple):
    """One cell that cannot be read: which, under what heading, what it says, and why (zh / en)."""

    cell: str
    column: str
    value: str
    reason: str


class Row(NamedTuple):
    """One record: where it begins (the header is line 1), its cells, how many there should be."""

    line: int
    cells: dict[str, str]
    width: int
    expected: int
    places: Mapping[str, tuple[str, str]] = {}
    """For a column: what the cell is called, and its heading."""
    said: Mapping[str, str] = {}
    """Cells as they are written, where they were put into figures and days for reading."""
    faults: tuple[Fault, ...] = ()
    called: str = ""

    def cell(self, column: str) -> str:
        """The trimmed cell; empty where the file has no such column."""
        return self.cells.get(column, "").strip()

    def fault(self, column: str, reason: str) -> Fault:
        """What is wrong with the cell of that column."""
        at, heading = self.places.get(column, (f"第{self.line}行", column))
        value = self.said.get(column, self.cell(column))
        return Fault(at, heading, seen(value)[:80], reason)

    @property
    def name(self) -> str:
        """What the file calls this row: its `row_id`, else its line."""
        own = " ".join(self.cell("row_id").split())[:100]
        return own or self.called or f"line {self.line}"


def seen(text: str) -> str:
    """The text in one line, with a dot for every character that nobody can see."""
    one = " ".join(text.split())
    return "".join("·" if unicodedata.category(x)[0] == "C" else x for x in one)


def rows_of(
    content: bytes,
    required: tuple[str, ...] = REQUIRED,
    missing_zh: str = _LIST_ZH,
    called: Mapping[str, str] | None = None,
) -> list[Row]:
    """The records under the header, its columns by the names they are `called` besides. Raises
    NotAList where a required column is missing, which `missing_zh` says."""
    return rows_in(Sheet(tuple(records_in(text_of(content)))), required, missing_zh, called)


def rows_in(
    sheet: Sheet,
    required: tuple[str, ...] = REQUIRED,
    missing_zh: str = _LIST_ZH,
    called: Mapping[str, str] | None = None,
) -> list[Row]:
    """The same of a sheet that was opened. Raises NotAList."""
    header = list(sheet.records[0][1]) if sheet.records else []
    columns = [(called or {}).get(x.strip(), x.strip()) for x in header]
    _check(columns, required, missing_zh)
    return [_row(sheet, line, columns, header, cells) for line, cells in sheet.records[1:] if cells]


def _row(
    sheet: Sheet, line: int, columns: list[str], header: list[str], cells: Sequence[str]
) -> Row:
    while len(cells) > len(columns) and not cells[-1].strip():
        cells = cells[:-1]
    places = {x: (sheet.cell(line, n), header[n - 1]) for n, x in enumerate(columns, 1)}
    found = dict(zip(columns, cells, strict=False))
    return Row(line, found, len(cells), len(columns), places)


def sized(content: bytes) -> None:
    """Raises NotAList for more than any list ever held."""
    if len(content) > MOST_BYTES:
        raise NotAList(
            f"文件超过 {MOST_BYTES // 1_000_000} MB，不是项目清单，请核对。",
            f"more than {MOST_BYTES // 1_000_000} MB is no list of projects.",
        )


def text_of(content: bytes) -> str:
    """The file as text. Raises NotAList for one that is not UTF-8."""
    sized(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAList(
            "文件不是 UTF-8 编码，请在表格软件中另存为“CSV UTF-8”后重试。",
            "the file is not UTF-8; save it as CSV UTF-8.",
        ) from error
    if "\0" in text:
        raise NotAList("文件不是文本，请提供 CSV 文件。", "the file is no text; a CSV is needed.")
    return text


def records_in(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the line each begins in. Raises NotAList for a quote left open."""
    reader = csv.reader(io.StringIO(f"{text}\n{_END}", newline=""))
    begins = 1
    try:
        for record in reader:
            if record == [_END]:
                return
            yield begins, record
            begins = reader.line_num + 1
    except csv.Error as error:
        raise NotAList(
            f"第 {begins} 行起无法按 CSV 读取，请检查引号和换行。",
            f"from line {begins} on this is no CSV: check quotes and line breaks.",
        ) from error
    raise NotAList(
        "文件末尾有未闭合的引号，请检查。", "a quote is left open to the end of the file."
    )


def _check(columns: list[str], required: tuple[str, ...], missing_zh: str) -> None:
    missing = [x for x in required if x not in columns]
    if missing:
        raise NotAList(
            f"文件不是{missing_zh.format('、'.join(missing))}。",
            f"not such a table: the header lacks {', '.join(missing)}.",
        )
    twice = sorted({x for x in columns if x and columns.count(x) > 1})
    if twice:
        raise NotAList(
            f"表头中的列 {'、'.join(twice)} 出现了两次，请删除一列。",
            f"columns named twice: {', '.join(twice)}.",
        )
