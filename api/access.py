"""Every request by somebody leaves a line in the log of reads before its answer leaves: fail
closed (`reliability §4.5`).

What is public leaves none, and neither does who is nobody and is shown nothing; both stand in the
process's own log. What may change something leaves a line before it is done too: while the log of
reads cannot be written, nothing is recorded and nothing that is not public is shown, 503.
"""

from collections.abc import Callable
from typing import Any

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.address import address_of
from api.open_to_all import is_open
from api.pages.nowhere import wants_a_page
from api.pages.render import refusal_page
from api.problems import Problem
from api.visiting import Visiting
from ledger.access.book import AccessBook, NotNoted
from ledger.behalf import NOBODY, PUBLIC, read_as_before, read_for

log = structlog.get_logger("access")


class Access:
    """The ASGI layer just inside the guard."""

    def __init__(self, app: ASGIApp, book: AccessBook, proxies: int = 0) -> None:
        self._app, self._book, self._proxies = app, book, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        public = is_open(scope["method"], scope["path"])
        before = read_for(PUBLIC if public else NOBODY)
        try:
            await (self._app if public else self._noted)(scope, receive, send)
        finally:
            read_as_before(before)

    async def _noted(self, scope: Scope, receive: Receive, send: Send) -> None:
        visiting = Visiting(scope, self._book, address_of(Request(scope), self._proxies))
        scope.setdefault("state", {})["visiting"] = visiting

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                await visiting.answered(message)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except NotNoted as trouble:
            log.error("not noted", request=visiting.request, trouble=str(trouble))  # noqa: TRY400
            problem = maybe_done() if visiting.maybe else not_noted()
            await _closed(scope, problem)(scope, receive, send)
        except Exception:
            await visiting.broken()
            raise


def not_noted() -> Problem:
    """Neither shown nor done."""
    return Problem(
        "unavailable",
        "查看记录暂时写不进去，所以没有显示，也没有登记任何内容。过一会儿用同一编号重试。",
        "The log of reads cannot be written, so nothing was shown and nothing recorded here."
        " Try again with the same key.",
        headers={"Retry-After": "5"},
    )


def maybe_done() -> Problem:
    """Recorded, as far as is known here; only its answer may not be shown."""
    return Problem(
        "unavailable",
        "这一件可能已经登记，只是查看记录写不进去，现在不能显示。过一会儿查看自己的事项或回执；"
        "要重发就用同一编号，不会登记两次。",
        "This may be recorded already; the log of reads cannot be written, so it is not shown."
        " Look again in a moment, or repeat with the same key: it is never recorded twice.",
        headers={"Retry-After": "5"},
    )


def _closed(scope: Scope, problem: Problem) -> Callable[..., Any]:
    request = Request(scope)
    if wants_a_page(request):
        return refusal_page(request, problem)
    return problem.response(scope["path"])
