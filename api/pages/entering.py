"""The last step of every way in: a session of its own, under a secret that nobody could plant."""

import re

import structlog
from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.pages.look import own
from api.pages.rights import Signed
from api.pages.signed import COOKIE, hand_over
from api.tools import Tools
from api.visiting import known
from ledger.account import Account
from ledger.entries import Entries, Entry, Kind
from ledger.sessions import Sessions, Way

HALF = "__Host-entry"
"""What the browser holds while somebody is half way in."""
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("MicroMessenger", "微信"))
_MORE = (("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Mac OS", "macOS"), ("Linux", "Linux")),
)
log = structlog.get_logger("sign_in")


async def entered(  # each says something else of the way in
    request: Request,
    tools: Tools,
    account: Account,
    back: str,
    *,
    way: Way = "password",
    proved: bool = True,
    second: bool = False,
) -> Response:
    """On to `back`, signed in; the session before and the half way in are worth nothing more."""
    answer = RedirectResponse(own(back), 303)
    await open_session(request, tools, account, answer, way=way, proved=proved, second=second)
    return answer


async def open_session(
    request: Request,
    tools: Tools,
    account: Account,
    answer: Response,
    *,
    way: Way = "password",
    proved: bool = True,
    second: bool = False,
) -> str:
    """A new session, its secret handed over with that answer."""
    await known(request, Signed(account, ""), account.ref)
    sessions = Sessions(tools.ledger.pool)
    if before := request.cookies.get(COOKIE):
        await sessions.end(before)
    secret = await sessions.open(
        account, way, proved=proved, second=second, seen_on=browser_of(request)
    )
    hand_over(answer, secret)
    if HALF in request.cookies:
        answer.delete_cookie(HALF, secure=True, httponly=True, samesite="lax", path="/")
    log.info("signed_in", account=account.ref, way=way, second=second)
    return secret


async def half_way(
    tools: Tools, answer: Response, kind: Kind, account: Account | None, **held: object
) -> None:
    """Remember here how far somebody is; the browser holds the only key to it."""
    secret = await Entries(tools.ledger.pool).begin(kind, account, **held)
    answer.set_cookie(
        HALF, secret, secure=True, httponly=True, samesite="lax", path="/", max_age=600
    )


async def half_found(request: Request, tools: Tools, kind: Kind) -> Entry | None:
    """How far this browser is, if it is in the middle of that."""
    return await Entries(tools.ledger.pool).find(kind, request.cookies.get(HALF, ""))


async def half_taken(request: Request, tools: Tools, kind: Kind) -> Entry | None:
    """The same, once."""
    return await Entries(tools.ledger.pool).take(kind, request.cookies.get(HALF, ""))


def browser_of(request: Request) -> str:
    """What its owner may know a session by: the browser and the system, no more of it."""
    said = request.headers.get("user-agent", "")[:300]
    browser = next((zh for mark, zh in (*_BROWSERS, *_MORE) if mark in said), "")
    system = next((zh for mark, zh in _SYSTEMS if re.search(mark, said)), "")
    return " · ".join(x for x in (browser, system) if x)
