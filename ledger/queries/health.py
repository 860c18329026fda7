"""Whether the ledger answers, and whether somebody keeps what is due."""

from datetime import datetime
from typing import TYPE_CHECKING

from domain.incidents import WATCH_QUIET
from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

_HEALTH = """
SELECT ledger_now() AS now, (SELECT clock FROM installation) AS clock,
       (SELECT count(*) FROM wakes) AS wakes,
       (SELECT count(*) FROM follow_ups WHERE done_at IS NULL) AS follow_ups,
       (SELECT count(*) FROM streams
        WHERE NOT closed AND next_at < ledger_now() - interval '150 seconds') AS undone,
       (SELECT extract(epoch FROM clock_timestamp() - real_at)::float8
        FROM heartbeats WHERE service = 'api') AS silent,
       (SELECT extract(epoch FROM clock_timestamp() - real_at)::float8
        FROM heartbeats WHERE service = 'watch') AS watch_silent,
       EXISTS (SELECT FROM incidents
        WHERE kind = 'watch_silent' AND closed_at IS NULL) AS watch_missed
"""


class LedgerHealth(Row):
    """What the ledger says of itself."""

    now: datetime
    clock: str
    wakes: int
    follow_ups: int
    undone: int
    """Streams whose moment has been due for longer than clock and sweeper ever take."""
    silent: float | None
    """Real seconds since the last heartbeat of an API."""
    watch_silent: float | None
    """Real seconds since the last heartbeat of the watch; None: it was never heard."""
    watch_missed: bool
    """Whether an API has written down that nobody watches."""

    @property
    def watched(self) -> bool:
        """Whether the watch runs, as far as is known."""
        if self.watch_silent is None:
            return not self.watch_missed
        return self.watch_silent <= WATCH_QUIET.total_seconds()


async def health(ledger: "Ledger") -> LedgerHealth:
    """One look. Raises Unavailable."""
    async with ledger.pool.read(whole=True) as connection:
        return LedgerHealth.model_validate((await connection.exec_driver_sql(_HEALTH)).one())
