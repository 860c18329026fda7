"""F19: somebody ends, cancels, resets and floods the clocks through Temporal's own door.

Data lies nowhere in it: what is broken is started again from the record, and every mark is made
once. A clock that was sent more signals than Temporal takes is replaced by a new one.
"""

import asyncio
from datetime import timedelta
from functools import partial

import asyncpg
import pytest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import clocks
from tests.reliability.conftest import Say
from tests.reliability.fire.vandal import reset
from tests.support.clockwork import OPENS, begin, eventually, real_server, working
from tests.support.play import CARDS, LIST
from watch import reconciler as module
from watch.reconciler import Reconciler
from watch.relay import Relay
from workflows.names import WAKE

STREAMS = (*(f"project:{x.id}" for x in CARDS), LIST)
FLOOD, MOST, AT_ONCE = 10_500, 10_000, 100
"""More signals than Temporal takes in one run, and the most that it takes."""
_TWICE = """
SELECT count(*) FROM (SELECT stream FROM events
    WHERE type IN ('Reminded', 'Overdue', 'LetterIssued', 'Escalated')
    GROUP BY stream, type, body HAVING count(*) > 1) AS doubled
"""
_OVERDUE = "SELECT count(*) FROM events WHERE type = 'Overdue'"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLE", 0.2)


async def test_ended_cancelled_and_reset_clocks_come_back_and_mark_once(
    ledger: Ledger, database: str, say: Say
):
    await begin(ledger)
    async with real_server() as client, working(client, ledger):
        relay, reconciler = Relay(ledger, client), Reconciler(ledger, client)
        await relay.carry()
        await eventually(partial(clean, reconciler))
        first, second, third, fourth = STREAMS
        await client.get_workflow_handle(first).terminate("a vandal was here")
        await client.get_workflow_handle(second).cancel()
        await reset(client, third)
        await client.get_workflow_handle(fourth).signal("nonsense", {"of": "no meaning"})
        await eventually(partial(over, client, second))
        broken = await reconciler.look()
        await reconciler.repair(broken)
        await eventually(partial(clean, reconciler))
        await set_clock(ledger, OPENS + timedelta(days=45))
        await ledger.wake_all()
        await relay.carry()
        await eventually(partial(clean, reconciler), seconds=40)
        found = await reconciler.look()
    twice, overdue = await counted(database, _TWICE), await counted(database, _OVERDUE)
    say(
        "F19", missing=len(broken.missing), twice_marked=twice, overdue=overdue,
        kept_by_clock=found.kept_by_clock, kept_by_sweeper=found.kept_by_sweeper,
    )  # fmt: skip
    assert set(broken.missing) == {first, second}
    assert twice == 0
    assert overdue == len(STREAMS)
    assert found.kept_by_sweeper == 0


@pytest.mark.timeout(300)
async def test_a_clock_flooded_with_ten_thousand_signals_is_woken_all_the_same(
    ledger: Ledger, database: str, say: Say
):
    """While no worker is there, so that nothing is taken out of the flood."""
    await begin(ledger)
    flooded = STREAMS[0]
    async with real_server() as client:
        relay = Relay(ledger, client)
        await relay.carry()
        taken = await flood(client, flooded)
        await ledger.wake_all()
        await relay.carry()
        left = len(await ledger.wakes())
        async with working(client, ledger):
            reconciler = Reconciler(ledger, client)
            await eventually(partial(clean, reconciler), seconds=60)
            await eventually(partial(seen, ledger))
    say("F19", signals=taken, wakes_left=left, twice_marked=await counted(database, _TWICE))
    assert taken == MOST - 1  # and the wake that started it
    assert left == 0
    assert await counted(database, _TWICE) == 0


async def flood(client: Client, stream: str) -> int:
    """How many signals Temporal took."""
    handle, taken = client.get_workflow_handle(stream), 0
    for _ in range(FLOOD // AT_ONCE):
        said = await asyncio.gather(
            *(handle.signal(WAKE) for _ in range(AT_ONCE)), return_exceptions=True
        )
        assert all(x is None or isinstance(x, RPCError) for x in said)
        taken += sum(1 for x in said if x is None)
    return taken


async def clean(reconciler: Reconciler) -> bool:
    return (await reconciler.look()).clean


async def over(client: Client, stream: str) -> bool:
    described = await client.get_workflow_handle(stream).describe()
    return described.status is not WorkflowExecutionStatus.RUNNING


async def seen(ledger: Ledger) -> bool:
    return all(x.seen_version == x.version for x in await clocks(ledger))


async def counted(database: str, question: str) -> int:
    connection = await asyncpg.connect(database)
    found: int = await connection.fetchval(question)
    await connection.close()
    return found
