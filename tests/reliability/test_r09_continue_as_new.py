"""A clock that begins a fresh run every five wakes, poked while it wakes: it misses nothing.

What carries the wakes is killed three times. Beside it a clock that loses those wakes which come
while it turns, as one does that forgets them when it begins anew.
"""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from domain.names import PROJECT, stream_id
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import ClockSeen, clocks
from tests.reliability.conftest import Say
from tests.reliability.kept import kept, surroundings
from tests.support.clockwork import OPENS, eventually, real_server, working
from tests.support.filing import Desk
from tests.support.year import CARD
from watch.relay import wake
from workflows import keeper

ONE = stream_id(PROJECT, CARD.id)
EVERY, POKES, KILLS = 5, 300, 3


@workflow.defn
class Forgetful:
    """Begins anew every five wakes, and starts counting from nothing when it does."""

    def __init__(self) -> None:
        self.seen = 0
        self.woken = False

    @workflow.signal
    def wake(self) -> None:
        self.woken = True

    @workflow.query
    def counted(self) -> int:
        return self.seen

    @workflow.run
    async def run(self) -> None:
        while True:
            await workflow.wait_condition(lambda: self.woken)
            self.seen += 1
            await workflow.sleep(0.05)
            self.woken = False  # after the work: what came meanwhile is lost
            if self.seen % EVERY == 0:
                workflow.continue_as_new()


@pytest.mark.timeout(300)
async def test_a_clock_poked_while_it_begins_anew_misses_nothing(
    ledger: Ledger, database: str, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keeper, "MOST_WAKES", EVERY)
    await set_clock(ledger, OPENS)
    desk = Desk(ledger)
    await desk.adopt()
    async with real_server() as client, working(client, ledger):
        env = surroundings(database, client.service_client.config.target_host, tmp_path)
        async with kept("watch", env, tmp_path) as watch:
            for n in range(POKES):
                await (desk.return_() if n % 2 else desk.file())
                await asyncio.gather(wake(client, ONE), eventually(lambda: almost(ledger)))
                if n % (POKES // KILLS) == POKES // KILLS // 2:
                    watch.kill()
            await eventually(lambda: caught_up(ledger), seconds=10)
            deaths = watch.deaths
        runs = await all_runs(client, ONE)
        seen = await the_clock(ledger)
        naive = await lost_by_the_forgetful(client)
    open_runs = sum(x is WorkflowExecutionStatus.RUNNING for x in runs)
    failed = sum(x is WorkflowExecutionStatus.FAILED for x in runs)
    say(
        "R09",
        pokes=POKES,
        runs=len(runs),
        relay_killed=deaths,
        seen_version=seen.seen_version,
        stream_version=seen.version,
        stuck=int(seen.seen_version != seen.version),
        naive_lost=naive,
    )
    assert seen.seen_version == seen.version
    assert len(runs) >= 30
    assert (open_runs, failed) == (1, 0)
    assert deaths == KILLS
    assert naive > 0, "the test has lost its teeth"


async def the_clock(ledger: Ledger) -> ClockSeen:
    return next(x for x in await clocks(ledger) if x.stream == ONE)


async def almost(ledger: Ledger) -> bool:
    """Whether the clock is behind by two versions at most, so that pokes meet its turns."""
    now = await the_clock(ledger)
    return now.version - (now.seen_version or 0) <= 2


async def caught_up(ledger: Ledger) -> bool:
    now = await the_clock(ledger)
    return now.version == now.seen_version


async def all_runs(client: Client, stream: str) -> list[WorkflowExecutionStatus | None]:
    """How each run ended; Temporal's list lags behind by moments."""

    async def listed() -> list[WorkflowExecutionStatus | None]:
        return [x.status async for x in client.list_workflows(f"WorkflowId = '{stream}'")]

    await eventually(lambda: _one_runs(listed()))
    return await listed()


async def _one_runs(
    listing: Coroutine[Any, Any, list[WorkflowExecutionStatus | None]],
) -> bool:
    return (await listing).count(WorkflowExecutionStatus.RUNNING) == 1


async def lost_by_the_forgetful(client: Client) -> int:
    """Of forty pokes, how many no run of the forgetful clock ever saw."""
    runner = UnsandboxedWorkflowRunner()
    async with Worker(
        client, task_queue="forgetful", workflows=[Forgetful], workflow_runner=runner
    ):
        handle = await client.start_workflow(Forgetful.run, id="forgetful", task_queue="forgetful")
        for _ in range(40):
            await handle.signal(Forgetful.wake)
            await asyncio.sleep(0.02)
        runs = [x async for x in client.list_workflows("WorkflowId = 'forgetful'")]
        seen = (len(runs) - 1) * EVERY + await handle.query(Forgetful.counted)
        await handle.terminate()
    return 40 - seen
