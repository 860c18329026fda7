"""Before every request: counted, let in at its turn, and led to its connections.

Without rates nothing is counted: in tests, and where the clock can be set and a year passes in
minutes. Room is kept for submissions all the same (`ledger.lanes`).
"""

import hashlib

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.address import address_of
from api.buckets import Kind, busy, is_filing, is_public, kind_of
from api.pages.nowhere import wants_a_page
from api.pages.render import refusal_page
from api.problems import Problem
from api.rates import Rates
from api.turn import TOLD, Turn, Turns, credential_of
from ledger.lanes import FILING


class Gate:
    """The ASGI layer. `proxies`: how many of our own stand before us."""

    def __init__(self, app: ASGIApp, rates: Rates | None, proxies: int = 0) -> None:
        self._app, self._proxies = app, proxies
        self._turns = Turns(rates) if rates else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        filing = is_filing(scope["method"], scope["path"])
        token = FILING.set(filing)
        try:
            if self._turns is None:
                await self._app(scope, receive, send)
            else:
                await self._counted(self._turns, scope, receive, send, filing=filing)
        finally:
            FILING.reset(token)

    async def _counted(
        self, turns: Turns, scope: Scope, receive: Receive, send: Send, *, filing: bool
    ) -> None:
        kind = kind_of(scope["method"], scope["path"])
        if kind is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        address = address_of(request, self._proxies)
        turn = Turn(turns, kind, address, submits=filing, credential=credential_of(request))
        try:
            _admit(turns, turn, request, filing=filing)
        except Problem as problem:
            turn.leave()
            await _refused(request, problem)(scope, receive, send)
            return
        scope.setdefault("state", {})[TOLD] = turn
        turns.others += not filing
        try:
            await self._app(scope, receive, send)
        finally:
            turns.others -= not filing
            turn.leave()


def _admit(turns: Turns, turn: Turn, request: Request, *, filing: bool) -> None:
    """What is known before anybody is. Raises Problem 429, 503."""
    if not filing and turns.others >= turns.rates.others_together:
        raise busy()
    turn.wait_outside()
    if turn.kind is Kind.FEED:
        turn.stranger()
        turn.count(Kind.FEED, hashlib.sha256(request.url.path.encode()).hexdigest())
    elif is_public(request.url.path) or not _shows_something(request):
        turn.stranger()


def _shows_something(request: Request) -> bool:
    """A credential, good or not: whoever looks at it says so (`enter`, `stranger`)."""
    return "authorization" in request.headers or "cookie" in request.headers


def _refused(request: Request, problem: Problem) -> Response:
    if wants_a_page(request):
        return refusal_page(request, problem)
    return problem.response(request.url.path)
