"""From the bytes of a file to rows under named columns; refuses what is no such table."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from domain.refusals import Malformed

MOST_BYTES = 32_000_000
"""More than a hundred thousand rows: no list that a congress ever voted."""
REQUIRED = ("list_id", "status_kind", "item_name_zh")
_LIST_ZH = "项目清单：首行缺少列 {}，请对照 projects.csv 的表头"
_END = "\x1eend of table"


class NotAList(Malformed):
    """The file is not a table with the columns of projects.csv. The text says what to change."""


class Row(NamedTuple):
    """One record: where it begins (the header is line 1), its cells, how many there should be."""

    line: int
    cells: dict[str, str]
    width: int
    expected: int

    def cell(self, column: str) -> str:
        """The trimmed cell; empty where the file has no such column."""
        return self.cells.get(column, "").strip()

    @property
    def name(self) -> str:
        """What the file calls this row: its `row_id`, else its line."""
        return " ".join(self.cell("row_id").split())[:100] or f"line {self.line}"


def rows_of(
    content: bytes,
    required: tuple[str, ...] = REQUIRED,
    missing_zh: str = _LIST_ZH,
    called: Mapping[str, str] | None = None,
) -> list[Row]:
    """The records under the header, its columns by the names they are `called` besides. Raises
    NotAList where a required column is missing, which `missing_zh` says."""
    records = records_in(text_of(content))
    _, header = next(records, (1, []))
    columns = [(called or {}).get(x.strip(), x.strip()) for x in header]
    _check(columns, required, missing_zh)
    return [_row(line, columns, cells) for line, cells in records if cells]


def _row(line: int, columns: list[str], cells: list[str]) -> Row:
    while len(cells) > len(columns) and not cells[-1].strip():
        cells = cells[:-1]
    return Row(line, dict(zip(columns, cells, strict=False)), len(cells), len(columns))


def text_of(content: bytes) -> str:
    """The file as text. Raises NotAList for one that is not UTF-8."""
    if len(content) > MOST_BYTES:
        raise NotAList(
            f"文件超过 {MOST_BYTES // 1_000_000} MB，不是项目清单，请核对。",
            f"more than {MOST_BYTES // 1_000_000} MB is no list of projects.",
        )
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
