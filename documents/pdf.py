"""A paper as PDF/A-2b, set by typst with an embedded Chinese font; data never becomes markup."""

import json
from pathlib import Path
from threading import Lock

import pylopdf_fonts_zh_cn
import typst

from documents.acts import parts
from documents.office import told
from documents.printed import Printed
from domain.refusals import Malformed

TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"
ACT = TEMPLATE.with_name("act.typ")
OFFICE = TEMPLATE.with_name("office.typ")
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
_ONE_AT_A_TIME = Lock()


def pdf(paper: Printed) -> bytes:
    """The file's bytes; the same paper gives the same bytes. Raises Malformed where a character
    has no glyph in the fonts, which archival PDF does not allow."""
    with _ONE_AT_A_TIME:
        try:
            found = typst.compile(  # type: ignore[misc]  # its stub leaves the kind of input open
                _template(paper),
                font_paths=[str(FONTS)],
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(_data(paper), ensure_ascii=False)},
                pdf_standards=["a-2b"],
                timestamp=0,
            )
        except typst.TypstError as error:
            said = str(error).splitlines()[0][:200]
            raise Malformed(
                f"不能排成 PDF/A：{said}。请检查是否有生僻字，或改用 DOCX、XLSX。",
                f"this cannot be set as PDF/A: {said}.",
            ) from error
    if not isinstance(found, bytes):
        raise TypeError("a PDF is one file")
    return found


def _template(paper: Printed) -> Path:
    if paper.body.act is not None:
        return ACT
    return TEMPLATE if paper.body.office is None else OFFICE


def _data(paper: Printed) -> dict[str, object]:
    body = paper.body
    if body.office is not None:
        return told(paper, body.office)
    if body.act is not None:
        return parts(paper, body.act)
    return {
        "title": body.title,
        "heading": paper.heading,
        "issuer": paper.issuer,
        "on": str(paper.on),
        "scope": body.scope,
        "as_of": paper.as_of,
        "sentences": list(body.sentences),
        "notes": list(body.notes),
        "check": paper.check,
        "tables": [
            {
                "zh": x.zh,
                "note": x.note or "",
                "columns": [{"zh": y.zh, "kind": y.kind} for y in x.columns],
                "lines": [
                    {"cells": list(y.cells), "source": y.source.short if y.source else ""}
                    for y in x.lines
                ],
            }
            for x in body.tables
        ],
    }
