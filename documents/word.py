"""What Word files are put together from: fonts that Chinese offices have, paragraphs, cells."""

from io import BytesIO
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from documents.zipped import without_clock

FANG, HEI, SONG = "仿宋", "黑体", "方正小标宋简体"
GREY = RGBColor(0x60, 0x60, 0x60)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def cell(one: Any, text: str, font: str, size: float) -> None:
    """Words in a cell; short ones stand in its middle."""
    paragraph = one.paragraphs[0]
    if len(text) <= 12:
        paragraph.alignment = CENTRE
    run(paragraph, text, font, size)


def say(
    made: Any,
    text: str,
    font: str,
    size: float,
    align: Any = None,
    *,
    indent: int = 0,
    colour: Any = None,
) -> Any:
    """A paragraph of its own."""
    paragraph = made.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_after = shape.space_before = Pt(0)
    shape.line_spacing = Pt(round(size * 1.75)) if size >= 12 else None
    if align is not None:
        paragraph.alignment = align
    if indent:
        shape.first_line_indent = Pt(size * indent)
    run(paragraph, text, font, size, colour)
    return paragraph


def run(paragraph: Any, text: str, font: str, size: float, colour: Any = None) -> Any:
    """Words in a paragraph; Chinese in the named font."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = "Times New Roman", Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run


def page_number(paragraph: Any) -> None:
    """The number of the page, counted by Word."""
    held = run(paragraph, "", SONG, 14)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind is None:
            field = OxmlElement("w:instrText")
            field.set(qn("xml:space"), "preserve")
            field.text = text
        else:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        held._element.append(field)


def red_rule(paragraph: Any) -> None:
    """The red rule under the head."""
    borders, under = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "C4161C")):
        under.set(qn(f"w:{name}"), value)
    borders.append(under)
    paragraph._p.get_or_add_pPr().append(borders)


def repeat(row: Any) -> None:
    """The head of a table stands on each of its pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def a4(section: Any, *edges: float, wide: bool = False) -> None:
    """An A4 page; its edges in centimetres: top, right, bottom, left."""
    section.page_width, section.page_height = (Cm(x) for x in ((29.7, 21) if wide else (21, 29.7)))
    top, right, bottom, left = (Cm(x) for x in edges)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left


def foot(made: Any, title: str, issuer: str) -> None:
    """页码 as in GB/T 9704, and what the file calls itself."""
    line = made.sections[0].footer.paragraphs[0]
    line.alignment = CENTRE
    run(line, "— ", SONG, 14)
    page_number(line)
    run(line, " —", SONG, 14)
    made.core_properties.title, made.core_properties.author = title, issuer


def saved(made: Any) -> bytes:
    """The file's bytes; the same words give the same bytes."""
    out = BytesIO()
    made.save(out)
    return without_clock(out.getvalue())
