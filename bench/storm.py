"""Thousands of deadlines at one instant, beside as many bare timers with one activity each.

First the bare ones, then ours with the sweeper off, while one unit files at a steady pace; then
the next mark of all with the sweeper on. Worker and sweeper are processes of their own. Both
drains are counted from the due instant to the last row written, the product's jitter (0-45 s)
set to nothing, so that rates are compared and not a spread that is wanted.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import asyncpg
from temporalio.client import Client

from bench import drains
from bench.armed import armed
from bench.figures import Figures
from bench.house import House
from bench.rounds import latencies, percentile
from bench.size import Size
from bench.timekeeper import TABLE
from bench.town import Filer, planning
from bench.wakes import note_wakes
from ledger.clock import set_clock
from ledger.door import Ledger
from stack.children import spawn
from watch.relay import Relay

PACE = 20.0
"""Filings per second, in quiet times and in the storm."""
DESKS = 20
START_SECONDS = 60


class Desk:
    """Units that file one after another, each on its own project."""

    def __init__(self, filers: list[Filer]) -> None:
        self._filers = cycle([(x, asyncio.Lock()) for x in filers])

    async def step(self) -> None:
        """The next unit's filing, or its return."""
        filer, lock = next(self._filers)
        async with lock:
            await filer.step()


async def measure(house: House, size: Size, figures: Figures) -> None:
    """Marks per second of all three, and how long a filing takes meanwhile."""
    url = await house.ledger_database("storm")
    ledger = await Ledger.connect(url)
    connection = await asyncpg.connect(url)
    await connection.execute(TABLE)
    desk = Desk(await planning(ledger, range(DESKS), size.long))
    client = await Client.connect(house.temporal)
    with child(house, "worker", url):
        began = time.perf_counter()
        quiet = await latencies(
            desk.step, per_second=PACE, until=lambda: time.perf_counter() - began > size.quiet
        )
        bare, lead = await drains.bare(client, connection, size.deadlines)
        relay = Relay(ledger, client)
        due = await armed(ledger, relay, connection, size.deadlines, 2 * lead + 5)
        async with filing(desk) as stormy:
            ours = await drains.ours(connection, due, size.deadlines)
        await note_wakes(client, figures)
        with child(house, "sweeper", url):
            letters = await set_clock(ledger, due + timedelta(days=40))
            await ledger.wake_all()
            carried = asyncio.create_task(relay.carry())
            swept = await drains.ours(connection, letters, size.deadlines)
            await carried
    await connection.close()
    await ledger.close()
    for name, value in (("bare", bare), ("ours", ours), ("with_sweeper", swept)):
        figures.note(f"storm/{name}", value, "marks/s")
    figures.note("storm/deadlines", size.deadlines, "deadlines")
    figures.note("filing/quiet_p99", 1000 * percentile(quiet, 0.99), "ms")
    figures.note("filing/storm_p99", 1000 * percentile(stormy, 0.99), "ms")
    figures.note("filing/in_storm", len(stormy), "filings")
    figures.compare("storm_vs_bare", ours / bare)
    figures.compare("storm_with_sweeper_vs_bare", swept / bare)
    figures.compare("filing_p99_storm_vs_quiet", percentile(stormy, 0.99) / percentile(quiet, 0.99))


@asynccontextmanager
async def filing(desk: Desk) -> AsyncIterator[list[float]]:
    """Files at the pace while this lasts; the seconds that each took."""
    taken: list[float] = []
    over = asyncio.Event()
    running = asyncio.create_task(latencies(desk.step, per_second=PACE, until=over.is_set))
    try:
        yield taken
    finally:
        over.set()
        taken += await running


@contextmanager
def child(house: House, what: str, url: str) -> Iterator[None]:
    """A timekeeper process while this lasts."""
    command = [sys.executable, "-m", "bench.timekeeper", what, url, house.temporal]
    made = spawn(what, command, house.home / "logs" / f"{what}.log", cwd=Path.cwd())
    try:
        made.wait_until(made.says_ready, START_SECONDS)
        yield
    finally:
        made.stop()
