"""项目库 the pool: items proposed, worked on, checked, gone through, turned down."""

from typing import Annotated, Any

from fastapi import Body, Path
from pydantic import BaseModel
from starlette.responses import Response

from api import pool_bodies as bodies
from api.collections import seen
from api.json_body import Strictly
from api.json_route import json_router
from api.pool_shown import ItemShown, PoolShown, item_shown, pool_shown
from api.pool_writing import answered, recorded, wishes_known
from api.problems import not_found
from api.receipts import READ, RECEIPT, problems
from api.rights import Allowed
from api.tools import WithTools
from api.where import CollectionId
from api.writing import Writing
from domain.regimes import named
from domain.screening.pool_messages import (
    AddPoolItem,
    AmendPoolItem,
    LinkWishes,
    RecordReview,
    RejectItem,
    ScreenItem,
    UnlinkWish,
)
from domain.wish.messages import AnswerWish

router = json_router("项目库 pool")
TOLD = problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
Item = Annotated[
    str,
    Path(
        description="项目在库中的编号",
        examples=["K01"],
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
    ),
]


class Answers(BaseModel):
    """How many wishes were answered."""

    answered: int


@router.get("/collections/{collection}/pool", responses=READ)
async def read_pool(collection: CollectionId, caller: Allowed, tools: WithTools) -> PoolShown:
    """项目库：每个项目的筛选、提示和还缺什么."""
    _, one = await seen(collection, caller, tools)
    return pool_shown(one)


@router.get("/collections/{collection}/pool/{item}", responses=READ)
async def read_item(
    collection: CollectionId, item: Item, caller: Allowed, tools: WithTools
) -> ItemShown:
    """库中的一个项目."""
    _, one = await seen(collection, caller, tools)
    if item not in one.pool.entries:
        raise not_found()
    reserve = {x.item.id for x in one.pool.reserve}
    return item_shown(one, one.pool.entries[item], named(one.regime).screens, reserve)


@router.post("/collections/{collection}/pool", status_code=201, responses=RECEIPT)
async def add(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.ADD), Body()],
) -> Response:
    """入库."""
    await seen(collection, caller, tools)  # before anything is said of wishes
    await wishes_known(sent.wishes, collection, tools)
    return await recorded(collection, AddPoolItem(**dict(sent)), caller, write, tools)


@router.post("/collections/{collection}/pool/reviews", status_code=201, responses=RECEIPT)
async def review(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.REVIEW), Body()],
) -> Response:
    """登记政府常务会议或联合筛选：通过的，退回完善的."""
    return await recorded(collection, RecordReview(**dict(sent)), caller, write, tools)


@router.post("/collections/{collection}/pool/{item}/amendment", status_code=201, responses=RECEIPT)
async def amend(
    collection: CollectionId,
    item: Item,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.AMEND), Body()],
) -> Response:
    """修改；原来的内容留在记录里，筛选须重做."""
    command = AmendPoolItem(item=item, **dict(sent))
    return await recorded(collection, command, caller, write, tools)


@router.post("/collections/{collection}/pool/{item}/wishes", status_code=201, responses=RECEIPT)
async def link(
    collection: CollectionId,
    item: Item,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.LINK), Body()],
) -> Response:
    """对应群众建议."""
    await seen(collection, caller, tools)  # before anything is said of wishes
    await wishes_known(sent.wishes, collection, tools)
    command = LinkWishes(item=item, **dict(sent))
    return await recorded(collection, command, caller, write, tools)


@router.post("/collections/{collection}/pool/{item}/unlinking", status_code=201, responses=RECEIPT)
async def unlink(
    collection: CollectionId,
    item: Item,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.UNLINK), Body()],
) -> Response:
    """解除误对应的建议."""
    command = UnlinkWish(item=item, **dict(sent))
    return await recorded(collection, command, caller, write, tools)


@router.post("/collections/{collection}/pool/{item}/checks", status_code=201, responses=RECEIPT)
async def screen(
    collection: CollectionId,
    item: Item,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.SCREEN), Body()],
) -> Response:
    """筛选：逐项写明符合与否和理由."""
    command = ScreenItem(item=item, **dict(sent))
    return await recorded(collection, command, caller, write, tools)


@router.post("/collections/{collection}/pool/{item}/rejection", status_code=201, responses=RECEIPT)
async def reject(
    collection: CollectionId,
    item: Item,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.REJECT), Body()],
) -> Response:
    """不予列入，须写明理由."""
    command = RejectItem(item=item, **dict(sent))
    return await recorded(collection, command, caller, write, tools)


@router.post("/collections/{collection}/pool/{item}/answers", status_code=201, responses=TOLD)
async def answer_wishes(
    collection: CollectionId,
    item: Item,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(bodies.ANSWERS), Body()],
) -> Answers:
    """把项目的结果一并答复给它对应的每一条建议；草稿见项目的 answer."""
    _, one = await seen(collection, caller, tools)
    if item not in one.pool.entries:
        raise not_found()
    said = AnswerWish(**dict(sent))
    return Answers(answered=await answered(one, item, said, write.by(caller), tools))
