"""A plain table as a file: CSV that a spreadsheet opens as UTF-8, or a workbook."""

import io
from collections.abc import Sequence
from datetime import date

from documents import list_written
from documents.list_written import HEAD, begun
from domain.lists.exported import guarded


def csv_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with its mark. A cell that a spreadsheet would compute is told as text."""
    return list_written.csv_of([header, *rows])


def xlsx_of(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], on: date) -> bytes:
    """A workbook of one sheet. `on` stands as the day it was made."""
    out = io.BytesIO()
    with begun(out, title, on) as book:
        sheet = book.add_worksheet(title[:31])
        head = book.add_format(HEAD)
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        live = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        for at, text in enumerate(header):
            widest = max([len(text), *(len(row[at]) for row in rows[:200])])
            sheet.set_column(at, at, min(60, 2 + 2 * widest))
            sheet.write_string(0, at, text, head)
        for n, row in enumerate(rows, 1):
            for at, text in enumerate(row):
                sheet.write_string(n, at, text, cell if guarded(text) == text else live)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
