"""The end of a collection: resolution, a street's decision, announcement; and how far it is."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body
from pydantic import BaseModel
from starlette.responses import Response

from api.collection_course import Step, course_of
from api.collections import seen
from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.tools import WithTools
from api.where import CollectionId
from api.writing import Writing, answer
from domain.adoption.messages import AnnounceResult, Chosen, PassResolution, RecordDecision
from domain.adoption.origin import Votes
from domain.base import ShortText, Text, Value
from domain.names import COLLECTION, stream_id

router = json_router("决议 adoption")


class Resolving(Value):
    """大会决议：列入的项目应与计票结果完全一致，次序即项目编号."""

    number: ShortText
    document: ShortText
    chosen: Chosen
    passed_on: date
    in_favour: Votes | None = None
    """赞成决议的人数，须超过全体代表的半数；没有单独表决的不填."""
    next_session: date | None = None
    """下一次会议已经召集的填写；不填则按次年同日推定，并注明为推定."""


class Deciding(Value):
    """街道的决定（没有人民代表大会，不称决议）."""

    number: ShortText
    document: ShortText
    chosen: Chosen
    decided_on: date
    next_session: date | None = None


class Announcing(Value):
    """结果公告."""

    number: ShortText
    on: date
    where: ShortText
    text: Text


class CourseShown(BaseModel):
    """From the first suggestion to the projects: nine steps, and what is missing for the next."""

    collection: str
    steps: tuple[Step, ...]
    next: Step | None


@router.get("/collections/{collection}/course", responses=READ)
async def read_course(collection: CollectionId, caller: Allowed, tools: WithTools) -> CourseShown:
    """征集到立项走到哪一步，下一步缺什么."""
    standing, state = await seen(collection, caller, tools)
    steps = await course_of(state, standing.now, tools)
    coming = next((x for x in steps if not x.done), None)
    return CourseShown(collection=collection, steps=tuple(steps), next=coming)


@router.post("/collections/{collection}/resolution", status_code=201, responses=RECEIPT)
async def resolve(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Resolving), Body()],
) -> Response:
    """登记决议：年度清单和各项目随即立项，开始督办."""
    stream = stream_id(COLLECTION, collection)
    return answer(await write.record(caller, stream, PassResolution(**dict(sent))))


@router.post("/collections/{collection}/decision", status_code=201, responses=RECEIPT)
async def decide(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Deciding), Body()],
) -> Response:
    """登记街道的决定：年度清单和各项目随即立项，开始督办."""
    stream = stream_id(COLLECTION, collection)
    return answer(await write.record(caller, stream, RecordDecision(**dict(sent))))


@router.post("/collections/{collection}/announcement", status_code=201, responses=RECEIPT)
async def announce(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Announcing), Body()],
) -> Response:
    """登记结果公告."""
    stream = stream_id(COLLECTION, collection)
    return answer(await write.record(caller, stream, AnnounceResult(**dict(sent))))
