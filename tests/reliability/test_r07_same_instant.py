"""R07: two hundred file in the last two seconds, while the processor is taken away: none is late.

On time is decided by the receipt of the complete request, never by what a queue delivers first. A
naive project, whose workflow takes its filings as Updates, must accuse some under the same load.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import asyncpg
import pytest

from tests.reliability.conftest import Say
from tests.reliability.fire import judge
from tests.reliability.fire.battle import until
from tests.reliability.fire.ground import VOTES, Ground, prepared
from tests.reliability.fire.herd import Filing
from tests.reliability.fire.naive import filed_at, naive
from tests.reliability.fire.starving import starving
from tests.reliability.fire.volley import fired
from tests.reliability.fire.works import Works, works

PROJECTS, SEED = 200, 20230324
EARLIEST, LATEST, JUST = 2.0, 0.05, 0.01
LEAD = 5.0
ENOUGH = 150
"""Requests that left in time; a test that is starved itself says nothing of those it sent late."""
LEAD_NAIVE = 12.0
"""Seconds in which the naive projects are started, before their deadline."""
PAST = timedelta(seconds=130)
"""After due, grace and jitter: every mark of lateness is made."""


@pytest.mark.timeout(400)
async def test_nobody_who_filed_in_time_is_called_late_by_the_order_of_a_queue(say: Say):
    print(f"r07: seed {SEED}")
    rng = random.Random(SEED)
    leads = [rng.uniform(LATEST, EARLIEST) for _ in range(PROJECTS)]
    async with works("r07", apis=2) as made:
        accused_naively = await _naive(made, leads)
        ground = await prepared(made.database, PROJECTS, VOTES[:1])
        await made.ask(made.begin)
        await until(lambda: judge.quiet(made.database), 60)
        filings, due = await _ours(made, ground, leads)
        found = await judge.figures(made.database, filings)
    in_time = [x for x in filings if x.sent < due - JUST]
    late = sum(1 for x in in_time if not _taken_in_time(x))
    say(
        "R07", seed=SEED, projects=PROJECTS, **found, sent_in_time=len(in_time),
        taken_late=late, accused_by_the_naive=accused_naively,
    )  # fmt: skip
    assert {x: found[x] for x in judge.NOTHING} == dict.fromkeys(judge.NOTHING, 0)
    assert found["overdue"] == 0
    assert late == 0
    assert len(in_time) >= ENOUGH
    assert accused_naively > 0


async def _ours(made: Works, ground: Ground, leads: Sequence[float]) -> tuple[list[Filing], float]:
    (due_at,) = ground.midnights()
    await ground.move(due_at - timedelta(seconds=LEAD))
    due = await ground.moment(due_at)
    plans = [
        Filing(plot, due - lead, f"{plot.id}-r07")
        for plot, lead in zip(ground.plots, leads, strict=True)
    ]
    with starving():
        await asyncio.to_thread(fired, plans, list(made.ports.values()), ground.tokens)
    await ground.move(due_at + PAST)
    await until(lambda: judge.quiet(made.database), 90)
    return plans, due


def _taken_in_time(filing: Filing) -> bool:
    """Whether the receipt says that what was sent before the due instant came before it."""
    return all(
        datetime.fromisoformat(x["received_at"]) < filing.plot.due_at for x in filing.receipts
    )


async def _naive(made: Works, leads: Sequence[float]) -> int:
    """How many of those who filed in time the naive projects call overdue."""
    async with asyncpg.create_pool(made.database, min_size=4, max_size=8) as pool:
        due = time.time() + LEAD_NAIVE
        async with naive(made.temporal, pool, len(leads), due) as projects:
            with starving():
                filing = (filed_at(x, due - y) for x, y in zip(projects, leads, strict=True))
                await asyncio.gather(*filing)
            said = await asyncio.gather(*(x.result() for x in projects))
    return said.count("overdue")
