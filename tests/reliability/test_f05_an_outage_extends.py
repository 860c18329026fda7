"""The service was down when fifty plans fell due: nobody is late, and each date moves by an event
that names the outage. Beside them a town whose service answered all the time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.migrate import choose_settable_clock
from ledger.queries.outages import outages
from tests.conftest import NewDatabase
from tests.ledger.test_punctuality import DUE_AT
from tests.reliability.conftest import Say
from tests.reliability.kept import kept, surroundings
from tests.reliability.town import office
from tests.support import free_port
from tests.support.clockwork import OPENS, eventually

MANY = 50
BEFORE, SILENT, GRACE = timedelta(seconds=3), 7.0, timedelta(seconds=70)
"""How long before the due instant the API is killed, for how many seconds nobody serves, and when
the marks are made."""
HEARD = "SELECT coalesce(max(ledger_at) > $1, false) FROM heartbeats WHERE service = 'api'"
MARKS = """
SELECT stream, type, body::json ->> 'reference' AS reference FROM events
WHERE type IN ('Overdue', 'DutyRedated') ORDER BY stream
"""


@pytest.mark.timeout(300)
async def test_what_fell_due_while_the_service_was_down_moves(
    database: str, new_database: NewDatabase, tmp_path: Path, say: Say
):
    down = await lived(database, partial(over_its_death, database, tmp_path))
    up = await lived(await new_database(), in_health)
    moved = {x["stream"]: x["reference"] for x in down if x["type"] == "DutyRedated"}
    late = [x for x in down if x["type"] == "Overdue"]
    late_there = [x for x in up if x["type"] == "Overdue"]
    named = set(moved.values())
    say(
        "F05",
        items=MANY,
        overdue=len(late),
        moved=len(moved),
        outages_named=len(named),
        overdue_without_outage=len(late_there),
    )
    assert late == []
    assert len(moved) == MANY
    assert len(named) == 1
    assert len(late_there) == MANY, "without an outage they are late: the test would see it"


async def lived(
    database: str, over_the_due_instant: Callable[[Ledger], Awaitable[None]]
) -> list[asyncpg.Record]:
    """The marks of a town after its plans fell due in that way."""
    await choose_settable_clock(database)
    ledger = await Ledger.connect(database)
    await set_clock(ledger, OPENS)
    own = await office(ledger, "F5", MANY)
    await over_the_due_instant(ledger)
    await asyncio.gather(*(ledger.keep(x, by="sweeper") for x in own.streams))
    await ledger.close()
    owner = await asyncpg.connect(database)
    rows: list[asyncpg.Record] = await owner.fetch(MARKS)
    await owner.close()
    return rows


async def over_its_death(database: str, folder: Path, ledger: Ledger) -> None:
    """An API that dies before the due instant and comes back after it."""
    env = surroundings(database, "127.0.0.1:1", folder, API_PORT=str(free_port()))
    async with kept("api", env, folder) as api:
        await set_clock(ledger, DUE_AT - BEFORE)
        await eventually(partial(heard_since, ledger, DUE_AT - BEFORE))
        api.stay_dead()
        await asyncio.sleep(SILENT)
        api.rise()
        await eventually(partial(heard_since, ledger, DUE_AT), seconds=60)
        await set_clock(ledger, DUE_AT + GRACE)
        await eventually(partial(heard_since, ledger, DUE_AT + GRACE))
    assert await outages(ledger) != []


async def in_health(ledger: Ledger) -> None:
    """A service that beats before and after; that a clock was set is no outage."""
    for now in (DUE_AT - BEFORE, DUE_AT + GRACE):
        await set_clock(ledger, now)
        await ledger.beat()
    assert await outages(ledger) == []


async def heard_since(ledger: Ledger, instant: datetime) -> bool:
    """Whether the service has beaten since then, by the ledger's time."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(HEARD, (instant,))
        return bool(found.scalar_one())
