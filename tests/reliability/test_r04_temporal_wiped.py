"""R04: Temporal's database is wiped again and again: the record lacks nothing, and gives all back.

Five times during the battle it is killed and its file deleted; the last time after the marks of
lateness were armed, so that every timer is lost and nobody says so: the sweeper makes the marks.
Then it is wiped once more in the quiet, and `bihuan wake --all` starts every clock again.
"""

import asyncio
import time
from datetime import timedelta
from functools import partial

import asyncpg
import pytest
from temporalio.client import Client
from temporalio.service import RPCError

from tests.reliability.conftest import Say
from tests.reliability.fire import judge
from tests.reliability.fire.battle import Battle, battle, until
from tests.reliability.fire.nemesis import WIPE
from tests.reliability.fire.works import TEMPORAL, Works
from tests.reliability.times import in_time
from tests.support.command import bihuan

PROJECTS, WAVES, SECONDS, SEED = 600, 2, 60.0, 20230323
EVERY = (9.5, 11.5)
AT_LEAST = 40.0
"""Clocks started per second."""
MOST_SECONDS = 60.0
SLOWEST = timedelta(seconds=90)
"""After the due instant and its grace."""
_SLOWEST = """
SELECT max(recorded_at - (body::jsonb ->> 'overdue_at')::timestamptz) - interval '60 seconds'
FROM events WHERE type = 'Overdue' AND (body::jsonb ->> 'overdue_at')::timestamptz = $1
"""


@pytest.mark.timeout(600)
async def test_temporal_wiped_five_times_lacks_no_mark_and_is_filled_again(say: Say):
    wiped = battle("r04", lambda _: [WIPE], seed=SEED, projects=PROJECTS, waves=WAVES, every=EVERY)
    async with wiped as fight:
        found = await fight.fought(SECONDS)
        slowest = await _slowest(fight)
        rebuilt = await _rebuilt(fight)
    say("R04", seed=SEED, projects=PROJECTS, **found, slowest_s=slowest.total_seconds(), **rebuilt)
    assert {x: found[x] for x in judge.NOTHING} == dict.fromkeys(judge.NOTHING, 0)
    assert found["blows"] >= 5
    assert found["overdue"] > 0
    assert in_time(slowest <= SLOWEST)
    assert rebuilt["clocks"] == rebuilt["open"] == PROJECTS
    assert in_time(rebuilt["rebuilt_per_s"] >= AT_LEAST)
    assert in_time(rebuilt["rebuilt_s"] <= MOST_SECONDS)


async def _slowest(fight: Battle) -> timedelta:
    """How long after due and grace the last of the last midnight's marks was made."""
    connection = await asyncpg.connect(fight.works.database)
    found: timedelta = await connection.fetchval(_SLOWEST, fight.ground.midnights()[-1])
    await connection.close()
    return found


async def _rebuilt(fight: Battle) -> dict[str, float]:
    """Wiped once more, with nothing going on: how long `wake --all` takes to start every clock."""
    works = fight.works
    works.held.add(TEMPORAL)
    works.strike(TEMPORAL)
    await until(partial(_gone, works), 20)
    for file in works.home.glob("temporal.db*"):
        file.unlink()
    works.held.discard(TEMPORAL)
    client = await Client.connect(works.temporal, lazy=True)
    await until(partial(_answers, client), 60)
    where = {x: works.surroundings()[x] for x in ("DATABASE_URL", "TEMPORAL_ADDRESS")}
    began = time.monotonic()
    waking = asyncio.create_task(asyncio.to_thread(partial(bihuan, "wake", "--all", **where)))
    await until(partial(_at_least, client, 1), MOST_SECONDS)
    first, there = time.monotonic(), await _running(client)
    await until(partial(_at_least, client, PROJECTS), MOST_SECONDS)
    last, count = time.monotonic(), await _running(client)
    done = await waking
    assert done.returncode == 0, done.stderr
    return {
        "open": PROJECTS,
        "clocks": count,
        "rebuilt_s": round(last - began, 1),
        "rebuilt_per_s": round((PROJECTS - there) / (last - first), 1),
    }


async def _gone(works: Works) -> bool:
    return not works.children[TEMPORAL].alive


async def _answers(client: Client) -> bool:
    try:
        await _running(client)
    except (RPCError, RuntimeError):
        return False
    return True


async def _at_least(client: Client, number: int) -> bool:
    return await _running(client) >= number


async def _running(client: Client) -> int:
    return (await client.count_workflows("ExecutionStatus = 'Running'")).count
