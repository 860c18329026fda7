"""Supervision topics of a year: who wants what supervised, and what became of it."""

from typing import Annotated, Any

from fastapi import Body, Path
from pydantic import BaseModel
from starlette.responses import Response

from api.callers import Caller
from api.duties import Limit, Offset
from api.in_reach import in_reach
from api.json_body import Strictly
from api.json_route import json_router
from api.one_stream import Told, tell
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.sight import narrowed
from api.tools import Tools, WithTools
from api.writing import Writing, answer
from domain.names import TOPICS, stream_id
from domain.topics.messages import (
    ChooseTopic,
    CloseTopic,
    DeclineTopic,
    MergeTopic,
    NoteTopic,
    OpenTopics,
    PublishPlan,
)
from domain.topics.state import Topics
from ledger.queries.street import TopicCallRow, find_topic_calls

router = json_router("监督议题 topics")
CallId = Annotated[
    str,
    Path(description="议题征集编号", examples=["T1"], pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"),
]


class Calls(BaseModel):
    """Calls for topics, the newest year first."""

    items: tuple[TopicCallRow, ...]
    total: int


@router.get("/topics", responses=READ)
async def find(caller: Allowed, tools: WithTools, limit: Limit = 50, offset: Offset = 0) -> Calls:
    """本地区及所辖各地的监督议题征集。"""
    region, _ = narrowed(caller, None)
    page = await find_topic_calls(tools.ledger, region, limit=limit, offset=offset)
    return Calls(items=page.items, total=page.total)


@router.post("/topics", status_code=201, responses=RECEIPT)
async def open_call(
    caller: Allowed, write: Writing, sent: Annotated[Any, Strictly(OpenTopics), Body()]
) -> Response:
    """公开征集一个年度的监督议题。"""
    return answer(await write.record(caller, stream_id(TOPICS, sent.id), sent))


@router.get("/topics/{call}", responses=READ)
async def read(call: CallId, caller: Allowed, tools: WithTools) -> Topics:
    """一个年度的议题：来源、去向、理由。"""
    return await call_of(call, caller, tools)


tell(
    router,
    TOPICS,
    "/topics/{call}",
    CallId,
    (
        Told("note", "noted", NoteTopic, "登记一个议题及其来源。"),
        Told("merge", "merged", MergeTopic, "并入另一个议题。"),
        Told("choose", "chosen", ChooseTopic, "列入年度监督计划。"),
        Told("decline", "declined", DeclineTopic, "不列入，并说明理由。"),
        Told("publish", "plan", PublishPlan, "公布年度监督工作计划。"),
        Told("close", "closed", CloseTopic, "登记议题监督的结果。"),
    ),
)


async def call_of(call: str, caller: Caller, tools: Tools) -> Topics:
    """The call's state. Raises Problem 404 for what is nowhere or out of reach."""
    found, _ = await in_reach(tools.ledger, stream_id(TOPICS, call), Topics, caller)
    return found
