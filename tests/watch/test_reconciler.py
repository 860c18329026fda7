"""The reconciler: each way in which a clock can be wrong is found, named, and repaired."""

import asyncio
from datetime import date, timedelta

import asyncpg
import pytest
from temporalio.client import Client

from api.testimony import testimony
from domain.calendar import start_of
from domain.witness import Fact, Line, Verdict, beside, first_disagreement
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.history import history
from tests.support.clockwork import begin, eventually, real_server, working
from tests.support.play import CARDS, LIST, SILENT
from watch import reconciler as module
from watch.reconciler import Reconciler
from watch.relay import Relay

ONE = f"project:{SILENT.id}"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLE", 0.2)


async def settled(reconciler: Reconciler) -> None:
    async def clean() -> bool:
        return (await reconciler.look()).clean

    await eventually(clean)


async def tell(database: str, statement: str, *values: object) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(statement, *values)
    await connection.close()


async def test_a_healthy_year_is_clean_and_says_what_waits(ledger: Ledger):
    await begin(ledger)
    async with real_server() as client, working(client, ledger):
        await Relay(ledger, client).carry()
        reconciler = Reconciler(ledger, client)
        await settled(reconciler)
        found = await reconciler.look()
    assert found.open == len(CARDS) + 1
    assert found.share == 1.0
    assert found.waiting.unsettled > 0  # the next session is assumed: what hangs on it is held
    assert found.waiting[1:] == (0, 0, 0)


async def test_a_clock_that_somebody_ended_is_started_again(ledger: Ledger):
    await begin(ledger)
    async with real_server() as client, working(client, ledger):
        await Relay(ledger, client).carry()
        reconciler = Reconciler(ledger, client)
        await settled(reconciler)
        await client.get_workflow_handle(ONE).terminate()

        async def missed() -> bool:  # the server lists what has ended a moment later
            return (await reconciler.look()).missing == (ONE,)

        await eventually(missed)
        assert await reconciler.repair(await reconciler.look()) == 1
        await settled(reconciler)


async def test_a_lost_wake_is_found_and_repaired(ledger: Ledger):
    play = await begin(ledger)
    async with real_server() as client, working(client, ledger):
        await Relay(ledger, client).carry()
        reconciler = Reconciler(ledger, client)
        await settled(reconciler)
        await set_clock(ledger, start_of(date(2023, 4, 18)) + timedelta(minutes=5))
        await ledger.keep(ONE, by="sweeper")
        await tell_all_seen(ledger)
        found = await reconciler.look()
        assert ONE in found.wrong
        assert await disagreement(ledger, client) is None  # the clock has yet to look
        await reconciler.repair(found)
        await settled(reconciler)
        first = await disagreement(ledger, client)
        assert first is not None
        assert first.verdict is Verdict.LATER  # its own history says that it came afterwards
    assert play.regime == "baofeng@1"


async def disagreement(ledger: Ledger, client: Client) -> Line | None:
    """The first event on which the ledger and the clock's own history differ."""
    heard = await testimony(client, ONE)
    assert heard is not None
    assert heard.looks
    facts = [Fact(x.version, x.actor) for x in await history(ledger, ONE)]
    return first_disagreement(beside(facts, heard.looks, whole=heard.whole))


async def tell_all_seen(ledger: Ledger) -> None:
    for wake in await ledger.wakes():
        await ledger.woken(wake.stream, wake.version)


async def test_a_timer_that_never_fires_is_found(ledger: Ledger, database: str):
    await begin(ledger)
    async with real_server() as client, working(client, ledger):
        await Relay(ledger, client).carry()
        reconciler = Reconciler(ledger, client)
        await settled(reconciler)
        late = start_of(date(2023, 4, 18)) + timedelta(minutes=5)
        await set_clock(ledger, late)  # the clock sleeps on, as one whose timer task was lost
        found = await reconciler.look()
        assert set(found.wrong) == {f"project:{x.id}" for x in CARDS} | {LIST}
        await reconciler.repair(found)
        await settled(reconciler)
        assert (await reconciler.look()).kept_by_clock == len(CARDS) + 1


async def test_a_clock_of_a_closed_or_unknown_stream_ends(ledger: Ledger, database: str):
    await begin(ledger)
    async with real_server() as client, working(client, ledger):
        await Relay(ledger, client).carry()
        reconciler = Reconciler(ledger, client)
        await settled(reconciler)
        await tell(database, "DELETE FROM streams WHERE id = $1", ONE)
        found = await reconciler.look()
        assert found.left_over == (ONE,)
        await reconciler.repair(found)
        assert await outcome(client) == "not in the ledger"
        assert await reconciler.repair(found) == 1, "that it ended by itself meanwhile is no harm"
        await settled(reconciler)


async def outcome(client: Client) -> str:
    result: str = await client.get_workflow_handle(ONE).result()
    return result


async def test_a_temporal_that_comes_back_empty_is_filled_before_the_next_look(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
):
    await begin(ledger)
    monkeypatch.setattr(module, "GLANCE", 0.5)
    streams = [*(f"project:{x.id}" for x in CARDS), LIST]
    async with real_server() as client, working(client, ledger):
        await Relay(ledger, client).carry()
        await settled(Reconciler(ledger, client))
        running = asyncio.create_task(Reconciler(ledger, client).run())
        before = await runs(client, streams)
        for stream in streams:
            await client.get_workflow_handle(stream).terminate("as if it had never been")

        async def anew() -> bool:
            return not (before & await runs(client, streams))

        await eventually(anew)
        await settled(Reconciler(ledger, client))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def runs(client: Client, streams: list[str]) -> set[str]:
    """The run of each clock that there was last."""
    described = [await client.get_workflow_handle(x).describe() for x in streams]
    return {x.run_id for x in described}
