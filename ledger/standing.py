"""Reading one stream as it stands: the state and the ledger's time, in one look."""

from datetime import datetime
from typing import NamedTuple

from domain.refusals import Unknown
from domain.streams import State
from ledger.cache import StateCache
from ledger.looked import looked_at
from ledger.pool import Pool
from ledger.states import read_state

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
            read = await read_state(connection, stream, known)
        if read is None:
            raise Unknown("事项流", "stream", stream)
        self.cache.remember(stream, read.head, read.state)
        looked_at(stream)
        return Standing(
            stream, read.head.version, read.state, read.calendar, read.next_at, read.now
        )
