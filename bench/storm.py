"""Thousands of deadlines at one instant, beside as many bare timers with one activity each.

First the bare ones; then ours with the product's jitter set to nothing, so that rates are compared
and not a spread that is wanted; then ours as the product makes them, spread over 0-45 s precisely
so that a midnight does not hurt those who file; then the marks of forty days with the sweeper on.
Units file all the while at a steady pace. Worker, sweeper and desk are processes of their own.
Drains are counted from the due instant to the last row written.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from temporalio.client import Client

from bench import desk, drains
from bench.armed import armed, silent
from bench.figures import Figures
from bench.house import House
from bench.rounds import percentile
from bench.size import Size
from bench.timekeeper import TABLE
from bench.town import Filer
from bench.wakes import note_wakes
from ledger.clock import set_clock
from ledger.door import Ledger
from stack.children import CLOCKS, WATCH, Child, spawn
from watch.relay import Relay

START_SECONDS = 60


class Storm(NamedTuple):
    """What came of one: marks per second, and when it began and ended (seconds since 1970)."""

    rate: float
    began: float
    ended: float


class Midnight(NamedTuple):
    """Everything that a storm is made with."""

    ledger: Ledger
    relay: Relay
    connection: Any
    filers: list[Filer]

    async def storm(self, lead: float) -> Storm:
        """All their clocks at one instant, after so many seconds of lead."""
        due = await armed(self.ledger, self.relay, self.connection, self.filers, lead)
        return await self.drained(due)

    async def drained(self, due: datetime) -> Storm:
        """What came of that instant, once everything is kept."""
        began = time.time() + (due - await self.ledger.now()).total_seconds()
        rate = await drains.ours(self.connection, due, len(self.filers))
        return Storm(rate, began, began + len(self.filers) / rate)


async def measure(house: House, size: Size, figures: Figures) -> None:
    """Marks per second of all, and how long a filing takes meanwhile."""
    url = await house.ledger_database("storm")
    ledger = await Ledger.connect(url)
    connection = await asyncpg.connect(url)
    await connection.execute(TABLE)
    client = await Client.connect(house.temporal)
    words = ("bench.desk", url, str(size.long))
    with child(house, "desk", *words) as filing:
        with timekeeper(house, "sudden", url):
            quiet = (time.time(), time.time() + size.quiet)
            await asyncio.sleep(size.quiet)
            bare, lead = await drains.bare(client, connection, size.deadlines)
            filers = await silent(ledger, size.deadlines)
            midnight = Midnight(ledger, Relay(ledger, client), connection, filers)
            sudden = await midnight.storm(2 * lead + 5)
            await note_wakes(client, figures)
        with timekeeper(house, "worker", url):
            spread = await midnight.storm(4 * lead + 10)
            filing.stop()
            with timekeeper(house, "sweeper", url):
                swept = await with_sweeper(midnight, spread)
    await connection.close()
    await ledger.close()
    for name, value in (("bare", bare), ("ours", sudden.rate), ("with_sweeper", swept)):
        figures.note(f"storm/{name}", value, "marks/s")
    figures.note("storm/spread", spread.rate, "marks/s")
    figures.note("storm/deadlines", size.deadlines, "deadlines")
    figures.compare("storm_vs_bare", sudden.rate / bare)
    figures.compare("storm_with_sweeper_vs_bare", swept / bare)
    note_filings(figures, desk.filed(filing), quiet, spread, sudden)


async def with_sweeper(midnight: Midnight, before: Storm) -> float:
    """Marks per second where the sweeper helps the clocks with the marks of forty days."""
    due = await midnight.ledger.now() + timedelta(days=40)
    letters = await set_clock(midnight.ledger, due)
    await midnight.ledger.wake_all()
    carried = asyncio.create_task(midnight.relay.carry())
    swept = await midnight.drained(letters)
    await carried
    return swept.rate


def note_filings(
    figures: Figures,
    filings: list[desk.Filing],
    quiet: tuple[float, float],
    spread: Storm,
    sudden: Storm,
) -> None:
    """How long filings took in quiet times, in the product's storm and in the sudden one."""
    calm = desk.within(filings, *quiet)
    p99 = percentile(calm, 0.99)
    figures.note("filing/quiet_p99", 1000 * p99, "ms")
    figures.note("filing/quiet", len(calm), "filings")
    for name, storm in (("storm", spread), ("sudden_storm", sudden)):
        stormy = desk.within(filings, storm.began, storm.ended)
        figures.note(f"filing/{name}_p50", 1000 * percentile(stormy, 0.5), "ms")
        figures.note(f"filing/{name}_p99", 1000 * percentile(stormy, 0.99), "ms")
        figures.note(f"filing/in_{name}", len(stormy), "filings")
        figures.compare(f"filing_p99_{name}_vs_quiet", percentile(stormy, 0.99) / p99)


def timekeeper(house: House, what: str, url: str) -> Any:
    """A timekeeper process while this lasts."""
    behind = WATCH if what == "sweeper" else CLOCKS
    return child(house, what, "bench.timekeeper", what, url, house.temporal, behind=behind)


@contextmanager
def child(house: House, name: str, *words: str, behind: int = CLOCKS) -> Iterator[Child]:
    """A process of the storm while this lasts."""
    command = [sys.executable, "-m", *words]
    log = house.home / "logs" / f"{name}.log"
    made = spawn(name, command, log, cwd=Path.cwd(), behind=behind)
    try:
        made.wait_until(made.says_ready, START_SECONDS)
        yield made
    finally:
        made.stop()
