"""F07: timers that are lost without a word: every mark is made in time, every clock comes back.

Clocks are armed for a mark of lateness; then their timers are gone. Once with everything that
Temporal knew, as after a repointing: the watch sees that clocks are missing. Once alone, as after
temporal#11869: each clock still runs, so nobody can see it, and the sweeper makes the marks.
Nobody is told, nobody wakes anything.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from temporalio.client import Client

from domain.incidents import IncidentKind
from tests.reliability.conftest import Say
from tests.reliability.fire import judge
from tests.reliability.fire.battle import GRACE, until
from tests.reliability.fire.ground import VOTES, asked, prepared
from tests.reliability.fire.nemesis import Nemesis
from tests.reliability.fire.works import Works, works
from tests.reliability.times import in_time
from watch.rounds import TEMPORAL_AWAY

PROJECTS = 120
LEAD = timedelta(seconds=25)
SLOWEST, BACK = 90.0, 300.0
SLACK = 30.0
_ARMED = "SELECT count(*) FROM keepers WHERE at >= $1 AND by = 'clock'"
_MARKED = "SELECT count(*) FROM events WHERE type = 'Overdue'"
_SWEPT = f"{_MARKED} AND actor = 'system:sweeper'"
_SLOWEST = """
SELECT extract(epoch FROM max(recorded_at) - $1::timestamptz)::float8 FROM events
WHERE type = 'Overdue'
"""
_RIGHT = """
SELECT count(*) FROM streams JOIN keepers ON keepers.stream = streams.id
WHERE NOT closed AND by = 'clock' AND seen_version = version
  AND keepers.next_at = streams.next_at AND keepers.next_at > $1
"""
_STUCK = "SELECT count(*) FROM incidents WHERE kind = $1"
_STUCK_TWICE = "SELECT count(*) - count(DISTINCT subject) FROM incidents WHERE kind = $1"
_STILL_STUCK = f"{_STUCK} AND closed_at IS NULL"

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(900)]


@asynccontextmanager
async def armed(name: str, lose: Callable[[Works], Any]) -> AsyncIterator[tuple[Works, datetime]]:
    """An installation whose clocks lost their timers, soon before the mark that they waited for."""
    async with works(name, apis=1) as made:
        ground = await prepared(made.database, PROJECTS, VOTES[:1])
        await made.ask(made.begin)
        await until(lambda: judge.quiet(made.database), 90)
        (due_at,) = ground.midnights()
        moved = due_at + GRACE - LEAD
        await ground.move(moved)
        await until(partial(_counted, made, _ARMED, moved), LEAD.total_seconds())
        await made.ask(lose, made)
        tender = Nemesis(made, [], 0)
        tender.spare()
        tending = asyncio.ensure_future(made.ask(tender.run))
        try:
            yield made, due_at + GRACE
        finally:
            tender.stop()
            await tending


async def test_the_clocks_of_an_empty_temporal_come_back_and_every_mark_is_made(say: Say):
    missing = IncidentKind.CLOCK_MISSING.value
    async with armed("f07-empty", Works.wipe_temporal) as (made, mark):
        back = await until(partial(_all_run, made), BACK + SLACK)
        slowest = await _slowest(made, mark)
        over = await until(partial(_none, made, _STILL_STUCK, missing), BACK)
        stuck = await asked(made.database, _STUCK, missing)
        twice = await asked(made.database, _STUCK_TWICE, missing)
    say(
        "F07", lost="everything", projects=PROJECTS, slowest_s=round(slowest, 1),
        clocks_back_s=round(back, 1), incidents=stuck, told_twice=twice, over_s=round(over, 1),
    )  # fmt: skip
    assert stuck == PROJECTS, "one incident for each that had no clock"
    assert twice == 0
    assert in_time(slowest <= SLOWEST)
    assert in_time(back <= BACK)


async def test_what_waits_for_a_lost_timer_is_marked_by_the_sweeper_and_waits_anew(say: Say):
    async with armed("f07-timers", Works.lose_timers) as (made, mark):
        slowest = await _slowest(made, mark)
        swept = await asked(made.database, _SWEPT)
        back = await until(partial(_counted, made, _RIGHT, mark), BACK + SLACK)
    say(
        "F07", lost="timers", projects=PROJECTS, swept=swept, slowest_s=round(slowest, 1),
        clocks_back_s=round(back, 1),
    )  # fmt: skip
    assert swept == PROJECTS, "a clock that marks had not lost its timer"
    assert in_time(slowest <= SLOWEST)
    assert in_time(back <= BACK)


async def _slowest(made: Works, mark: datetime) -> float:
    """Seconds from the mark's instant to the last of all marks."""
    await until(partial(_counted, made, _MARKED), LEAD.total_seconds() + SLOWEST + SLACK)
    assert await asked(made.database, _MARKED) == PROJECTS
    slowest: float = await asked(made.database, _SLOWEST, mark)
    return slowest


async def _counted(made: Works, question: str, *values: object) -> bool:
    found: int = await asked(made.database, question, *values)
    return found >= PROJECTS


async def _none(made: Works, question: str, *values: object) -> bool:
    found: int = await asked(made.database, question, *values)
    return found == 0


async def _all_run(made: Works) -> bool:
    client = await Client.connect(made.temporal, lazy=True)
    try:
        return (await client.count_workflows("ExecutionStatus = 'Running'")).count >= PROJECTS
    except TEMPORAL_AWAY:  # it is still getting up
        return False
