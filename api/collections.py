"""The months before a vote: opening a collection, its window, reading it."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.callers import Caller
from api.duties import Limit, Offset, with_courses
from api.json_body import Strictly
from api.json_route import json_router
from api.live import Clock, clock_of
from api.opening import unknown_regime
from api.problems import not_found
from api.project_shown import Fact, HistoryPage, Moment, agenda_of
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.shown import DutyShown
from api.sight import narrowed, sees
from api.tools import Tools, WithTools
from api.where import CollectionId
from api.writing import Writing, answer
from domain.anchors import Anchors
from domain.base import ShortText, Text, Value
from domain.calendar import day_of
from domain.collection.messages import CloseCollection, ExtendCollection, OpenCollection, Year
from domain.collection.state import Collection
from domain.collection.window import proposed
from domain.names import COLLECTION, stream_id
from domain.refusals import Unknown
from domain.regimes import named
from ledger.queries.collections import find_collections
from ledger.queries.duties import duties_of_stream
from ledger.queries.history import history
from ledger.standing import Standing

router = json_router("征集 collections")


_PLAIN = [
    "id",
    "title",
    "region",
    "regime",
    "year",
    "anchors",
    "opens",
    "closes",
    "closed_on",
    "closed",
]


class Opening(Value):
    """启动一个年度的征集. 编号与将来的票决清单相同."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    title: ShortText
    region: ShortText
    regime: ShortText
    year: Year
    session: date
    """本次会议的日期；尚未召集的填预计日期，并把 session_assumed 填 true."""
    session_assumed: bool = True
    opens: date | None = None
    closes: date | None = None
    """起止日期不填的，按办法推算."""


class Extending(Value):
    """征集延期."""

    closes: date
    reason: Text
    document: ShortText


class Closing(Value):
    """征集截止."""

    on: date
    note: Text


class CollectionListed(BaseModel):
    """A collection in a list."""

    id: str
    title: str
    region: str
    regime: str
    year: int
    session: date
    session_assumed: bool
    opens: date
    closes: date
    closed_on: date | None
    closed: bool
    overdue: int
    next_due: date | None


class CollectionPage(BaseModel):
    """Collections, the newest session first."""

    items: tuple[CollectionListed, ...]
    total: int


class CollectionShown(BaseModel):
    """The months before one vote."""

    id: str
    title: str
    region: str
    regime: str
    year: int
    anchors: Anchors
    opens: date
    closes: date
    closed_on: date | None
    takes_wishes: bool
    """今天是否接收建议."""
    closed: bool
    version: int
    agenda: Moment | None
    duties: tuple[DutyShown, ...]
    history: tuple[Fact, ...]
    clock: Clock


@router.post("/collections", status_code=201, responses=RECEIPT)
async def open_collection(
    caller: Allowed, write: Writing, sent: Annotated[Any, Strictly(Opening), Body()]
) -> Response:
    """启动征集并开始计时：公告、候选项目、会议文件等期限随会议日期计算."""
    command = opening_command(sent, caller)
    return answer(await write.record(caller, stream_id(COLLECTION, sent.id), command))


def opening_command(sent: Opening, caller: Caller) -> OpenCollection:
    """The command, its days proposed by the measure where none are given. Raises Problem."""
    if not caller.actor.reaches(sent.region):
        raise not_found()
    try:
        regime = named(sent.regime)
    except Unknown as refusal:
        raise unknown_regime(refusal.zh, refusal.en) from refusal
    opens, closes = proposed(regime, sent.session)
    days = {"opens": sent.opens or opens, "closes": sent.closes or closes}
    return OpenCollection(**dict(sent) | {"regime": regime.ref} | days)


@router.post("/collections/{collection}/extension", status_code=201, responses=RECEIPT)
async def extend(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Extending), Body()],
) -> Response:
    """征集延期：必须晚于原截止日、早于会议."""
    stream = stream_id(COLLECTION, collection)
    return answer(await write.record(caller, stream, ExtendCollection(**dict(sent))))


@router.post("/collections/{collection}/closing", status_code=201, responses=RECEIPT)
async def close(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Closing), Body()],
) -> Response:
    """登记征集截止. 到了公布的截止日，不登记也不再接收."""
    stream = stream_id(COLLECTION, collection)
    return answer(await write.record(caller, stream, CloseCollection(**dict(sent))))


@router.get("/collections", responses=READ)
async def find(
    caller: Allowed,
    tools: WithTools,
    year: Annotated[int | None, Query(ge=2000, le=2200)] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> CollectionPage:
    """各年度的征集，会议日期近的在前."""
    region, _ = narrowed(caller, None)
    page = await find_collections(tools.ledger, region, year=year, limit=limit, offset=offset)
    fields = set(CollectionListed.model_fields)
    items = [CollectionListed.model_validate(x.model_dump(include=fields)) for x in page.items]
    return CollectionPage(items=tuple(items), total=page.total)


@router.get("/collections/{collection}", responses=READ)
async def read(collection: CollectionId, caller: Allowed, tools: WithTools) -> CollectionShown:
    """一次征集：起止、会议日期、事项、经过与时钟."""
    standing, state = await seen(collection, caller, tools)
    stream = standing.stream
    entries = await history(tools.ledger, stream, after=max(0, standing.version - 50))
    return CollectionShown(
        **{x: getattr(state, x) for x in _PLAIN},
        takes_wishes=state.takes_wishes(day_of(standing.now)),
        version=standing.version,
        agenda=agenda_of(state, standing.now),
        duties=await with_courses(await duties_of_stream(tools.ledger, stream), tools),
        history=tuple(Fact.model_validate(x.model_dump()) for x in entries),
        clock=await clock_of(tools.temporal, stream),
    )


@router.get("/collections/{collection}/history", responses=READ)
async def read_history(
    collection: CollectionId,
    caller: Allowed,
    tools: WithTools,
    after: Offset = 0,
    limit: Limit = 50,
) -> HistoryPage:
    """征集的全部经过."""
    standing, _ = await seen(collection, caller, tools)
    entries = await history(tools.ledger, standing.stream, after=after, limit=limit)
    return HistoryPage.model_validate(
        {"items": [x.model_dump() for x in entries], "total": standing.version}
    )


async def seen(collection: str, caller: Caller, tools: Tools) -> tuple[Standing, Collection]:
    """The collection as it stands, to who may see it. Raises Problem 404."""
    try:
        standing = await tools.ledger.standing(stream_id(COLLECTION, collection))
    except Unknown as error:
        raise not_found() from error
    state: object = standing.state
    if not isinstance(state, Collection) or not sees(caller, state):
        raise not_found()
    return standing, state
