"""R06: fifteen hundred clocks due in one second, a worker killed meanwhile: no filing waits.

The naive control takes its filings as Updates, so that they stand in the queue behind its timers.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import asyncpg
import pytest

from bench.rounds import percentile
from tests.reliability.conftest import Say
from tests.reliability.fire import judge
from tests.reliability.fire.battle import GRACE, until
from tests.reliability.fire.ground import VOTES, Ground, prepared
from tests.reliability.fire.herd import Filing, Herd
from tests.reliability.fire.naive import filed_at, naive
from tests.reliability.fire.nemesis import Nemesis
from tests.reliability.fire.works import Works, works
from tests.reliability.times import DISK, IN_MEMORY, in_time

DUE, CALM, SEED = 1500, 300, 20230325
STORM = (*(VOTES[0],) * 5, VOTES[-1])
"""Five due now, one that files: its own date is days away."""
LEAD = timedelta(seconds=75)
"""In which every clock reads its agenda anew after time has jumped."""
BEFORE, OVER = 1.0, 20.0
KILLED = 10.0
SLOWEST = 90.0
MOST_P99 = 100.0
SPREAD_AT_LEAST = 25.0
NAIVE_DUE, NAIVE_FILING, NAIVE_LEAD = 600, 40, 20.0
_MARKED = """
SELECT extract(epoch FROM recorded_at - $1::timestamptz)::float8 AS later FROM events
WHERE type = 'Overdue' AND recorded_at >= $1::timestamptz ORDER BY 1
"""


@pytest.mark.timeout(600)
async def test_who_files_at_the_midnight_of_fifteen_hundred_does_not_wait(say: Say):
    print(f"r06: seed {SEED}")
    async with works("r06", quick=IN_MEMORY, apis=2) as made:
        naive_p99 = 1000 * percentile(await _naive(made), 0.99)
        ground = await prepared(made.database, DUE + CALM, STORM)
        await made.ask(made.begin)
        await until(lambda: judge.quiet(made.database), 180)
        tender = Nemesis(made, [], SEED)
        tender.spare()
        tending = asyncio.ensure_future(made.ask(tender.run))
        filings, later = await _storm(made, ground)
        tender.stop()
        await tending
        found = await judge.figures(made.database, filings)
    spread = percentile(later, 0.95) - percentile(later, 0.05)
    say(
        "R06", seed=SEED, disk=DISK, **found, marked=len(later),
        last_after_grace_s=round(later[-1], 1), spread_s=round(spread, 1),
        naive_p99_ms=round(naive_p99, 1),
    )  # fmt: skip
    assert {x: found[x] for x in judge.NOTHING} == dict.fromkeys(judge.NOTHING, 0)
    assert len(later) == DUE
    assert in_time(later[-1] <= SLOWEST)
    assert in_time(spread >= SPREAD_AT_LEAST)
    assert in_time(found["p99_ms"] <= MOST_P99)
    assert in_time(naive_p99 > max(MOST_P99, found["p99_ms"]))


async def _storm(made: Works, ground: Ground) -> tuple[list[Filing], list[float]]:
    """Who filed meanwhile, and how many seconds after due and grace each mark was made."""
    due_at, far = ground.midnights()
    mark = due_at + GRACE
    await ground.move(mark - LEAD)
    at = await ground.moment(mark)
    rng = random.Random(SEED)
    step = (OVER + BEFORE) / CALM
    plans = [
        Filing(x, at - BEFORE + n * step, f"{x.id}-r06") for n, x in enumerate(ground.due(far))
    ]
    herd = Herd(ground, made.urls, rng)
    killing = asyncio.create_task(_kill(made, at + KILLED))
    await herd.file(plans)
    await killing
    await until(partial(_all_marked, made.database, mark), SLOWEST + 60)
    await until(lambda: judge.quiet(made.database), 90)
    await herd.close()
    return plans, await _marked(made.database, mark)


async def _kill(made: Works, at: float) -> None:
    await asyncio.sleep(max(0.0, at - time.time()))
    made.strike("worker-1")


async def _all_marked(database: str, mark: datetime) -> bool:
    return len(await _marked(database, mark)) >= DUE


async def _marked(database: str, mark: datetime) -> list[float]:
    connection = await asyncpg.connect(database)
    rows = await connection.fetch(_MARKED, mark)
    await connection.close()
    return [x["later"] for x in rows]


async def _naive(made: Works) -> Sequence[float]:
    """How long filings take which stand behind six hundred naive timers of one second."""
    async with asyncpg.create_pool(made.database, min_size=4, max_size=8) as pool:
        due = time.time() + NAIVE_LEAD
        async with (
            naive(made.temporal, pool, NAIVE_FILING, due + 3600) as calm,
            naive(made.temporal, pool, NAIVE_DUE, due) as _,
        ):
            step = OVER / NAIVE_FILING
            filing = (filed_at(x, due + n * step) for n, x in enumerate(calm))
            return await asyncio.gather(*filing)
