"""The relay: at least once, many wakes as one; nothing is lost while Temporal is away."""

import asyncio
import json

import pytest
from temporalio.client import Client

from domain.duty_commands import WaiveDuty
from domain.names import ALMANAC
from ledger.door import Ledger
from tests.support import free_port
from tests.support.clockwork import begin, eventually, real_server, working
from tests.support.play import CARDS, LIST
from tests.support.year import CLERK
from watch.relay import Relay, wake
from watch.rounds import TEMPORAL_AWAY
from workflows.names import STATUS

SILENT_ONE = f"project:{CARDS[2].id}"
STREAMS = {LIST, *(f"project:{x.id}" for x in CARDS)}


async def test_every_open_stream_gets_one_clock_however_many_relays_run(ledger: Ledger):
    await begin(ledger)
    async with real_server() as client:
        relays = [Relay(ledger, client) for _ in range(3)]
        await asyncio.gather(*(x.carry() for x in relays))
        await eventually(lambda: listed(client, STREAMS))
        assert await ledger.wakes() == []


async def listed(client: Client, streams: set[str]) -> bool:
    found = [x.id async for x in client.list_workflows("ExecutionStatus = 'Running'")]
    return sorted(found) == sorted(streams)


async def test_many_facts_are_one_wake(ledger: Ledger):
    play = await begin(ledger)
    async with real_server() as client:
        relay = Relay(ledger, client)
        await relay.carry()
        for duty in [x for x in play.years[SILENT_ONE].state.duties if "monthly" in x]:
            await ledger.handle(
                SILENT_ONE,
                WaiveDuty(duty=duty, decision="主任会议决定。"),
                actor=CLERK,
                client="relay-test",
                command_id=duty,
            )
        assert await relay.carry() == 1
        history = await client.get_workflow_handle(SILENT_ONE).fetch_history()
        signals = [
            x for x in history.events if x.HasField("workflow_execution_signaled_event_attributes")
        ]
        assert len(signals) == 2


async def test_a_wake_for_an_older_version_leaves_the_newer_one(ledger: Ledger):
    await begin(ledger)
    seen = await ledger.wakes()
    await ledger.woken(seen[0].stream, seen[0].version - 1)
    assert await ledger.wakes() == seen
    await ledger.woken(seen[0].stream, seen[0].version)
    assert await ledger.wakes() == seen[1:]


async def test_wakes_stay_while_temporal_is_away(ledger: Ledger):
    await begin(ledger)
    client = await Client.connect(f"127.0.0.1:{free_port()}", lazy=True)
    waiting = await ledger.wakes()
    with pytest.raises(TEMPORAL_AWAY):
        await Relay(ledger, client).carry()
    assert await ledger.wakes() == waiting


async def test_a_stream_without_deadlines_has_no_clock(ledger: Ledger):
    async with real_server() as client:
        assert not await wake(client, ALMANAC)


async def test_temporal_shows_the_truth_to_someone_who_looks(ledger: Ledger):
    await begin(ledger)
    async with real_server() as client, working(client, ledger):
        await Relay(ledger, client).carry()
        query = (
            "Unit = '市残疾人联合会' AND Light = 'GREEN' AND NextDue < '2023-06-01T00:00:00+08:00'"
        )

        async def found() -> bool:
            return [x.id async for x in client.list_workflows(query)] == [SILENT_ONE]

        await eventually(found)
        handle = client.get_workflow_handle(SILENT_ONE)
        shown = await handle.query(STATUS)
        described = await handle.describe()
        history = await handle.fetch_history()
    assert shown["summary"] == "工作方案 · 到期提醒（2023-04-18）"
    assert shown["stage"] == "plan"
    assert await described.static_summary() == f"民生实事项目督办 {SILENT_ONE}"
    timers = [x for x in history.events if x.HasField("timer_started_event_attributes")]
    assert json.loads(timers[-1].user_metadata.summary.data) == shown["summary"]
