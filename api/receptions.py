"""Where deputies met people for a collection, and which weekly days left no record."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body
from pydantic import BaseModel, Field
from starlette.responses import Response

from api import wish_doing as doing
from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.tools import WithTools
from api.where import CollectionId
from api.writing import Writing, answer
from domain.base import ShortText, Text, Value
from domain.calendar import day_of
from domain.collection.receptions import Reception, RecordReception, missing
from domain.names import COLLECTION, stream_id
from domain.regimes import named
from domain.wish.channels import Channel

router = json_router("征集 collections")


class Received(Value):
    """接待记录."""

    kind: Channel
    on: date
    place: ShortText
    deputies: Annotated[int, Field(ge=0, le=100_000)]
    visitors: Annotated[int, Field(ge=0, le=100_000)]
    wishes: Annotated[tuple[ShortText, ...], Field(max_length=500)] = ()
    note: Text | None = None


class MissingShown(BaseModel):
    """A weekly day without a record."""

    kind: Channel
    on: date


class ReceptionsShown(BaseModel):
    """Where deputies met people, and which weekly days left no record."""

    items: tuple[Reception, ...]
    missing: tuple[MissingShown, ...]


@router.post("/collections/{collection}/receptions", status_code=201, responses=RECEIPT)
async def receive(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Received), Body()],
) -> Response:
    """登记代表接待日、进站接访、网格走访或座谈会."""
    one = await doing.collection_for(collection, caller, tools)
    command = RecordReception(**dict(sent))
    return answer(await write.record(caller, stream_id(COLLECTION, one.id), command))


@router.get("/collections/{collection}/receptions", responses=READ)
async def receptions(
    collection: CollectionId, caller: Allowed, tools: WithTools
) -> ReceptionsShown:
    """接待记录，以及按办法每周应有而没有记录的日子."""
    one = await doing.collection_for(collection, caller, tools)
    today = day_of(await tools.ledger.now())
    left = missing(one, named(one.regime), today)
    return ReceptionsShown(
        items=one.receptions, missing=tuple(MissingShown(kind=x, on=day) for x, day in left)
    )
