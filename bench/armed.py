"""Thousands of projects, each with a clock that has read when its next mark is due."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bench import drains
from bench.town import Filer
from domain.agenda import next_in
from ledger.clock import set_clock
from ledger.door import Ledger
from watch.relay import Relay


async def silent(ledger: Ledger, number: int) -> list[Filer]:
    """So many projects whose work plan is overdue in an hour."""
    filers = [Filer(ledger, 1000 + x) for x in range(number)]
    await _each(filers, Filer.adopt)
    await set_clock(ledger, await _mark(filers[0], "work_plan") - timedelta(hours=1))
    return filers


async def armed(
    ledger: Ledger, relay: Relay, connection: Any, filers: list[Filer], lead: float
) -> datetime:
    """Each of them with a clock that knows when the next mark of all is due: when that is, after
    so many seconds of lead. Where they were not ready in time, the next mark is taken."""
    for _ in range(drains.TRIES):
        await _each(filers, lambda x: ledger.keep(x.stream, by="sweeper"))
        due = await _mark(filers[0])
        await set_clock(ledger, due - timedelta(seconds=lead))
        began = time.monotonic()
        await ledger.wake_all()
        await relay.carry()
        left: Callable[[], float] = lambda: lead - time.monotonic() + began  # noqa: B023, E731  # called at once
        if await drains.read_by_all(connection, len(filers), left):
            return due
        await set_clock(ledger, due)
        lead *= 2
    raise TimeoutError(drains.BUSY)


async def _each(filers: list[Filer], do: Callable[[Filer], Awaitable[object]]) -> None:
    seats = asyncio.Semaphore(8)

    async def one(filer: Filer) -> None:
        async with seats:
            await do(filer)

    await asyncio.gather(*map(one, filers))


async def _mark(filer: Filer, duty: str | None = None) -> datetime:
    """When the next mark of all is due, or that duty is."""
    duties = (await filer.ledger.standing(filer.stream)).state.duties
    if duty is not None:
        return duties[duty].due_at
    mark = next_in(duties)
    assert mark is not None
    return mark.at
