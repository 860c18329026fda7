"""Reading one stream as it stands: the cached state and the ledger's time, in one look."""

from datetime import datetime
from typing import NamedTuple

from domain.refusals import Unknown
from domain.streams import State
from ledger.cache import StateCache
from ledger.chain import Head
from ledger.pool import Pool

_READ = """
SELECT version, head, calendar, next_at, ledger_now() AS now,
       CASE WHEN head = $2::text THEN NULL ELSE state END AS state
FROM streams WHERE id = $1
"""
_NOW = "SELECT ledger_now()"


class Standing(NamedTuple):
    """A stream at the time of reading."""

    stream: str
    version: int
    state: State
    calendar: str
    """The version of the calendar its dates were last brought in line with."""
    next_at: datetime | None
    now: datetime


class Standings:
    """What the ledger answers about one stream."""

    pool: Pool
    cache: StateCache

    async def now(self) -> datetime:
        """The ledger's time: the database's clock, or the one that was set."""
        async with self.pool.read() as connection:
            now: datetime = (await connection.exec_driver_sql(_NOW)).scalar_one()
            return now

    async def standing(self, stream: str) -> Standing:
        """The stream as it stands now. Raises Unknown."""
        known = self.cache.known(stream)
        async with self.pool.read() as connection:
            found = await connection.exec_driver_sql(_READ, (stream, known.head.hash))
            row = found.one_or_none()
        if row is None:
            raise Unknown("事项流", "stream", stream)
        head = Head(row.version, row.head)
        state = known.at(stream, head, row.state)
        self.cache.remember(stream, head, state)
        return Standing(stream, row.version, state, row.calendar, row.next_at, row.now)
