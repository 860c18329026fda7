"""What the watch asks of the ledger: who is to be woken, what is still undone, what clocks said."""

from datetime import datetime
from typing import NamedTuple

from ledger.carrying import Carrying
from ledger.refusals import OlderEpoch

_WAKES = """
SELECT wakes.stream, wakes.version, it.epoch, coalesce(keepers.epoch, 0) < it.epoch AS renewed
FROM (SELECT record_epoch() AS epoch OFFSET 0) AS it CROSS JOIN wakes
LEFT JOIN keepers ON keepers.stream = wakes.stream ORDER BY wakes.stream LIMIT $1
"""
_WOKEN = "DELETE FROM wakes WHERE stream = $1 AND version = $2 AND record_epoch() = $3"
_MADE_BY = "SELECT client, command_id FROM events WHERE stream = $1 AND version = $2"
_DUE = """
WITH due AS (
    SELECT id, next_at AS at FROM streams WHERE next_at <= $1 AND NOT closed
    UNION ALL
    SELECT id, NULL FROM streams
    WHERE NOT closed AND calendar <> $2
        AND kind IN ('project', 'programme', 'collection', 'suggestion')
    UNION ALL
    SELECT stream, NULL FROM follow_ups WHERE done_at IS NULL
)
SELECT id FROM due WHERE NOT (SELECT facts_are_held())
GROUP BY id ORDER BY min(at) NULLS LAST, id LIMIT $3
"""
_OPEN = """
SELECT id, version, next_at FROM streams
WHERE NOT closed AND kind IN ('project', 'programme', 'collection', 'suggestion') ORDER BY id
"""
_KEEPER = """
INSERT INTO keepers (stream, seen_version, next_at, at, by, epoch)
SELECT $1, $2::bigint, $3::timestamptz, ledger_now(), $4, $5::bigint WHERE $5 >= record_epoch()
ON CONFLICT (stream) DO UPDATE SET seen_version = excluded.seen_version,
    next_at = excluded.next_at, at = excluded.at, by = excluded.by, epoch = excluded.epoch
"""
_WAKE_ALL = """
INSERT INTO wakes SELECT id, version FROM streams
WHERE NOT closed AND kind IN ('project', 'programme', 'collection', 'suggestion') ORDER BY id
ON CONFLICT (stream) DO UPDATE SET version = greatest(wakes.version, excluded.version)
"""
_WAKE = """
INSERT INTO wakes SELECT id, version FROM streams
WHERE id = $1 AND kind IN ('project', 'programme', 'collection', 'suggestion')
ON CONFLICT (stream) DO UPDATE SET version = greatest(wakes.version, excluded.version)
"""

_FORGET = """
DELETE FROM touched WHERE at < (SELECT at FROM touched ORDER BY at DESC OFFSET $1 LIMIT 1)
"""
TOUCHED = 50_000
"""So many touched streams are told to who asks later; who asks later still reads everything."""


class Wake(NamedTuple):
    """A stream whose clock has yet to see a version."""

    stream: str
    version: int
    epoch: int = 0
    """Of the record: a clock is started in it."""
    renewed: bool = False
    """Whether the clock that may run is of an older epoch, and gives way to a new one."""


class OpenStream(NamedTuple):
    """A stream that needs a clock, and when that clock should wake next."""

    stream: str
    version: int
    next_at: datetime | None


class Watching(Carrying):
    """The questions of relay, sweeper and reconciler."""

    async def wakes(self, limit: int = 50) -> list[Wake]:
        """Streams whose clock is to be woken."""
        async with self.pool.read() as connection:
            found = await connection.exec_driver_sql(_WAKES, (limit,))
            return [Wake._make(x) for x in found]

    async def woken(self, stream: str, version: int, epoch: int = 0) -> None:
        """The clock of this epoch was woken for this version; a newer one keeps its row, and so
        does every one where the epoch has risen since."""
        await self.pool.write(lambda x: x.exec_driver_sql(_WOKEN, (stream, version, epoch)))

    async def made_by(self, stream: str, version: int) -> tuple[str, str] | None:
        """The command that made a version: its client and its id."""
        async with self.pool.read() as connection:
            found = (await connection.exec_driver_sql(_MADE_BY, (stream, version))).first()
            return None if found is None else (found.client, found.command_id)

    async def wake(self, stream: str) -> int:
        """Ask that one stream's clock be woken. How many: 0 where it has none."""
        done = await self.pool.write(lambda x: x.exec_driver_sql(_WAKE, (stream,)))
        return done.rowcount

    async def wake_all(self) -> int:
        """Ask that every open stream's clock be woken, as after a loss of Temporal. How many."""
        done = await self.pool.write(lambda x: x.exec_driver_sql(_WAKE_ALL))
        return done.rowcount

    async def due_streams(self, before: datetime, limit: int = 200) -> list[str]:
        """Streams with a mark that could have been made by `before`, earliest first; then those
        whose dates wait for a new calendar or for another stream's command."""
        async with self.pool.read() as connection:
            now = (await connection.exec_driver_sql("SELECT almanac_version()")).scalar_one()
            calendar = await self.calendar.at(connection, now)
            found = await connection.exec_driver_sql(_DUE, (before, calendar.version, limit))
            return list(found.scalars())

    async def open_streams(self) -> list[OpenStream]:
        """Every stream with a clock that is not closed."""
        async with self.pool.read() as connection:
            found = await connection.exec_driver_sql(_OPEN)
            return [OpenStream(x.id, x.version, x.next_at) for x in found]

    async def record_keeper(
        self,
        stream: str,
        version: int,
        next_at: datetime | None,
        *,
        by: str = "clock",
        epoch: int = 0,
    ) -> None:
        """A clock says what it has seen and when it wakes next. Raises OlderEpoch."""
        values = (stream, version, next_at, by, epoch)
        done = await self.pool.write(lambda x: x.exec_driver_sql(_KEEPER, values))
        if done.rowcount == 0:
            raise OlderEpoch(epoch, await self.epoch())

    async def epoch(self) -> int:
        """How often the record was put back from a backup."""
        async with self.pool.read() as connection:
            found = await connection.exec_driver_sql("SELECT record_epoch()")
            return int(found.scalar_one())

    async def forget_touched(self, kept: int = TOUCHED) -> int:
        """Throw away what tells of the streams that were touched longest ago. How many rows."""
        done = await self.pool.write(lambda x: x.exec_driver_sql(_FORGET, (kept,)))
        return done.rowcount
