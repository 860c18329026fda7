"""我的账号: where somebody is signed in, what he shows at signing in, and his password."""

from typing import Any
from uuid import UUID

import structlog
from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.pages.entering import open_session
from api.pages.factor_shown import codes_page, picture
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned, accounts_of
from api.pages.step_up import StepUp, demand_owner, renew, right
from api.problems import not_found
from api.tools import Tools, WithPresent
from domain.refusals import Malformed
from ledger.accounts import LEAST
from ledger.factors import Factors
from ledger.otp import typed
from ledger.sessions import Sessions

router = page_router()
log = structlog.get_logger("sign_in")
_HERE = "/account"


@router.get("/account")
async def shown(signed: WithSigned, tools: WithPresent) -> Response:
    """Everything of one's own."""
    return await _page(signed, tools)


@router.post("/account/sessions/end")
async def end_others(
    request: Request, signed: WithSigned, _form: Posted, tools: WithPresent
) -> Response:
    """Sign out everywhere but here."""
    await demand_owner(request, signed)
    await Sessions(tools.ledger.pool).end_others(signed.account, signed.secret)
    return RedirectResponse(_HERE, 303)


@router.post("/account/sessions/{session}/end")
async def end_one(
    session: UUID, request: Request, signed: WithSigned, _form: Posted, tools: WithPresent
) -> Response:
    """Sign out at one of one's own; another's stays."""
    await demand_owner(request, signed)
    await Sessions(tools.ledger.pool).end_that(signed.account, session)
    return RedirectResponse(_HERE, 303)


@router.post("/account/second")
async def begin(
    request: Request, signed: WithSigned, _form: Posted, tools: WithPresent
) -> Response:
    """A new secret for the telephone; the one before stands until this one is confirmed."""
    await _local(signed, tools)
    await demand_owner(request, signed)
    secret = await _factors(tools).begin(signed.account.id)
    return await _set_up(signed, tools, secret)


@router.post("/account/second/confirm")
async def confirm(
    request: Request, signed: WithSigned, form: Posted, tools: WithPresent
) -> Response:
    """The first code of it. Everywhere else one is signed out, and the codes are told once."""
    await _local(signed, tools)
    secret = await _factors(tools).beginning(signed.account.id)
    if secret is None:
        return RedirectResponse(_HERE, 303)
    done = await _factors(tools).confirm(
        signed.account, str(form.get("code", "")), keep=signed.secret
    )
    if done is None:
        return await _set_up(signed, tools, secret, 422)
    log.info("factor_set_up", account=signed.client)
    await renew(request, tools, signed, second=True)
    return codes_page(done.codes, _HERE)


@router.post("/account/second/codes")
async def codes(
    request: Request, signed: WithSigned, _form: Posted, tools: WithPresent
) -> Response:
    """Ten others; the ones before are worth nothing."""
    if await _factors(tools).state(signed.account.id) is None:
        raise not_found()
    await demand_owner(request, signed)
    return codes_page(await _factors(tools).new_codes(signed.account.id), _HERE, bound=False)


@router.post("/account/second/remove")
async def remove(
    request: Request, signed: WithSigned, _form: Posted, tools: WithPresent
) -> Response:
    """Without a second factor again, where the role is not asked for one."""
    if tools.proof.asks(signed.account.role):
        raise Malformed(
            "这个岗位要用手机验证码，只能换手机，不能取消。",
            "this role needs a second factor: replace it, it cannot be removed.",
        )
    await demand_owner(request, signed)
    read = signed.account.stamp
    await _factors(tools).remove(signed.account.id, read=read, keep=signed.secret)
    log.info("factor_removed", account=signed.client)
    return RedirectResponse(_HERE, 303)


@router.post("/account/password")
async def password(
    request: Request, signed: WithSigned, form: Posted, tools: WithPresent
) -> Response:
    """Another password, by who knows the present one; every session ends but a new one here."""
    await _local(signed, tools)
    now, new, again = (str(form.get(x, "")) for x in ("now", "new", "again"))
    if new != again:
        return await _page(signed, tools, 422, wrong="两次填的新口令不一样。")
    if not await right(request, tools, signed, "password", now):
        return await _page(signed, tools, 422, wrong="现在的口令不对。")
    second = await _factors(tools).state(signed.account.id) is not None
    try:
        if second:
            await demand_owner(request, signed)
    except StepUp as step:  # that page would carry the passwords along
        return await _page(signed, tools, 422, wrong=step.wrong or "还要填手机上的验证码。")
    try:
        account = await accounts_of(request).change_password(
            signed.account.login, new, read=signed.account
        )
    except Malformed as weak:
        return await _page(signed, tools, 422, wrong=weak.zh)
    log.info("password_changed", account=signed.client)
    answer = RedirectResponse(_HERE, 303)
    request.state.renewed = await open_session(request, tools, account, answer, second=second)
    return answer


async def _local(signed: WithSigned, tools: Tools) -> None:
    """Raises Problem 404 for who comes by an identity provider: there all this is settled."""
    shown = await Sessions(tools.ledger.pool).shown(signed.secret)
    if shown is None or shown.way != "password":
        raise not_found()


def _factors(tools: Tools) -> Factors:
    return Factors(tools.ledger.pool, tools.proof.key)


async def _set_up(signed: WithSigned, tools: Tools, secret: bytes, status: int = 200) -> Response:
    return await _page(
        signed,
        tools,
        status,
        "account_second.html",
        shown=picture(secret, signed.account.login),
        typed=typed(secret),
        wrong="验证码不对。看一眼手机，填最新的。" if status != 200 else None,
    )


async def _page(
    signed: WithSigned,
    tools: Tools,
    status: int = 200,
    template: str = "account.html",
    wrong: str | None = None,
    **facts: Any,
) -> Response:
    sessions = await Sessions(tools.ledger.pool).listed(signed.account, signed.secret)
    return page(
        template,
        signed,
        await tools.ledger.now(),
        here=_HERE,
        sample=await sample_shown(tools),
        status=status,
        sessions=sessions,
        way=next((x.way for x in sessions if x.this), "password"),
        second=await _factors(tools).state(signed.account.id),
        asked=tools.proof.asks(signed.account.role),
        idp=tools.proof.idp_zh,
        least=LEAST,
        wrong=wrong,
        **facts,
    )
