"""Who is at the browser: the session behind the cookie, and whether a form came from our page."""

import hmac
from collections.abc import AsyncIterator
from typing import Annotated, cast
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from api.pages.rights import Action, Signed, can, door_of
from api.problems import Problem
from api.tools import WithPresent
from api.turn import asking, enter, stranger
from api.visiting import known
from ledger.accounts import Accounts
from ledger.sessions import Sessions

COOKIE = "__Host-bihuan"
"""Browsers take it on http://127.0.0.1 and http://localhost too (tried: Chromium 156), so that
there is no second name without the prefix."""


class SignInFirst(Exception):
    """Nobody is signed in here; `at` is where to come back to."""

    def __init__(self, request: Request) -> None:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self.at = "/login?next=" + quote(asked if request.method == "GET" else "/", safe="")


def accounts_of(request: Request) -> Accounts:
    """The accounts that the application was made with."""
    return cast("Accounts", request.app.state.accounts)


async def somebody(request: Request, tools: WithPresent) -> Signed:
    """Who signed in, whatever he may do here. Raises SignInFirst."""
    secret = request.cookies.get(COOKIE, "")
    async with asking(request):
        account = await Sessions(tools.ledger.pool).behind(secret)
    if account is None:
        stranger(request)
        raise SignInFirst(request)
    request.state.signed = who = Signed(account, secret)
    request.state.caller = account.ref
    await enter(request, who.client, who.role, who.party, who.region)
    await known(request, who, account.ref)
    return who


async def signed(request: Request, who: Annotated[Signed, Depends(somebody)]) -> Signed:
    """Who signed in, if he holds the right of this page. Raises SignInFirst, Problem 404."""
    right = door_of(request.method, request.scope["route"].path)
    if who.account.role not in right.accounts:
        request.state.refused_right = right.name
        raise nowhere_to_be_found()
    return who


WithSigned = Annotated[Signed, Depends(signed)]


def hand_over(answer: Response, secret: str) -> None:
    """Let the browser keep a session's secret: for this host, over a safe line, for no script."""
    answer.set_cookie(COOKIE, secret, secure=True, httponly=True, samesite="lax", path="/")


def check(actor: Signed, action: Action, resource: object = None) -> None:
    """Raises Problem 404, the same for what is not shown and for what does not exist."""
    if not can(actor, action, resource):
        raise nowhere_to_be_found()


def nowhere_to_be_found() -> Problem:
    """The answer for what is not shown and for what does not exist."""
    return Problem("not-found", "没有找到。", "Not found.")


def from_our_page(request: Request) -> None:
    """Raises Problem 403 for a form that another site sent.

    Browsers of today say `Sec-Fetch-Site`; older ones an Origin, which has to be ours.
    """
    site = request.headers.get("sec-fetch-site")
    origin = urlsplit(request.headers.get("origin", ""))
    ours = origin.netloc == request.headers.get("host") and origin.netloc != ""
    if not (site == "same-origin" or (site is None and ours)):
        raise foreign()


async def said_before(request: Request, name: str) -> str:
    """One field of a form of ours, from somebody who is on the way in. Raises Problem 403."""
    from_our_page(request)
    async with request.form(max_files=0, max_fields=10) as form:
        return str(form.get(name, ""))


def from_elsewhere(request: Request) -> bool:
    """Whether another site sent a form that needs no session: what an old browser says nothing of
    is believed here, since there is nobody's session to misuse."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    foreign_origin = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    return foreign_origin if site is None else site not in ("same-origin", "none")


async def posted(request: Request, actor: WithSigned) -> AsyncIterator[FormData]:
    """The form, if it is from our page and of this session. Raises Problem 403, SignInFirst."""
    from_our_page(request)
    async with request.form(max_files=20, max_fields=2000) as form:
        token = form.get("form_token")
        if not isinstance(token, str) or not hmac.compare_digest(
            token.encode(), actor.form_token.encode()
        ):
            raise foreign()
        yield form


Posted = Annotated[FormData, Depends(posted)]


def foreign() -> Problem:
    """Not from a page of this session."""
    return Problem(
        "forbidden",
        "这一页已失效，没有登记任何内容。回到上一页刷新后重新提交。",
        "This form is not from a page of your session; nothing was recorded.",
    )
