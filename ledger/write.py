"""The one write: events, streams' rows, projections, follow-ups and wakes, in one statement.

It carries the changes of one command or of several to different streams (`ledger.together`). The
statement is put together from the parts that they need; each part is a data-modifying CTE over
rows that come as arrays, one for each column, or as one JSON array where they come seldom. There
are few combinations, each prepared once on a connection.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from domain import agenda
from domain.ladder import next_mark
from domain.names import CLOCKED
from domain.processes import follow_ups
from domain.streams import State
from ledger.canon import body_of
from ledger.kept import kept
from ledger.line import Asking
from ledger.projections import PROJECTIONS
from ledger.projections.change import Change, Names, Part, Rows, upsert
from ledger.projections.duties import DUTIES
from ledger.projections.notices import NOTICES
from ledger.projections.progress import PROGRESS
from ledger.projections.projects import PROJECTS
from ledger.states import to_be_kept

_STREAM = ["id", "kind", "version", "head", "regime", "calendar", "closed", "next_at"]
"""In the table's order, as all columns here."""
_SET = ", ".join(f"{x} = moved.{x}" for x in _STREAM if x not in ("id", "kind"))
_OPENED = Part("opened", "INSERT INTO streams SELECT * FROM {rows} ORDER BY id", "streams", _STREAM)
_MOVED = Part(
    "moved",
    f"UPDATE streams SET {_SET} FROM {{rows}} WHERE streams.id = moved.id",  # noqa: S608  # our own column names
    "streams",
    _STREAM,
)
_STATES = upsert("states", "stream", "stream version state", all_columns="stream version state")
_EVENT = """id stream version type schema body actor reason happened_at received_at recorded_at
client command_id n fingerprint prev_hash hash"""
_EVENTS = Part("event", "INSERT INTO events SELECT * FROM {rows}", "events", _EVENT.split())
_LATEST = "ON CONFLICT (stream) DO UPDATE SET version = greatest(wakes.version, excluded.version)"
_WAKE = ["stream", "version"]
_WAKES = Part(
    "wake",
    f"INSERT INTO wakes SELECT * FROM {{rows}} ORDER BY stream {_LATEST}",  # noqa: S608  # the same
    "wakes",
    _WAKE,
)
_ALL_WAKES = Part(
    "wake",
    f"""INSERT INTO wakes SELECT wake.stream, coalesce(wake.version, streams.version, 0)
    FROM {{rows}} LEFT JOIN streams ON streams.id = wake.stream ORDER BY 1 {_LATEST}""",  # noqa: S608  # the same
    "wakes",
    _WAKE,
)
"""With those of streams that are owed a command; all in one order, so that nobody waits in a ring.
Their versions are not known here; a stream that its first command has yet to open has none."""
_TOUCHED = Names("touched", "INSERT INTO touched (stream) SELECT name FROM {rows}", "touched")
"""Read by memories of the read models (`ledger.queries.board_memory`)."""
_FOLLOW_UPS = Part("follow_up", "INSERT INTO follow_ups SELECT * FROM {rows}", "follow_ups")


class Writing(NamedTuple):
    """What is written of one change."""

    change: Change
    events: Rows
    calendar: str
    """The version of the calendar its dates are in line with."""
    wake: bool
    """Whether its clock is to be woken."""
    next_at: datetime | None
    """When its clock has something to do."""


async def write(connection: Asking, writings: Sequence[Writing]) -> None:
    """Record changes of different streams. Raises IntegrityError where a key or a version is
    taken already."""
    parts = [(part, rows) for part, rows in _parts(writings) if rows]
    sql = statement(tuple(part for part, _ in parts))
    await connection.exec_driver_sql(sql, [part.value(rows) for part, rows in parts])


def _parts(writings: Sequence[Writing]) -> Iterator[tuple[Part, Rows]]:
    changes = [x.change for x in writings]
    yield _OPENED, [_stream_row(x) for x in writings if x.change.before is None]
    yield _MOVED, [_stream_row(x) for x in writings if x.change.before is not None]
    yield (
        _STATES,
        [
            {"stream": x.stream, "version": x.version, "state": kept(x.after)}
            for x in changes
            if to_be_kept(x.stream, x.version - len(x.events), x.version)
        ],
    )
    yield _TOUCHED, [{"name": x.stream} for x in changes if x.kind in CLOCKED]
    yield _EVENTS, [row for x in writings for row in x.events]
    owed = [row for x in changes for row in _follow_ups(x)]
    yield _FOLLOW_UPS, owed
    yield (_ALL_WAKES if owed else _WAKES), _wakes(writings, owed)
    for projection in PROJECTIONS:
        kinds, rows = projection.kinds, projection.rows
        yield projection.part, [row for x in changes if x.kind in kinds for row in rows(x)]


async def rehearse(connection: Asking) -> None:
    """Write nothing, by every part there is and in the shapes that nearly all filings, decisions
    and reminders have: what the driver asks about our tables when it meets them first on a
    connection, and the server's plans, are made then and not while somebody waits."""
    own = (_OPENED, _MOVED, _STATES, _TOUCHED, _EVENTS, _FOLLOW_UPS, _WAKES)
    moved, filed = (_MOVED, _TOUCHED, _EVENTS), (_MOVED, _TOUCHED, _EVENTS, _WAKES)
    usual = (
        (*filed, DUTIES.part),
        (*filed, PROJECTS.part, DUTIES.part),
        (*filed, PROJECTS.part, DUTIES.part, PROGRESS.part),
        (*moved, DUTIES.part, NOTICES.part),
    )
    for parts in ((*own, *(x.part for x in PROJECTIONS)), *usual):
        await connection.exec_driver_sql(statement(parts), [x.value(()) for x in parts])


def next_after(change: Change, known: datetime | None) -> datetime | None:
    """`next_at` of the state after, where `known` was that of the state before: only the duties
    that changed are asked, unless what came next was one of them."""
    if any(x is None or getattr(x, "closed", False) for x in (change.before, change.after)):
        return next_at(change.after)
    soonest = known
    for was, now in change.duties:
        past = None if was is None else next_mark(was)
        if past is not None and (known is None or past.at <= known):
            return next_at(change.after)
        mark = next_mark(now)
        if mark is not None and (soonest is None or mark.at < soonest):
            soonest = mark.at
    return soonest


def next_at(state: State) -> datetime | None:
    """When the stream's clock has something to do; None where it waits for a fact only."""
    duties = getattr(state, "duties", None)
    if duties is None or state.closed:
        return None
    mark = agenda.next_in(duties)
    return mark.at if mark else None


@cache
def statement(parts: tuple[Part, ...]) -> str:
    """One statement of several parts; `SELECT 1` is what the CTEs hang on."""
    ctes = [
        f"{x.name}_rows AS ({x.sql.format(rows=x.source(number))})"
        for number, x in enumerate(parts, 1)
    ]
    return f"WITH {', '.join(ctes)} SELECT 1"


def _stream_row(x: Writing) -> dict[str, object]:
    change, state = x.change, x.change.after
    return {
        "id": change.stream,
        "kind": change.kind,
        "version": change.version,
        "head": change.head,
        "regime": getattr(state, "regime", None),
        "calendar": x.calendar,
        "closed": getattr(state, "closed", False),
        "next_at": x.next_at,
    }


def _wakes(writings: Sequence[Writing], owed: Rows) -> Rows:
    """Whose clocks have something new to see: each stream once."""
    versions: dict[str, object] = {str(x["stream"]): None for x in owed}
    for x in writings:
        change = x.change
        if change.stream in versions or (x.wake and _has_clock(change)):
            versions[change.stream] = change.version
    return [{"stream": stream, "version": version} for stream, version in versions.items()]


def _has_clock(change: Change) -> bool:
    """What was closed before it came here never had one, and needs none."""
    born_closed = change.before is None and getattr(change.after, "closed", False)
    return change.kind in CLOCKED and not born_closed


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
