"""R01: the log's order has no gap and misses nothing, whatever writers do; the naive order misses.

Eight writers in four processes, a fifth process that is killed, transactions that roll back, one
session that holds its event open to the end. Two readers follow the log by position; beside them
one follows a `bigserial` by `position > checkpoint`, over the same transactions.
"""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import pytest

from ledger.pool import Pool
from tests.reliability.conftest import Say
from tests.reliability.log_writer import append
from tests.reliability.times import in_time
from watch.sequencer import Sequencer

PROCESSES, WRITERS, EACH, SEED = 4, 2, 1500, 20261122
DEADLINE = 120.0
BEGUN = "SELECT count(*) > 50 FROM events WHERE stream LIKE 'project:R01-9%'"
_LOG = """
SELECT position, log.stream, log.version, recorded_at FROM log
JOIN events ON events.stream = log.stream AND events.version = log.version
WHERE position > $1 ORDER BY position
"""


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection that ends with its reader, cancelled or not."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


class Follower:
    """Reads the log in order and refuses a gap; notes how long each event took to come."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.positions: list[int] = []
        self.events: list[tuple[str, int]] = []
        self.lags: list[float] = []

    async def run(self) -> None:
        async with connected(self._url) as connection:
            while True:
                last = self.positions[-1] if self.positions else 0
                rows = await connection.fetch(_LOG, last)
                now = datetime.now(UTC)
                for x in rows:
                    assert x["position"] == last + 1, "a gap: a reader stops here"
                    last = x["position"]
                    self.positions.append(last)
                    self.events.append((x["stream"], x["version"]))
                    self.lags.append((now - x["recorded_at"]).total_seconds())
                await asyncio.sleep(0.02)


class Naive:
    """The control: what everybody does first."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.seen: set[int] = set()

    async def run(self) -> None:
        checkpoint = 0
        async with connected(self._url) as connection:
            while True:
                rows = await connection.fetch(
                    "SELECT position FROM naive WHERE position > $1 ORDER BY position", checkpoint
                )
                for x in rows:
                    self.seen.add(x["position"])
                    checkpoint = x["position"]
                await asyncio.sleep(0.005)


async def start(url: str, first: int, writers: int, each: int) -> asyncio.subprocess.Process:
    words = [str(x) for x in (SEED, first, writers, each)]
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.reliability.log_writer", url, *words
    )


async def held_open(url: str, release: asyncio.Event) -> None:
    """A session that wrote first and commits last."""
    connection = await asyncpg.connect(url)
    async with connection.transaction():
        await append(connection, "project:R01-idle", random.Random(SEED))
        await release.wait()
    await connection.close()


async def killed(url: str) -> None:
    """A writer that dies in the middle of a transaction."""
    process = await start(url, 90, 1, 10_000)
    async with asyncio.timeout(60):
        connection = await asyncpg.connect(url)
        while True:
            if await connection.fetchval(BEGUN):
                break
            await asyncio.sleep(0.05)
        await connection.close()
    process.kill()
    await process.wait()


@pytest.mark.timeout(300)
async def test_the_order_has_no_gap_and_misses_nothing(database: str, say: Say) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute("CREATE TABLE naive (position bigserial PRIMARY KEY, event uuid)")
    pools = [await Pool.connect(database, clients=2) for _ in range(2)]
    readers, naive = [Follower(database) for _ in range(2)], Naive(database)
    release = asyncio.Event()
    idle = asyncio.create_task(held_open(database, release))
    await asyncio.sleep(0)
    work = [*(Sequencer(x).run() for x in pools), *(x.run() for x in readers), naive.run()]
    running = [asyncio.create_task(x) for x in work]
    began = time.monotonic()
    dying = asyncio.create_task(killed(database))
    writers = [await start(database, n * WRITERS, WRITERS, EACH) for n in range(PROCESSES)]
    assert [await x.wait() for x in writers] == [0] * PROCESSES
    took = time.monotonic() - began
    await dying
    release.set()
    await idle
    total = await owner.fetchval("SELECT count(*) FROM events")
    async with asyncio.timeout(DEADLINE):
        while not all(len(x.positions) >= total for x in readers):
            for x in running:
                if x.done():
                    await x
            await asyncio.sleep(0.05)
    missed = await owner.fetchval("SELECT count(*) FROM naive") - len(naive.seen)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    events = {tuple(x) for x in await owner.fetch("SELECT stream, version FROM events")}
    lags = sorted(y for x in readers for y in x.lags)
    p99 = lags[int(len(lags) * 0.99)]
    skipped = max(len(events - set(x.events)) for x in readers)
    doubled = max(len(x.events) - len(set(x.events)) for x in readers)
    gapless = all(x.positions == list(range(1, total + 1)) for x in readers)
    say(
        "R01",
        seed=SEED,
        events=total,
        skipped=skipped,
        duplicate=doubled,
        gapless=gapless,
        naive_skipped=missed,
        lag_p99_ms=round(p99 * 1000),
        appends_per_s=round(PROCESSES * WRITERS * EACH / took),
    )
    await owner.close()
    for pool in pools:
        await pool.close()
    assert (skipped, doubled, gapless) == (0, 0, True)
    assert total > PROCESSES * WRITERS * EACH, "the killed writer and the idle one count too"
    assert missed > 0, "the control lost its teeth"
    assert in_time(p99 <= 0.2)
    assert in_time(PROCESSES * WRITERS * EACH / took >= 300)
