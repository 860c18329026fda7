"""How fast deadlines that fall together are drained: from the due instant to the last row."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from temporalio.client import Client

from bench.temporal_flows import QUEUE, BareTimer

LONGEST = 300.0
"""Seconds after which a drain is given up."""
LOOKS = 1.0
"""Seconds between looks at how many there are: each counts through a table that is written to."""
AT_ONCE = 16
TRIES = 3
BUSY = "the machine was too busy to start every clock before it was due"
_BARE = "SELECT count(*), max(at) AS last FROM bare_marks WHERE stream LIKE $1"
_READ = """
SELECT count(*) FROM keepers JOIN streams ON id = stream
WHERE stream >= $1 AND keepers.seen_version = streams.version AND keepers.by = 'clock'
"""
_OURS = """
SELECT count(DISTINCT stream), max(recorded_at) AS last FROM events
WHERE recorded_at >= $1 AND type IN ('Overdue', 'LetterIssued', 'Escalated') AND stream >= $2
"""
FIRST = "project:LG23-01000"
"""Projects before it file meanwhile, and are no part of the storm."""


async def bare(client: Client, connection: Any, number: int) -> tuple[float, float]:
    """Marks per second of bare timers, and how many seconds it took to start as many clocks."""
    began = time.time()
    trial = max(1, number // 20)
    await _start(client, "trial", trial, began)
    lead = 2.0 + 1.5 * (time.time() - began) * number / trial
    for attempt in range(TRIES):
        name, due = f"bare-{attempt}", time.time() + lead
        await _start(client, name, number, due)
        if time.time() < due:
            took = time.time() - due + lead
            _, last = await _drained(connection, _BARE, (f"{name}-%",), number)
            return number / (last.timestamp() - due), took
        await _drained(connection, _BARE, (f"{name}-%",), number)
        lead *= 2
    raise TimeoutError(BUSY)


async def read_by_all(connection: Any, number: int, until: Callable[[], float]) -> bool:
    """Whether every clock of ours has read its agenda before `until` has no seconds left."""
    while until() > 0:
        if await connection.fetchval(_READ, FIRST) >= number:
            return True
        await asyncio.sleep(LOOKS)
    return False


async def ours(connection: Any, due: datetime, number: int) -> float:
    """Marks per second of our clocks, counted in the ledger."""
    _, last = await _drained(connection, _OURS, (due, FIRST), number)
    return number / (last - due).total_seconds()


async def _start(client: Client, name: str, number: int, due: float) -> None:
    seats = asyncio.Semaphore(AT_ONCE)

    async def start(n: int) -> None:
        async with seats:
            delay = max(0, int(1000 * (due - time.time())))
            await client.start_workflow(BareTimer.run, delay, id=f"{name}-{n}", task_queue=QUEUE)

    await asyncio.gather(*map(start, range(number)))


async def _drained(
    connection: Any, query: str, values: tuple[object, ...], number: int
) -> tuple[int, datetime]:
    limit = time.monotonic() + LONGEST
    while True:
        row = await connection.fetchrow(query, *values)
        if row["count"] >= number:
            return row["count"], row["last"]
        if time.monotonic() > limit:
            raise TimeoutError(f"{row['count']} of {number} were kept in {LONGEST:g} s")
        await asyncio.sleep(LOOKS)
