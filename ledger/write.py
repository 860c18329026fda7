"""The one write: events, the stream's row, projections, follow-ups and the wake, one statement.

The statement is put together from the parts that a command needs; each part is a data-modifying
CTE that takes its rows as one JSON array. There are few combinations, each prepared once.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from domain import agenda
from domain.names import PROGRAMME, PROJECT
from domain.processes import follow_ups
from domain.streams import State
from ledger.canon import body_of, instant
from ledger.chain import COLUMNS
from ledger.projections import PROJECTIONS
from ledger.projections.change import Change, Part

_NAMES = ", ".join(COLUMNS)
_OPEN = """INSERT INTO streams (id, version, head, state, regime, calendar, closed, next_at, kind)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, split_part($1, ':', 1))"""
_MOVE = """UPDATE streams SET version = $2, head = $3, state = $4, regime = $5, calendar = $6,
    closed = $7, next_at = $8 WHERE id = $1"""
_STREAM_VALUES = 8
_EVENTS = Part(
    "event_rows",
    f"INSERT INTO events ({_NAMES}) SELECT {_NAMES}"  # noqa: S608  # our own column names
    " FROM json_populate_recordset(NULL::events, {rows})",
)
_FOLLOW_UPS = Part(
    "follow_up_rows",
    "INSERT INTO follow_ups SELECT * FROM json_populate_recordset(NULL::follow_ups, {rows})",
)
_WAKES = Part(
    "wake_rows",
    """INSERT INTO wakes
    SELECT wake.stream, coalesce(wake.version, streams.version)
    FROM json_populate_recordset(NULL::wakes, {rows}) AS wake
    LEFT JOIN streams ON streams.id = wake.stream
    WHERE coalesce(wake.version, streams.version) IS NOT NULL ORDER BY wake.stream
    ON CONFLICT (stream) DO UPDATE SET version = greatest(wakes.version, excluded.version)""",
)

Rows = Sequence[dict[str, object]]


async def write(
    connection: AsyncConnection,
    change: Change,
    rows: Rows,
    *,
    calendar: str,
    wake: bool,
) -> None:
    """Record a change. Raises IntegrityError where the key or the version is taken already."""
    owed = _follow_ups(change)
    wakes: list[dict[str, object]] = [
        {"stream": x} for x in sorted({str(x["stream"]) for x in owed})
    ]
    if wake and change.kind in (PROJECT, PROGRAMME):
        wakes.append({"stream": change.stream, "version": change.version})
    parts: list[tuple[Part, Rows]] = [
        (_EVENTS, rows),
        (_FOLLOW_UPS, owed),
        (_WAKES, wakes),
        *project(change),
    ]
    used = [(part, x) for part, x in parts if x]
    sql = _statement(change.before is None, tuple(part for part, _ in used))
    values = (change.stream, change.version, change.head, *_stream_values(change.after, calendar))
    await connection.exec_driver_sql(sql, (*values, *(as_json(x) for _, x in used)))


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
    return json.dumps(rows, ensure_ascii=False, default=_plain)


@cache
def statement(parts: tuple[Part, ...], first: int = 1) -> str:
    """One statement of several parts, their rows numbered from `first`."""
    ctes = [f"{x.name} AS ({x.sql.format(rows=f'${first + n}')})" for n, x in enumerate(parts)]
    return f"WITH {', '.join(ctes)} SELECT 1"


@cache
def _statement(new: bool, parts: tuple[Part, ...]) -> str:
    rest = statement(parts, _STREAM_VALUES + 1)
    return rest.replace("WITH ", f"WITH stream_row AS ({_OPEN if new else _MOVE}), ", 1)


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


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date | Decimal | UUID):
        return str(value)
    raise TypeError(f"no column holds a {type(value).__name__}")
