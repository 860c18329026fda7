"""A tiny balancer: each request goes to the next API; where nobody listens, to the one after it.

It does what any reverse proxy does and no more: a request that was handed over is never sent a
second time. What breaks after that is the client's to see, as a 502.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count

from tests.support import free_port

GONE = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
PATIENCE = 20.0
_LINE = b"\r\n"


class Robin:
    """Listens, and hands over."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._turn = count()
        self.dropped = 0
        """Requests that were handed over and never answered."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client: one request."""
        try:
            request = await _request(reader)
            writer.write(await self._handed_over(request))
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            self.dropped += 1
        finally:
            writer.close()

    async def _handed_over(self, request: bytes) -> bytes:
        try:
            upstream, to = await self._connected()
        except OSError:
            self.dropped += 1
            return GONE
        try:
            to.write(request)
            answer = await asyncio.wait_for(upstream.read(-1), PATIENCE)
        except (OSError, TimeoutError):
            answer = b""
        finally:
            to.close()
        self.dropped += not answer
        return answer or GONE

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The next that listens. Raises OSError if none does."""
        first = next(self._turn)
        for n in range(len(self._ports)):
            try:
                port = self._ports[(first + n) % len(self._ports)]
                return await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                continue
        raise ConnectionRefusedError


async def _request(reader: asyncio.StreamReader) -> bytes:
    """Head and body, told to close the connection afterwards."""
    head = await reader.readuntil(2 * _LINE)
    lines = head[: -2 * len(_LINE)].split(_LINE)
    kept = [x for x in lines if not x.lower().startswith(b"connection:")]
    sizes = [x for x in kept if x.lower().startswith(b"content-length:")]
    body = await reader.readexactly(int(sizes[0].partition(b":")[2])) if sizes else b""
    return _LINE.join([*kept, b"Connection: close", b"", b""]) + body


@asynccontextmanager
async def robin(ports: Sequence[int]) -> AsyncIterator[tuple[Robin, str]]:
    """The balancer before these, and where it listens."""
    made, port = Robin(ports), free_port()
    server = await asyncio.start_server(made.serve, "127.0.0.1", port)
    try:
        yield made, f"http://127.0.0.1:{port}"
    finally:
        server.close()
        await server.wait_closed()
