"""Connections to PostgreSQL, and transactions that are whole whatever happens to their caller."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar

import asyncpg
from sqlalchemy import event, exc
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from domain.refusals import Malformed, Refused
from ledger.behalf import PUBLIC_READER, READER, SAY, behalf
from ledger.dial import Dial
from ledger.lanes import READS, WRITES, Lanes
from ledger.line import Line, Lines
from ledger.refusals import Unavailable, UnsafeDatabase
from ledger.together import LINES
from ledger.url import driver_url, plain_url

APP_ROLE = "bihuan_app"
OLDEST = 170000
SELDOM = 3
"""Connections for what is written beside the record: tokens, accounts, what clocks say."""
_SETTINGS = {
    "application_name": "bihuan",
    "timezone": "UTC",
    "jit": "off",
    "lock_timeout": "3s",
    "statement_timeout": "8s",
    "transaction_timeout": "20s",
    "idle_in_transaction_session_timeout": "10s",
}
_READ_SETTINGS = {
    **_SETTINGS,
    "statement_timeout": "60s",
    "transaction_timeout": "0",
    "idle_in_transaction_session_timeout": "5min",
    "default_transaction_read_only": "on",
    # a list of one county is found by its region; a plan for every region would read the nation
    "plan_cache_mode": "force_custom_plan",
}
_MEMBER = """
SELECT bool_and(pg_has_role(current_user, oid, 'SET')) AND count(*) = cardinality($1::text[])
FROM pg_roles WHERE rolname = ANY($1)
"""
_TRIES = (0.0, 0.05, 0.4)
"""Seconds before each try of a transaction whose connection was lost."""
_PASSING = {"40P01", "53300", "55P03", "57014", "57P01", "57P02", "57P03", "25P03", "25P04"}
"""Deadlock, too many connections, a lock or time limit (an idle one too), a server that stops or
starts."""
_UNKEPT = {"22021", "22P05"}
"""A character that no text can hold, in a text or in JSON."""
_BROKEN = "08"
"""The class of what befalls a connection itself, while it is made too."""

_TROUBLE = (
    exc.DBAPIError,
    exc.TimeoutError,
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]


class Pool:
    """Write transactions under the application's role, and reads that can write nothing."""

    def __init__(self, url: str, clients: int, settings: dict[str, str]) -> None:
        self.url = url
        self.settings = settings
        """What our connections set besides the usual."""
        plain, dial = plain_url(url), Dial()
        self._lines = Lines(plain, clients, {**_SETTINGS, **settings}, dial)
        self._shared = Lines(plain, LINES, {**_SETTINGS, **settings}, dial)
        self._notes = Lines(plain, 1, {**_SETTINGS, **settings}, dial)
        beside, looking = {**_SETTINGS, **settings}, {**_READ_SETTINGS, **settings}
        self._writes = Lanes(
            _engine(url, min(clients, SELDOM), beside, dial), _engine(url, WRITES, beside, dial)
        )
        self._reads = Lanes(
            _engine(url, clients, looking, dial), _engine(url, READS, looking, dial)
        )
        self.belted = False
        """Whether reads within a request stand under the rows' own policies."""
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    async def connect(cls, url: str, *, clients: int = 8) -> Self:
        """A pool on a database that keeps what it confirms. Raises UnsafeDatabase, Unavailable."""
        try:
            settings, belted = await _inspect(plain_url(url))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            raise Unavailable from error
        made = cls(url, clients, settings)
        made.belted = belted
        return made

    async def close(self) -> None:
        """End what runs, and every connection."""
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._lines.close()
        await self._shared.close()
        await self._notes.close()
        await self._writes.dispose()
        await self._reads.dispose()

    def standing(self) -> dict[str, tuple[int, int]]:
        """By pool: how many connections there may be, and how many are at work."""
        engines = {
            "writes": self._writes.usual,
            "reads": self._reads.usual,
            "filing_writes": self._writes.filing,
            "filing_reads": self._reads.filing,
        }
        return {
            "record": self._lines.standing,
            "together": self._shared.standing,
            **{x: (y.pool.size(), y.pool.checkedout()) for x, y in engines.items()},
        }

    async def record(self, work: Callable[[Line], Awaitable[T]]) -> T:
        """The result of `work` in one transaction on a quick line: what the record is written by.

        As `write`, and raises asyncpg's IntegrityConstraintViolationError for a taken key.
        """
        return await self._whole(lambda: self._lines.transaction(work))

    async def batch(self, work: Callable[[Line], Awaitable[T]]) -> T:
        """As `record`, on connections that nobody who waits for a lock can take.

        It is asked by a task that no caller cancels.
        """
        return await _tried(lambda: self._shared.transaction(work))

    async def note(self, work: Callable[[Line], Awaitable[T]]) -> T:
        """As `batch`, on a connection of its own for the log of reads: nobody who files waits for
        who reads, nor the other way round."""
        return await _tried(lambda: self._notes.transaction(work))

    async def write(self, work: Work[T]) -> T:
        """The result of `work`, in one transaction that commits unless it raises.

        A caller that is cancelled leaves the transaction to end by itself, so that no connection
        goes back to the pool half used (reliability §2.9). A lost connection is tried again: all
        writes carry their key. Raises Unavailable.
        """
        return await self._whole(lambda: self._transaction(work))

    async def _whole(self, transaction: Callable[[], Coroutine[Any, Any, T]]) -> T:
        async def attempt() -> T:
            task = asyncio.create_task(transaction())
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            return await asyncio.shield(task)

        return await _tried(attempt)

    async def _transaction(self, work: Work[T]) -> T:
        async with self._writes.mine.connect() as connection:
            try:
                result = await work(connection)
                await connection.commit()
            except (Refused, exc.IntegrityError):
                await connection.rollback()
                raise
            except BaseException:
                await connection.invalidate()
                raise
            return result

    @asynccontextmanager
    async def read(
        self, *, snapshot: bool = False, whole: bool = False
    ) -> AsyncIterator[AsyncConnection]:
        """A connection that can write nothing; with `snapshot`, all its looks see one instant.

        Within a request it sees what its caller may; with `whole` everything, for who is asked
        before the caller is known, and for what is kept in memory for everybody.
        """
        try:
            async with self._reads.mine.connect() as connection:
                if snapshot:
                    await connection.execution_options(isolation_level="REPEATABLE READ")
                try:
                    await self._say_for_whom(connection, whole=whole)
                    yield connection
                except BaseException:
                    await connection.invalidate()
                    raise
        except (exc.DBAPIError, exc.TimeoutError, OSError) as error:
            if _lost(error):
                raise Unavailable from error
            _refuse_unkept(error)
            raise

    async def _say_for_whom(self, connection: AsyncConnection, *, whole: bool) -> None:
        who = behalf()
        if who is not None and self.belted and not whole:
            await connection.exec_driver_sql(SAY, who.settings)


async def _tried(attempt: Callable[[], Awaitable[T]]) -> T:
    """The result of an attempt, tried again where its connection was lost. Raises Unavailable."""
    for delay in _TRIES:
        if delay:
            await asyncio.sleep(delay)
        try:
            return await attempt()
        except (exc.IntegrityError, asyncpg.IntegrityConstraintViolationError):
            raise
        except _TROUBLE as error:
            if not _lost(error):
                _refuse_unkept(error)
                raise
            last = error
    raise Unavailable from last


def _engine(url: str, clients: int, settings: dict[str, str], dial: Dial) -> Any:
    async def open_() -> Any:
        return await asyncpg.connect(plain_url(url), timeout=5, server_settings=settings)

    engine = create_async_engine(
        driver_url(url),
        pool_size=clients,
        max_overflow=0,
        pool_timeout=10,
        async_creator=lambda: dial.open(open_),
        hide_parameters=True,  # what people wrote stays out of messages, and so out of the log
    )
    event.listen(engine.sync_engine, "checkout", _refuse_unfit)
    return engine


def _refuse_unfit(connection: Any, _record: object, _proxy: object) -> None:
    """A connection that the server closed, or that still stands in somebody's transaction, is
    thrown away and never shared; the pool opens another."""
    driver = connection.driver_connection
    if driver.is_closed() or driver.is_in_transaction():
        raise exc.DisconnectionError("a connection came back closed or with an open transaction")


def _lost(error: Exception) -> bool:
    match error:
        case exc.DBAPIError():
            state = getattr(error.orig, "sqlstate", None) or ""
            return error.connection_invalidated or state in _PASSING or state[:2] == _BROKEN
        case asyncpg.PostgresConnectionError():
            return True
        case asyncpg.PostgresError():
            return getattr(error, "sqlstate", None) in _PASSING
        case asyncpg.InterfaceError():
            return not isinstance(error, ValueError)  # a value of the wrong type is our mistake
        case _:
            return True


def _refuse_unkept(error: Exception) -> None:
    """Raises Malformed for a text that PostgreSQL cannot hold."""
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    if state in _UNKEPT:
        raise Malformed(
            "内容里有不能保存的字符（NUL），请去掉后重试。",
            "there is a character (NUL) that cannot be kept; take it out and try again.",
        ) from error


async def _inspect(url: str) -> tuple[dict[str, str], bool]:
    """What our connections should set besides, and whether they may read for somebody.

    Raises UnsafeDatabase."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            if (value := await connection.fetchval(f"SHOW {name}")) == "off":
                raise UnsafeDatabase(name, value)
        version = await connection.fetchval("SHOW server_version_num")
        if int(version) < OLDEST:
            raise UnsafeDatabase("server_version_num", version)
        member = await connection.fetchval(
            _MEMBER,
            [APP_ROLE],
        )
        readers = await connection.fetchval(_MEMBER, [READER, PUBLIC_READER])
    finally:
        await connection.close()
    return ({"role": APP_ROLE} if member else {}), bool(member and readers)
