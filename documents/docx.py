"""A paper as a Word document, from a template that the office may edit (`templates/paper.docx`)."""

from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from jinja2 import TemplateError

from documents.office import spoken
from documents.printed import Printed
from documents.zipped import without_clock
from domain.refusals import Malformed

TEMPLATE = Path(__file__).parent / "templates" / "paper.docx"


def docx(paper: Printed, template: Path = TEMPLATE) -> bytes:
    """The file's bytes; the same paper and template give the same bytes. A session's document has a
    form of its own and takes no template. Raises Malformed for one that cannot be filled in."""
    from docxtpl import DocxTemplate  # half a second, for whoever prints

    from documents.act_docx import act_docx
    from documents.office_docx import office_docx

    if paper.body.act is not None:
        return act_docx(paper, paper.body.act)
    if paper.body.office is not None and template == TEMPLATE:
        return office_docx(paper, paper.body.office)
    out = BytesIO()
    try:
        made = DocxTemplate(template)
        made.render(_words(paper), autoescape=True)
        made.save(out)
    except (TemplateError, BadZipFile, OSError, KeyError, ValueError) as error:
        said = " ".join(str(error).split())[:200]
        raise Malformed(
            f"文书模板 {template.name} 不能使用：{said}。请恢复原模板后重试。",
            f"the template {template.name} cannot be filled in: {said}.",
        ) from error
    return without_clock(out.getvalue())


def _words(paper: Printed) -> dict[str, object]:
    body = paper.body
    return {
        "title": body.title,
        "heading": paper.heading,
        "issuer": paper.issuer,
        "on": f"{paper.on.year}年{paper.on.month}月{paper.on.day}日",
        "scope": body.scope,
        "as_of": paper.as_of,
        "sentences": [*body.sentences, *spoken(paper)],
        "notes": list(body.notes),
        "check": paper.check,
        "tables": [
            {
                "zh": x.zh,
                "note": x.note or "",
                "heads": [*(y.zh for y in x.columns), "出处"],
                "lines": [
                    {"cells": [*y.cells, y.source.short if y.source else ""]} for y in x.lines
                ],
            }
            for x in body.tables
        ],
    }
