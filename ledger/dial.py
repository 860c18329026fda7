"""How a process comes back to a database that was away: one knocks, the others wait for his answer.

When PostgreSQL is started again, everybody whose connection died would ask for a new one at once,
and again at each refusal. The server answers every one of them by a process of its own, and its
recovery waits for the processors meanwhile: a start of a tenth of a second was seen to take three.
"""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg

T = TypeVar("T")
_CHANCE = secrets.SystemRandom()

PATIENCE = 3.0
"""Seconds after the first refusal in which one waits rather than being told that it is away: as
long as an ordinary restart takes. Of those who come later one knocks once more, when it is time
(within LATEST and a half), and those behind him are told what he was told. Ours."""
SOONEST, LATEST = 0.1, 0.5
"""Seconds between two knocks, at first and after many."""
AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
)
"""What a server says, or does not say, that is not there, stops or starts."""


class Away(ConnectionError):
    """The database did not answer a moment ago; somebody else asks again."""


class Dial:
    """The one way on which a pool's connections are opened."""

    def __init__(self) -> None:
        self._since: float | None = None
        """When the database was found to be away; None while it is there."""
        self._next = 0.0
        self._pause = SOONEST
        self._refused = 0
        """How often a knock was refused."""
        self._turn = asyncio.Lock()

    async def open(self, connect: Callable[[], Awaitable[T]]) -> T:
        """What `connect` opens. Raises what it raises, or Away without asking."""
        if self._since is None:
            try:
                return await connect()
            except AWAY:
                self._gone()
        return await self._wait(connect)

    async def _wait(self, connect: Callable[[], Awaitable[T]]) -> T:
        while True:
            refused = self._refused
            async with self._turn:
                if self._since is None:
                    break
                limit = self._since + PATIENCE
                if time.monotonic() >= limit and self._refused != refused:
                    raise Away("the database was away a moment ago")
                if (opened := await self._knock(connect, limit)) is not None:
                    return opened
        return await connect()

    async def _knock(self, connect: Callable[[], Awaitable[T]], limit: float) -> T | None:
        """One try for all who wait, when it is time for it; None where they shall go on waiting."""
        await asyncio.sleep(max(0.0, self._next - time.monotonic()))
        try:
            opened = await connect()
        except AWAY:
            self._refused += 1
            self._pause = min(LATEST, self._pause * 1.5)
            self._next = self._then()
            if time.monotonic() >= limit:
                raise
            return None
        self._since, self._pause = None, SOONEST
        return opened

    def _gone(self) -> None:
        if self._since is None:
            self._since, self._next = time.monotonic(), self._then()

    def _then(self) -> float:
        """When to knock again; not all processes at once."""
        return time.monotonic() + self._pause * _CHANCE.uniform(0.5, 1.5)
