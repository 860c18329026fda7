"""Signing in and out. A password alone opens nothing to who has a second factor."""

from typing import Annotated

import structlog
from fastapi import Request
from fastapi.param_functions import Query
from starlette.responses import RedirectResponse, Response

from api.pages.entering import entered, half_found, half_taken, half_way, open_session
from api.pages.factor_shown import codes_page, picture
from api.pages.look import own
from api.pages.render import alone
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.signed import COOKIE, Posted, WithSigned, accounts_of, from_our_page, said_before
from api.pages.tour import tour_of
from api.pages.tries import count_try, forgive_try
from api.problems import Problem
from api.proof import wrong_code_zh
from api.tools import Tools, WithPresent, WithTools
from api.visiting import known
from ledger.account import Account
from ledger.entries import Entries
from ledger.factors import Factors
from ledger.otp import typed
from ledger.sessions import Sessions

router = page_router()
_WRONG = "登录名或口令不对。连续十次不对会暂停登录，过一会儿再试，或找管理员解锁。"
_WRONG_FIRST = "验证码不对。看一眼手机，填最新的。"
_TOO_LATE = "过了十分钟，请重新登录。"
log = structlog.get_logger("sign_in")


@router.get("/login")
async def login_page(
    tools: WithTools,
    next_: Annotated[str, Query(alias="next", max_length=500)] = "/",
) -> Response:
    """The form; signing in again is as good."""
    return _form(tools, next_)


@router.post("/login")
async def login(request: Request, tools: WithTools) -> Response:
    """A session of its own for each signing in; what was planted before is worth nothing."""
    from_our_page(request)
    async with request.form(max_files=0, max_fields=10) as form:
        name, password, back = (str(form.get(x, "")) for x in ("login", "password", "next"))
    try:
        await count_try(request, tools, name)
    except Problem as many:
        return _form(tools, back, many.status_code, login=name[:64], wrong=many.zh, many=many)
    account = await accounts_of(request).check(name, password)
    if account is None:
        log.info("sign_in_refused")
        return _form(tools, back, 422, login=name[:64], wrong=_WRONG)
    await forgive_try(request, tools, name)
    if await Factors(tools.ledger.pool, tools.proof.key).state(account.id) is not None:
        answer = alone("sign_in_code.html", wrong=None)
        await half_way(tools, answer, "code", account, back=own(back))
        return answer
    if tools.proof.asked == "sign_in" and tools.proof.asks(account.role):
        return await _enrolling(tools, account, own(back))
    return await entered(request, tools, account, back)


@router.post("/login/code")
async def code(request: Request, tools: WithPresent) -> Response:
    """The second factor of who has one."""
    said = await said_before(request, "code")
    entry = await half_found(request, tools, "code")
    if entry is None or entry.account is None:
        return _form(tools, "/", 422, wrong=_TOO_LATE)
    await known(request, Signed(entry.account, ""), entry.account.ref)
    try:
        await count_try(request, tools, entry.account.login)
    except Problem as many:
        return _limited(alone("sign_in_code.html", 429, wrong=many.zh), many)
    factors = Factors(tools.ledger.pool, tools.proof.key)
    if not await factors.shown(entry.account.id, said):
        log.info("code_refused", account=entry.account.ref)
        until = await factors.paused_until(entry.account.id)
        return alone("sign_in_code.html", 422, wrong=wrong_code_zh(until))
    await forgive_try(request, tools, entry.account.login)
    if await half_taken(request, tools, "code") is None:  # of two at once, one goes on
        return _form(tools, "/", 422, wrong=_TOO_LATE)
    return await entered(request, tools, entry.account, entry.held["back"], second=True)


@router.post("/login/enrol")
async def enrol(request: Request, tools: WithPresent) -> Response:
    """The first code of a telephone that was set up on the way in."""
    said = await said_before(request, "code")
    entry = await half_found(request, tools, "enrol")
    factors = Factors(tools.ledger.pool, tools.proof.key)
    secret = await factors.beginning(entry.account.id) if entry and entry.account else None
    if entry is None or entry.account is None or secret is None:
        return _form(tools, "/", 422, wrong=_TOO_LATE)
    done = await factors.confirm(entry.account, said)
    if done is None:
        return _set_up(entry.account, secret, 422, wrong=_WRONG_FIRST)
    log.info("factor_set_up", account=entry.account.ref)
    answer = codes_page(done.codes, entry.held["back"])
    await open_session(request, tools, done.account, answer, second=True)
    return answer


@router.post("/logout")
async def logout(signed: WithSigned, _form: Posted, tools: WithTools) -> Response:
    """Ends the session here and in the database."""
    await Sessions(tools.ledger.pool).end(signed.secret)
    await Entries(tools.ledger.pool).forget(signed.account)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    answer.headers["Clear-Site-Data"] = '"cache"'  # not storage: inspections wait there to be sent
    return answer


async def _enrolling(tools: Tools, account: Account, back: str) -> Response:
    secret = await Factors(tools.ledger.pool, tools.proof.key).begin(account.id)
    answer = _set_up(account, secret)
    await half_way(tools, answer, "enrol", account, back=back)
    return answer


def _set_up(
    account: Account, secret: bytes, status: int = 200, wrong: str | None = None
) -> Response:
    shown = picture(secret, account.login)
    return alone("sign_in_enrol.html", status, shown=shown, typed=typed(secret), wrong=wrong)


def _form(  # each is a place on the page
    tools: Tools,
    back: str,
    status: int = 200,
    *,
    login: str = "",
    wrong: str | None = None,
    many: Problem | None = None,
) -> Response:
    answer = alone(
        "sign_in.html",
        status,
        next=own(back),
        login=login,
        wrong=wrong,
        told=tour_of(tools),
        idp=tools.proof.idp_zh,
    )
    return _limited(answer, many)


def _limited(answer: Response, many: Problem | None) -> Response:
    for name, value in (many.headers or {}).items() if many else ():
        answer.headers[name] = value
    return answer
