"""Lists of wishes and receptions on pages: tried, imported; recorded, and what is missing."""

import re
from typing import Annotated

from fastapi import Query, Request
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from api import wish_doing as doing
from api.limits import SHEET_MOST
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.wishes import by_form
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import CollectionId
from api.wish_importing import Imported, must_be_a_list, read_list, record_list
from domain.calendar import day_of
from domain.collection.receptions import RecordReception, missing
from domain.collection.state import Collection
from domain.names import COLLECTION, stream_id
from domain.refusals import Malformed, Refused
from domain.regimes import named
from domain.wish.channels import BY_PEOPLE, CHANNEL_ZH, Channel
from domain.wish.importing import WishList

router = page_router()
_APART = re.compile(r"[,;\uff0c\uff1b\u3001]")
"""What people put between numbers."""


@router.post("/collections/{collection}/wishes/import")
async def import_list(
    collection: CollectionId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """试读或导入: what becomes of each row, and why a row is not taken."""
    one = await doing.collection_for(collection, signed, tools)
    sent, way = form.get("file"), str(form.get("channel", ""))
    try:
        if not isinstance(sent, UploadFile) or not sent.filename or way not in set(Channel):
            raise Malformed("请选择渠道和文件。", "choose a channel and a file.")
        must_be_a_list(Channel(way))
        content = await sent.read(SHEET_MOST + 1)
        found = await read_list(tools.ledger, one, sent.filename, content, Channel(way))
        by = by_form(request, signed, new_key(), tools)
        done = await record_list(tools.ledger, found, by) if form.get("what") == "import" else None
    except Refused as refused:
        return await _imported(one, None, None, signed, tools, refused)
    return await _imported(one, found, done, signed, tools, None)


@router.get("/collections/{collection}/receptions")
async def receptions_page(
    collection: CollectionId,
    signed: WithSigned,
    tools: WithTools,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """接待记录, and the weekly days without one."""
    one = await doing.collection_for(collection, signed, tools)
    return await _receptions(one, {}, signed, tools, done=done)


@router.post("/collections/{collection}/receptions")
async def receive(
    collection: CollectionId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """登记接待."""
    one = await doing.collection_for(collection, signed, tools)
    values = {x: str(y).strip() for x, y in form.items() if isinstance(y, str)}
    try:
        command = _reception(values)
        stream = stream_id(COLLECTION, one.id)
        receipt = await record(request, tools, signed, stream, command, key_of(form))
    except Refused as refused:
        return await _receptions(one, values, signed, tools, refused=refused)
    return RedirectResponse(f"/collections/{one.id}/receptions?done={receipt.version}", 303)


def _reception(values: dict[str, str]) -> RecordReception:
    told = {x: values.get(x) or None for x in ("kind", "on", "place", "deputies", "visitors")}
    numbers = _APART.sub(" ", values.get("wishes", "")).split()
    try:
        return RecordReception.model_validate(
            {**told, "wishes": numbers, "note": values.get("note") or None}
        )
    except ValidationError as error:
        raise Malformed(
            "请填日期、地点、代表人数和接待人次（整数）；建议编号用空格隔开。",
            "day, place and both numbers are needed.",
        ) from error


async def _imported(
    one: Collection,
    found: WishList | None,
    done: Imported | None,
    signed: Signed,
    tools: Tools,
    refused: Refused | None,
) -> Response:
    rejected = done.rejected if done else found.rejected if found else ()
    left = {x.row for x in rejected}
    return page(
        "wish_import.html",
        signed,
        await tools.ledger.now(),
        here="/collections",
        sample=await sample_shown(tools),
        status=problem_of(refused).status_code if refused else 200,
        one=one,
        found=found,
        done=done,
        lines=[x for x in found.lines if x.row not in left] if found else [],
        rejected=rejected,
        refused=refused.zh if refused else None,
    )


async def _receptions(
    one: Collection,
    values: dict[str, str],
    signed: Signed,
    tools: Tools,
    *,
    done: int | None = None,
    refused: Refused | None = None,
) -> Response:
    now = await tools.ledger.now()
    today = day_of(now)
    return page(
        "receptions.html",
        signed,
        now,
        here="/collections",
        sample=await sample_shown(tools),
        status=problem_of(refused).status_code if refused else 200,
        one=one,
        kinds=[(x, CHANNEL_ZH[x]) for x in BY_PEOPLE],
        channel_zh=CHANNEL_ZH,
        missing=missing(one, named(one.regime), today),
        values=values or {"on": min(today, one.last).isoformat()},
        refused=refused.zh if refused else None,
        done=done,
        key=new_key(),
    )
