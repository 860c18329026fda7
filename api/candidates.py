"""候选项目 candidates: listed, heard, shown to the public, withdrawn; drawing from a reserve."""

from typing import Annotated, Any

from fastapi import Body, Path
from pydantic import BaseModel
from starlette.responses import Response

from api import pool_bodies as bodies
from api.collections import seen
from api.json_body import Strictly
from api.json_route import json_router
from api.pool import Item
from api.pool_shown import CandidatesShown, candidates_shown
from api.pool_writing import recorded
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.rulings import ruling_of
from api.tools import WithTools
from api.where import CollectionId
from api.writing import Writing
from domain.calendar import day_of
from domain.names import COLLECTION, stream_id
from domain.screening.candidate_messages import ListCandidates, RecordHearing, WithdrawCandidate
from domain.screening.comment_messages import (
    AnswerComment,
    CloseComment,
    OpenComment,
    RecordComment,
)
from domain.screening.reserve_messages import DrawReserve
from ledger.queries.comments import CommentRow, comments_of

router = json_router("候选项目 candidates")
Number = Annotated[str, Path(description="意见编号", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]


class CommentPage(BaseModel):
    """公示意见，先到的在前."""

    items: tuple[CommentRow, ...]


@router.get("/collections/{collection}/candidates", responses=READ)
async def read(collection: CollectionId, caller: Allowed, tools: WithTools) -> CandidatesShown:
    """候选项目、差额和投票前还要办的事."""
    standing, one = await seen(collection, caller, tools)
    return candidates_shown(one, day_of(standing.now))


@router.post("/collections/{collection}/candidates", status_code=201, responses=RECEIPT)
async def list_(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.LIST), Body()],
) -> Response:
    """提出候选项目；差额不合的按办法拒绝，或者写明理由和决定."""
    stream = stream_id(COLLECTION, collection)
    ruling = await ruling_of(sent.ruling, "ruling.evidence", stream, caller, tools)
    command = ListCandidates(**dict(sent) | {"ruling": ruling})
    return await recorded(collection, command, caller, write, tools)


@router.post("/collections/{collection}/candidates/hearing", status_code=201, responses=RECEIPT)
async def hear(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.HEARING), Body()],
) -> Response:
    """登记常委会先行审议."""
    stream = stream_id(COLLECTION, collection)
    ruling = await ruling_of(sent.ruling, "ruling.evidence", stream, caller, tools)
    command = RecordHearing(**dict(sent) | {"ruling": ruling})
    return await recorded(collection, command, caller, write, tools)


@router.post(
    "/collections/{collection}/candidates/{item}/withdrawal", status_code=201, responses=RECEIPT
)
async def withdraw(
    collection: CollectionId,
    item: Item,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.WITHDRAW), Body()],
) -> Response:
    """表决前撤回，须经主席团同意（地方组织法第二十二条）."""
    stream = stream_id(COLLECTION, collection)
    ruling = await ruling_of(sent.ruling, "ruling.evidence", stream, caller, tools)
    command = WithdrawCandidate(item=item, **dict(sent) | {"ruling": ruling})
    return await recorded(collection, command, caller, write, tools)


@router.get("/collections/{collection}/comments", responses=READ)
async def comments(collection: CollectionId, caller: Allowed, tools: WithTools) -> CommentPage:
    """公示意见和答复."""
    standing, _ = await seen(collection, caller, tools)
    return CommentPage(items=tuple(await comments_of(tools.ledger, standing.stream)))


@router.post("/collections/{collection}/comments/opening", status_code=201, responses=RECEIPT)
async def open_comment(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.OPEN_COMMENT), Body()],
) -> Response:
    """候选项目公示."""
    return await recorded(collection, OpenComment(**dict(sent)), caller, write, tools)


@router.post("/collections/{collection}/comments", status_code=201, responses=RECEIPT)
async def comment(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.COMMENT), Body()],
) -> Response:
    """登记来信、来电、来访的公示意见；不写姓名和电话."""
    return await recorded(collection, RecordComment(**dict(sent)), caller, write, tools)


@router.post("/collections/{collection}/comments/closing", status_code=201, responses=RECEIPT)
async def close_comment(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.CLOSE_COMMENT), Body()],
) -> Response:
    """公示结束；意见都已答复."""
    return await recorded(collection, CloseComment(**dict(sent)), caller, write, tools)


@router.post(
    "/collections/{collection}/comments/{number}/answer", status_code=201, responses=RECEIPT
)
async def answer(
    collection: CollectionId,
    number: Number,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.ANSWER), Body()],
) -> Response:
    """答复公示意见."""
    command = AnswerComment(number=number, **dict(sent))
    return await recorded(collection, command, caller, write, tools)


@router.post("/collections/{collection}/reserve", status_code=201, responses=RECEIPT)
async def draw(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.DRAW), Body()],
) -> Response:
    """从往年储备库提取：原有内容、对应的建议和经过一并转入."""
    await seen(sent.source, caller, tools)
    return await recorded(collection, DrawReserve(**dict(sent)), caller, write, tools)
