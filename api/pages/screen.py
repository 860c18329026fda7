"""The screen in the hall: opened once by a link, then fed by server-sent events."""

from typing import Annotated

from fastapi import Path, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response, StreamingResponse

from api.language.chosen import chosen
from api.pages.render import alone
from api.pages.router import page_router
from api.pages.signed import from_our_page
from api.problems import Problem, not_found
from api.screen.hub import Hub, TooMany
from api.screen.stage import look, stage
from api.tools import Tools, WithTools
from ledger.screens import LIFE, Screen, open_screen, screen_behind

router = page_router()
COOKIE = "__Host-bihuan-screen"
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{32}$")]
ScreenId = Annotated[str, Path(pattern=r"^[0-9a-f]{12}$")]


@router.get("/screen/open/{code}")
async def link(code: Code) -> Response:
    """What the link shows: a button, so that no messenger uses it up by looking."""
    return alone("screen_open.html", code=code)


@router.post("/screen/open/{code}")
async def open_(code: Code, request: Request, tools: WithTools) -> Response:
    """This device is the screen from now on; the link is used up. Raises Problem 404."""
    from_our_page(request)
    opened = await open_screen(tools.ledger, code)
    if opened is None:
        raise not_found()
    one, secret = opened
    answer = RedirectResponse(f"/screen/{one.id}", 303)
    answer.set_cookie(
        COOKIE,
        f"{one.id}.{secret}",
        max_age=int(LIFE.total_seconds()),
        secure=True,
        httponly=True,
        samesite="strict",
    )
    return answer


@router.get("/screen/{screen}")
async def screen_page(screen: ScreenId, request: Request, tools: WithTools) -> Response:
    """The screen as it stands; without script it looks again every five seconds."""
    one = await _device(screen, request, tools)
    return alone("screen.html", screen=one, stage=Markup(await stage(one, tools)))  # noqa: S704  # our own template


@router.get("/screen/{screen}/events")
async def events(screen: ScreenId, request: Request, tools: WithTools) -> Response:
    """The stream, for each language one. `Last-Event-ID` says what stands there already.

    Raises Problem 404, 503."""
    await _device(screen, request, tools)
    hub: Hub = request.app.state.hub
    watched = f"{screen} {chosen()}"
    try:
        listener = hub.enter(watched, lambda: look(screen, tools))
    except TooMany:
        raise Problem(
            "unavailable",
            "同时打开的大屏太多，请关掉不用的，过一会儿再连。",
            "Too many screens listen; close some and come back.",
            headers={"Retry-After": "5"},
        ) from None
    last = request.headers.get("last-event-id", "")
    return StreamingResponse(
        hub.events(watched, last, listener),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _device(screen: str, request: Request, tools: Tools) -> Screen:
    """The screen of the device that asks. Raises Problem 404."""
    name, _, secret = request.cookies.get(COOKIE, "").partition(".")
    one = await screen_behind(tools.ledger, screen, secret) if name == screen else None
    if one is None or not one.good:
        raise not_found()
    return one
