"""The read models made anew in the schema `shadow`, some streams at a time, while filing goes on.

Each transaction makes the rows of a few thousand events and notes how far it came, so that whoever
comes after a crash goes on there. What changed meanwhile is made once more at the end. Several may
work at once: they take turns. What other code began is thrown away.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import domain
from domain.streams import State
from ledger.audit.scan import events_of
from ledger.deciding import fold
from ledger.projections import PROJECTIONS, TABLES
from ledger.projections.change import Change, Projection, Recorded
from ledger.reading import read_event
from ledger.write import statement

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ledger.door import Ledger

AT_ONCE = 4000
"""Events in one transaction, and those of its last stream."""
_STREAMS = 1000
_ALONE = "SELECT pg_advisory_xact_lock(8117221)"
UNBOUND = ("SET LOCAL transaction_timeout = 0", "SET LOCAL statement_timeout = 0")
_THERE = "SELECT to_regclass('shadow.progress') IS NOT NULL"
_BEGUN = "SELECT code, upto, done FROM shadow.progress"
_OPEN = (
    "CREATE TABLE shadow.progress AS SELECT $1::text AS code, ''::text AS upto, false AS done",
    "CREATE TABLE shadow.made (stream text PRIMARY KEY, version bigint NOT NULL)",
)
_NEXT = "SELECT id, version FROM public.streams WHERE id > $1 ORDER BY id LIMIT $2"
_CHANGED = """
SELECT id, streams.version FROM public.streams
LEFT JOIN shadow.made ON made.stream = id
WHERE made.version IS DISTINCT FROM streams.version ORDER BY id
"""
_MADE = """
INSERT INTO shadow.made SELECT * FROM unnest($1::text[], $2::bigint[])
ON CONFLICT (stream) DO UPDATE SET version = excluded.version
"""
_ON = "UPDATE shadow.progress SET upto = $1, done = $2"
_COUNT = "SELECT coalesce(sum(version), 0) FROM shadow.made"

Rows = dict[tuple[object, ...], Mapping[str, object]]


async def build(ledger: "Ledger") -> int:
    """Make every row, from where an interrupted run stopped. How many events had been seen then."""
    found = await ledger.pool.write(_opened)
    while not await ledger.pool.write(_further):
        pass
    return found


async def catch_up(connection: "AsyncConnection") -> int:
    """In a snapshot: make once more what changed since. How many events there are in all."""
    await alone(connection)
    changed = (await connection.exec_driver_sql(_CHANGED)).all()
    while changed:
        batch, changed = _few(changed)
        await _make(connection, batch)
    return int((await connection.exec_driver_sql(_COUNT)).scalar_one())


async def close(connection: "AsyncConnection") -> None:
    """The next run begins anew."""
    await connection.exec_driver_sql("DROP TABLE IF EXISTS shadow.progress, shadow.made")


async def alone(connection: "AsyncConnection") -> None:
    """One at a time, without a limit."""
    for opening in (*UNBOUND, _ALONE):
        await connection.exec_driver_sql(opening)


async def _opened(connection: "AsyncConnection") -> int:
    await alone(connection)
    if (await connection.exec_driver_sql(_THERE)).scalar_one():
        if (await connection.exec_driver_sql(_BEGUN)).one().code == code():
            return int((await connection.exec_driver_sql(_COUNT)).scalar_one())
        await close(connection)
    for table in TABLES:
        await connection.exec_driver_sql(f"DROP TABLE IF EXISTS shadow.{table}")
        await connection.exec_driver_sql(
            f"CREATE TABLE shadow.{table} (LIKE public.{table} INCLUDING ALL)"
        )
    for sql in _OPEN:
        await connection.exec_driver_sql(sql, (code(),) if "$1" in sql else ())
    return 0


async def _further(connection: "AsyncConnection") -> bool:
    """The next few streams; whether there were none."""
    await alone(connection)
    if not (await connection.exec_driver_sql(_THERE)).scalar_one():
        return True  # another one came to the end of it
    begun = (await connection.exec_driver_sql(_BEGUN)).one()
    if begun.done:
        return True
    found = (await connection.exec_driver_sql(_NEXT, (begun.upto, _STREAMS))).all()
    if found:
        found, _ = _few(found)
        await _make(connection, found)
    upto = found[-1].id if found else begun.upto
    await connection.exec_driver_sql(_ON, (upto, not found))
    return not found


def _few(streams: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    """So many that their events are about as many as one transaction takes; and the rest."""
    events = 0
    for n, x in enumerate(streams, 1):
        events += x.version
        if events >= AT_ONCE:
            return streams[:n], streams[n:]
    return streams, ()


async def _make(connection: "AsyncConnection", streams: Sequence[Any]) -> None:
    await connection.exec_driver_sql("SET LOCAL search_path = shadow, public")
    versions: dict[str, int] = {}
    boxes: dict[str, tuple[Projection, Rows]] = {x.part.name: (x, {}) for x in PROJECTIONS}
    for name, rows in await events_of(connection, [x.id for x in streams]):
        versions[name] = rows[-1].version
        _project(name, rows, boxes)
    for projection, made in boxes.values():
        if made:
            sql = statement((projection.part,))
            await connection.exec_driver_sql(sql, (projection.part.value(list(made.values())),))
    await connection.exec_driver_sql(_MADE, (list(versions), list(versions.values())))


def _project(stream: str, rows: list[Any], boxes: dict[str, tuple[Projection, Rows]]) -> None:
    """A stream's rows in each read model: its commands one after the other, the last one holds."""
    state: State | None = None
    for _, group in groupby(rows, key=lambda x: (x.client, x.command_id)):
        change = _change(stream, state, list(group))
        state = change.after
        for projection, held in boxes.values():
            if change.kind in projection.kinds:
                for row in projection.rows(change):
                    held[tuple(row[x] for x in projection.key)] = row


def _change(stream: str, before: State | None, rows: list[Any]) -> Change:
    events = [read_event(stream, x.type, x.schema, x.body) for x in rows]
    after = fold(stream, before, events)
    if after is None:
        raise LookupError(stream)
    recorded = [
        Recorded(str(row.id), row.version, event, row.recorded_at)
        for row, event in zip(rows, events, strict=True)
    ]
    return Change(stream, rows[-1].version, before, after, recorded, rows[-1].hash)


@cache
def code() -> str:
    """What the rows are made by: the digest of the rules, the projections and the upcasts."""
    rules, record = Path(domain.__file__).parent, Path(__file__).parents[1]
    files = [*rules.rglob("*.py"), *rules.rglob("*.toml"), record / "upcasts.py"]
    files += (record / "projections").glob("*.py")
    whole = sha256()
    for file in sorted(files):
        whole.update(file.read_bytes())
    return whole.hexdigest()
