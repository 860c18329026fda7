"""Signing in and out."""

from typing import Annotated

from fastapi import Request
from fastapi.param_functions import Query
from starlette.responses import RedirectResponse, Response

from api.pages.look import own
from api.pages.render import alone
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.signed import COOKIE, Posted, WithSigned, accounts_of, from_our_page
from api.pages.tour import tour_of
from api.tools import Tools, WithTools
from api.visiting import known
from ledger.sessions import Sessions

router = page_router()
_WRONG = "登录名或口令不对。连续十次不对会暂停登录，过一会儿再试，或找管理员解锁。"


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
    account = await accounts_of(request).check(name, password)
    if account is None:
        return _form(tools, back, 422, login=name[:64], wrong=_WRONG)
    await known(request, Signed(account, ""), account.ref)
    sessions = Sessions(tools.ledger.pool)
    before = request.cookies.get(COOKIE)
    if before:
        await sessions.end(before)
    answer = RedirectResponse(own(back), 303)
    answer.set_cookie(
        COOKIE, await sessions.open(account), secure=True, httponly=True, samesite="lax", path="/"
    )
    return answer


@router.post("/logout")
async def logout(signed: WithSigned, _form: Posted, tools: WithTools) -> Response:
    """Ends the session here and in the database."""
    await Sessions(tools.ledger.pool).end(signed.secret)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return answer


def _form(
    tools: Tools, back: str, status: int = 200, *, login: str = "", wrong: str | None = None
) -> Response:
    told = tour_of(tools)
    return alone("sign_in.html", status, next=own(back), login=login, wrong=wrong, told=told)
