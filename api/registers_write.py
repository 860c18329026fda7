"""What is written into a duty register book, and what people decide on it."""

from typing import Annotated, Any

from fastapi import Body, Path
from pydantic import Field, create_model
from starlette.responses import Response

from api.forms import Hashes
from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import RECEIPT
from api.register_seen import seen_book
from api.rights import Allowed
from api.rulings import RulingSent, documents_of, ruling_of
from api.tools import WithTools
from api.where import BookId
from api.writing import Writing, answer
from domain.base import Command, Text, Value
from domain.names import REGISTER, stream_id
from domain.register.conduct import JudgeCorrection, OrderResignation, RemindDeputy
from domain.register.messages import (
    Adjustments,
    AmendEntry,
    AppealGrade,
    DecideAppeal,
    GradeBook,
    MakeEntry,
    No,
    StrikeEntry,
    Told,
)
from domain.ruling import Ruling
from ledger.repeats import same_before

router = json_router("履职 registers")
Number = Annotated[int, Path(ge=1, le=10_000)]


Telling: Any = create_model(
    "EntryTelling", __base__=Told, __doc__=Told.__doc__, evidence=(Hashes, ())
)
"""An entry with its files named by hash."""


class Amending(Value):
    """更正."""

    told: Telling
    because: Text


class Striking(Value):
    """划去."""

    because: Text


class Grading(Value):
    """年度考核：事实由系统读取，只送调整和决定."""

    adjustments: Adjustments = ()
    ruling: RulingSent


class Deciding(Value):
    """复核申诉."""

    appeal: No
    granted: bool
    because: Text
    adjustments: Adjustments = ()
    ruling: RulingSent


class Ordering(Value):
    """有权机关责令辞去代表职务的决定."""

    reminder: Annotated[int, Field(ge=1, le=1000)]
    because: Text
    ruling: RulingSent


async def _tell(
    book: str, command: Command, caller: Allowed, write: Writing, tools: WithTools
) -> Response:
    await seen_book(book, caller, tools)
    return answer(await write.record(caller, stream_id(REGISTER, book), command))


@router.post("/registers/{book}/entries", status_code=201, responses=RECEIPT)
async def make(
    book: BookId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Telling), Body()],
) -> Response:
    """登记一项；不写群众姓名."""
    told = await _told(book, sent, caller, tools)
    return await _tell(book, MakeEntry(told=told), caller, write, tools)


@router.post("/registers/{book}/entries/{entry}/amendments", status_code=201, responses=RECEIPT)
async def amend(
    book: BookId,
    entry: Number,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Amending), Body()],
) -> Response:
    """更正一项；原来写的留在历史里."""
    told = await _told(book, sent.told, caller, tools)
    command = AmendEntry(entry=entry, told=told, because=sent.because)
    return await _tell(book, command, caller, write, tools)


@router.post("/registers/{book}/entries/{entry}/striking", status_code=201, responses=RECEIPT)
async def strike(
    book: BookId,
    entry: Number,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Striking), Body()],
) -> Response:
    """划去一项，不再计分."""
    return await _tell(book, StrikeEntry(entry=entry, because=sent.because), caller, write, tools)


@router.post("/registers/{book}/grades", status_code=201, responses=RECEIPT)
async def grade(
    book: BookId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Grading), Body()],
) -> Response:
    """登记年度考核的决定；评分表由登记册和系统所知的事实得出."""
    stream = stream_id(REGISTER, book)
    seen = await seen_book(book, caller, tools)
    async with tools.ledger.pool.read() as connection:
        before = await same_before(connection, stream, caller.client, write.key)
    if before is not None:
        return answer(before)
    ruling = await ruling_of(sent.ruling, "ruling.evidence", stream, caller, tools)
    command = GradeBook(facts=seen.facts, adjustments=sent.adjustments, ruling=ruling)
    return answer(await write.record(caller, stream, command))


@router.post("/registers/{book}/appeal-decisions", status_code=201, responses=RECEIPT)
async def decide_appeal(
    book: BookId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Deciding), Body()],
) -> Response:
    """复核：申诉成立的，写明改评哪些项目；两次评定都保留."""
    ruling = await _ruling(book, sent.ruling, caller, tools)
    told = {x: getattr(sent, x) for x in ("appeal", "granted", "because", "adjustments")}
    return await _tell(book, DecideAppeal(**told, ruling=ruling), caller, write, tools)


@router.post("/registers/{book}/resignation-orders", status_code=201, responses=RECEIPT)
async def order_resignation(
    book: BookId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Ordering), Body()],
) -> Response:
    """登记有权机关责令辞职的决定；须先提醒且仍不改正，系统不作决定."""
    ruling = await _ruling(book, sent.ruling, caller, tools)
    command = OrderResignation(reminder=sent.reminder, because=sent.because, ruling=ruling)
    return await _tell(book, command, caller, write, tools)


async def _ruling(book: str, sent: RulingSent, caller: Allowed, tools: WithTools) -> Ruling:
    ruling: Ruling = await ruling_of(
        sent, "ruling.evidence", stream_id(REGISTER, book), caller, tools
    )
    return ruling


async def _told(book: str, sent: Any, caller: Allowed, tools: WithTools) -> Told:
    await seen_book(book, caller, tools)
    stream = stream_id(REGISTER, book)
    files = await documents_of(sent.evidence, "evidence", stream, caller, tools)
    return Told(
        **{x: getattr(sent, x) for x in Told.model_fields if x != "evidence"}, evidence=files
    )


def _add(tail: str, body: type[Command], zh: str) -> None:
    async def act(
        book: BookId,
        caller: Allowed,
        write: Writing,
        tools: WithTools,
        sent: Annotated[Any, Strictly(body), Body()],
    ) -> Response:
        return await _tell(book, sent, caller, write, tools)

    act.__doc__ = zh
    act.__name__ = f"{tail}_register".replace("-", "_")
    router.add_api_route(
        f"/registers/{{book}}/{tail}", act, methods=["POST"], status_code=201, responses=RECEIPT
    )


_add("appeals", AppealGrade, "申诉：由代表本人在期限内提出")
_add("reminders", RemindDeputy, "提醒：与代表身份不符的行为")
_add("corrections", JudgeCorrection, "认定经提醒是否改正")
