"""Who carries the sample's cookie is answered by the sample's application, others by the record.

The session in the sample has a cookie of its own, so that both stand beside one another and the
record's session is never read there. `/samples` is always the record's page.
"""

from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.pages.signed import COOKIE
from api.sample.house import SampleHouse
from ledger.behalf import read_as_before, read_for

SAMPLE_COOKIE = "__Host-bihuan-sample"
_RECORDS = ("/samples", "/static", "/healthz", "/metrics")


class SampleDoor:
    """Between the guard and the record's application."""

    def __init__(self, app: ASGIApp, house: SampleHouse) -> None:
        self._record = app
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_RECORDS):
            await self._record(scope, receive, send)
            return
        cookies = _cookies(scope)
        if SAMPLE_COOKIE not in cookies:
            await self._record(scope, receive, send)
            return
        sample = await self._house.app()
        if sample is None:
            answer = RedirectResponse("/samples", 303)
            answer.delete_cookie(SAMPLE_COOKIE, secure=True, httponly=True, samesite="lax")
            await answer(scope, receive, send)
            return

        async def renamed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [_outward(x) for x in message.get("headers", [])]
            await send(message)

        scope.setdefault("state", {})["sample"] = True
        before = read_for(None)  # made up throughout, and another database
        try:
            await sample(_inward(scope, cookies), receive, renamed)
        finally:
            read_as_before(before)


def _cookies(scope: Scope) -> dict[str, str]:
    """Read as the record's application reads them: were another site's cookie to end the reading
    here and not there, the record would answer who believes to be in the sample."""
    told = [x.decode("latin-1") for name, x in scope["headers"] if name == b"cookie"]
    return cookie_parser("; ".join(told))


def _inward(scope: Scope, cookies: dict[str, str]) -> Scope:
    """The request with the sample's session as its only one."""
    inside = {k: x for k, x in cookies.items() if k not in (COOKIE, SAMPLE_COOKIE)}
    inside[COOKIE] = cookies[SAMPLE_COOKIE]
    text = "; ".join(f"{k}={x}" for k, x in inside.items()).encode("latin-1")
    headers = [x for x in scope["headers"] if x[0] != b"cookie"]
    return {**scope, "headers": [*headers, (b"cookie", text)]}


def _outward(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    name, value = header
    if name.lower() == b"set-cookie" and value.startswith(f"{COOKIE}=".encode()):
        return name, SAMPLE_COOKIE.encode() + value[len(COOKIE) :]
    return header
