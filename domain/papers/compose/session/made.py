"""Putting a session's paper together: its act, with the sentence of margin that several share."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from domain.papers.act import Act, Paragraph
from domain.papers.body import Body, Table
from domain.papers.compose.session.gathered import SessionGathered
from domain.papers.ref import Ref

_SPACES = re.compile(r"(?<=[^\x00-\xff]) +(?=\d)|(?<=\d) +(?=[^\x00-\xff])")
NOTES = ("每一数字所依据的记录，见文末“出处”或表中“出处”一栏，可以在记录中核对。",)


def made(
    gathered: SessionGathered,
    title: str,
    act: Act,
    tables: Sequence[Table] = (),
    *,
    notes: bool = True,
) -> Body:
    """The contents of a paper."""
    return Body(
        title=title,
        scope=gathered.scope,
        as_of=gathered.now,
        sentences=(),
        tables=tuple(tables),
        notes=NOTES if notes else (),
        source=gathered.ref,
        act=act,
    )


def heading(zh: str) -> Paragraph:
    """A heading of the first order: 一、…"""
    return Paragraph(zh=zh, level="heading")


def text(zh: str, *sources: Ref | None) -> Paragraph:
    """A paragraph with where its figures come from; printed without the spaces around figures."""
    zh = _SPACES.sub("", zh)
    return Paragraph(zh=zh, sources=tuple(dict.fromkeys(x for x in sources if x is not None)))


def margin(candidates: int, seats: int) -> str:
    """How many stand for how many seats: (candidates − seats) ÷ seats, rulebook B7."""
    more = candidates - seats
    share = (Decimal(100 * more) / seats).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return f"候选项目 {candidates} 项，应选 {seats} 项，差额 {more} 项，差额比例 {share:f}%"


def article(zh: str, sources: Sequence[Ref]) -> Paragraph:
    """An article of a method: 第一条　…"""
    return text(zh, *sources).model_copy(update={"level": "article"})
