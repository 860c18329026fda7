"""A paper as a workbook: a sheet of sentences, then one sheet per table.

Text is never taken for a formula, and figures are figures, so that people can reckon with them.
"""

import re
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from documents.office import spoken
from documents.printed import Printed
from domain.lists.exported import guarded
from domain.papers.body import Column, Table

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDTHS = {"text": 28, "number": 12, "percent": 12, "date": 13}
SOURCE_ZH = "记录出处"


def workbook(paper: Printed) -> bytes:
    """The file's bytes; the same paper gives the same bytes."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"title": paper.body.title, "created": datetime.combine(paper.on, time(), UTC)}
        )
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#E8EEF2", "text_wrap": True}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "live": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            "number": book.add_format({"num_format": "#,##0.######", "valign": "top"}),
            "percent": book.add_format({"num_format": "0.00", "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 16}),
            "note": book.add_format({"font_color": "#555555", "text_wrap": True}),
        }
        _cover(book, paper, styles)
        for n, table in enumerate(paper.body.tables, 1):
            _sheet(book, f"{n} {table.zh}", table, styles)
    return out.getvalue()


def _cover(book: Any, paper: Printed, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, paper.body.title, styles["title"])
    said = (
        paper.heading,
        f"{paper.issuer} {paper.on}",
        paper.body.scope,
        paper.as_of,
        *paper.body.sentences,
        *_act(paper),
        *paper.body.notes,
        paper.check,
    )
    for row, text in enumerate(said, 1):
        sheet.write_string(row, 0, text, styles["text"])


def _act(paper: Printed) -> tuple[str, ...]:
    """What a document says around its tables."""
    if paper.body.office is not None:
        return spoken(paper)
    act = paper.body.act
    return () if act is None else (*(x.zh for x in act.paragraphs), *act.after)


def _sheet(book: Any, name: str, table: Table, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_FORBIDDEN.sub(" ", name)[:31])
    columns = (*table.columns, Column(zh=SOURCE_ZH))
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS[column.kind])
        sheet.write_string(0, at, column.zh, styles["head"])
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(table.lines, 1):
        source = f"{line.source.stream} {line.source.short}" if line.source else ""
        for at, (column, cell) in enumerate(zip(columns, (*line.cells, source), strict=True)):
            _write(sheet, (row, at), column, cell, styles)
    if table.note:
        sheet.write_string(len(table.lines) + 2, 0, table.note, styles["note"])
    sheet.autofilter(0, 0, max(1, len(table.lines)), len(columns) - 1)


def _write(
    sheet: Any, at: tuple[int, int], column: Column, cell: str, styles: dict[str, Any]
) -> None:
    style = styles[column.kind]
    match column.kind:
        case "number" | "percent" if cell:
            sheet.write_number(*at, float(cell), style)
        case "date" if cell:
            sheet.write_datetime(*at, datetime.combine(date.fromisoformat(cell), time()), style)
        case _:
            sheet.write_string(*at, cell, styles["text" if guarded(cell) == cell else "live"])
