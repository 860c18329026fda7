"""F07: timers that are lost without a word: the sweeper makes every mark, the clocks come back.

The clocks are armed for a mark of lateness; then Temporal is another, empty one at the same
address, as after a repointing or a loss of its timer tasks. Nobody is told, nobody wakes anything.
"""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import asyncpg
import pytest
from temporalio.client import Client

from tests.reliability.conftest import Say
from tests.reliability.fire import judge
from tests.reliability.fire.battle import GRACE, until
from tests.reliability.fire.ground import VOTES, prepared
from tests.reliability.fire.nemesis import Nemesis
from tests.reliability.fire.works import Works, works
from tests.reliability.times import in_time

PROJECTS = 120
LEAD = timedelta(seconds=25)
SLOWEST, BACK = 90.0, 300.0
SLACK = 30.0
_ARMED = "SELECT count(*) FROM keepers WHERE at >= $1 AND by = 'clock'"
_LATER = """
SELECT count(*) AS made, count(*) FILTER (WHERE actor = 'system:sweeper') AS swept,
    coalesce(max(extract(epoch FROM recorded_at - $1::timestamptz)), 0)::float8 AS slowest
FROM events WHERE type = 'Overdue'
"""


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_lost_timers_are_made_good_by_the_sweeper_and_the_clocks_come_back(say: Say):
    async with works("f07", apis=1) as made:
        ground = await prepared(made.database, PROJECTS, VOTES[:1])
        await made.ask(made.begin)
        await until(lambda: judge.quiet(made.database), 90)
        (due_at,) = ground.midnights()
        moved = due_at + GRACE - LEAD
        await ground.move(moved)
        await until(partial(_armed, made, moved), LEAD.total_seconds())
        await made.ask(made.wipe_temporal)
        tender = Nemesis(made, [], 0)
        tender.spare()
        tending = asyncio.ensure_future(made.ask(tender.run))
        mark = due_at + GRACE
        await until(partial(_all_marked, made, mark), LEAD.total_seconds() + SLOWEST + SLACK)
        found = await _marked(made, mark)
        back = await until(partial(_all_back, made), BACK + SLACK)
        tender.stop()
        await tending
    say("F07", projects=PROJECTS, **found, clocks_back_s=round(back, 1))
    assert found["made"] == PROJECTS
    assert found["swept"] == PROJECTS
    assert in_time(found["slowest"] <= SLOWEST)
    assert in_time(back <= BACK)


async def _armed(made: Works, since: datetime) -> bool:
    connection = await asyncpg.connect(made.database)
    count: int = await connection.fetchval(_ARMED, since)
    await connection.close()
    return count >= PROJECTS


async def _marked(made: Works, mark: datetime) -> dict[str, float]:
    connection = await asyncpg.connect(made.database)
    row = await connection.fetchrow(_LATER, mark)
    await connection.close()
    assert row is not None
    return dict(row)


async def _all_marked(made: Works, mark: datetime) -> bool:
    return (await _marked(made, mark))["made"] >= PROJECTS


async def _all_back(made: Works) -> bool:
    client = await Client.connect(made.temporal, lazy=True)
    return (await client.count_workflows("ExecutionStatus = 'Running'")).count >= PROJECTS
