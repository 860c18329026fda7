"""A release whose clocks cannot go on went out all the same: nobody is late by it, and the clocks
are begun anew from the ledger; so it is when one goes back."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from functools import partial

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

import worker
from domain.calendar import start_of
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import clocks, marks_by_actor
from tests.support.clockwork import begin, eventually, real_server, working
from tests.support.play import CARDS, SILENT
from tests.workflows.changed import CARELESS
from watch.relay import Relay, begin_anew
from watch.sweeper import Sweeper

ONE = f"project:{SILENT.id}"
FAILED = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
ALL = len(CARDS) + 1


@asynccontextmanager
async def another_release(
    client: Client, ledger: Ledger, workflows: Sequence[type], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[None]:
    """The worker of a release with other clocks, made current as ours is."""
    monkeypatch.setattr(worker, "WORKFLOWS", workflows)
    async with working(client, ledger):
        yield
    monkeypatch.undo()


async def kept(ledger: Ledger, by: str, marks: int) -> bool:
    return (await marks_by_actor(ledger)).get(f"system:{by}", 0) >= marks


async def reach(ledger: Ledger, client: Client, day: date) -> None:
    """That midnight, and every clock is woken."""
    await set_clock(ledger, start_of(day) + timedelta(seconds=121))
    await ledger.wake_all()
    await Relay(ledger, client).carry()


async def fails(client: Client) -> bool:
    history = await client.get_workflow_handle(ONE).fetch_history()
    return any(x.event_type == FAILED for x in history.events)


@pytest.mark.timeout(400)
async def test_clocks_that_cannot_go_on_are_begun_anew(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(ledger)
    async with real_server() as client:
        async with working(client, ledger):
            await reach(ledger, client, date(2023, 4, 18))
            await eventually(partial(kept, ledger, "clock", ALL), seconds=110)
        async with another_release(client, ledger, CARELESS, monkeypatch):
            await reach(ledger, client, date(2023, 4, 26))
            await eventually(partial(fails, client), seconds=110)
            await Sweeper(ledger).sweep()
            assert await kept(ledger, "sweeper", ALL), "the sweeper needs no clock"
            assert await begin_anew(ledger, client, [x.stream for x in await clocks(ledger)]) == ALL
            await reach(ledger, client, date(2023, 5, 4))
            await eventually(partial(kept, ledger, "clock", 2 * ALL), seconds=110)
        async with working(client, ledger):  # back to the release before
            await begin_anew(ledger, client, [x.stream for x in await clocks(ledger)])
            await reach(ledger, client, date(2023, 5, 5))
            await eventually(partial(kept, ledger, "clock", 3 * ALL), seconds=110)
