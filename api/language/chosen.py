"""The language that a request is answered in: the reader's choice, in a cookie; else Chinese."""

from contextvars import ContextVar
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

CHINESE, ENGLISH = "zh-CN", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
COOKIE = "__Host-language"

_chosen: ContextVar[str] = ContextVar("language", default=CHINESE)
_address: ContextVar[str] = ContextVar("address", default="/")


def chosen() -> str:
    """The language of the request that is being answered."""
    return _chosen.get()


def address() -> str:
    """Where the reader is, to come back to after choosing; the front page after a form."""
    return _address.get()


class Language:
    """The ASGI layer that reads the choice."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        _chosen.set(_asked(Headers(scope=scope).get("cookie", "")))
        _address.set(_opened(scope))
        await self._app(scope, receive, send)


def _opened(scope: Scope) -> str:
    if scope["method"] != "GET":
        return "/"
    asked = scope["query_string"].decode("ascii", "replace")
    return quote(scope["path"]) + (f"?{asked}" if asked else "")


def _asked(cookies: str) -> str:
    asked = cookie_parser(cookies).get(COOKIE, CHINESE)
    return asked if asked in LANGUAGES else CHINESE
