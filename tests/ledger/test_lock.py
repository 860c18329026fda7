"""What may be read beside a lock: two traps of READ COMMITTED, and the way the ledger avoids them.

In each, one session holds a stream's row while another waits for it, and the world moves on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from ledger.cache import StateCache
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.lock import Held, lock
from tests.support.filing import STREAM, Desk

SUB_SELECT = "SELECT (SELECT instant FROM clock) AS at FROM streams WHERE id = $1 FOR UPDATE"
BESIDE = "SELECT ledger_now() AS at FROM streams WHERE id = $1 FOR UPDATE"

SOMEBODY_WAITS = """
SELECT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock')
"""


async def while_held(
    database: str,
    meanwhile: Callable[[], Awaitable[object]],
    wait: Callable[[], Coroutine[Any, Any, Any]],
) -> Any:
    """Hold the stream's row, let `wait` run into it, do something else, let go without a change."""
    holder = await asyncpg.connect(database)
    try:
        transaction = holder.transaction()
        await transaction.start()
        await holder.execute("SELECT FROM streams WHERE id = $1 FOR UPDATE", STREAM)
        waiting = asyncio.create_task(wait())
        while not await holder.fetchval(SOMEBODY_WAITS):
            await holder.execute("SELECT pg_sleep(0.01)")
        await meanwhile()
        await transaction.rollback()
        return await waiting
    finally:
        await holder.close()


async def the_ledger_locks(ledger: Ledger) -> Held:
    return await ledger.pool.write(lambda x: lock(x, STREAM, StateCache()))


async def test_a_sub_select_beside_the_lock_reads_what_was_before_the_wait(
    ledger: Ledger, desk: Desk, database: str
) -> None:
    before = await ledger.now()
    later = before + timedelta(days=40)
    naive = await asyncpg.connect(database)
    found = await while_held(
        database, lambda: set_clock(ledger, later), lambda: naive.fetchval(SUB_SELECT, STREAM)
    )
    await naive.close()
    assert found < later, "the trap: the clock was set while we waited, and we do not know"


async def test_the_ledger_reads_after_its_lock(ledger: Ledger, desk: Desk, database: str) -> None:
    later = await ledger.now() + timedelta(days=40)
    held = await while_held(
        database, lambda: set_clock(ledger, later), lambda: the_ledger_locks(ledger)
    )
    assert held.now >= later


async def test_a_clock_beside_the_lock_is_read_before_the_wait(
    ledger: Ledger, desk: Desk, database: str
) -> None:
    naive = await asyncpg.connect(database)
    released: list[datetime] = []

    async def a_while() -> None:
        await asyncio.sleep(0.2)
        released.append(await ledger.now())

    found = await while_held(database, a_while, lambda: naive.fetchval(BESIDE, STREAM))
    await naive.close()
    assert found < released[0], "the trap: recorded before the lock was had"
    held = await while_held(database, a_while, lambda: the_ledger_locks(ledger))
    assert held.now >= released[1]


async def test_a_calendar_and_a_follow_up_that_come_during_the_wait_are_seen(
    ledger: Ledger, desk: Desk, database: str, owner: asyncpg.Connection
) -> None:
    before = await the_ledger_locks(ledger)
    assert (before.almanac, before.follow_ups) == (0, False)

    async def meanwhile() -> None:
        await owner.execute(
            "INSERT INTO streams SELECT 'calendar:cn', 'calendar', 7, head, NULL, calendar,"
            " false, NULL FROM streams WHERE id = $1",
            STREAM,
        )
        await owner.execute(
            "INSERT INTO follow_ups VALUES ('x', $1, 'Rebase', '{}', gen_random_uuid())", STREAM
        )

    held = await while_held(database, meanwhile, lambda: the_ledger_locks(ledger))
    assert (held.almanac, held.follow_ups) == (7, True)
