"""The wishes of a collection: looked for, two that may say the same side by side, each answered."""

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api import wish_doing as doing
from api.pages.recording import key_of, new_key
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.wish_entry import WrongEntry, entry_of
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import CollectionId
from api.wish_numbers import derived_number
from domain.calendar import day_of
from domain.collection.receptions import missing
from domain.collection.state import Collection
from domain.refusals import Refused
from domain.regimes import named
from domain.wish.channels import CHANNEL_ZH, Channel
from domain.wish.messages import OUTCOME_ZH
from ledger.ballots import By
from ledger.queries.page import Page
from ledger.queries.wishes import WishRow, find_wishes, wish_counts
from ledger.tries import secret_of
from ledger.wishers import erase_answered

router = page_router()
LISTED, PAIRS = 30, 8
STATE_ZH = {"waiting": "待答复", "answered": "已答复", "merged": "已归并", "pooled": "已入库"}


@router.get("/collections/{collection}/wishes")
async def wishes_page(
    collection: CollectionId, request: Request, signed: WithSigned, tools: WithTools
) -> Response:
    """The list, by words, channel and state; what the address asks that there is not is left."""
    one = await doing.collection_for(collection, signed, tools)
    return await _listed(one, _asked(request.query_params), signed, tools)


def _asked(told: Mapping[str, str]) -> dict[str, Any]:
    def whole(name: str) -> int | None:
        text = told.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None

    def known(name: str, among: Container[str]) -> str:
        return told[name] if told.get(name) in among else ""

    return {
        "q": told.get("q", "")[:100],
        "channel": known("channel", set(Channel)),
        "state": known("state", STATE_ZH),
        "from": whole("from") or 0,
        "done": told.get("done", "")[:150],
        "erased": whole("erased"),
    }


@router.post("/collections/{collection}/wishes")
async def enter(
    collection: CollectionId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """登记一条: one wish however often the button is pressed."""
    one = await doing.collection_for(collection, signed, tools)
    values = {x: str(y) for x, y in form.items() if isinstance(y, str)}
    by = by_form(request, signed, key_of(form), tools)
    try:
        said, who = entry_of(values)
        key = await secret_of(tools.ledger)
        number = derived_number(one.id, key, f"{signed.client}\n{by.key}")
        await doing.take(one, number, said, who, by, tools)
    except WrongEntry as wrong:
        return await _listed(one, {}, signed, tools, values, wrong.errors, status=422)
    except Refused as refused:
        status = problem_of(refused).status_code
        told = {"text": refused.zh}
        return await _listed(one, {}, signed, tools, values, told, status=status)
    return RedirectResponse(f"/collections/{one.id}/wishes?done={number}", 303)


@router.post("/collections/{collection}/wishes/pair")
async def pair(
    collection: CollectionId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """Somebody looked at two wishes: 归并 or 不是同一件事."""
    one = await doing.collection_for(collection, signed, tools)
    names = [str(form.get(x, "")) for x in ("wish", "main")]
    first, second = [await doing.row_for(x, signed, tools) for x in names]
    if one.id not in (first.collection, second.collection):
        raise not_found()
    by = by_form(request, signed, key_of(form), tools)
    if form.get("what") == "merge":
        await doing.merge(first, second, by, tools)
    else:
        await doing.keep_apart(first, second, by, tools)
    return RedirectResponse(f"/collections/{one.id}/wishes#h-alike", 303)


@router.post("/collections/{collection}/wishes/forget")
async def forget(
    collection: CollectionId, signed: WithSigned, _form: Posted, tools: WithTools
) -> Response:
    """删除已经答复的联系方式."""
    one = await doing.collection_for(collection, signed, tools)
    erased = await erase_answered(tools.ledger, one.id, signed.client)
    return RedirectResponse(f"/collections/{one.id}/wishes?erased={erased}", 303)


def by_form(request: Request, signed: Signed, key: str, tools: Tools) -> By:
    """Who asks, under the form's own key, at the instant at which it had arrived."""
    told = "received_at" in request.state
    at = request.state.received_at if told else tools.heart.arrived()
    return By(signed.actor, signed.client, key, at)


async def _found(
    collection: str, asked: Mapping[str, Any], offset: int, tools: Tools
) -> Page[WishRow]:
    return await find_wishes(
        tools.ledger,
        collection,
        words=asked.get("q"),
        channel=asked.get("channel") or None,
        state=asked.get("state") or None,
        limit=LISTED,
        offset=offset,
    )


async def _listed(
    one: Collection,
    asked: Mapping[str, Any],
    signed: Signed,
    tools: Tools,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    now = await tools.ledger.now()
    offset = int(asked.get("from", 0))
    found = await _found(one.id, asked, offset, tools)
    counts = await wish_counts(tools.ledger, one.id)
    decides = can(signed, "decide")
    today = day_of(now)
    return page(
        "wishes.html",
        signed,
        now,
        here="/collections",
        sample=await sample_shown(tools),
        status=status,
        one=one,
        wishes=found.items,
        total=found.total,
        asked=asked,
        waiting=sum(x.number - x.answered for x in counts),
        later=offset + LISTED if offset + LISTED < found.total else None,
        counts=counts,
        pairs=await doing.proposals(one.id, tools, PAIRS) if decides else [],
        decides=decides,
        enters=can(signed, "take_down"),
        missing=missing(one, named(one.regime), today),
        channels=entered(one),
        channel_zh=CHANNEL_ZH,
        outcome_zh=OUTCOME_ZH,
        state_zh=STATE_ZH,
        today=today,
        values=values or {"on": _latest(one, today).isoformat()},
        errors=errors or {},
        keys=[new_key() for _ in range(PAIRS + 1)],
    )


def entered(one: Collection) -> list[tuple[str, str]]:
    """The ways by which wishes are entered one by one, the measure's own first."""
    said = named(one.regime).collection
    own = [x.kind for x in said.ways] if said else []
    ways = dict.fromkeys([*own, *Channel])
    return [(x, CHANNEL_ZH[x]) for x in ways if x is not Channel.WEB]


def _latest(one: Collection, today: date) -> date:
    return min(today, one.last)
