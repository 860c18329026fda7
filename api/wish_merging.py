"""Near-duplicates: proposed by likeness, merged by people, taken back at any time."""

from typing import Annotated, Any

from fastapi import Body
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api import wish_doing as doing
from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import READ, RECEIPT, ReceiptShown, problems
from api.rights import Allowed
from api.tools import WithTools
from api.where import CollectionId, WishId
from api.wishes import WishShown, shown
from api.writing import Writing, answer
from domain.base import ShortText, Text, Value
from ledger.requests import Receipt

router = json_router("建议 wishes")


class Merging(Value):
    """归并到哪一条."""

    into: ShortText


class Parting(Value):
    """取消归并."""

    because: Text


class Apart(Value):
    """不是同一件事."""

    other: ShortText


class ProposalShown(BaseModel):
    """Two wishes that may say the same. A person decides."""

    wish: WishShown
    main: WishShown
    likeness: float


class ProposalPage(BaseModel):
    """The pairs, the most alike first."""

    items: tuple[ProposalShown, ...]


class Told(BaseModel):
    """The receipts of both sides."""

    receipts: tuple[ReceiptShown, ...]


_BOTH: dict[int | str, Any] = {
    200: {"model": Told, "description": "记录中已有，没有新的登记"},
    201: {"model": Told},
    **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
}


@router.get("/collections/{collection}/wish-proposals", responses=READ)
async def propose(collection: CollectionId, caller: Allowed, tools: WithTools) -> ProposalPage:
    """可能是同一件事的建议，两两并列，由人决定是否归并."""
    one = await doing.collection_for(collection, caller, tools)
    found = await doing.proposals(one.id, tools)
    items = (
        ProposalShown(wish=shown(x.first), main=shown(x.second), likeness=round(x.likeness, 3))
        for x in found
    )
    return ProposalPage(items=tuple(items))


@router.post("/wishes/{wish}/merge", status_code=201, responses=_BOTH)
async def merge(
    wish: WishId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Merging), Body()],
) -> Response:
    """归并到另一条建议；两条都记下，随时可以取消."""
    member = await doing.row_for(wish, caller, tools)
    main = await doing.row_for(sent.into, caller, tools)
    return _both(await doing.merge(member, main, write.by(caller), tools))


@router.post("/wishes/{wish}/unmerge", status_code=201, responses=_BOTH)
async def unmerge(
    wish: WishId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Parting), Body()],
) -> Response:
    """取消归并：这条建议重新单独办理、单独答复."""
    member = await doing.row_for(wish, caller, tools)
    return _both(await doing.unmerge(member, sent.because, write.by(caller), tools))


@router.post("/wishes/{wish}/apart", status_code=201, responses=RECEIPT)
async def apart(
    wish: WishId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Apart), Body()],
) -> Response:
    """看过了，不是同一件事：不再提示归并."""
    one = await doing.row_for(wish, caller, tools)
    other = await doing.row_for(sent.other, caller, tools)
    return answer(await doing.keep_apart(one, other, write.by(caller), tools))


def _both(receipts: list[Receipt]) -> Response:
    told = [x.model_dump(mode="json", exclude={"repeated"}) for x in receipts]
    return JSONResponse(
        {"receipts": told},
        status_code=201 if any(x.events for x in receipts) else 200,
        headers={"Idempotency-Replayed": "true"} if all(x.repeated for x in receipts) else None,
    )
