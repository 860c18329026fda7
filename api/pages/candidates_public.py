"""候选项目公示 as anybody sees it, and the form to say something: no account, no name, answered."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.address import address_of
from api.pages.render import alone
from api.pages.router import page_router
from api.pages.signed import from_elsewhere
from api.pages.wish_public import PUBLIC, collection_of
from api.pages.wish_seal import Seal, opened, sealed
from api.pages.wish_sent import TRAP, Sent, sent_of
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import CollectionId
from domain.calendar import day_of
from domain.collection.state import Collection
from domain.given import Actor
from domain.names import COLLECTION, stream_id
from domain.refusals import Refused
from domain.regimes import named
from domain.screening.comment_messages import RecordComment
from domain.screening.state import PHASE_ZH, Phase
from ledger.queries.comments import comments_of
from ledger.tries import count_try, secret_of

router = page_router()
_FLOOD = "这一小时提交的次数太多，请过一小时再试；内容还在下面，可以先抄下来。"
_ROBOT = "提交得太快，或填了隐藏的栏目，系统没有登记。请核对内容后再提交一次。"
_STALE = "这一页打开太久或已失效，没有登记。内容还在，请再提交一次。"


@router.get("/candidates/{collection}")
async def public_page(
    collection: CollectionId,
    tools: WithTools,
    no: Annotated[str | None, Query(max_length=150)] = None,
) -> Response:
    """The candidates; `no` is the number of what was just said."""
    return await _page(await collection_of(collection, tools), tools, number=no)


@router.post("/candidates/{collection}")
async def say(collection: CollectionId, request: Request, tools: WithTools) -> Response:
    """提交意见. Whatever speaks against it, the text stays on the page."""
    one = await collection_of(collection, tools)
    key = await secret_of(tools.ledger)
    async with request.form(max_files=0, max_fields=20) as form:
        seal = opened(str(form.get("seal", "")), collection, key)
        sent = sent_of(form, seal or Seal("", 0.0))
        item = str(form.get("item", ""))
    if seal is None or seal.stale or from_elsewhere(request):
        return await _page(one, tools, sent, item, (409, _STALE))
    tries = await count_try(tools.ledger, key, address_of(request, tools.proxies), collection)
    if tries.too_many:
        return await _page(one, tools, sent, item, (429, _FLOOD))
    if "text" in sent.errors:
        return await _page(one, tools, sent, item, (422, sent.errors["text"]), seal)
    if sent.by_a_robot:
        return await _page(one, tools, sent, item, (422, _ROBOT), seal)
    try:
        await _record(one, seal, sent.values["text"], item, request, tools)
    except Refused as refused:
        wrong = (problem_of(refused).status_code, refused.zh)
        return await _page(one, tools, sent, item, wrong, seal)
    return RedirectResponse(f"/candidates/{one.id}?no={seal.wish}", 303)


async def _record(
    one: Collection, seal: Seal, text: str, item: str, request: Request, tools: Tools
) -> None:
    told = "received_at" in request.state
    await tools.ledger.handle(
        stream_id(COLLECTION, one.id),
        RecordComment(
            number=seal.wish,
            text=text,
            item=item if item in one.pool.standing else None,
            channel="web",
            on=day_of(await tools.ledger.now()),
        ),
        actor=Actor(PUBLIC, "system", one.region),
        client=PUBLIC,
        command_id=seal.wish,
        received_at=request.state.received_at if told else None,
    )


async def _page(
    one: Collection,
    tools: Tools,
    sent: Sent | None = None,
    item: str = "",
    wrong: tuple[int, str] | None = None,
    seal: Seal | None = None,
    number: str | None = None,
) -> Response:
    pool = one.pool
    said = pool.comment
    if said is None or not pool.candidates:
        raise not_found()
    today = day_of(await tools.ledger.now())
    running = said.closed_on is None and said.opens <= today <= said.closes
    values: Mapping[str, str] = sent.values if sent else {}
    decision = named(one.regime).decision
    comments = await comments_of(tools.ledger, stream_id(COLLECTION, one.id))
    return alone(
        "candidates_public.html",
        wrong[0] if wrong else 200,
        one=one,
        word=decision.word if decision else "表决",
        candidates=pool.candidates,
        results={x: _result(pool.entries[x].phase, lost=pool.entries[x].lost) for x in pool.order},
        running=running,
        coming=today < said.opens,
        answered=[x for x in comments if x.answer],
        seal=sealed(one.id, await secret_of(tools.ledger), wish=seal.wish if seal else None),
        trap=TRAP,
        values=values,
        item=item,
        number=number if number in pool.comments else None,
        refused=wrong[1] if wrong else None,
    )


def _result(phase: Phase, *, lost: bool) -> str | None:
    """What became of a candidate, once something did."""
    if phase is Phase.CANDIDATE:
        return None
    return "没有选上，留在储备库" if lost else PHASE_ZH[phase]
