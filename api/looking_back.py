"""Every page, list, export and answer as it was: `as_of` and `known_at` on any address.

`as_of=2025-06-30` shows what had happened by the end of that day, `known_at` what was recorded by
then; together, what was known at one time of another. It is done here, once, for everything that
is only read: the routes are handed a ledger that stands at that moment (`ledger.past`). Staff and
auditors may look back; what asks to write while looking back is refused.
"""

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.callers import Caller, let_in
from api.here import HERE, Here
from api.looking_back_links import Carried
from api.matrix import MATRIX
from api.pages.render import alone, refusal_page
from api.pages.signed import COOKIE, SignInFirst, somebody
from api.problems import Problem, forbidden, not_found, unavailable
from api.refusals import problem_of
from api.tools import Tools
from api.turn import stranger
from domain.refusals import Refused
from ledger.past import Building, PastIsRead, moment_of
from ledger.past.builder import NotMade
from ledger.past.moment import asked_from

AS_OF, KNOWN_AT = "as_of", "known_at"
OF_THEIR_OWN = ("/audit", "/api/v1/audit", "/static", "/login", "/logout", "/healthz", "/docs")
"""Addresses that show no state, or several moments at once."""
DATED_THEMSELVES = ("/figures", "/api/v1/figures", "/api/v1/organisations")
"""Where `as_of` is the day that the figures are about, and only `known_at` looks back."""
PATIENCE, LONG = 1.2, 90.0
"""Seconds that a page waits before it says that it is being replayed; that anything else waits."""
log = structlog.get_logger("past")


class LookingBack:
    """The ASGI layer that hands a past ledger to the routes."""

    def __init__(self, app: ASGIApp, tools: Tools) -> None:
        self._app, self._tools = app, tools

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _asked(scope)
        if asked is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            here = await self._here(request, *asked)
        except SignInFirst as first:
            await RedirectResponse(first.at, 303)(scope, receive, send)
        except Building as building:
            await _being_made(request, building, asked)(scope, receive, send)
        except Refused as refusal:
            await _refused(request, problem_of(refusal), refusal.zh)(scope, receive, send)
        except Problem as problem:
            await _refused(request, problem)(scope, receive, send)
        except NotMade:
            log.exception("house not made", asked=asked)
            await _refused(request, unavailable())(scope, receive, send)
        else:
            await self._at(here, scope, receive, send)

    async def _at(self, here: Here | None, scope: Scope, receive: Receive, send: Send) -> None:
        if here is None:
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})["ledger"] = here.ledger
        token = HERE.set(here)
        try:
            carried = Carried(scope["path"], here.as_of, here.known_at, DATED_THEMSELVES)
            await self._app(scope, receive, carried.sending(send, _strip(here, scope)))
        finally:
            HERE.reset(token)

    async def _here(self, request: Request, as_of: str, known_at: str) -> Here | None:
        """Where the request is to stand; None: today. Raises what it is refused with."""
        if request.method not in ("GET", "HEAD"):
            raise PastIsRead
        asker = await self._check(request)
        asked = [asked_from(x, y) if x else None for x, y in ((as_of, AS_OF), (known_at, KNOWN_AT))]
        moment = moment_of(asked[0], asked[1], await self._tools.ledger.now())
        now = moment.now
        if now is None:
            return None
        patience = PATIENCE if _is_page(request) else LONG
        ledger = await self._tools.houses.at(moment, patience, asker=asker)
        return Here(moment, now, as_of, known_at, ledger)

    async def _check(self, request: Request) -> str:
        """Who looks back, counted and bound as at today's doors. Raises SignInFirst, Problem
        where he is nobody, may not look back, asks too fast, or comes from elsewhere."""
        right = MATRIX.rights["look_back"]
        who = await self._who(request)
        if who.role not in right.tokens:
            raise forbidden(right.who) if _is_json(request) else not_found()
        return who.client

    async def _who(self, request: Request) -> Caller:
        bearer = request.headers.get("authorization", "")
        if bearer.lower().startswith("bearer "):
            token = await self._tools.tokens.behind(bearer[7:].strip())
            if token is not None:
                return await let_in(request, self._tools, token)
            stranger(request)
        elif request.cookies.get(COOKIE):
            return await somebody(request, self._tools)
        if _is_json(request):
            raise Problem(
                "unauthenticated",
                "回看过去需要人大机关或审计的令牌；请在请求头 Authorization: Bearer 中给出。",
                "Looking back needs a token of the office or of an auditor.",
                headers={"WWW-Authenticate": 'Bearer realm="bihuan"'},
            )
        raise SignInFirst(request)


def _asked(scope: Scope) -> tuple[str, str] | None:
    """The two words of the address, if it has either of them and they are ours to read."""
    if scope["type"] != "http" or not scope.get("query_string"):
        return None
    path: str = scope["path"]
    if path.startswith(OF_THEIR_OWN):
        return None
    query = Request(scope).query_params
    as_of = "" if path.startswith(DATED_THEMSELVES) else query.get(AS_OF, "").strip()
    known_at = query.get(KNOWN_AT, "").strip()
    return (as_of, known_at) if as_of or known_at else None


def _is_json(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _is_page(request: Request) -> bool:
    """Whether somebody waits before a browser, and can be told to wait."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and "hx-request" not in request.headers


def _refused(request: Request, problem: Problem, zh: str | None = None) -> Response:
    if _is_json(request):
        return problem.response(request.url.path)
    return refusal_page(request, problem, zh)


def _being_made(request: Request, building: Building, asked: tuple[str, str]) -> Response:
    """Wait here: the page asks again by itself, also without a script."""
    if not _is_page(request):
        return _refused(request, unavailable(5))
    share = round(100 * building.done / building.of) if building.of else 0
    as_of, known_at = asked
    answer = alone("replaying.html", 202, as_of=as_of, known_at=known_at, share=share)
    answer.headers["Refresh"] = "1"
    return answer


def _strip(here: Here, scope: Scope) -> str:
    """The sunken strip that says where one is, and the way back to today."""
    kept = [
        (x, y)
        for x, y in Request(scope).query_params.multi_items()
        if x != KNOWN_AT and (x != AS_OF or not here.as_of)
    ]
    return bytes(alone("_then.html", here=here, path=scope["path"], kept=kept).body).decode()
