"""A plain table as a file: CSV that a spreadsheet opens as UTF-8, or a workbook."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import xlsxwriter

from documents.list_written import OPTIONS

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with its mark. A cell that a spreadsheet would compute is told as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_inert(x) for x in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_of(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], on: date) -> bytes:
    """A workbook of one sheet. `on` stands as the day it was made."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": title, "created": datetime.combine(on, time(), UTC)})
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bg_color": "#E8EEF2", "text_wrap": True})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        for at, text in enumerate(header):
            widest = max([len(text), *(len(row[at]) for row in rows[:200])])
            sheet.set_column(at, at, min(60, 2 + 2 * widest))
            sheet.write_string(0, at, text, head)
        for n, row in enumerate(rows, 1):
            for at, text in enumerate(row):
                sheet.write_string(n, at, text, cell)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
