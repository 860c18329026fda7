"""What the first filing would wait for is done before: connections, types, plans. No row moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg
import pytest

from bench import many
from domain.calendar import SHANGHAI
from ledger import line
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.pool import Pool
from ledger.projections import TABLES
from tests.ledger.test_charts import report
from tests.support.clockwork import eventually

VOTED = datetime(2023, 4, 3, 9, tzinfo=SHANGHAI)
GETS, ASKS = "_get_statement", "_introspect_types"
"""How the driver comes by a statement, and asks about types that it has not met on a connection."""
WAITS = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted"
WRITTEN = ("streams", "states", "events", "touched", "follow_ups", "wakes", "access_log", *TABLES)


@asynccontextmanager
async def fresh_on(database: str) -> AsyncIterator[Ledger]:
    """A ledger as it stands after a start."""
    made = await Ledger.connect(database)
    yield made
    await made.close()


async def everything(database: str) -> dict[str, str]:
    connection = await asyncpg.connect(database)
    digest = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} AS t"
    found = {x: await connection.fetchval(digest.format(x)) for x in (*WRITTEN, "access_head")}
    await connection.close()
    return found


async def test_it_writes_nothing(ledger: Ledger, database: str) -> None:
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, 2)
    before = await everything(database)
    async with fresh_on(database) as fresh:
        await fresh.warm()
        await fresh.warm()
    assert await everything(database) == before


class First:
    """What a process does for the first time: it opens lines, prepares statements, meets types."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[object] = []
        self.prepared: list[str] = []
        self.introspected: list[object] = []
        was_open = line.Lines._open
        was_got, was_asked = (getattr(asyncpg.Connection, x) for x in (GETS, ASKS))

        async def opening(lines: line.Lines) -> Any:
            self.opened.append(lines)
            return await was_open(lines)

        async def getting(connection: Any, query: str, *words: Any, **more: Any) -> Any:
            ours = connection._protocol.get_record_class() is line.Row
            if ours and not connection._stmt_cache.has((query, line.Row, False)):
                self.prepared.append(query)
            return await was_got(connection, query, *words, **more)

        async def asking(connection: Any, *words: Any) -> Any:
            self.introspected.append(words)
            return await was_asked(connection, *words)

        monkeypatch.setattr(line.Lines, "_open", opening)
        monkeypatch.setattr(asyncpg.Connection, GETS, getting)
        monkeypatch.setattr(asyncpg.Connection, ASKS, asking)

    @property
    def all(self) -> list[list[Any]]:
        """Of each kind."""
        return [self.opened, self.prepared, self.introspected]


async def test_a_filing_does_nothing_for_the_first_time(
    ledger: Ledger, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, 1)
    first = First(monkeypatch)
    async with fresh_on(database) as fresh:
        await fresh.warm()
        assert all(first.all)
        for kind in first.all:
            kind.clear()
        await report(fresh, 0, 5, 20, 10)
    assert first.all == [[], [], []]


async def test_nor_does_one_that_waits_for_its_stream(
    ledger: Ledger, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, 1)
    first = First(monkeypatch)
    held = await asyncpg.connect(database)
    async with fresh_on(database) as fresh:
        await fresh.warm()
        for kind in first.all:
            kind.clear()
        async with held.transaction():
            await held.execute("SELECT FROM streams WHERE kind = 'project' FOR UPDATE")
            filed = asyncio.create_task(report(fresh, 0, 5, 20, 10))
            await eventually(lambda: held.fetchval(WAITS))
        await filed
    await held.close()
    assert first.all == [[], [], []]


async def test_a_plan_lives_as_long_as_its_line(ledger: Ledger) -> None:
    lines = ledger.pool._lines
    connection = await lines._open()
    assert connection._config.max_cached_statement_lifetime == 0
    await connection.close()


async def test_a_database_that_can_only_be_read_is_no_reason_not_to_start(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute("REVOKE INSERT, UPDATE ON access_head, access_log FROM bihuan_app")
    await owner.close()
    async with fresh_on(database) as fresh:
        await fresh.warm()
        assert (await fresh.now()).tzinfo is not None
    assert "permission denied" in capsys.readouterr().out


async def test_nor_is_one_that_is_away(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    async with fresh_on(database) as fresh:
        await fresh.pool.close()
        fresh.pool = Pool("postgresql://nobody@127.0.0.1:1/nothing", 8, {})
        await fresh.warm()
    assert "not warm" in capsys.readouterr().out
