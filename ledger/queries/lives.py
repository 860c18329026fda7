"""A region's life: its streams, how many events on which day, the newest, and what came late."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.past.moment import Moment
from ledger.queries.history import Entry, entry_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_STREAMS = """
SELECT stream, name FROM (
    SELECT stream, name, region FROM projects
    UNION ALL SELECT stream, title, region FROM programmes
    UNION ALL SELECT stream, title, region FROM collections
) AS all_streams
WHERE $1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/')
ORDER BY stream
"""
_DAYS = """
SELECT (happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
       actor IN ('system:clock', 'system:sweeper') AS clock,
       type IN ('Overdue', 'LetterIssued', 'Escalated', 'DutyReturned') AS bad,
       type IN ('DutyFiled', 'LetterAnswered', 'Acknowledged') AS unit, count(*) AS events
FROM events WHERE stream = ANY($1::text[]) GROUP BY 1, 2, 3, 4 ORDER BY 1
"""
_NEWEST = """
SELECT * FROM events WHERE stream = ANY($1::text[])
ORDER BY recorded_at DESC, stream, version DESC LIMIT $2
"""
_LATER = """
SELECT * FROM events WHERE stream = ANY($1::text[])
  AND happened_at < $2 AND recorded_at >= $3
ORDER BY recorded_at, stream, version LIMIT $4
"""


class Day(NamedTuple):
    """Events of one kind of hand that happened on one day."""

    day: date
    clock: bool
    bad: bool
    unit: bool
    events: int


async def streams_of(ledger: "Ledger", region: str | None) -> dict[str, str]:
    """The streams of a region and of what lies below it, with their names."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_STREAMS, (region,))
        return {x.stream: x.name for x in found}


async def days_of(ledger: "Ledger", streams: list[str]) -> list[Day]:
    """How many events happened on each day."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_DAYS, (streams,))
        return [Day(x.day, x.clock, x.bad, x.unit, x.events) for x in found]


async def newest(ledger: "Ledger", streams: list[str], limit: int) -> list[Entry]:
    """The events that were recorded last, the newest first."""
    return await _entries(ledger, _NEWEST, (streams, limit))


async def learnt_later(
    ledger: "Ledger", streams: list[str], moment: Moment, now: datetime, limit: int
) -> list[Entry]:
    """What had happened by `as_of` and was recorded after `known_at`; nothing where all counts."""
    if moment.known_at is None:
        return []
    values = (streams, moment.as_of or now, moment.known_at, limit)
    return await _entries(ledger, _LATER, values)


async def _entries(ledger: "Ledger", sql: str, values: tuple[Any, ...]) -> list[Entry]:
    async with ledger.pool.read() as connection:
        return [entry_of(x) for x in await connection.exec_driver_sql(sql, values)]
