"""A report of the office word by word: what the page, the Word file and the PDF all set, so that
the three can only say the same."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from documents.printed import Printed
from domain.papers.body import Line, Table
from domain.papers.compose.session.words import day_zh
from domain.papers.office import NUMERALS, Office

_PERIOD = re.compile(r"\b\d{4}-(?:M(\d{2})|Q([1-4])|H([12]))(?!\d)")
_GAP = re.compile(
    r"(?<=[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]) (?=\d)|(?<=\d) (?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
)
SMALL = 10
"""Tables of more columns than this are set in smaller type."""


def plain(zh: str) -> str:
    """A composed sentence as an office prints it: 2023-Q2 is 二季度, and no space stands between
    characters and figures. The staff's words stay as they wrote them."""
    said = _PERIOD.sub(lambda x: _period_zh(*x.groups()), zh)
    return _GAP.sub("", said)


def _period_zh(month: str | None, quarter: str | None, half: str | None) -> str:
    if month:
        return f"{int(month)}月"
    if quarter:
        return f"{NUMERALS[int(quarter) - 1]}季度"
    return "上半年" if half == "1" else "下半年"


def told(paper: Printed, office: Office) -> dict[str, Any]:
    """The parts in their order: head, opening, composed parts, the staff's passages, imprint."""
    body, words = paper.body, office.words
    signed = words.signed or paper.issuer
    return {
        "head": office.head,
        "number": words.number or "",
        "heading": paper.heading,
        "draft": paper.number is None,
        "issuer": paper.issuer,
        "title": plain(body.title),
        "opening": [plain(x) for x in body.sentences],
        "parts": [
            {"zh": f"{NUMERALS[n] if n < len(NUMERALS) else n + 1}、{zh}", **held}
            for n, (zh, held) in enumerate(_parts(paper, office))
        ],
        "closing": list(office.closing),
        "signed": signed,
        "dated": day_zh(words.dated or paper.on),
        "to": (words.to or office.to).rstrip("。") + "。",
        "printed": f"{day_zh(paper.on)}印发" if paper.number else "草稿，未印发",
        "on": day_zh(paper.on),
        "notes": [plain(x) for x in body.notes],
        "scope": body.scope,
        "as_of": paper.as_of,
        "check": paper.check,
    }


def spoken(paper: Printed) -> tuple[str, ...]:
    """Every sentence between the tables, for a form that has no place of its own for it."""
    if paper.body.office is None:
        return ()
    said = told(paper, paper.body.office)
    found = [f"{x['zh']}：{y['zh']}" for x in said["parts"] for y in x["paragraphs"]]
    return (*found, *said["closing"], f"{said['signed']} {said['dated']}", f"送：{said['to']}")


def _parts(paper: Printed, office: Office) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in office.parts:
        tables = [_table(paper.body.tables[n]) for n in part.tables]
        said = [{"zh": plain(x.zh), "source": _sources(x.sources)} for x in part.paragraphs]
        yield part.zh, {"paragraphs": said, "tables": tables, "own": False}
    for passage in office.words.passages:
        lines = [x.strip() for x in passage.text.split("\n")]
        said = [{"zh": x, "source": ""} for x in lines if x]
        yield passage.zh, {"paragraphs": said, "tables": [], "own": True}


def _sources(refs: Sequence[Any]) -> str:
    return "、".join(x.short for x in refs)


def _table(table: Table) -> dict[str, Any]:
    sourced = any(x.source for x in table.lines)
    heads = [{"zh": x.zh, "kind": x.kind} for x in table.columns]
    return {
        "zh": table.zh,
        "columns": [*heads, {"zh": "出处", "kind": "source"}] if sourced else heads,
        "lines": _lines(table.lines, sourced),
        "note": table.note or "",
        "small": len(table.columns) > SMALL,
    }


def _lines(lines: Sequence[Line], sourced: bool) -> list[list[dict[str, Any]]]:
    """Cells with the number of rows they stand for; what a cell above stands for is not there."""
    found: list[list[dict[str, Any]]] = []
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and lines[end].cells[0] == lines[at].cells[0]:
            end += 1
        found += _group(lines[at:end], sourced)
        at = end
    return found


def _group(group: Sequence[Line], sourced: bool) -> list[list[dict[str, Any]]]:
    """Rows of one project: the leading cells that are the same throughout are written once."""
    joined = 0
    if len(group) > 1:
        for column in zip(*(x.cells for x in group), strict=True):
            if len(set(column)) > 1:
                break
            joined += 1
    rows = []
    for n, line in enumerate(group):
        cells = [
            {"zh": plain(zh), "rows": len(group) if i < joined else 1, "at": i}
            for i, zh in enumerate(line.cells)
            if n == 0 or i >= joined
        ]
        if sourced:
            short = line.source.short if line.source else ""
            cells.append({"zh": short, "rows": 1, "at": len(line.cells)})
        rows.append(cells)
    return rows
