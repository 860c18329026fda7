"""One wish as the office sees it: its source, what was merged into it, its answer, its contact."""

from typing import Annotated

from fastapi import Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api import wish_doing as doing
from api.pages.recording import key_of, new_key
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.telling import told
from api.pages.wishes import by_form
from api.purpose import must_tell_why
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import WishId
from domain.refusals import Malformed, Refused
from domain.wish.channels import CHANNEL_ZH, Channel
from domain.wish.likeness import like
from domain.wish.messages import OUTCOME_ZH, AnswerWish, Outcome
from ledger.ballots import By
from ledger.queries.history import history
from ledger.queries.wishes import WishRow, unmerged, wish_of
from ledger.wishers import erase_wisher, wisher_of

router = page_router()
ALIKE = 4


@router.get("/wishes/{wish}")
async def wish_page(
    wish: WishId,
    signed: WithSigned,
    tools: WithTools,
    done: Annotated[bool, Query()] = False,
) -> Response:
    """The page, without the contact."""
    row = await doing.row_for(wish, signed, tools)
    return await _one(row, signed, tools, done=done)


@router.get("/wishes/{wish}/contact")
async def contact_page(
    wish: WishId, signed: WithSigned, tools: WithTools, request: Request
) -> Response:
    """The same with the contact; who opened it stands in the access log."""
    row = await doing.row_for(wish, signed, tools)
    must_tell_why(request)
    return await _one(row, signed, tools, contact=True)


@router.post("/wishes/{wish}")
async def act(
    wish: WishId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """答复、归并、取消归并、删除联系方式."""
    row = await doing.row_for(wish, signed, tools)
    by = by_form(request, signed, key_of(form), tools)
    try:
        await _do(row, form, by, signed, tools)
    except Refused as refused:
        status = problem_of(refused).status_code
        return await _one(row, signed, tools, refused=refused.zh, status=status, form=form)
    return RedirectResponse(f"/wishes/{row.id}?done=true", 303)


async def _do(row: WishRow, form: FormData, by: By, signed: Signed, tools: Tools) -> None:
    match form.get("what"):
        case "answer":
            text, outcome = _said(form, "text"), str(form.get("outcome", ""))
            if outcome not in set(Outcome):
                raise Malformed("请选办理结果。", "choose an outcome.")
            await doing.answer(row, AnswerWish(outcome=Outcome(outcome), text=text), by, tools)
        case "merge":
            main = await doing.row_for(str(form.get("into", "")).strip(), signed, tools)
            await doing.merge(row, main, by, tools)
        case "unmerge":
            await doing.unmerge(row, _said(form, "because"), by, tools)
        case "forget":
            await erase_wisher(tools.ledger, row.id, signed.client)
        case _:
            raise Malformed("没有这种操作，请刷新页面后重试。", "there is no such thing to do.")


def _said(form: FormData, name: str) -> str:
    text = str(form.get(name, "")).strip()
    if not 0 < len(text) <= 2000:
        raise Malformed("请写明内容，不超过2000字。", "say it in 1 to 2000 characters.")
    return text


async def _one(
    row: WishRow,
    signed: Signed,
    tools: Tools,
    *,
    contact: bool = False,
    done: bool = False,
    refused: str | None = None,
    status: int = 200,
    form: FormData | None = None,
) -> Response:
    decides = can(signed, "decide")
    who = await wisher_of(tools.ledger, row.id) if decides else None
    values = {x: str(y) for x, y in form.items()} if form else {}
    return page(
        "wish.html",
        signed,
        await tools.ledger.now(),
        here="/collections",
        sample=await sample_shown(tools),
        status=status,
        one=row,
        main=await wish_of(tools.ledger, row.merged_into) if row.merged_into else None,
        members=[x for m in row.members if (x := await wish_of(tools.ledger, m))],
        alike=await _alike(row, tools) if decides and not row.merged_into else [],
        decides=decides,
        who=who if contact else None,
        told=who is not None,
        channel_zh=CHANNEL_ZH[Channel(row.channel)],
        outcome_zh=OUTCOME_ZH,
        values=values,
        refused=refused,
        done=done,
        log=[told(x, {}) for x in reversed(await history(tools.ledger, row.stream))],
        key=new_key(),
    )


async def _alike(row: WishRow, tools: Tools) -> list[WishRow]:
    """Other wishes that may say the same, the most alike first; none that was told apart."""
    others = {
        x.id: x
        for x in await unmerged(tools.ledger, row.collection)
        if x.id != row.id and x.id not in row.apart and row.id not in x.apart
    }
    found = like(row.text, [(x.id, x.text) for x in others.values()], most=ALIKE)
    return [others[name] for name, _ in found]
