"""What the office does with the books on pages: opens them, writes down what was decided."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api.field_errors import described
from api.pages.meeting_forms import Wrong, texts_of, tried
from api.pages.recording import key_of, record
from api.pages.registers import listed, sheet_shown_to
from api.pages.router import page_router
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.register_opening import Opening, commands
from api.register_seen import seen_book
from api.tools import WithTools
from api.where import BookId
from domain.names import REGISTER, stream_id
from domain.register.messages import DecideAppeal, GradeBook
from domain.register.scoring import Adjustment
from domain.ruling import Ruling
from ledger.repeats import same_before

router = page_router()
_ADJUST = re.compile(r"adjust\.([a-z][a-z0-9_]*)\.points", re.ASCII)
_ZH = {
    "congress": "人大编号",
    "year": "年度",
    "term": "届",
    "regime": "办法",
    "session": "哪次会议",
    "on": "决定日期",
    "document": "文号",
    "because": "理由",
    "points": "分数",
}


@router.post("/registers/opening")
async def open_books(
    signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """建册: one book for each deputy in office."""
    texts, key = texts_of(form), key_of(form)
    try:
        names = ("congress", "year", "term", "regime")
        opening = _valid(Opening, {x: texts[x] for x in names if texts.get(x)})
        owed = await tried(commands(opening, signed, tools))
        for ref, stream, command in owed:
            await tried(record(request, tools, signed, stream, command, f"{key}/{ref}"))
    except Wrong as wrong:
        return await listed(signed, tools, values=texts, wrong=wrong)
    return RedirectResponse(f"/registers?year={opening.year}", 303)


@router.post("/registers/{book}/decisions")
async def decide(
    book: BookId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """年度考核, or the decision on an appeal. People decide; the form only writes it down."""
    seen = await seen_book(book, signed, tools)
    texts, key, stream = texts_of(form), key_of(form), stream_id(REGISTER, book)
    try:
        ruling = _valid(Ruling, _ruling(texts))
        adjust = tuple(_adjustments(texts))
        appeal = seen.book.open_appeal
        async with tools.ledger.pool.read() as connection:
            before = await same_before(connection, stream, signed.client, key)
        if before is None and appeal is not None:
            said = {"appeal": appeal.no, "granted": bool(adjust), "adjustments": adjust}
            because = texts.get("because", "")
            command = _valid(DecideAppeal, {**said, "because": because, "ruling": ruling})
            await tried(record(request, tools, signed, stream, command, key))
        elif before is None:
            graded = GradeBook(facts=seen.facts, adjustments=adjust, ruling=ruling)
            await tried(record(request, tools, signed, stream, graded, key))
    except Wrong as wrong:
        return await sheet_shown_to(seen, signed, tools, values=texts, wrong=wrong)
    return RedirectResponse(f"/registers/{book}/sheet", 303)


def _ruling(texts: Mapping[str, str]) -> dict[str, Any]:
    """`body` is decider and kind of meeting: presidium|presidium."""
    decider, _, sitting = texts.get("body", "").partition("|")
    if not sitting:
        raise not_found()
    told = {x: texts[x] for x in ("session", "on", "document") if texts.get(x)}
    return {"decider": decider, "sitting": sitting, **told}


def _adjustments(texts: Mapping[str, str]) -> list[Adjustment]:
    made = []
    for name, points in texts.items():
        found = _ADJUST.fullmatch(name)
        if found and points:
            because = texts.get(f"adjust.{found[1]}.because", "")
            said = {"item": found[1], "points": points, "because": because}
            made.append(_valid(Adjustment, said))
    return made


def _valid(shape: Any, said: Mapping[str, Any]) -> Any:
    try:
        return shape.model_validate(dict(said))
    except ValidationError as error:
        wrong = described(error.errors(include_url=False))
        zh = "；".join(f"{_ZH.get(x.field, x.field)}：{x.zh}" for x in wrong)
        raise Wrong(422, zh) from error
