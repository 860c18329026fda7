"""Temporal away: the commands say so in one line, and the watch sweeps without it."""

from datetime import date, timedelta
from functools import partial

from domain.calendar import start_of
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import marks_by_actor
from tests.support import free_port
from tests.support.clockwork import begin, eventually
from tests.support.processes import bihuan, process, surroundings

REMINDED = date(2023, 4, 18)


async def marks(ledger: Ledger, wanted: int) -> bool:
    return sum((await marks_by_actor(ledger)).values()) == wanted


async def test_without_temporal_the_commands_say_so_in_one_line(ledger: Ledger, database: str):
    await begin(ledger)
    code, text = await bihuan(surroundings(database, f"127.0.0.1:{free_port()}"), "reconcile")
    assert code == 1
    assert text.count("\n") == 1
    assert "Temporal 没有应答" in text


async def test_the_watch_sweeps_while_temporal_is_away(ledger: Ledger, database: str):
    await begin(ledger)
    await set_clock(ledger, start_of(REMINDED) + timedelta(minutes=5))
    async with process("watch", surroundings(database, f"127.0.0.1:{free_port()}")):
        await eventually(partial(marks, ledger, 4), seconds=20)
    assert set(await marks_by_actor(ledger)) == {"system:sweeper"}
