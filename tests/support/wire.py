"""A wire between a program and its server that can be cut, and mended again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit, urlunsplit


class Wire:
    """Carries bytes both ways while it is whole."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._whole = True
        self._open: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """End every connection, and refuse new ones."""
        self._whole = False
        for writer in self._open:
            writer.close()

    def mend(self) -> None:
        """Carry again."""
        self._whole = True

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        if not self._whole:
            writer.close()
            return
        there, back = await asyncio.open_connection(*self._to)
        self._open |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        self._open -= {writer, back}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def wire(url: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the server of a URL, and the URL at the wire's own end."""
    parts = urlsplit(url)
    made = Wire(parts.hostname or "127.0.0.1", parts.port or 5432)
    server = await asyncio.start_server(made.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    user = parts.netloc.rpartition("@")[0]
    try:
        yield made, urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{port}"))
    finally:
        made.cut()
        server.close()
