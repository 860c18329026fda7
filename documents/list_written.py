"""A list as a file: CSV and XLSX of our own table. The same list gives the same bytes."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter

from documents.list_book import opened
from domain.lists import Reading, read_book
from domain.lists.exported import COLUMNS, FIGURES, guarded, table_of
from domain.lists.kinds import ON_A_STREET
from domain.programme.messages import ProgrammeOpened
from domain.project.card import Card
from domain.regimes import named

_WIDTHS = {"item_name_zh": 36, "subproject_name_zh": 36, "list_title_zh": 30, "region": 24}
_FIGURE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", re.ASCII)
_FIELDS = tuple(COLUMNS.values())
_NOTE = (
    "本表由记录导出，是票决（街道为会商选定）时的内容，此后的变更见各项目的记录。",
    "责任单位空着的，来源没有公布；系统中以“（合成）…”代替，不写进本表。",
    "原样导入不会产生新的记录；改动后导入会被拒绝，并列出不同之处。名单的变更凭决定登记。",
)


def list_file(opened: ProgrammeOpened, cards: Sequence[Card], *, xlsx: bool) -> bytes:
    """The list as bytes that depend on nothing but the record."""
    street = named(opened.regime).tier == "street"
    table = table_of(opened.title, "voted_street_selection" if street else "voted", cards)
    return xlsx_of(opened.title, table, opened.vote) if xlsx else csv_of(table)


def csv_of(table: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a mark by which table programs know it; nothing in it is computed. Figures stand
    bare, and every text in quotes, so that no other separator can cut it in two."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_told(x) for x in row] for row in table)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _told(cell: str) -> str | Decimal:
    """A figure as it is written, a negative one too; of a text what is not computed."""
    if _FIGURE.fullmatch(cell) and str(Decimal(cell)) == cell:
        return Decimal(cell)
    return guarded(cell)


def xlsx_of(title: str, table: Sequence[Sequence[str]], on: date) -> bytes:
    """A workbook: the list, then how to read it. `on` stands as the day it was made."""
    out = io.BytesIO()
    with begun(out, title, on) as book:
        sheet = book.add_worksheet("清单")
        _columns(book, sheet, table[0])
        styles = {
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "live": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            "figure": book.add_format({"valign": "top"}),
        }
        for n, row in enumerate(table[1:], 1):
            for at, cell in enumerate(row):
                _write(sheet, (n, at), cell, styles)
        notes = book.add_worksheet("说明")
        notes.set_column(0, 0, 100)
        for n, text in enumerate((title, *_NOTE)):
            notes.write_string(n, 0, text, styles["text"])
    return out.getvalue()


OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
HEAD = {"bold": True, "bg_color": "#E8EEF2", "text_wrap": True}


def begun(out: io.BytesIO, title: str, on: date) -> Any:
    """A workbook in which nothing is computed; `on` stands as the day it was made."""
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": title, "created": datetime.combine(on, time(), UTC)})
    return book


def _columns(book: Any, sheet: Any, header: Sequence[str]) -> None:
    head = book.add_format(HEAD)
    for at, text in enumerate(header):
        sheet.set_column(at, at, _WIDTHS.get(_FIELDS[at], 13))
        sheet.write_string(0, at, text, head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(header) - 1)


def _write(sheet: Any, at: tuple[int, int], cell: str, styles: dict[str, Any]) -> None:
    if not cell:
        return
    if _FIELDS[at[1]] in FIGURES and _shown(cell) == cell:
        sheet.write_number(*at, float(cell), styles["figure"])
    else:
        sheet.write_string(*at, cell, styles["live" if guarded(cell) != cell else "text"])


def _shown(cell: str) -> str:
    """The figure as a workbook gives it back."""
    return f"{Decimal(f'{float(cell):.15g}').normalize():f}"


def not_the_same(content: bytes, title: str, cards: Sequence[Card]) -> list[str]:
    """Projects that would not be the same if the file were imported again; none as a rule."""
    found = read_book(opened(content), Reading(kinds=ON_A_STREET))
    again = {x.id: x for x in found.cards} if len(found.voted) == 1 else {}
    same_title = bool(found.voted) and found.voted[0].title == title
    return [x.id for x in cards if not same_title or again.get(x.id) != x]
