"""The one lock: a stream's row, which holds its version and its chain's head.

In READ COMMITTED a sub-select beside `FOR UPDATE` reads the snapshot from before the wait, and a
`clock_timestamp()` in the same list is taken before it when the other transaction changed
nothing. So the row is locked alone, in a query of its own; what must hold *after* the lock is
asked by VOLATILE functions over its result: each takes a snapshot of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.streams import State
from ledger.cache import StateCache
from ledger.chain import START, Head
from ledger.line import Asking
from ledger.states import read_state, read_states

_LOCK = """
WITH locked AS MATERIALIZED (
    SELECT version, head, calendar, next_at
    FROM streams WHERE id = $1 FOR UPDATE
)
SELECT locked.version, locked.head, locked.calendar, locked.next_at,
       ledger_now() AS now, almanac_version() AS almanac, has_follow_ups($1) AS follow_ups,
       facts_are_held() AS shut, record_epoch() AS epoch
FROM (VALUES (1)) AS once LEFT JOIN locked ON true
"""
_LOCK_FREE = """
WITH locked AS MATERIALIZED (
    SELECT id, version, head, calendar, next_at FROM streams
    WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE SKIP LOCKED
)
SELECT ledger_now(), almanac_version(), facts_are_held(), array_agg(id), array_agg(version),
       array_agg(head), array_agg(calendar), array_agg(next_at)
FROM locked
"""
"""The functions stand beside aggregates: they are asked when the last row is locked."""
_EXIST = "SELECT id FROM streams WHERE id = ANY($1::text[])"


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
    next_at: datetime | None = None
    """When its clock has something to do, as its row says."""
    shut: bool = False
    """Whether facts are refused, until people have said what a restore lost."""
    epoch: int = 0
    """Of the record; a clock of an older one is not answered any more."""


async def lock(connection: Asking, stream: str, cache: StateCache) -> Held:
    """Wait for the stream and read it; state is None where the stream does not exist yet."""
    row = (await connection.exec_driver_sql(_LOCK, (stream,))).one()
    asked = (row.now, row.almanac, row.follow_ups)
    if row.version is None:
        return Held(stream, START, None, None, *asked, None, row.shut, row.epoch)
    head = Head(row.version, row.head)
    state = await _state(connection, stream, head, cache)
    return Held(stream, head, state, row.calendar, *asked, row.next_at, row.shut, row.epoch)


class Free(NamedTuple):
    """Those of several streams that nobody else holds, or that do not exist yet."""

    held: Mapping[str, Held]
    almanac: int


async def lock_free(connection: Asking, streams: Sequence[str], cache: StateCache) -> Free:
    """Lock those of the streams that can be had at once, and read them; waits for nobody.

    What waits for them (`Held.follow_ups`) is not asked.
    """
    found = await connection.exec_driver_sql(_LOCK_FREE, (streams,))
    now, almanac, shut, *columns = found.one()
    held: dict[str, Held] = {}
    rows = list(zip(*(x or () for x in columns), strict=True))
    states = await _states(connection, {x[0]: Head(x[1], x[2]) for x in rows}, cache)
    for stream, version, head, calendar, next_at in rows:
        at, state = Head(version, head), states[stream]
        held[stream] = Held(stream, at, state, calendar, now, almanac, False, next_at, shut)
    missing = [x for x in streams if x not in held]
    if missing:
        there = await connection.exec_driver_sql(_EXIST, (missing,))
        for stream in set(missing) - {x.id for x in there}:
            held[stream] = Held(stream, START, None, None, now, almanac, False, None, shut)
    return Free(held, almanac)


async def _states(
    connection: Asking, heads: Mapping[str, Head], cache: StateCache
) -> dict[str, State]:
    """The states of several streams that we have locked; what is unknown here in one question."""
    cold = {x: y.version for x, y in heads.items() if cache.known(x).state is None}
    found = await read_states(connection, cold) if cold else {}
    for stream, head in heads.items():
        if stream not in found:
            found[stream] = await _state(connection, stream, head, cache)
    return found


async def _state(connection: Asking, stream: str, head: Head, cache: StateCache) -> State:
    """The state of a stream that we have locked: mostly known here already."""
    known = cache.known(stream)
    if known.state is not None and known.head == head:
        return known.state
    read = await read_state(connection, stream, known)
    if read is None:
        raise LookupError(stream)
    return read.state
