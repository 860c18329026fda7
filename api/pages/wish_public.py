"""The public form 网上征集: no account, no cookie, nothing lost; and what became of a wish."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.address import address_of
from api.pages.render import alone
from api.pages.router import page_router
from api.pages.signed import foreign, from_elsewhere
from api.pages.wish_seal import Seal, opened, sealed
from api.pages.wish_sent import TRAP, Sent, sent_of
from api.pages.wish_ways import ways_of
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import CollectionId
from api.wish_numbers import as_written
from domain.calendar import day_of
from domain.collection.state import Collection
from domain.given import Actor
from domain.names import COLLECTION, WISH, stream_id
from domain.refusals import Refused, Unknown
from domain.wish.channels import CHANNEL_ZH, Channel
from domain.wish.messages import OUTCOME_ZH, Outcome, Source, TakeWish
from ledger.queries.wishes import WishRow, wish_of
from ledger.requests import Request as Asked
from ledger.tries import count_try, secret_of
from ledger.wishers import RESIDENT, erase_wisher, is_said, take_wish

router = page_router()
PUBLIC = "public:web"
"""Who takes down what comes by the public form, for the record: nobody in particular."""
_FLOOD = (
    "这一小时提交的次数太多，请过一小时再试；内容还在下面，可以先抄下来。也可以走下面的其他渠道。"
)
_ROBOT = "提交得太快，或填了隐藏的栏目，系统没有登记。请核对内容后再提交一次。"
_STALE = "这一页打开太久或已失效，没有登记。内容还在，请再提交一次。"
_USED = (
    "这一页已经交过一条建议，那一条已登记。现在这条还没有登记，内容还在，"
    "如果是另一条建议，请再提交一次。"
)


@router.get("/wish/{collection}")
async def form_page(collection: CollectionId, tools: WithTools) -> Response:
    """The form, or where to turn while none is taken."""
    return await _form(await collection_of(collection, tools), tools)


@router.post("/wish/{collection}")
async def hand_in(  # noqa: PLR0911  # one line per reason
    collection: CollectionId, request: Request, tools: WithTools
) -> Response:
    """提交建议. Whatever speaks against it, the text stays on the page."""
    one = await collection_of(collection, tools)
    key = await secret_of(tools.ledger)
    async with request.form(max_files=0, max_fields=20) as form:
        seal = opened(str(form.get("seal", "")), collection, key)
        sent = sent_of(form, seal or Seal("", 0.0))
    if seal is None or seal.stale or from_elsewhere(request):
        return await _form(one, tools, sent, _STALE, 409)
    if row := await wish_of(tools.ledger, seal.wish):
        if row.text == sent.values["text"]:
            return _to_receipt(seal.wish)
        return await _form(one, tools, sent, _USED, 409)
    tries = await count_try(tools.ledger, key, address_of(request, tools.proxies), collection)
    if tries.too_many:
        return await _form(one, tools, sent, _FLOOD, 429)
    if sent.errors:
        return await _form(one, tools, sent, None, 422, seal)
    if sent.by_a_robot:
        return await _form(one, tools, sent, _ROBOT, 422, seal)
    try:
        await _take(one, seal, sent, request, tools)
    except Refused as refused:
        return await _form(one, tools, sent, refused.zh, problem_of(refused).status_code, seal)
    return _to_receipt(seal.wish)


@router.get("/receipt")
async def receipt_page(
    tools: WithTools,
    no: Annotated[str, Query(max_length=150)] = "",
    new: Annotated[bool, Query()] = False,
) -> Response:
    """查询回执: what became of a wish, to whoever has its number."""
    number = as_written(no)
    row = await _found(no.strip(), number, tools)
    contact = row is not None and await is_said(tools.ledger, row.id)
    return alone(
        "wish_receipt.html",
        404 if number and row is None else 200,
        number=number,
        one=row,
        new=new,
        contact=contact,
        channel_zh=CHANNEL_ZH[Channel(row.channel)] if row else "",
        outcome_zh=OUTCOME_ZH[Outcome(row.told_outcome)] if row and row.told_outcome else None,
    )


@router.post("/receipt/forget")
async def forget(request: Request, tools: WithTools) -> Response:
    """删除联系方式: whoever has the number may have the contact erased."""
    if from_elsewhere(request):
        raise foreign()
    async with request.form(max_files=0, max_fields=5) as form:
        number = str(form.get("no", ""))[:150]
    row = await wish_of(tools.ledger, number)
    if row is None:
        raise not_found()
    await erase_wisher(tools.ledger, row.id, RESIDENT)
    return RedirectResponse(f"/receipt?no={row.id}", 303)


async def _take(one: Collection, seal: Seal, sent: Sent, request: Request, tools: Tools) -> None:
    command = TakeWish(
        id=seal.wish,
        collection=one.id,
        region=one.region,
        text=sent.values["text"],
        place=sent.values["place"] or None,
        source=Source(channel=Channel.WEB, on=day_of(await tools.ledger.now())),
        opens=one.opens,
        last=one.last,
    )
    told = "received_at" in request.state
    asked = Asked(
        stream_id(WISH, seal.wish),
        command,
        Actor(PUBLIC, "system", one.region),
        PUBLIC,
        seal.wish,
        request.state.received_at if told else None,
        None,
    )
    await take_wish(tools.ledger, asked, sent.who)


async def _form(
    one: Collection,
    tools: Tools,
    sent: Sent | None = None,
    refused: str | None = None,
    status: int = 200,
    seal: Seal | None = None,
) -> Response:
    today = day_of(await tools.ledger.now())
    key = await secret_of(tools.ledger)
    values: Mapping[str, str] = sent.values if sent else {}
    return alone(
        "wish_form.html",
        status,
        one=one,
        open=one.takes_wishes(today),
        coming=today < one.opens,
        ways=ways_of(one),
        seal=sealed(one.id, key, wish=seal.wish if seal else None),
        trap=TRAP,
        values=values,
        errors=sent.errors if sent else {},
        refused=refused,
    )


async def _found(written: str, number: str, tools: Tools) -> WishRow | None:
    """By the number as it was written, or in its own letters: what comes before them may be in
    small ones."""
    for tried in dict.fromkeys((written, number)):
        if tried and (row := await wish_of(tools.ledger, tried)):
            return row
    return None


async def collection_of(collection: str, tools: Tools) -> Collection:
    """The collection, which anybody may know of. Raises Problem 404."""
    try:
        state: object = (await tools.ledger.standing(stream_id(COLLECTION, collection))).state
    except Unknown as error:
        raise not_found() from error
    if not isinstance(state, Collection):
        raise not_found()
    return state


def _to_receipt(wish: str) -> Response:
    return RedirectResponse(f"/receipt?no={wish}&new=true", 303)
