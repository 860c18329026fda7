"""A connection whose request does not begin is given up: a slow head would hold it for ever.

uvicorn waits without end for a head that is begun. Ten seconds are for the whole of it, from
the connection on, or from the first byte of the next request on it (`reliability §2.25`).
"""

import asyncio
import json

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 10.0
"""Seconds for a request's head."""
_SAID = json.dumps(
    {
        "type": "urn:bihuan:problem:timeout",
        "title": "请求未能及时传完",
        "status": 408,
        "detail": "请求没有及时传完，没有登记；请检查网络后重发。",
        "detail_en": "The request did not arrive in time; send it again.",
        "instance": "/",
        "errors": [],
    },
    ensure_ascii=False,
).encode()
TOO_SLOW = (
    b"HTTP/1.1 408 Request Timeout\r\nContent-Type: application/problem+json\r\n"
    b"Content-Length: %d\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
    b"Connection: close\r\n\r\n%s" % (len(_SAID), _SAID)
)


class Begun(H11Protocol):
    """uvicorn's connection, with an end to waiting for a head."""

    patience = PATIENCE
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """The time runs."""
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """A whole head ends the waiting, a part of one does not."""
        super().data_received(data)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for."""
        self._stop()
        super().connection_lost(exc)

    def _look(self) -> None:
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._stop()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(self.patience, self._give_up)

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.write(TOO_SLOW)
            self.transport.close()
