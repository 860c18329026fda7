"""A process dies between a commit and what follows it: the deadline is met all the same.

Three places: the API after the commit and before its answer, the relay after the wake and before it
notes it, the worker after a moment and before the clock hears of it.
"""

import asyncio
import random
import time

import asyncpg
import httpx2
import pytest

from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.failpoint import POINTS
from ledger.migrate import choose_settable_clock
from ledger.queries.clocks import clocks
from stack import temporal
from tests.reliability.conftest import Say
from tests.reliability.kept import Kept, kept, surroundings
from tests.reliability.town import Office, file_until_known, office
from tests.support import data_folder, free_port
from tests.support.clockwork import OPENS, eventually
from workflows.attributes import SEARCH_ATTRIBUTES

SEED = 1
EACH, SILENT, AT_ONCE = 100, 20, 10
SETTLED = 120.0
"""A worker that died keeps its clocks waiting for as long as they are held for it (STICKY), and for
the task that it had begun; nobody is late by it, since the sweeper needs no worker."""
OVERDUE = "SELECT DISTINCT stream FROM events WHERE type = 'Overdue'"


@pytest.mark.timeout(400)
async def test_what_was_committed_cancels_its_deadline(database: str, say: Say):
    chance = random.Random(SEED)
    await choose_settable_clock(database)
    ledger = await Ledger.connect(database)
    await set_clock(ledger, OPENS)
    offices = {x: await office(ledger, f"F1-{x}", EACH) for x in POINTS}
    silent = await office(ledger, "F1-silent", SILENT)
    deaths, settled = {}, {}
    with data_folder() as home:
        server = temporal.start(home, free_port(), free_port(), SEARCH_ATTRIBUTES)
        env = surroundings(database, server.address, home, API_PORT=str(free_port()))
        armed = set[str]()

        def spec(point: str) -> dict[str, str]:
            return {"FAILPOINT": f"{point}:{chance.randint(8, 40)}"} if point in armed else {}

        for point in POINTS:
            armed = {point}
            async with (
                kept("api", env, home, lambda: spec("door")) as api,
                kept("watch", env, home, lambda: spec("relay")) as watch,
                kept("worker", env, home, lambda: spec("clerk")) as worker,
            ):
                await file_all(f"http://127.0.0.1:{env['API_PORT']}", offices[point])
                settled[point] = await until_seen(ledger)
                dead: dict[str, Kept] = {"door": api, "relay": watch, "clerk": worker}
                deaths[point] = dead[point].deaths
        server.stop()
    behind = [x.stream for x in await clocks(ledger) if x.seen_version != x.version]
    late = await late_after(ledger, database, offices, silent)
    await ledger.close()
    filed = {y for x in offices.values() for y in x.streams}
    say(
        "F01",
        seed=SEED,
        filed=len(filed),
        deaths=deaths,
        overdue_though_filed=len(late & filed),
        clocks_behind=len(behind),
        settled_s=settled,
        silent_overdue=len(late & set(silent.streams)),
    )
    assert min(deaths.values()) > 0, "nobody died: the test has lost its teeth"
    assert late & filed == set()
    assert late == set(silent.streams), "who filed nothing is overdue: the test would see it"
    assert behind == []


async def file_all(url: str, own: Office) -> None:
    """Each project's plan, repeated under its key until it is answered."""
    seats = asyncio.Semaphore(AT_ONCE)
    async with httpx2.AsyncClient(base_url=url, timeout=20) as http:

        async def one(project: str) -> None:
            async with seats:
                answer, _ = await file_until_known([http], own, project, f"f1-{project}")
                assert answer.status_code == 201, answer.text

        await asyncio.gather(*(one(x) for x in own.projects))


async def until_seen(ledger: Ledger) -> float:
    """Seconds until every clock has seen the newest version of its stream."""
    began = time.monotonic()

    async def seen() -> bool:
        return all(x.seen_version == x.version for x in await clocks(ledger))

    await eventually(seen, seconds=SETTLED)
    return round(time.monotonic() - began, 1)


async def late_after(
    ledger: Ledger, database: str, offices: dict[str, Office], silent: Office
) -> set[str]:
    """The streams that are overdue three weeks later, with the work plan long due."""
    await ledger.beat()
    now = await ledger.now()
    await set_clock(ledger, now.replace(year=2023, month=5, day=8, hour=9))
    await ledger.beat()
    for own in (*offices.values(), silent):
        await asyncio.gather(*(ledger.keep(y, by="sweeper") for y in own.streams))
    owner = await asyncpg.connect(database)
    found = {x["stream"] for x in await owner.fetch(OVERDUE)}
    await owner.close()
    return found
