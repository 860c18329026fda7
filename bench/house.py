"""The servers of a run: a PostgreSQL and a Temporal of its own, in a folder that is gone after."""

import asyncio
import shutil
import socket
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from ledger.migrate import upgrade
from stack import postgres, temporal
from workflows.attributes import SEARCH_ATTRIBUTES

CONNECTIONS = 300
"""All peers keep their pools open at once: more than the 100 of a running product."""


class House:
    """A running PostgreSQL, and a Temporal as soon as somebody asks for it."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.url = url
        self._temporal: temporal.Temporal | None = None

    @property
    def temporal(self) -> str:
        """host:port of the Temporal server, started the first time (from the main thread)."""
        if self._temporal is None:
            self._temporal = temporal.start(
                self.home / "temporal", free_port(), free_port(), SEARCH_ATTRIBUTES
            )
        return self._temporal.address

    async def database(self, name: str) -> str:
        """The URL of a new empty database."""
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(f'CREATE DATABASE "{name}"')
        finally:
            await connection.close()
        return f"{self.url.rpartition('/')[0]}/{name}"

    async def ledger_database(self, name: str) -> str:
        """The URL of a new database with the ledger's schema and a clock that can be set."""
        url = await self.database(name)
        await asyncio.to_thread(upgrade, url, "settable")
        return url

    async def kept(self, name: str, fill: Callable[[str], Awaitable[None]]) -> str:
        """The URL of a ledger database that an earlier run filled, or this one does."""
        url = f"{self.url.rpartition('/')[0]}/{name}"
        connection = await asyncpg.connect(self.url)
        try:
            sql = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
            if await connection.fetchval(sql, name):
                await asyncio.to_thread(upgrade, url)
                return url
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}_unfinished"')
            await fill(await self.ledger_database(f"{name}_unfinished"))
            await connection.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
        finally:
            await connection.close()
        return url

    def stop_temporal(self) -> None:
        """Stop it, if it was started."""
        if self._temporal is not None:
            self._temporal.stop()


@contextmanager
def house() -> Iterator[House]:
    """Servers that stop, and a folder that goes, when this is left. From the main thread."""
    outer = Path(tempfile.mkdtemp(prefix="bihuan-bench-"))
    outer.chmod(0o711)
    home = outer / "var"
    try:
        with standing(home) as made:
            yield made
    finally:
        link = home / "postgres"
        if link.is_symlink():
            shutil.rmtree(link.resolve(), ignore_errors=True)
        shutil.rmtree(outer, ignore_errors=True)


@contextmanager
def standing(home: Path) -> Iterator[House]:
    """Servers on a folder that stays, until this is left. From the main thread."""
    server = postgres.start(home, free_port(), connections=CONNECTIONS)
    made = House(home, server.url)
    try:
        yield made
    finally:
        made.stop_temporal()
        server.stop()


def free_port() -> int:
    """A port of this machine on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
