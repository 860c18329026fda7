"""A paper as a Word document, from a template that the office may edit (`templates/paper.docx`)."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docxtpl import DocxTemplate
from jinja2 import TemplateError

from documents.printed import Printed
from domain.refusals import Malformed

TEMPLATE = Path(__file__).parent / "templates" / "paper.docx"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(paper: Printed, template: Path = TEMPLATE) -> bytes:
    """The file's bytes; the same paper and template give the same bytes. Raises Malformed for a
    template that cannot be filled in."""
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
    return _without_clock(out.getvalue())


def _words(paper: Printed) -> dict[str, object]:
    body = paper.body
    return {
        "title": body.title,
        "heading": paper.heading,
        "issuer": paper.issuer,
        "on": f"{paper.on.year}年{paper.on.month}月{paper.on.day}日",
        "scope": body.scope,
        "as_of": paper.as_of,
        "sentences": list(body.sentences),
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


def _without_clock(made: bytes) -> bytes:
    """The same archive with a fixed time on its parts, so that equal papers are equal files."""
    out = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(ZipInfo(part.filename, _EPOCH), old.read(part), ZIP_DEFLATED)
    return out.getvalue()
