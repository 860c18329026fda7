"""How much a request may send, and how slowly, decided before anything is parsed.

A body that says it is too large is refused unread; one that says nothing is counted while it
arrives. The instant at which it had arrived completely is kept: it decides on time or late.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.arrival import waited
from api.encodings import strangely_written
from api.problems import Problem

JSON_MOST = 256 * 1024
LIST_MOST = 1024 * 1024
"""A voted list of 300 projects is the longest JSON there is."""
SHEET_MOST = 2 * 1024 * 1024
"""An inspection circular of the government: a table of at most some hundred rows."""
LISTS_MOST = 8 * 1024 * 1024
"""A workbook or table of voted lists: ten thousand rows take one tenth of it."""
FILE_MOST = 25 * 1024 * 1024
PIECE_MOST = 4 * 1024 * 1024
"""Of a file that is sent in pieces."""
MOST_HEADERS = 100
ENVELOPE = 16 * 1024
"""What multipart adds around one file."""
FORM_MOST = 256 * 1024
"""Of a form without files, whatever the address takes besides."""
SLOWEST = 512
"""Bytes a second that a body has to arrive with, once the patience is over. Ours: a poor mobile
line is ten times as fast, and who sends a byte now and then holds no connection for minutes."""
PATIENCE = 10.0
"""Seconds without a byte, after which a request is given up (`reliability §2.25`)."""
LONGEST = 300.0
"""Seconds for the whole of a body."""

Arrived = Callable[[float], datetime | None]
"""`Ledger.arrived`: so many seconds ago on the database's clock; None where the lock tells it."""


def limit_of(path: str, kind: str = "") -> int:
    """The most bytes a body of this content type may have at this path. What is no file is never
    longer than the longest list, and a form without files is short."""
    plain = kind.partition(";")[0].strip().lower()
    most = _limit_at(path)
    if plain == "application/x-www-form-urlencoded":
        return min(most, FORM_MOST)
    return min(most, LIST_MOST) if plain == "application/json" else most


def _limit_at(path: str) -> int:
    if "/uploads/" in path:
        return PIECE_MOST
    if path.endswith(("/evidence", "/filing")):
        return FILE_MOST + ENVELOPE
    if path.endswith(("/api/v1/lists", "/lists/look", "/pool/list")):
        return LISTS_MOST + ENVELOPE
    if path.endswith(("/circulars", "/wish-imports", "/wishes/import")):
        return SHEET_MOST + ENVELOPE
    return LIST_MOST if path.endswith("/programmes") else JSON_MOST


class BodyLimit:
    """ASGI middleware around the application."""

    def __init__(self, app: ASGIApp, arrived: Arrived, patience: float = PATIENCE) -> None:
        self._app = app
        self._arrived = arrived
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if refusal := _unreadable(scope) or strangely_written(scope):
            await refusal.response(scope["path"])(scope, receive, send)
            return
        headers = dict(scope["headers"])
        most = limit_of(scope["path"], headers.get(b"content-type", b"").decode("latin-1"))
        told = headers.get(b"content-length", b"0")
        if not told.isdigit() or len(told) > 18 or int(told) > most:
            await too_large(most).response(scope["path"])(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        def complete() -> None:
            state["received_at"] = self._arrived(waited(state))

        counted = _Counted(receive, most, self._patience, complete)
        await self._app(scope, counted, send)


def _unreadable(scope: Scope) -> Problem | None:
    """A head that a server before us might read otherwise: told two lengths, or too long a list."""
    names = [x for x, _ in scope["headers"]]
    framed = names.count(b"content-length") + names.count(b"transfer-encoding")
    if framed <= 1 and len(names) <= MOST_HEADERS:
        return None
    return Problem(
        "bad-request",
        f"请求头不对：长度只能说明一次，请求头最多 {MOST_HEADERS} 个。",
        f"The head is not taken: one length is told, and at most {MOST_HEADERS} headers.",
        headers={"Connection": "close"},
    )


class _Counted:
    def __init__(
        self, receive: Receive, most: int, patience: float, complete: Callable[[], None]
    ) -> None:
        self._receive, self._most, self._patience = receive, most, patience
        self._say_complete = complete
        self._begun = time.monotonic()
        self._seen = 0
        self._complete = False

    async def __call__(self) -> Message:
        if self._complete:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._left())
        except TimeoutError as error:
            raise too_slow() from error
        self._seen += len(message.get("body", b""))
        if self._seen > self._most:
            raise too_large(self._most)
        if message["type"] == "http.request" and not message.get("more_body", False):
            self._complete = True
            self._say_complete()
        return message

    def _left(self) -> float:
        """Seconds that the next bytes have."""
        whole = min(LONGEST, 2 * self._patience + self._seen / SLOWEST)
        return min(self._patience, self._begun + whole - time.monotonic())


def too_large(most: int) -> Problem:
    """Refused unread: the connection is closed rather than drained."""
    shown = f"{most // 1024 // 1024} MB" if most >= LIST_MOST else f"{most // 1024} KB"
    return Problem(
        "too-large",
        f"内容超过 {shown} 的上限，没有接收；请拆分或压缩后重发。",
        f"The body is over the limit of {shown} and was not read; split or compress it.",
        headers={"Connection": "close"},
    )


def too_slow() -> Problem:
    """The body stopped arriving."""
    return Problem(
        "timeout",
        "内容传输中断，没有登记；请检查网络后用同一 Idempotency-Key 重发。",
        "The body stopped arriving; nothing was recorded. Send it again with the same key.",
        headers={"Connection": "close"},
    )
