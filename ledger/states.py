"""A stream's state, read cold: a text that was kept, or what is known here, and the events since.

The text is kept at every `EVERY`-th version only. One statement reads it and what came after it,
so that no look falls between two writes. A text of another release may have another shape
(`ledger.kept`): it is no record, and the state is folded from the first event instead.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from domain.names import CLOCKED, kind_name
from domain.streams import State, evolve, evolve_all
from ledger.cache import UNKNOWN, Known
from ledger.chain import Head
from ledger.kept import Outdated, parse
from ledger.line import Asking
from ledger.reading import read_event

EVERY = 32
"""A cold reader folds at most so many events, and those of one command."""

_READ = """
SELECT streams.version, streams.head, streams.calendar, streams.next_at, ledger_now() AS now,
       states.version AS kept, CASE WHEN states.version > $3 THEN states.state END AS state,
       since.prev_hashes, since.types, since.schemas, since.bodies
FROM streams LEFT JOIN states ON streams.head <> $2::text AND states.stream = streams.id
LEFT JOIN LATERAL (
    SELECT array_agg(prev_hash) AS prev_hashes, array_agg(type) AS types,
           array_agg(schema) AS schemas, array_agg(body) AS bodies
    FROM (
        SELECT prev_hash, type, schema, body FROM events
        WHERE stream = states.stream AND version > greatest(states.version, $3) ORDER BY version
    ) AS ordered
) AS since ON true
WHERE streams.id = $1
"""
_ALL = """
SELECT type, schema, body FROM events WHERE stream = $1 AND version <= $2 ORDER BY version
"""

_READ_MANY = """
SELECT streams.id, states.version AS kept, states.state, since.types, since.schemas, since.bodies
FROM streams JOIN states ON states.stream = streams.id
LEFT JOIN LATERAL (
    SELECT array_agg(type) AS types, array_agg(schema) AS schemas, array_agg(body) AS bodies
    FROM (
        SELECT type, schema, body FROM events
        WHERE stream = states.stream AND version > states.version ORDER BY version
    ) AS ordered
) AS since ON true
WHERE streams.id = ANY($1::text[])
"""


class Read(NamedTuple):
    """A stream's row and its state, of one instant."""

    head: Head
    state: State
    calendar: str
    """The version of the calendar its dates were last brought in line with."""
    next_at: datetime | None
    now: datetime


async def read_state(connection: Asking, stream: str, known: Known) -> Read | None:
    """The stream as it stands, gone on from what is known here; None where there is none.

    Raises LookupError for a stream whose kept text was lost.
    """
    found = await connection.exec_driver_sql(_READ, (stream, known.head.hash, known.head.version))
    rows: Sequence[Any] = found.all()
    if not rows:
        return None
    (row,) = rows
    try:
        state = known.state if row.head == known.head.hash else _gone_on(stream, known, row)
    except (Outdated, ValidationError):
        state = await _from_the_start(connection, stream, row.version)
    if state is None:
        return await read_state(connection, stream, UNKNOWN)  # another past than was known here
    return Read(Head(row.version, row.head), state, row.calendar, row.next_at, row.now)


async def read_states(connection: Asking, versions: Mapping[str, int]) -> dict[str, State]:
    """The states of streams whose locks we have, by stream, each at its version: one question for
    all. Raises LookupError for a stream whose kept text was lost."""
    found: dict[str, State] = {}
    for row in await connection.exec_driver_sql(_READ_MANY, (list(versions),)):
        try:
            state: State | None = _since(row.id, parse(row.id, row.state), row)
        except (Outdated, ValidationError):
            state = await _from_the_start(connection, row.id, versions[row.id])
        if state is not None:
            found[row.id] = state
    if lost := versions.keys() - found.keys():
        raise LookupError(", ".join(sorted(lost)))
    return found


async def _from_the_start(connection: Asking, stream: str, version: int) -> State | None:
    """The state that all events up to a version give."""
    state: State | None = None
    for row in await connection.exec_driver_sql(_ALL, (stream, version)):
        state = evolve(stream, state, read_event(stream, row.type, row.schema, row.body))
    return state


def _gone_on(stream: str, known: Known, row: Any) -> State | None:
    """The state after the events since; None where they do not follow what is known here."""
    if row.kept is None:
        raise LookupError(stream)
    state = known.state
    if row.state is not None:
        state = parse(stream, row.state)
    elif not row.bodies or row.prev_hashes[0] != known.head.hash:
        return None
    return _since(stream, state, row)


def _since(stream: str, state: State | None, row: Any) -> State | None:
    """The state after the row's events."""
    told = zip(row.types or (), row.schemas or (), row.bodies or (), strict=True)
    return evolve_all(stream, state, [read_event(stream, *x) for x in told])


def to_be_kept(stream: str, before: int, version: int) -> bool:
    """Whether the state's text is written with this change. What changes seldom is kept always."""
    return before == 0 or kind_name(stream) not in CLOCKED or before // EVERY != version // EVERY
