"""A document's parts as its templates take them: plain words, the sources gathered at its end."""

import re
from collections.abc import Sequence
from typing import Any

from documents.printed import Printed
from domain.papers.act import Act, Layout, Paragraph
from domain.papers.body import Table
from domain.papers.compose.session.words import day_zh

_WORDS = re.compile("关于|民生实事|候选项目|项目|第[一二三四五六七八九十]+次|票[决选]")
MOST: dict[Layout, int] = {
    "document": 20,
    "announcement": 20,
    "booklet": 34,
    "ballot": 20,
    "sheet": 20,
}
"""How many characters of a title stand on one line."""
BY_HAND = ("ballot", "sheet")
"""Filled in by hand: no sources on them, and a ballot must look like every other."""


def parts(paper: Printed, act: Act) -> dict[str, Any]:
    """The document, word by word."""
    body = paper.body
    return {
        "layout": act.layout,
        "wide": is_wide(paper, act),
        "head": act.head,
        "heading": paper.heading,
        "title": body.title,
        "title-lines": title_lines(body.title, MOST[act.layout]),
        "issuer": paper.issuer,
        "note": act.note or "",
        "to": act.to or "",
        "paragraphs": [{"zh": x.zh, "level": x.level} for x in act.paragraphs],
        "after": list(act.after),
        "signed": act.signed or "",
        "dated": day_zh(act.dated or paper.on) if act.signed else "",
        "tables": [_table(x, act.layout in BY_HAND) for x in body.tables],
        "sources": sources(act.paragraphs),
        "scope": body.scope,
        "as_of": paper.as_of,
        "check": paper.check,
    }


def is_wide(paper: Printed, act: Act) -> bool:
    """Whether the paper lies on its side: a booklet, a counting sheet of many columns."""
    columns = max((len(x.columns) for x in paper.body.tables), default=0)
    return act.layout == "booklet" or (act.layout == "sheet" and columns > 7)


def sources(paragraphs: Sequence[Paragraph]) -> str:
    """Where each paragraph's figures stand in the record, by its number in the text."""
    said = [x for x in paragraphs if x.level != "heading"]
    by: dict[str, list[str]] = {}
    for n, one in enumerate(said, 1):
        for stream in dict.fromkeys(x.stream for x in one.sources):
            found = "、".join(x.short for x in one.sources if x.stream == stream)
            by.setdefault(stream, []).append(f"第{n}段 {found}")
    return "".join(f"出处（{x}）：{'；'.join(found)}。" for x, found in by.items())


def title_lines(title: str, most: int) -> list[str]:
    """The title on one line, or on two of nearly the same length, parted between words."""
    if len(title) <= most:
        return [title]
    where = {m.start() for m in _WORDS.finditer(title)} - {0}
    middle = len(title) / 2
    at = min(where, key=lambda x: abs(x - middle), default=round(middle))
    return [title[:at], title[at:]]


def _table(table: Table, by_hand: bool) -> dict[str, Any]:
    empty = [
        by_hand and not any(x.cells[n] for x in table.lines) for n in range(len(table.columns))
    ]
    longest = [max((len(x.cells[n]) for x in table.lines), default=1) for n in range(len(empty))]
    return {
        "zh": table.zh,
        "note": table.note or "",
        "columns": [
            {"zh": x.zh, "kind": x.kind, "blank": blank, "weight": _weight(most)}
            for x, blank, most in zip(table.columns, empty, longest, strict=True)
        ],
        "lines": [
            {"cells": list(x.cells), "source": x.source.short if x.source else ""}
            for x in table.lines
        ],
    }


def _weight(longest: int) -> float:
    """How much room a column of words gets beside the others."""
    return min(4.0, max(1.0, longest / 6))
