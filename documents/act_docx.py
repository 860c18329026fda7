"""A document of a session as a Word file that the office may go on editing: the fonts that Chinese
offices have (仿宋, 黑体, 小标宋), margins and page numbers as in GB/T 9704."""

from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, RGBColor

from documents.acts import BY_HAND, parts
from documents.printed import Printed
from documents.word import FANG, GREY, HEI, SONG, a4, cell, foot, red_rule, repeat, run, saved, say
from domain.papers.act import Act

RED = RGBColor(0xC4, 0x16, 0x1C)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def act_docx(paper: Printed, act: Act) -> bytes:
    """The file's bytes; the same paper gives the same bytes."""
    told = parts(paper, act)
    made = Document()
    _page(made, told)
    _head(made, told)
    for x in told["paragraphs"]:
        heading = x["level"] == "heading"
        say(made, x["zh"], HEI if heading else FANG, told["size"], indent=2)
    if told["signed"]:
        say(made, "", FANG, told["size"])
        for said in (told["signed"], told["dated"]):
            say(made, f"{said}　　", FANG, told["size"], WD_ALIGN_PARAGRAPH.RIGHT)
    for n, table in enumerate(told["tables"]):
        _table(made, table, told, first=n == 0)
    if told["layout"] not in BY_HAND:
        said = f"{told['sources']}{told['scope']}　{told['as_of']}　{told['check']}"
        say(made, said, FANG, 7.5, colour=GREY)
    return saved(made)


def _page(made: Any, told: dict[str, Any]) -> None:
    section = made.sections[0]
    by_hand, wide = told["layout"] in BY_HAND, told["wide"]
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
    edges = (2.0, 2.0, 1.8, 2.0) if by_hand or wide else (3.7, 2.6, 3.5, 2.8)
    a4(section, *edges, wide=wide)
    told["size"] = 12 if wide or by_hand else 16
    if not by_hand:
        foot(made, told["title"], told["issuer"])
        return
    line = section.footer.paragraphs[0]
    line.alignment = CENTRE
    run(line, told["heading"], FANG, 8, GREY)


def _head(made: Any, told: dict[str, Any]) -> None:
    if told["layout"] in BY_HAND:
        say(made, told["head"], FANG, 15, CENTRE)
    else:
        size = min(30, 440 // max(1, len(told["head"])))
        say(made, told["head"], SONG, size, CENTRE, colour=RED)
        number = say(made, told["heading"], FANG, 14, CENTRE)
        red_rule(number)
    for line in told["title-lines"]:
        say(made, line, SONG, 22, CENTRE)
    if told["note"]:
        say(made, told["note"], "楷体", 15, CENTRE)
    if told["to"]:
        say(made, told["to"], FANG, told["size"])


def _table(made: Any, table: dict[str, Any], told: dict[str, Any], *, first: bool) -> None:
    by_hand = told["layout"] in BY_HAND
    if told["layout"] == "sheet":
        if not first:
            made.add_page_break()
            _head(made, told)
        say(made, f"（{table['zh']}）", HEI, 14, CENTRE)
    elif not by_hand:
        say(made, f"附：{table['zh']}", HEI, 14)
    heads = [x["zh"] for x in table["columns"]] + ([] if by_hand else ["出处"])
    grid = made.add_table(rows=1, cols=len(heads), style="Table Grid")
    for one, head in zip(grid.rows[0].cells, heads, strict=True):
        cell(one, head, HEI, 12 if by_hand else 10)
    repeat(grid.rows[0])
    for line in table["lines"]:
        row = grid.add_row()
        if by_hand:
            row.height, row.height_rule = Cm(1), WD_ROW_HEIGHT_RULE.AT_LEAST
        said = line["cells"] + ([] if by_hand else [line["source"]])
        for one, text in zip(row.cells, said, strict=True):
            cell(one, text, FANG, 13 if by_hand else 10)
    _widths(grid, table, told)
    for said in (table["note"], *(told["after"] if by_hand else ())):
        if said:
            say(made, said, FANG, 11)


def _widths(grid: Any, table: dict[str, Any], told: dict[str, Any]) -> None:
    """Columns of words as wide as their words ask; figures and empty cells narrow."""
    room = 25.7 if told["wide"] else 17.0 if told["layout"] in BY_HAND else 15.6
    shares = [
        0.8 if x["zh"] == "序号" else x["weight"] * 1.6 if x["kind"] == "text" else 1.6
        for x in table["columns"]
    ]
    shares = [1.5 if x["blank"] else y for x, y in zip(table["columns"], shares, strict=True)]
    shares += [] if told["layout"] in BY_HAND else [2.0]
    grid.autofit = False
    for column, share in zip(grid.columns, shares, strict=True):
        for one in column.cells:
            one.width = Cm(room * share / sum(shares))
