"""When a request had arrived, however busy this process is: the kernel noted it.

On time is decided by the instant at which the complete request had arrived. At a midnight of many
filings a request may lie in the kernel for seconds before a process that shares its processor with
others comes to read it; that is no fault of the unit's. The kernel keeps, for each connection, how
long ago the last byte came (`tcpi_last_data_recv`, milliseconds), a connection that waits to be
accepted included. Where it does not say (another system than Linux), what counts is the reading.
"""

import asyncio
import socket
import struct
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from api.heads import Begun

SINCE = "since_last_byte"
"""Where, in a request's state, the question stands."""
LONGEST = 20.0
"""Seconds: what waited longer is no receipt that can be believed (`ledger.deciding`)."""
_FIELD = struct.Struct("@I")
_AT = 8 + 11 * _FIELD.size
"""Of `struct tcp_info`: eight bytes, then the twelfth number."""


class Connection(Begun):
    """uvicorn's connection, whose requests can ask when their last byte came."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """The question belongs to this connection's socket."""
        super().connection_made(transport)
        line = transport.get_extra_info("socket")
        self.app_state = {**self.app_state, SINCE: partial(since_last_byte, line)}


def waited(state: dict[str, Any]) -> float:
    """How many seconds ago the last byte of the request that is complete now had come."""
    asked: Callable[[], float] | None = state.get(SINCE)
    return 0.0 if asked is None else min(asked(), LONGEST)


def since_last_byte(line: socket.socket) -> float:
    """Seconds since the last data on a connection; 0 where the kernel does not say."""
    if sys.platform != "linux":
        return 0.0
    try:
        told = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _AT + _FIELD.size)
    except OSError:  # no TCP, or gone: then it counts when it is read
        return 0.0
    if len(told) < _AT + _FIELD.size:
        return 0.0
    return int(_FIELD.unpack_from(told, _AT)[0]) / 1000
