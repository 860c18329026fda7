"""The one lock: a stream's row, which holds version, chain head and cached state.

In READ COMMITTED a sub-select beside `FOR UPDATE` reads the snapshot from before the wait, and a
`clock_timestamp()` in the same list is taken before it when the other transaction changed
nothing. So the row is locked alone, in a query of its own; what must hold *after* the lock is
asked by VOLATILE functions over its result: each takes a snapshot of its own.
"""

from datetime import datetime
from typing import NamedTuple

from domain.streams import State
from ledger.cache import StateCache
from ledger.chain import START, Head
from ledger.line import Asking

_LOCK = """
WITH locked AS MATERIALIZED (
    SELECT version, head, calendar, CASE WHEN head = $2::text THEN NULL ELSE state END AS state
    FROM streams WHERE id = $1 FOR UPDATE
)
SELECT locked.version, locked.head, locked.calendar, locked.state,
       ledger_now() AS now, almanac_version() AS almanac, has_follow_ups($1) AS follow_ups
FROM (VALUES (1)) AS once LEFT JOIN locked ON true
"""


class Held(NamedTuple):
    """A stream whose lock we have, and what holds since we have it."""

    stream: str
    head: Head
    state: State | None
    calendar: str | None
    """The version of the calendar its dates were last brought in line with."""
    now: datetime
    almanac: int
    """The version of the stream of published calendars."""
    follow_ups: bool
    """Whether commands from other streams wait to be carried out here."""


async def lock(connection: Asking, stream: str, cache: StateCache) -> Held:
    """Wait for the stream and read it; state is None where the stream does not exist yet."""
    known = cache.known(stream)
    row = (await connection.exec_driver_sql(_LOCK, (stream, known.head.hash))).one()
    if row.version is None:
        return Held(stream, START, None, None, row.now, row.almanac, row.follow_ups)
    head = Head(row.version, row.head)
    state = known.at(stream, head, row.state)
    return Held(stream, head, state, row.calendar, row.now, row.almanac, row.follow_ups)
