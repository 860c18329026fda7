"""The ledger's one clock: the database's own, or one that can be set, chosen when installed."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import exc

from ledger.pool import Pool
from ledger.refusals import ClockChosen, NotMigrated

if TYPE_CHECKING:
    from ledger.door import Ledger

ClockMode = Literal["real", "settable"]

_MODE = "SELECT clock FROM installation"
_SET = """
INSERT INTO clock (instant, set_at) VALUES ($1, clock_timestamp())
ON CONFLICT (one) DO UPDATE SET instant = excluded.instant, set_at = excluded.set_at
"""


async def clock_mode(pool: Pool) -> ClockMode:
    """Which clock this installation has. Raises NotMigrated, Unavailable."""
    try:
        async with pool.read() as connection:
            mode = (await connection.exec_driver_sql(_MODE)).scalar_one()
    except exc.ProgrammingError as error:
        raise NotMigrated from error
    return cast("ClockMode", mode)


async def set_clock(ledger: "Ledger", instant: datetime) -> datetime:
    """Let it be that instant now; time runs on from there. Returns the ledger's time.

    Raises ClockChosen where the installation has the real clock.
    """
    if ledger.clock != "settable":
        raise ClockChosen
    await ledger.pool.write(lambda x: x.exec_driver_sql(_SET, (instant,)))
    return await ledger.now()
