"""A database with so many projects; kept, so that the next run need not make it again."""

import asyncpg

from bench.house import House
from bench.province import copies, county
from ledger.clock import set_clock
from ledger.door import Ledger


async def seeded(house: House, projects: int) -> str:
    """The URL of a province of that many projects, its clock set to the day that is looked at."""

    async def fill(url: str) -> None:
        counties = range(1, projects // county.PROJECTS + 1)
        await copies.write(url, await _played(house), counties)
        await _settle(url)

    url = await house.kept(f"province_{projects}", fill)
    ledger = await Ledger.connect(url)
    await set_clock(ledger, county.NOW)
    await ledger.close()
    return url


async def _played(house: House) -> copies.Played:
    connection = await asyncpg.connect(await house.kept("county", _play))
    try:
        return await copies.read(connection)
    finally:
        await connection.close()


async def _play(url: str) -> None:
    ledger = await Ledger.connect(url)
    await county.play(ledger)
    await ledger.close()


async def _settle(url: str) -> None:
    """What the server does by itself in the hours after such a load."""
    connection = await asyncpg.connect(url)
    await connection.execute("VACUUM (ANALYZE)")
    await connection.execute("CHECKPOINT")
    await connection.close()
