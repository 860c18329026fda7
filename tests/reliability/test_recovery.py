"""R03 and R04 with one part at a time: a worker killed in the midst of a mark, a Temporal wiped, a
year set forward; the processes come back and every next moment is right."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import asyncpg
import pytest
from temporalio.client import Client

from domain.calendar import start_of
from domain.names import PROJECT, stream_id
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import marks_by_actor
from stack import temporal
from tests.reliability.conftest import Say
from tests.support import data_folder, free_port
from tests.support.clockwork import OPENS, begin, eventually
from tests.support.clockwork import say as tell
from tests.support.play import SILENT, Play, Said
from tests.support.processes import bihuan, process, surroundings
from tests.support.year import CLERK
from watch.reconciler import HEALTHY, Reconciler
from watch.relay import Relay
from workflows.attributes import SEARCH_ATTRIBUTES

MANY = 30
REMINDED = (date(2023, 4, 18), date(2023, 4, 26), date(2023, 5, 4))
TWICE = """SELECT count(*) FROM (SELECT stream, type, body FROM events
    WHERE type = 'Reminded' GROUP BY 1, 2, 3 HAVING count(*) > 1) AS doubled"""


@pytest.fixture
def home() -> Iterator[Path]:
    with data_folder() as made:
        yield made


async def marks(ledger: Ledger, wanted: int) -> bool:
    return sum((await marks_by_actor(ledger)).values()) == wanted


async def test_a_worker_killed_again_and_again_makes_each_mark_once(
    ledger: Ledger, database: str, home: Path, say: Say
):
    said = Play("baofeng@1").open().said
    adopt = next(x for x in said if x.stream == stream_id(PROJECT, SILENT.id))
    await set_clock(ledger, OPENS)
    for n in range(MANY):
        card = SILENT.model_copy(update={"id": f"{SILENT.id}-{n}"})
        command = adopt.command.model_copy(update={"card": card})
        await tell(ledger, Said(OPENS, stream_id(PROJECT, card.id), command, CLERK))
    server = temporal.start(home, free_port(), free_port(), SEARCH_ATTRIBUTES)
    env = surroundings(database, server.address)
    relay = Relay(ledger, await Client.connect(server.address))
    for n, day in enumerate(REMINDED):
        async with process("worker", env) as doomed:
            await set_clock(ledger, start_of(day) + timedelta(seconds=61))
            await ledger.wake_all()
            await relay.carry()
            await eventually(partial(has_begun, ledger, n * MANY), seconds=60)
            doomed.kill()
            await doomed.wait()
    async with process("worker", env):
        await eventually(partial(marks, ledger, len(REMINDED) * MANY), seconds=60)
    server.stop()
    connection = await asyncpg.connect(database)
    twice = await connection.fetchval(TWICE)
    await connection.close()
    say("R03", projects=MANY, blows=len(REMINDED), twice_marked=twice)
    assert set(await marks_by_actor(ledger)) == {"system:clock"}
    assert twice == 0


async def has_begun(ledger: Ledger, before: int) -> bool:
    return sum((await marks_by_actor(ledger)).values()) > before


async def test_temporal_wiped_loses_nothing(ledger: Ledger, database: str, home: Path, say: Say):
    await begin(ledger)
    port, ui_port = free_port(), free_port()
    server = temporal.start(home, port, ui_port, SEARCH_ATTRIBUTES)
    env = surroundings(database, server.address)
    async with process("worker", env), process("watch", env):
        reconciler = Reconciler(ledger, await Client.connect(server.address))
        await eventually(partial(clean, reconciler), seconds=30)
        server.stop()
        for file in home.glob("temporal.db*"):
            file.unlink()
        await set_clock(ledger, start_of(REMINDED[0]) + timedelta(seconds=61))
        again = temporal.start(home, port, ui_port, SEARCH_ATTRIBUTES)
        code, text = await bihuan(env, "wake", "--all")
        assert code == 0, text
        await eventually(partial(clean, reconciler), seconds=60)
        code, text = await bihuan(env, "reconcile")
        assert code == 0, text
        assert "一致 clean" in text
        await eventually(partial(marks, ledger, 4))
        made = await marks_by_actor(ledger)
    again.stop()
    say("R04", clocks=4, marks=made)
    assert sum(made.values()) == 4


async def clean(reconciler: Reconciler) -> bool:
    return (await reconciler.look()).clean


async def test_time_set_forward_is_kept_by_the_clocks_not_by_the_sweeper(
    ledger: Ledger, database: str, home: Path, say: Say
):
    await begin(ledger)
    server = temporal.start(home, free_port(), free_port(), SEARCH_ATTRIBUTES)
    env = surroundings(database, server.address)
    async with process("worker", env), process("watch", env):
        reconciler = Reconciler(ledger, await Client.connect(server.address))
        await eventually(partial(clean, reconciler), seconds=30)
        await set_clock(ledger, start_of(date(2023, 5, 20)) + timedelta(minutes=5))
        await eventually(partial(escalated, ledger), seconds=60)
        found = await reconciler.look()
    server.stop()
    say("R06", clocks=found.open, kept_by_clocks=round(found.share, 4))
    assert found.share >= HEALTHY


async def escalated(ledger: Ledger) -> bool:
    """Whether every project's work plan has climbed to its deputy group."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(
            "SELECT count(*) FROM events WHERE type = 'Escalated'"
        )
        return bool(found.scalar_one() == 4)
