"""The sweeper: what no clock kept, at due + 120 s, once, and for ten thousand as for one."""

import asyncio
import time
from datetime import date, timedelta

import asyncpg

from domain.calendar import start_of
from domain.incidents import IncidentKind
from domain.names import PROJECT, stream_id
from ledger.clock import set_clock
from ledger.delivering import undelivered
from ledger.door import Ledger
from ledger.queries.clocks import marks_by_actor
from tests.support.clockwork import OPENS, begin, say
from tests.support.play import CARDS, SILENT, Play, Said
from tests.support.year import CLERK
from watch.lookout import Lookout
from watch.sweeper import Sweeper

MANY = 300
DUE = start_of(date(2023, 5, 5))
"""The first instant after the work plan's due day."""


async def marks(ledger: Ledger) -> int:
    return sum((await marks_by_actor(ledger)).values())


async def test_it_takes_at_due_and_120_seconds_and_not_before(ledger: Ledger):
    await begin(ledger)
    sweeper = Sweeper(ledger)
    await set_clock(ledger, DUE)
    await sweeper.sweep()
    before = await marks(ledger)
    await set_clock(ledger, DUE + timedelta(seconds=115))
    await sweeper.sweep()
    assert await marks(ledger) == before
    await set_clock(ledger, DUE + timedelta(seconds=120))
    await sweeper.sweep()
    assert await marks(ledger) == before + len(CARDS) + 1  # and the supervision plan


async def test_two_sweepers_and_a_clock_at_once_leave_one_effect(ledger: Ledger, database: str):
    await begin(ledger)
    await set_clock(ledger, DUE + timedelta(seconds=120))
    other = await Ledger.connect(database)
    clocks = [other.keep(stream_id(PROJECT, x.id), by="clock") for x in CARDS]
    await asyncio.gather(Sweeper(ledger).sweep(), Sweeper(other).sweep(), *clocks)
    await other.close()
    twice = """SELECT stream, type, body, count(*) FROM events
        WHERE type IN ('Reminded', 'Overdue') GROUP BY 1, 2, 3 HAVING count(*) > 1"""
    connection = await asyncpg.connect(database)
    doubled = await connection.fetch(twice)
    late = await connection.fetchval("SELECT count(*) FROM events WHERE type = 'Overdue'")
    await connection.close()
    assert doubled == []
    assert late == len(CARDS) + 1  # and the programme's supervision plan


async def test_a_stream_that_is_held_keeps_no_other_waiting(ledger: Ledger):
    await begin(ledger)
    await ledger.beat()  # the service is known to have answered up to now, and no longer
    await set_clock(ledger, DUE + timedelta(seconds=120))
    sweeper = Sweeper(ledger)
    await sweeper.sweep()
    reminded = await marks(ledger)
    assert await sweeper.sweep() == 0
    assert "Overdue" not in await types(ledger)
    assert reminded > 0


async def types(ledger: Ledger) -> set[str]:
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql("SELECT DISTINCT type FROM events")
        return set(found.scalars())


async def test_a_busy_stream_is_left_for_the_next_round(ledger: Ledger, database: str):
    await begin(ledger)
    await set_clock(ledger, DUE + timedelta(seconds=120))
    busy = stream_id(PROJECT, SILENT.id)
    holder = await asyncpg.connect(database)
    sweeper = Sweeper(ledger)
    async with holder.transaction():
        await holder.execute("SELECT 1 FROM streams WHERE id = $1 FOR UPDATE", busy)
        await sweeper.sweep()
        waiting = await ledger.due_streams(DUE + timedelta(seconds=60))
    await holder.close()
    assert waiting == [busy]
    assert await sweeper.sweep() == 1


UNREADABLE = """
ALTER TABLE events DISABLE TRIGGER events_are_appended;
UPDATE events SET body = '{"nobody": "knows this"}' WHERE stream = 'project:%(id)s';
ALTER TABLE events ENABLE TRIGGER events_are_appended;
UPDATE states SET state = '{}' WHERE stream = 'project:%(id)s'
"""


async def test_one_that_cannot_be_read_keeps_no_other_waiting_and_is_an_incident(
    ledger: Ledger, database: str
):
    await begin(ledger)
    await set_clock(ledger, DUE + timedelta(seconds=120))
    owner = await asyncpg.connect(database)
    await owner.execute(UNREADABLE % {"id": SILENT.id})
    await owner.close()
    cold = await Ledger.connect(database)
    assert await Sweeper(cold).sweep() == len(CARDS), "the programme, and every project but one"
    await cold.close()
    broken = stream_id(PROJECT, SILENT.id)
    assert await ledger.due_streams(DUE + timedelta(seconds=60)) == [broken]
    await set_clock(ledger, DUE + timedelta(seconds=300))
    stuck = await Lookout(ledger).look()
    assert list(stuck[IncidentKind.MOMENT_UNDONE]) == [broken]


async def test_what_somebody_issued_and_did_not_live_to_deliver_is_delivered(ledger: Ledger):
    await begin(ledger)
    await set_clock(ledger, DUE)
    one = stream_id(PROJECT, SILENT.id)
    await ledger.keep(one, by="clock")
    assert await undelivered(ledger, one)
    await Sweeper(ledger).turn()
    assert not await undelivered(ledger, one)


async def test_many_at_one_midnight_are_taken_in_one_sweep(ledger: Ledger):
    said = Play("baofeng@1").open().said
    adopt = next(x for x in said if x.stream == stream_id(PROJECT, SILENT.id))
    await set_clock(ledger, OPENS)
    for n in range(MANY):
        card = SILENT.model_copy(update={"id": f"{SILENT.id}-{n}"})
        command = adopt.command.model_copy(update={"card": card})
        await say(ledger, Said(OPENS, stream_id(PROJECT, card.id), command, CLERK))
    await set_clock(ledger, DUE + timedelta(seconds=120))
    began = time.monotonic()
    swept = await Sweeper(ledger).sweep()
    seconds = time.monotonic() - began
    print(f"swept {swept} streams in {seconds:.2f} s, {swept / seconds:.0f}/s")
    assert swept == MANY
    assert await ledger.due_streams(DUE + timedelta(seconds=60)) == []


async def test_what_is_asked_again_is_not_forgotten_over_a_storm(ledger: Ledger):
    await begin(ledger)
    known = [stream_id(PROJECT, x.id) for x in CARDS]
    before = [ledger.cache.known(x) for x in known]
    await set_clock(ledger, DUE + timedelta(seconds=120))
    assert await Sweeper(ledger).sweep() > 0
    assert [ledger.cache.known(x) for x in known] == before
    assert all(x.state is not None for x in before)


async def test_after_a_jump_of_time_the_clocks_are_woken_and_go_first(ledger: Ledger):
    await begin(ledger)
    for wake in await ledger.wakes():
        await ledger.woken(wake.stream, wake.version)
    sweeper = Sweeper(ledger, patience=timedelta(seconds=1))
    await sweeper.turn()
    await set_clock(ledger, DUE + timedelta(seconds=120))
    await sweeper.turn()
    assert await marks(ledger) == 0
    assert len(await ledger.wakes()) == len(CARDS) + 1
    await asyncio.sleep(1.05)
    await sweeper.turn()
    assert await marks(ledger) > 0
