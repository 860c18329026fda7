"""The clock as it goes, and among broken things: a dead post, a refusal, a stream that is gone."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import asyncpg
import pytest
from temporalio import activity
from temporalio.client import WorkflowHandle

from activities.agenda import Agenda
from activities.clerk import Clerk
from activities.post import Post
from domain.calendar import start_of
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import marks_by_actor
from ledger.refusals import Unavailable
from tests.support.clockwork import OPENS, begin, eventually, real_server, theatre, working
from tests.support.play import CARDS, SILENT
from watch.relay import Relay, wake
from workflows.names import STATUS

ONE = f"project:{SILENT.id}"
MAY_6 = start_of(date(2023, 5, 6))


class FormerClerk(Clerk):
    """The clerk as it was when the clock itself called the post."""

    @activity.defn
    async def keep_moment(self, stream: str, epoch: int = 0) -> Agenda:
        return replace(await super().keep_moment(stream, epoch), undelivered=True)


class AbsentClerk(Clerk):
    """A clerk whom only the server finds."""

    @activity.defn
    async def keep_moment(self, stream: str, epoch: int = 0) -> Agenda:
        if activity.info().is_local:
            raise Unavailable
        return await super().keep_moment(stream, epoch)


class DreamingClerk(Clerk):
    """A clerk who answers only the server."""

    @activity.defn
    async def keep_moment(self, stream: str, epoch: int = 0) -> Agenda:
        if activity.info().is_local:
            await asyncio.sleep(3600)
        return await super().keep_moment(stream, epoch)


class RefusedPost(Post):
    """A post whose counter is closed."""

    @activity.defn
    async def deliver(self, stream: str) -> int:
        raise ConnectionRefusedError(stream)


class SleepingPost(Post):
    """A post that takes everything and never answers."""

    @activity.defn
    async def deliver(self, stream: str) -> int:
        await asyncio.sleep(3600)
        return 0


async def test_every_moment_is_kept_in_its_minute_and_lies_in_the_inbox(
    ledger: Ledger, database: str
):
    await begin(ledger)
    async with theatre(ledger, OPENS) as stage:
        await stage.relay.carry()
        await stage.settle(OPENS)
        await stage.live_until(MAY_6)
        await stage.settle(MAY_6)
    connection = await asyncpg.connect(database)
    rows = await connection.fetch(
        "SELECT happened_at, recorded_at FROM events WHERE actor = 'system:clock'"
    )
    issued = await connection.fetch("SELECT id, recorded_at AS at FROM notices ORDER BY id")
    handed = await connection.fetch("SELECT notice AS id, at FROM deliveries ORDER BY notice")
    await connection.close()
    late = [x["recorded_at"] - x["happened_at"] for x in rows]
    assert len(late) == 4 * (len(CARDS) + 1)
    assert max(late) < timedelta(seconds=60 + 45 + 2)
    assert [tuple(x) for x in handed] == [tuple(x) for x in issued] != []


@pytest.mark.parametrize("post", [RefusedPost, SleepingPost])
async def test_a_post_that_fails_delays_no_moment(ledger: Ledger, post: type[Post]):
    await begin(ledger)
    away = {"clerk": FormerClerk(ledger), "post": post(ledger)}
    async with real_server() as client, working(client, ledger, **away):
        relay = Relay(ledger, client)
        for n, day in enumerate([date(2023, 4, 18), date(2023, 4, 26), date(2023, 5, 4)], 1):
            await set_clock(ledger, start_of(day) + timedelta(seconds=61))
            await ledger.wake_all()
            await relay.carry()
            expected = n * (len(CARDS) + 1)
            await eventually(partial(made, ledger, expected), seconds=5)


@pytest.mark.parametrize("clerk", [AbsentClerk, DreamingClerk])
async def test_who_is_not_at_hand_is_asked_through_the_server(ledger: Ledger, clerk: type[Clerk]):
    await begin(ledger)
    async with real_server() as client, working(client, ledger, clerk=clerk(ledger)):
        await set_clock(ledger, start_of(date(2023, 4, 18)) + timedelta(seconds=61))
        await ledger.wake_all()
        await Relay(ledger, client).carry()
        await eventually(partial(made, ledger, len(CARDS) + 1))
        history = await client.get_workflow_handle(ONE).fetch_history()
    through = [
        x.activity_task_scheduled_event_attributes.activity_type.name for x in history.events
    ]
    assert "keep_moment" in through


async def made(ledger: Ledger, marks: int) -> bool:
    return sum((await marks_by_actor(ledger)).values()) == marks


async def test_what_the_ledger_refuses_is_not_asked_again_at_once(ledger: Ledger, database: str):
    await begin(ledger)
    connection = await asyncpg.connect(database)
    await connection.execute(
        """UPDATE states SET state = replace(state, 'baofeng@1', 'nowhere@1') WHERE stream = $1""",
        ONE,
    )
    await connection.close()
    fresh = await Ledger.connect(database)  # the other has the state in its memory
    async with real_server() as client, working(client, fresh):
        await wake(client, ONE)
        handle = client.get_workflow_handle(ONE)
        await eventually(lambda: has_failed(handle))
        pending = (await handle.describe()).raw_description.pending_activities[0]
        again = pending.next_attempt_schedule_time.ToDatetime()
        waits = again - pending.last_attempt_complete_time.ToDatetime()
        text = pending.last_failure.message
    await fresh.close()
    assert waits >= timedelta(minutes=4)
    assert "nowhere@1" in text


async def has_failed(handle: WorkflowHandle[object, object]) -> bool:
    pending = (await handle.describe()).raw_description.pending_activities
    return bool(pending) and pending[0].attempt >= 2


async def test_a_stream_that_is_gone_ends_its_clock(ledger: Ledger):
    async with real_server() as client, working(client, ledger):
        await wake(client, "project:NOWHERE")
        handle = client.get_workflow_handle("project:NOWHERE")
        assert await handle.result() == "not in the ledger"


async def test_a_held_mark_is_asked_for_seldom(ledger: Ledger):
    await begin(ledger)
    await ledger.beat()  # answered until the vote; nobody knows of the midnight after the due day
    async with theatre(ledger, OPENS) as stage:
        await stage.relay.carry()
        await stage.settle(OPENS)
        due = start_of(date(2023, 5, 5))
        await stage.live_until(due)
        for _ in range(8):
            await stage.env.sleep(timedelta(seconds=20))
            await asyncio.sleep(0.1)
        handle = stage.env.client.get_workflow_handle(ONE)
        shown = await handle.query(STATUS)
        history = await handle.fetch_history()
    assert shown["delay_ms"] == 15_000
    assert "逾期催办" in shown["summary"]
    assert (await marks_by_actor(ledger))["system:clock"] == 3 * (len(CARDS) + 1)
    assert len(history.events) < 200
