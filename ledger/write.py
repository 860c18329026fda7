"""The one write: events, the stream's row, projections, follow-ups and the wake, one statement.

The statement is put together from the parts that a command needs; each part is a data-modifying
CTE. Read models take their rows as one JSON array, the events' own columns come as arrays, so
that no body is wrapped in JSON twice. There are few combinations, each prepared once.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from pydantic_core import to_json

from domain import agenda
from domain.names import PROGRAMME, PROJECT
from domain.processes import follow_ups
from domain.streams import State
from ledger.canon import body_of
from ledger.line import Asking
from ledger.projections import PROJECTIONS
from ledger.projections.change import Change, Part

_OPEN = """INSERT INTO streams (id, version, head, state, regime, calendar, closed, next_at, kind)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, split_part($1, ':', 1))"""
_MOVE = """UPDATE streams SET version = $2, head = $3, state = $4, regime = $5, calendar = $6,
    closed = $7, next_at = $8 WHERE id = $1"""
_SHARED = ("actor", "reason", "received_at", "recorded_at", "client", "command_id", "fingerprint")
"""What all events of a command have in common."""
_OWN = {
    "id": "uuid",
    "version": "bigint",
    "type": "text",
    "schema": "integer",
    "body": "text",
    "happened_at": "timestamptz",
    "n": "integer",
    "prev_hash": "text",
    "hash": "text",
}
_EVENTS = f"""INSERT INTO events (stream, {", ".join((*_SHARED, *_OWN))})
    SELECT $1, {", ".join(f"${9 + n}" for n in range(len(_SHARED)))}, own.*
    FROM unnest({", ".join(f"${16 + n}::{x}[]" for n, x in enumerate(_OWN.values()))}) AS own"""  # noqa: S608  # our own names
_FIXED = 8 + len(_SHARED) + len(_OWN)
"""How many values the stream's row and the events take."""
_WAKE = """INSERT INTO wakes VALUES ($1, $2)
    ON CONFLICT (stream) DO UPDATE SET version = greatest(wakes.version, excluded.version)"""
_FOLLOW_UPS = Part(
    "follow_up_rows",
    "INSERT INTO follow_ups SELECT * FROM json_populate_recordset(NULL::follow_ups, {rows})",
)
_WAKES = Part(
    "wake_rows",
    """INSERT INTO wakes SELECT streams.id, streams.version
    FROM streams JOIN json_populate_recordset(NULL::wakes, {rows}) AS wake
    ON streams.id = wake.stream ORDER BY streams.id
    ON CONFLICT (stream) DO UPDATE SET version = greatest(wakes.version, excluded.version)""",
)
"""Who is owed a command should look for it."""

Rows = Sequence[dict[str, object]]


async def write(
    connection: Asking,
    change: Change,
    rows: Rows,
    *,
    calendar: str,
    wake: bool,
) -> None:
    """Record a change. Raises IntegrityError where the key or the version is taken already."""
    owed = _follow_ups(change)
    wakes: Rows = [{"stream": x} for x in sorted({str(x["stream"]) for x in owed})]
    parts: list[tuple[Part, Rows]] = [(_FOLLOW_UPS, owed), (_WAKES, wakes), *project(change)]
    used = [(part, x) for part, x in parts if x]
    own_wake = wake and change.kind in (PROJECT, PROGRAMME)
    sql = _statement(change.before is None, own_wake, tuple(part for part, _ in used))
    values = (
        *(change.stream, change.version, change.head, *_stream_values(change.after, calendar)),
        *(rows[0][x] for x in _SHARED),
        *([row[x] for row in rows] for x in _OWN),
        *(as_json(x) for _, x in used),
    )
    await connection.exec_driver_sql(sql, values)


def project(change: Change) -> list[tuple[Part, Rows]]:
    """Each read model's part of the write with its rows."""
    return [(x.part, x.rows(change)) for x in PROJECTIONS if change.kind in x.kinds]


def next_at(state: State) -> datetime | None:
    """When the stream's clock has something to do; None where it waits for a fact only."""
    duties = getattr(state, "duties", None)
    if duties is None or state.closed:
        return None
    mark = agenda.next_in(duties)
    return mark.at if mark else None


def cached(state: State) -> str:
    """A state as its row caches it."""
    text: str = state.model_dump_json()  # type: ignore[attr-defined]  # every state is a Value
    return text


def as_json(rows: Rows) -> str:
    """Rows as one JSON array for PostgreSQL."""
    return to_json(rows).decode()


@cache
def statement(parts: tuple[Part, ...], first: int = 1) -> str:
    """One statement of several parts, their rows numbered from `first`."""
    ctes = [f"{x.name} AS ({x.sql.format(rows=f'${first + n}')})" for n, x in enumerate(parts)]
    return f"WITH {', '.join(ctes)} SELECT 1"


@cache
def _statement(new: bool, wake: bool, parts: tuple[Part, ...]) -> str:
    """The whole write; `SELECT 1` is what the CTEs hang on."""
    first = [f"stream_row AS ({_OPEN if new else _MOVE})", f"event_rows AS ({_EVENTS})"]
    first += [f"own_wake AS ({_WAKE})"] if wake else []
    rest = [f"{x.name} AS ({x.sql.format(rows=f'${_FIXED + 1 + n}')})" for n, x in enumerate(parts)]
    return f"WITH {', '.join((*first, *rest))} SELECT 1"


def _stream_values(state: State, calendar: str) -> tuple[object, ...]:
    regime = getattr(state, "regime", None)
    closed = getattr(state, "closed", False)
    return (cached(state), regime, calendar, closed, next_at(state))


def _follow_ups(change: Change) -> Rows:
    return [
        {
            "id": f"{x.id}:{n}",
            "stream": owed.stream,
            "type": type(owed.command).__name__,
            "command": body_of(owed.command),
            "cause": x.id,
        }
        for x in change.events
        for n, owed in enumerate(follow_ups(change.after, x.event))
    ]
