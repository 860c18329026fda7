"""Projects whose work plans all fall due at one instant, and a desk that files meanwhile."""

import asyncio
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import asyncpg

from bench.house import House
from bench.province import copies, county
from domain.calendar import start_of
from domain.duty_commands import FileDuty
from domain.forms import WorkPlan
from domain.given import Actor
from domain.refusals import Refused
from domain.rehearsal.silence import Silence
from ledger.clock import set_clock
from ledger.door import Ledger

DUE = start_of(date(2023, 5, 5))
"""The first instant after the work plan's due day."""
MARK = DUE + timedelta(seconds=60)
"""From when on it can be marked."""
_PLAN = FileDuty(
    duty="work_plan",
    filing=WorkPlan(target="按清单完成", planned_completion=date(2023, 11, 30)),
)


class Filed(NamedTuple):
    """A filing of the storm."""

    stream: str
    at: float
    """When it was due to begin (`time.time`)."""
    took: float
    version: int
    """Of the stream after it; 0 where it was refused."""


async def prepared(house: House, projects: int) -> str:
    """The URL of a database of so many projects, an hour before the plans are due."""
    name = f"due_{projects}"

    async def fill(url: str) -> None:
        template = await house.kept("county_in_may", _silent)
        connection = await asyncpg.connect(template)
        played = await copies.read(connection)
        await connection.close()
        await copies.write(url, played, range(1, projects // county.PROJECTS + 1))
        made = await asyncpg.connect(url)
        await made.execute("VACUUM (ANALYZE)")
        await made.close()

    return await house.kept(name, fill)


async def _silent(url: str) -> None:
    ledger = await Ledger.connect(url)
    await county.play(ledger, Silence(everyone=True), date(2023, 5, 4))
    await ledger.close()


async def filing(
    ledger: Ledger, projects: Sequence[Any], *, per_second: float, stop: asyncio.Event
) -> list[Filed]:
    """One plan after another at a steady pace until told to stop, whoever waits."""
    made: list[Filed] = []
    running: list[asyncio.Task[None]] = []
    began = time.time()

    async def one(row: Any, at: float) -> None:
        actor = Actor(ref=f"storm-{row['id']}", party=f"unit:{row['unit']}")
        key = f"storm-{row['id']}"
        try:
            receipt = await ledger.handle(
                row["stream"], _PLAN, actor=actor, client="storm", command_id=key
            )
            version = receipt.version
        except Refused:
            version = 0
        made.append(Filed(row["stream"], at, time.time() - at, version))

    for number, row in enumerate(projects):
        at = began + number / per_second
        await asyncio.sleep(max(0.0, at - time.time()))
        if stop.is_set():
            break
        running.append(asyncio.create_task(one(row, at)))
    await asyncio.gather(*running)
    return made


async def some(connection: Any, number: int) -> Sequence[Any]:
    """So many of the projects, from everywhere, in the order in which a sweep comes by the last."""
    found: Sequence[Any] = await connection.fetch(
        "SELECT id, stream, unit FROM projects ORDER BY md5(id) LIMIT $1", number
    )
    return found


async def clock_at(ledger: Ledger, seconds: float) -> None:
    """Set the ledger's time so many seconds before the marks can be made."""
    await set_clock(ledger, MARK - timedelta(seconds=seconds))
