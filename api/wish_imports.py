"""Lists of wishes handed in as CSV or XLSX: hotline calls, letters, a platform's export."""

from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api import wish_doing as doing
from api.evidence import BODY, received_whole
from api.json_route import json_router
from api.receipts import problems
from api.rights import Allowed
from api.tools import WithTools
from api.where import CollectionId
from api.wish_importing import must_be_a_list, read_list, record_list
from api.writing import Writing
from domain.wish.channels import Channel
from domain.wish.importing import Line, Rejected, WishList

router = json_router("建议 wishes")


class RowShown(BaseModel):
    """A row that is taken; its contact is not shown again."""

    row: int
    wish: str
    text: str
    cleared: bool
    """内容中的电话等个人号码已隐去."""
    contact: bool
    """留有联系方式，另行保管."""


class ImportAnswer(BaseModel):
    """What became of each row."""

    dry_run: bool
    rows: tuple[RowShown, ...]
    rejected: tuple[Rejected, ...]
    unread: tuple[str, ...]
    """没有采用的列."""
    new: int
    known: int
    """已经在册的."""


_ANSWERS: dict[int | str, Any] = {
    200: {"model": ImportAnswer, "description": "试读，或全部已在册"},
    201: {"model": ImportAnswer, "description": "有新的登记"},
    **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
}


@router.post(
    "/collections/{collection}/wish-imports",
    status_code=201,
    openapi_extra=BODY,
    responses=_ANSWERS,
)
async def hand_in(  # what a route is given
    collection: CollectionId,
    request: Request,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    channel: Annotated[Channel, Query(description="没有“渠道”列时的渠道")],
    name: Annotated[str | None, Query(max_length=500, description="原始内容的文件名")] = None,
    dry_run: Annotated[bool, Query(description="只试读，不登记")] = False,
) -> Response:
    """按表导入建议：逐行核对，写明哪一行哪一列为什么不采用；重复导入不会重复登记."""
    one = await doing.collection_for(collection, caller, tools)
    must_be_a_list(channel)
    file, content = await received_whole(request, name)
    found = await read_list(tools.ledger, one, file, content, channel)
    if dry_run:
        return _answer(found, found.rejected, None)
    done = await record_list(tools.ledger, found, write.by(caller))
    return _answer(found, done.rejected, (len(done.new), len(done.known)))


def _answer(
    found: WishList, rejected: tuple[Rejected, ...], done: tuple[int, int] | None
) -> Response:
    new, known = done or (0, 0)
    refused = {x.row for x in rejected}
    told = ImportAnswer(
        dry_run=done is None,
        rows=tuple(_row(x) for x in found.lines if x.row not in refused),
        rejected=rejected,
        unread=found.unread,
        new=new,
        known=known,
    )
    return JSONResponse(told.model_dump(mode="json"), status_code=201 if new else 200)


def _row(line: Line) -> RowShown:
    return RowShown(
        row=line.row,
        wish=line.wish.id,
        text=line.wish.text,
        cleared=line.cleared,
        contact=bool(line.name or line.phone),
    )
