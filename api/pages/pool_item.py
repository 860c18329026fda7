"""One item of the pool: what it says, what was found, what became of it, and whose wish it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.collections import seen
from api.pages.pool_doing import entry_of, handles, put, said, told_of
from api.pages.pool_forms import filled, item_command, made, texts_of
from api.pages.recording import key_of, new_key
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.telling import told
from api.pool import Item
from api.pool_shown import item_shown
from api.pool_writing import answered
from api.problems import Problem, not_found
from api.tools import Tools, WithTools
from api.where import CollectionId
from domain.refusals import Refused
from domain.regimes import named
from domain.screening.item import SOURCE_ZH
from domain.screening.state import Phase
from domain.wish.messages import AnswerWish
from ledger.ballots import By
from ledger.queries.history import Entry as Fact
from ledger.queries.history import history
from ledger.queries.wishes import wish_of

router = page_router()
WISHES = 50
OPS = (("ge", "不少于"), ("eq", "等于"), ("approx", "约"), ("range", "从…到…"))


@router.get("/collections/{collection}/pool/{item}")
async def item_page(
    collection: CollectionId, item: Item, signed: WithSigned, tools: WithTools
) -> Response:
    """One item: what it says, what was found, what became of it, whose wishes it answers."""
    return await _item(collection, item, signed, tools, None, None)


@router.post("/collections/{collection}/pool/{item}/answers")
async def answer_wishes(
    collection: CollectionId, item: Item, form: Posted, signed: WithSigned, tools: WithTools
) -> Response:
    """答复: the same words to every wish that the item answers."""
    _, one = await seen(collection, signed, tools)
    entry_of(one, item)
    texts = texts_of(form)
    try:
        command = made(AnswerWish, {x: texts.get(x) for x in ("outcome", "text")})
        by = By(signed.actor, signed.client, key_of(form))
        await answered(one, item, command, by, tools)
    except Refused as refused:
        return await _item(collection, item, signed, tools, texts, said(refused))
    return RedirectResponse(f"/collections/{collection}/pool/{item}", 303)


@router.post("/collections/{collection}/pool/{item}/{act}")
async def of_an_item(
    collection: CollectionId,
    item: Item,
    act: str,
    form: Posted,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
) -> Response:
    """修改, 筛选, 不予列入, 对应建议."""
    _, one = await seen(collection, signed, tools)
    try:
        command = item_command(act, form, entry_of(one, item).item)
        if command is None:
            raise not_found()
        await put(request, tools, signed, collection, command, key_of(form))
    except Refused as refused:
        return await _item(collection, item, signed, tools, texts_of(form), said(refused))
    except Problem as problem:
        return await _item(collection, item, signed, tools, texts_of(form), told_of(problem))
    return RedirectResponse(f"/collections/{collection}/pool/{item}", 303)


async def _item(
    collection: str,
    item: str,
    signed: Signed,
    tools: Tools,
    values: Mapping[str, str] | None,
    wrong: tuple[int, str] | None,
) -> Response:
    standing, one = await seen(collection, signed, tools)
    entry = entry_of(one, item)
    reserve = {x.item.id for x in one.pool.reserve}
    shown = item_shown(one, entry, named(one.regime).screens, reserve)
    facts = await history(tools.ledger, standing.stream)
    numbers = entry.item.wishes[:WISHES]
    wishes = [x for name in numbers if (x := await wish_of(tools.ledger, name)) is not None]
    return page(
        "pool_item.html",
        signed,
        standing.now,
        here="/collections",
        sample=await sample_shown(tools),
        status=wrong[0] if wrong else 200,
        refused=wrong[1] if wrong else None,
        one=one,
        x=shown,
        wishes=wishes,
        log=[told(f, one.duties) for f in reversed(about(facts, item))],
        handles=handles(signed) and not one.pool.settled,
        office=can(signed, "decide"),
        changes=handles(signed) and entry.phase is Phase.POOLED and not one.pool.settled,
        sources=list(SOURCE_ZH.items()),
        ops=OPS,
        values={**filled(entry.item), **(values or {})},
        key=new_key(),
    )


def about(facts: Sequence[Fact], item: str) -> list[Fact]:
    """The facts of a collection that name the item."""
    return [x for x in facts if item in _named(x.event)]


def _named(event: Mapping[str, Any]) -> set[str]:
    one = event.get("item")
    found = {one["id"] if isinstance(one, dict) else one}
    for name in ("items", "passed", "returned", "numbers"):
        for x in event.get(name) or ():
            found.add((x.get("id") or x.get("item")) if isinstance(x, dict) else x)
    return {str(x) for x in found if x}
