"""The quick way to write: the driver itself, for the transactions that everybody waits for.

A filing is two statements. Through SQLAlchemy they cost this process more than all that is
decided, hashed and projected beside them (`bench/`); it keeps the rest, which is seldom asked.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import asyncpg

from domain.refusals import Refused
from ledger.dial import Dial

T = TypeVar("T")
_PLANS = {"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off"}
"""What is written is found by its key; a plan made while a table was small must not forget it."""
SEAT_SECONDS = 10.0
"""How long one waits for a connection."""


class Asking(Protocol):
    """What can be asked a question: a quick line, or any connection of SQLAlchemy."""

    async def exec_driver_sql(self, statement: str, parameters: Any = ..., /) -> Any:
        """Carry out one statement with `$1`, `$2`, …"""
        ...


class Row(asyncpg.Record):
    """A row whose columns are attributes too."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Found:
    """The rows that a statement gave."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        """Every row."""
        return self._rows

    def one(self) -> Any:
        """The only row. Raises ValueError if there is another number of rows."""
        (row,) = self._rows
        return row

    def scalar_one(self) -> Any:
        """The first column of the only row."""
        return self.one()[0]


class Line:
    """One connection inside its transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def exec_driver_sql(self, statement: str, parameters: Any = (), /) -> Found:
        """Carry out one statement; it is prepared once per connection."""
        return Found(await self._connection.fetch(statement, *parameters))


class Lines:
    """A few connections, opened when they are first needed; the one used last is taken first."""

    def __init__(self, url: str, clients: int, settings: Mapping[str, str], dial: Dial) -> None:
        self._url = url
        self._dial = dial
        self._settings = {**settings, **_PLANS}
        self._seats = asyncio.Semaphore(clients)
        self._most = clients
        self._busy = 0
        self._idle: list[Any] = []

    async def transaction(self, work: Callable[[Line], Awaitable[T]]) -> T:
        """The result of `work`, in one transaction that commits unless it raises.

        After anything but a refusal or a taken key nobody knows how the connection stands: it
        is thrown away. Raises asyncpg's errors, OSError, TimeoutError.
        """
        if self._seats.locked():
            async with asyncio.timeout(SEAT_SECONDS):
                await self._seats.acquire()
        else:
            await self._seats.acquire()
        self._busy += 1
        try:
            return await self._on(await self._take(), work)
        finally:
            self._busy -= 1
            self._seats.release()

    @property
    def standing(self) -> tuple[int, int]:
        """How many connections there may be, and how many are in a transaction."""
        return self._most, self._busy

    async def _on(self, connection: Any, work: Callable[[Line], Awaitable[T]]) -> T:
        try:
            await connection.execute("BEGIN")
            result = await work(Line(connection))
            await _commit(connection)
        except (Refused, asyncpg.IntegrityConstraintViolationError):
            await self._roll_back(connection)
            raise
        except BaseException:
            connection.terminate()
            raise
        self._idle.append(connection)
        return result

    async def _roll_back(self, connection: Any) -> None:
        try:
            await connection.execute("ROLLBACK")
        except BaseException:
            connection.terminate()
            raise
        self._idle.append(connection)

    async def _take(self) -> Any:
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed() and not connection.is_in_transaction():
                return connection
            connection.terminate()
        return await self._dial.open(self._open)

    async def _open(self) -> Any:
        return await asyncpg.connect(
            self._url,
            timeout=5,
            server_settings=self._settings,
            record_class=Row,
            max_cached_statement_lifetime=0,  # what is prepared here is asked for years
        )

    async def close(self) -> None:
        """Close every connection that rests."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(x.close(timeout=5) for x in idle), return_exceptions=True)


async def _commit(connection: Any) -> None:
    """PostgreSQL answers COMMIT with ROLLBACK, and no error, where a statement had failed."""
    said = await connection.execute("COMMIT")
    if said != "COMMIT":
        raise asyncpg.InternalClientError(f"COMMIT was answered with {said}")
