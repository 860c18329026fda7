"""Wishes as the congress's office and the deputies see them: entering, looking for, answering."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Body, Query
from pydantic import BaseModel
from starlette.responses import Response

from api import wish_doing as doing
from api.duties import Limit, Offset
from api.json_body import Strictly
from api.json_route import json_router
from api.purpose import MACHINE
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.tools import WithTools
from api.where import CollectionId, WishId
from api.wish_numbers import derived_number
from api.writing import Writing
from api.writing import answer as receipt_of
from domain.base import ShortText, Text, Value
from domain.wish.channels import CHANNEL_ZH, Channel
from domain.wish.messages import OUTCOME_ZH, AnswerWish, Outcome, Source
from ledger.queries.wishes import WishCount, WishRow, find_wishes, wish_counts
from ledger.tries import secret_of
from ledger.wishers import erase_answered, erase_wisher, wisher, wisher_of

router = json_router("建议 wishes")
State = Literal["waiting", "answered", "merged", "pooled"]


class Taking(Value):
    """登记一条群众建议. 联系方式单独保管，不进入记录."""

    text: Text
    place: ShortText | None = None
    channel: Channel
    on: date
    """提出日期."""
    at: ShortText | None = None
    """在哪个联络站、网格或会议上提出."""
    record: ShortText | None = None
    """会议记录、信件或工单的编号."""
    name: ShortText | None = None
    phone: ShortText | None = None


class Answering(Value):
    """答复."""

    outcome: Outcome
    text: Text


class WishShown(BaseModel):
    """One wish; never by whom."""

    id: str
    collection: str
    region: str
    channel: Channel
    channel_zh: str
    text: str
    place: str | None
    said_on: date
    said_at: str | None
    record: str | None
    merged_into: str | None
    members: tuple[str, ...]
    items: tuple[str, ...]
    outcome: str | None
    outcome_zh: str | None
    answer: str | None
    """它自己的答复，或所归并建议的答复."""
    version: int


class WishPage(BaseModel):
    """Wishes, the newest first, and how many there are by channel."""

    items: tuple[WishShown, ...]
    total: int
    counts: tuple[WishCount, ...]


class Contact(BaseModel):
    """Who may be told."""

    name: str | None
    phone: str | None


class Erased(BaseModel):
    """How many contacts were erased."""

    erased: int


@router.post("/collections/{collection}/wishes", status_code=201, responses=RECEIPT)
async def take(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Taking), Body()],
) -> Response:
    """登记建议：联络站、接待日、网格、座谈会、热线、来信等. 重发不会重复登记."""
    one = await doing.collection_for(collection, caller, tools)
    told = f"{caller.client}\n{write.key}"
    number = derived_number(one.id, await secret_of(tools.ledger), told)
    source = Source(channel=sent.channel, on=sent.on, place=sent.at, record=sent.record)
    who = wisher(sent.name or "", sent.phone or "")
    said = (sent.text, sent.place, source)
    return receipt_of(await doing.take(one, number, said, who, write.by(caller), tools))


@router.get("/collections/{collection}/wishes", responses=READ)
async def find(  # what a route is given
    collection: CollectionId,
    caller: Allowed,
    tools: WithTools,
    q: Annotated[str | None, Query(max_length=100, description="在内容、地点、编号中查找")] = None,
    channel: Channel | None = None,
    state: State | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> WishPage:
    """一次征集的建议，新的在前."""
    one = await doing.collection_for(collection, caller, tools)
    found = await find_wishes(
        tools.ledger, one.id, words=q, channel=channel, state=state, limit=limit, offset=offset
    )
    counts = tuple(await wish_counts(tools.ledger, one.id))
    return WishPage(items=tuple(shown(x) for x in found.items), total=found.total, counts=counts)


@router.get("/wishes/{wish}", responses=READ)
async def read(wish: WishId, caller: Allowed, tools: WithTools) -> WishShown:
    """一条建议."""
    return shown(await doing.row_for(wish, caller, tools))


@router.post("/wishes/{wish}/answer", status_code=201, responses=RECEIPT)
async def answer(
    wish: WishId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Answering), Body()],
) -> Response:
    """答复建议；归并在它之下的建议同时得到答复."""
    row = await doing.row_for(wish, caller, tools)
    said = AnswerWish(**dict(sent))
    return receipt_of(await doing.answer(row, said, write.by(caller), tools))


@router.get("/wishes/{wish}/contact", responses=READ, dependencies=MACHINE)
async def contact(wish: WishId, caller: Allowed, tools: WithTools) -> Contact:
    """建议人的联系方式，只为告知结果；查看会记入访问日志."""
    row = await doing.row_for(wish, caller, tools)
    who = await wisher_of(tools.ledger, row.id)
    return Contact(name=who.name if who else None, phone=who.phone if who else None)


@router.delete("/wishes/{wish}/contact", responses=READ)
async def forget(wish: WishId, caller: Allowed, tools: WithTools) -> Erased:
    """删除一条建议的联系方式."""
    row = await doing.row_for(wish, caller, tools)
    return Erased(erased=int(await erase_wisher(tools.ledger, row.id, caller.actor.ref)))


@router.delete("/collections/{collection}/contacts", responses=READ)
async def forget_answered(collection: CollectionId, caller: Allowed, tools: WithTools) -> Erased:
    """删除一次征集中已经答复的全部联系方式."""
    one = await doing.collection_for(collection, caller, tools)
    return Erased(erased=await erase_answered(tools.ledger, one.id, caller.actor.ref))


def shown(row: WishRow) -> WishShown:
    """The wish as it is answered."""
    known = row.model_dump(include=set(WishShown.model_fields) - {"outcome", "answer"})
    told = Outcome(row.told_outcome) if row.told_outcome else None
    return WishShown(
        **known,
        channel_zh=CHANNEL_ZH[Channel(row.channel)],
        outcome=told,
        outcome_zh=OUTCOME_ZH[told] if told else None,
        answer=row.told,
    )
