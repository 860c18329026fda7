"""项目库 as staff see it: every item with its checks and what it lacks, and an item alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.collections import seen
from api.pages.pool_forms import filled, item_command, made, pool_command, texts_of
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned, check
from api.pages.telling import told
from api.pool import Item
from api.pool_shown import item_shown, pool_shown
from api.pool_writing import answered, wishes_known
from api.problems import Problem, not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import CollectionId
from domain.base import Command
from domain.collection.state import Collection
from domain.names import COLLECTION, stream_id
from domain.parties import Role
from domain.refusals import NotYours, Refused
from domain.regimes import named
from domain.regimes.sections_screening import REVIEW_ZH
from domain.screening.item import SOURCE_ZH, Source
from domain.screening.pool_messages import AddPoolItem, LinkWishes
from domain.screening.state import Entry, Phase
from domain.wish.messages import AnswerWish
from ledger.ballots import By
from ledger.dry_run import dry_run
from ledger.queries.collections import find_collections
from ledger.queries.history import Entry as Fact
from ledger.queries.history import history
from ledger.queries.wishes import wish_of

router = page_router()
EARLIER, WISHES = 3, 50
OPS = (("ge", "不少于"), ("eq", "等于"), ("approx", "约"), ("range", "从…到…"))


def handles(signed: Signed) -> bool:
    """Whether the forms are shown: to the office, and to the government that screens."""
    return can(signed, "decide") or signed.party in (Role.GOVERNMENT, Role.STREET_OFFICE)


@router.get("/collections/{collection}/pool")
async def pool_page(collection: CollectionId, signed: WithSigned, tools: WithTools) -> Response:
    """The pool."""
    check(signed, "read")
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
    check(signed, "read")
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


@router.get("/collections/{collection}/pool/{item}")
async def item_page(
    collection: CollectionId, item: Item, signed: WithSigned, tools: WithTools
) -> Response:
    """One item: what it says, what was found, what became of it, whose wishes it answers."""
    check(signed, "read")
    return await _item(collection, item, signed, tools, None, None)


@router.post("/collections/{collection}/pool/{item}/answers")
async def answer_wishes(
    collection: CollectionId, item: Item, form: Posted, signed: WithSigned, tools: WithTools
) -> Response:
    """答复: the same words to every wish that the item answers."""
    check(signed, "decide")
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
    check(signed, "read")
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


async def put(
    request: Request, tools: Tools, signed: Signed, collection: str, command: Command, key: str
) -> None:
    """Record it, if no stream that follows would refuse. Raises what is refused."""
    if isinstance(command, AddPoolItem | LinkWishes):
        await wishes_known(command.wishes, collection, tools)
    stream = stream_id(COLLECTION, collection)
    await dry_run(tools.ledger, stream, command, signed.actor)
    await record(request, tools, signed, stream, command, key)


def said(refused: Refused) -> tuple[int, str]:
    """Status and sentence. Raises NotYours again: what is another's is nowhere."""
    if isinstance(refused, NotYours):
        raise refused
    return problem_of(refused).status_code, refused.zh


def told_of(problem: Problem) -> tuple[int, str]:
    """Status and sentences of a form whose fields are wrong. Raises any other problem again."""
    if problem.status_code != 422:
        raise problem
    return 422, "；".join(x.zh for x in problem.errors) or problem.zh


def entry_of(one: Collection, item: str) -> Entry:
    """The item. Raises Problem 404."""
    if item not in one.pool.entries:
        raise not_found()
    return one.pool.entries[item]


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
