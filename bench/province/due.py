"""Projects whose work plans all fall due at one instant."""

from datetime import date, timedelta

import asyncpg

from bench.house import House
from bench.province import copies, county
from domain.calendar import start_of
from domain.rehearsal.silence import Silence
from ledger.clock import set_clock
from ledger.door import Ledger

DUE = start_of(date(2023, 5, 5))
"""The first instant after the work plan's due day."""
MARK = DUE + timedelta(seconds=60)
"""From when on it can be marked."""


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
        await made.execute("CHECKPOINT")  # a midnight follows no flood of writes
        await made.close()

    return await house.kept(name, fill)


async def _silent(url: str) -> None:
    ledger = await Ledger.connect(url)
    await county.play(ledger, Silence(everyone=True), date(2023, 5, 4))
    await ledger.close()


async def clock_at(ledger: Ledger, seconds: float) -> None:
    """Set the ledger's time so many seconds before the marks can be made."""
    await set_clock(ledger, MARK - timedelta(seconds=seconds))
