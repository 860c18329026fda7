"""What the first filing would wait for is done before: connections, types, plans. No row moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

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

VOTED = datetime(2023, 4, 3, 9, tzinfo=SHANGHAI)
ASKS = "_introspect_types"
"""How the driver asks about types that it has not met on a connection."""
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


async def test_a_filing_opens_nothing_and_asks_nothing_about_types_afterwards(
    ledger: Ledger, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, 1)
    opened: list[object] = []
    introspected: list[object] = []
    was_open, was_asked = line.Lines._open, getattr(asyncpg.Connection, ASKS)

    async def opening(lines: line.Lines) -> object:
        opened.append(lines)
        return await was_open(lines)

    async def asking(connection: object, *words: object) -> object:
        introspected.append(words)
        return await was_asked(connection, *words)

    monkeypatch.setattr(line.Lines, "_open", opening)
    monkeypatch.setattr(asyncpg.Connection, ASKS, asking)
    async with fresh_on(database) as fresh:
        await fresh.warm()
        assert opened
        assert introspected
        opened.clear()
        introspected.clear()
        await report(fresh, 0, 5, 20, 10)
    assert (opened, introspected) == ([], [])


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
