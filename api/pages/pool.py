"""项目库 as staff see it: every item with its checks and what it lacks."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.collections import seen
from api.pages.pool_doing import handles, put, said, told_of
from api.pages.pool_forms import pool_command, texts_of
from api.pages.pool_item import OPS
from api.pages.recording import key_of, new_key
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pool_shown import pool_shown
from api.problems import Problem, not_found
from api.tools import Tools, WithTools
from api.where import CollectionId
from domain.collection.state import Collection
from domain.names import COLLECTION, stream_id
from domain.refusals import Refused
from domain.regimes import named
from domain.regimes.sections_screening import REVIEW_ZH
from domain.screening.item import SOURCE_ZH, Source
from domain.screening.state import Phase
from ledger.queries.collections import find_collections

router = page_router()
EARLIER = 3


@router.get("/collections/{collection}/pool")
async def pool_page(collection: CollectionId, signed: WithSigned, tools: WithTools) -> Response:
    """The pool."""
    return await _pool(collection, signed, tools, {}, None)


@router.post("/collections/{collection}/pool/{act}")
async def of_the_pool(
    collection: CollectionId,
    act: str,
    form: Posted,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
) -> Response:
    """入库, a meeting on items, drawing from an earlier reserve."""
    await seen(collection, signed, tools)
    try:
        command = pool_command(act, form)
        if command is None:
            raise not_found()
        await put(request, tools, signed, collection, command, key_of(form))
    except Refused as refused:
        wrong = said(refused)
        return await _pool(collection, signed, tools, texts_of(form), wrong)
    except Problem as problem:
        wrong = told_of(problem)
        return await _pool(collection, signed, tools, texts_of(form), wrong)
    return RedirectResponse(f"/collections/{collection}/pool", 303)


async def _pool(
    collection: str,
    signed: Signed,
    tools: Tools,
    values: Mapping[str, str],
    wrong: tuple[int, str] | None,
) -> Response:
    standing, one = await seen(collection, signed, tools)
    shown = pool_shown(one)
    still = [x for x in shown.items if x.phase is Phase.POOLED and x.taken_by is None]
    return page(
        "pool.html",
        signed,
        standing.now,
        here="/collections",
        sample=await sample_shown(tools),
        status=wrong[0] if wrong else 200,
        refused=wrong[1] if wrong else None,
        one=one,
        items=shown.items,
        ready=[x for x in still if not x.lacks],
        waiting=[x for x in still if x.lacks],
        counts=shown.counts,
        reserve=[x for x in shown.items if x.reserved],
        earlier=await _earlier(one, signed, tools),
        handles=handles(signed) and not one.pool.settled,
        sources=[(x, zh) for x, zh in SOURCE_ZH.items() if x is not Source.RESERVE],
        reviews=[(x, REVIEW_ZH[x]) for x in named(one.regime).screens.reviews],
        ops=OPS,
        values=values,
        key=new_key(),
    )


async def _earlier(one: Collection, signed: Signed, tools: Tools) -> list[dict[str, Any]]:
    """What earlier years of the same congress keep in reserve, the latest year first."""
    if not handles(signed) or one.pool.settled:
        return []
    found = await find_collections(tools.ledger, one.region, limit=20)
    years = [x for x in found.items if x.region == one.region and x.year < one.year][:EARLIER]
    kept = []
    for x in years:
        state: object = (await tools.ledger.standing(stream_id(COLLECTION, x.id))).state
        if isinstance(state, Collection) and state.pool.reserve:
            kept.append({"id": x.id, "year": x.year, "entries": state.pool.reserve})
    return kept
