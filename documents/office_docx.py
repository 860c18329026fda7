"""A report of the office as a Word file that may go on being edited, word for word as the page."""

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Cm, RGBColor

from documents.office import told
from documents.printed import Printed
from documents.word import FANG, GREY, HEI, SONG, a4, cell, foot, red_rule, repeat, saved, say
from domain.papers.office import Office

SEAL = RGBColor(0xA8, 0x23, 0x1A)
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
ROOM = 15.6
"""Centimetres between the margins."""
TEXT, FINE = 12, 8


def office_docx(paper: Printed, office: Office) -> bytes:
    """The file's bytes; the same paper gives the same bytes."""
    said = told(paper, office)
    made = Document()
    a4(made.sections[0], 3, 2.6, 2.8, 2.8)
    foot(made, said["title"], said["issuer"])
    _head(made, said)
    for zh in said["opening"]:
        say(made, zh, FANG, TEXT, indent=2)
    for part in said["parts"]:
        say(made, part["zh"], HEI, TEXT)
        for x in part["paragraphs"]:
            say(made, x["zh"], FANG, TEXT, indent=2)
        for table in part["tables"]:
            _table(made, table)
    for zh in said["closing"]:
        say(made, zh, FANG, TEXT, indent=2)
    say(made, "", FANG, TEXT)
    for zh in (said["signed"], said["dated"]):
        say(made, f"{zh}　　", FANG, TEXT, RIGHT)
    _imprint(made, said)
    return saved(made)


def _head(made: Any, said: dict[str, Any]) -> None:
    size = min(34, 440 // max(1, len(said["head"])))
    say(made, said["head"], SONG, size, CENTRE, colour=SEAL)
    for zh in (said["number"], said["heading"]):
        if zh:
            say(made, zh, FANG, TEXT, CENTRE)
    red_rule(_both_ends(made, said["issuer"], said["on"]))
    say(made, said["title"], SONG, 18, CENTRE)


def _both_ends(made: Any, left: str, right: str) -> Any:
    line = say(made, f"{left}\t{right}", FANG, TEXT)
    line.paragraph_format.tab_stops.add_tab_stop(Cm(ROOM), WD_TAB_ALIGNMENT.RIGHT)
    return line


def _table(made: Any, table: dict[str, Any]) -> None:
    if not table["lines"]:
        say(made, "没有。", FANG, TEXT, indent=2)
    else:
        _grid(made, table)
    if table["note"]:
        say(made, table["note"], HEI, FINE)


def _grid(made: Any, table: dict[str, Any]) -> None:
    columns = table["columns"]
    grid = made.add_table(rows=1, cols=len(columns), style="Table Grid")
    for one, head in zip(grid.rows[0].cells, columns, strict=True):
        cell(one, head["zh"], HEI, FINE)
    repeat(grid.rows[0])
    for _ in table["lines"]:
        grid.add_row()
    for n, line in enumerate(table["lines"], 1):
        for x in line:
            one = grid.cell(n, x["at"])
            if x["rows"] > 1:
                one = one.merge(grid.cell(n + x["rows"] - 1, x["at"]))
            cell(one, x["zh"], FANG, FINE)
    shares = [1.0 if x["kind"] in ("number", "percent") else 1.6 for x in columns]
    shares[0] = 2.4
    grid.autofit = False
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Cm(ROOM * share / sum(shares))


def _imprint(made: Any, said: dict[str, Any]) -> None:
    say(made, "", FANG, TEXT)
    say(made, f"送：{said['to']}", FANG, TEXT)
    _both_ends(made, said["issuer"], said["printed"])
    for zh in (*said["notes"], f"{said['scope']}　{said['as_of']}", said["check"]):
        say(made, zh, HEI, FINE, colour=GREY)
