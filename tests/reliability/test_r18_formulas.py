"""R18 c: no cell of ours is computed by a table program, and what it said is not lost.

Every writer of table files gets the corpus; LibreOffice opens them, with its reckoning of CSV on,
and what it holds is read cell by cell. The control is the same table written carelessly.
"""

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

from api.pages.words import name_zh
from documents import list_written, table_file
from domain.lists.exported import unguarded
from tests.pages.conftest import Hall, accounts, hall, set_clock
from tests.support.formulas import FIGURES, LIVE
from tests.support.readers import at_hand, office
from tests.support.town import FIRE, LIST

__all__ = ["accounts", "hall", "set_clock"]
ON = date(2024, 1, 16)
ROWS = [[str(n), x, f"第{n}行", FIGURES[n % len(FIGURES)]] for n, x in enumerate(LIVE)]
HEADER = ["序号", "内容", "说明", "数"]
RECKON = "fods:OpenDocument Spreadsheet Flat XML"
AS_CSV = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"
"""Separator, quotes, UTF-8; figures known, formulas reckoned."""
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
NAMED = [x.strip() for x in LIVE if not re.search(r"[\r\n\t\u200b\u2060\ufeff]", x)]
"""Those that the domain takes as a name: it wants no line ends in one and trims it."""


def careless() -> bytes:
    """The table as any program would write it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *ROWS])
    return out.getvalue().encode("utf-8-sig")


def written() -> dict[str, bytes]:
    """The table by each of our writers."""
    return {
        "list.csv": list_written.csv_of([HEADER, *ROWS]),
        "table.csv": table_file.csv_of(HEADER, ROWS),
        "table.xlsx": table_file.xlsx_of("表", HEADER, ROWS, ON),
    }


def reckoned(flat: str) -> tuple[int, int, int]:
    """Of a table as LibreOffice holds it: rows, computed cells, figures."""
    tree = ET.fromstring(flat)  # noqa: S314  # what LibreOffice wrote
    cells = list(tree.iter(f"{TABLE}table-cell"))
    rows = [x for x in tree.iter(f"{TABLE}table-row") if "".join(x.itertext()).strip()]
    computed = [x for x in cells if f"{TABLE}formula" in x.attrib]
    return len(rows), len(computed), sum(x.get(VALUE) == "float" for x in cells)


def plain_cells(content: bytes) -> list[list[str]]:
    """The table as a strict reader of CSV finds it, unguarded."""
    text = content.decode("utf-8-sig")
    return [[unguarded(x) for x in row] for row in csv.reader(io.StringIO(text, newline=""))]


def _lines(text: str) -> str:
    """Whatever ends a line."""
    return re.sub(r"\r\n?", "\n", text)


def formulas_in(workbook: bytes) -> list[str]:
    """Every element of a workbook by which a cell is computed or leads elsewhere."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {x: archive.read(x).decode() for x in archive.namelist() if x.endswith(".xml")}
    live = re.compile(r"<(?:f|hyperlink)[ />]")
    return [f"{x} {y}" for x, part in parts.items() for y in live.findall(part)]


def test_r18_no_cell_is_computed(tmp_path: Path, say: Any) -> None:
    """ASVS 1.2.10"""
    at_hand()
    files = written()
    told = {"careless.csv": careless(), **{x: y for x, y in files.items() if "csv" in x}}
    held = office(told, RECKON, tmp_path / "csv", AS_CSV)
    books = office({"table.xlsx": files["table.xlsx"]}, RECKON, tmp_path / "xlsx")
    seen = {x.removesuffix(".fods"): reckoned(y) for x, y in {**held, **books}.items()}
    computed = {x: y[1] for x, y in seen.items()}
    control = computed.pop("careless")
    say(
        "R18",
        part="c",
        cells=len(LIVE),
        files=len(files),
        computed=sum(computed.values()),
        careless_computed=control,
        recovered=sum(plain_cells(files[x]) == [HEADER, *ROWS] for x in files if "csv" in x),
    )
    assert computed == {"list": 0, "table": 0}
    assert formulas_in(files["table.xlsx"]) == []
    for name in ("list.csv", "table.csv"):
        assert plain_cells(files[name]) == [HEADER, *ROWS], "what it said is not lost"
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["table.xlsx"]))
    rows = book.get_sheet_by_index(0).to_python()
    assert [_lines(str(x[1])) for x in rows[1:]] == [_lines(x) for x in LIVE]
    assert seen["list"][2] >= 2 * len(LIVE), "figures are figures, the negative ones too"
    assert len(LIVE) >= 40
    assert control > 5, "a careless table must be computed, or this shows nothing"


async def test_r18_no_table_of_ours_is_computed(hall: Hall, tmp_path: Path) -> None:
    """ASVS 1.2.10: every table file that the pages hand out, of a list made of such names."""
    parts = [{"no": 1, "name": "一", "target": {"op": "ge", "value": 5, "unit": "=A1"}}]
    projects = [
        {"id": f"FX23-{n:02d}", "name": x, "lead_unit": FIRE, "subprojects": parts}
        for n, x in enumerate(NAMED, 1)
    ]
    made = {**LIST, "id": "FX23", "title": "=1+1", "projects": projects}
    clerk_token = await hall.town.token("clerk", "clerk")
    opened = await hall.town.ask("POST", "/programmes", clerk_token, json=made)
    assert opened.status_code == 201, opened.text
    clerk = await hall.signed_in("clerk")
    paths = {
        "list.csv": "/programmes/FX23/list.csv",
        "list.xlsx": "/programmes/FX23/list.xlsx",
        "board.csv": "/board/export",
        "messages.csv": "/rehearsals/FX23/messages.csv",
        "messages.xlsx": "/rehearsals/FX23/messages.xlsx",
        "projects.csv": "/open/data/projects.csv?list=FX23",
        "parts.csv": "/open/data/parts.csv?list=FX23",
        "late.csv": "/open/data/late.csv?list=FX23",
        "dictionary.csv": "/open/data/dictionary.csv",
    }
    files = {}
    for name, path in paths.items():
        why = f"{'&' if '?' in path else '?'}purpose=例行核对"
        answer = await clerk.http.get(f"{path}{why}")
        assert answer.status_code == 200, (path, answer.text[:300])
        assert answer.headers.get("content-disposition", "").startswith("attachment"), path
        files[name] = answer.content
    tables = {x: y for x, y in files.items() if x.endswith(".csv")}
    assert [x for x, y in files.items() if x.endswith("xlsx") and formulas_in(y)] == []
    held = office(tables, RECKON, tmp_path / "csv", AS_CSV)
    seen = {x: reckoned(y)[1] for x, y in held.items()}
    assert len(seen) == len(tables)
    assert set(seen.values()) == {0}, seen
    cells = {x for row in plain_cells(tables["projects.csv"]) for x in row}
    assert {name_zh(x) for x in NAMED} <= cells
