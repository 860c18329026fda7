"""Read models made anew from the events in the schema `shadow`, and compared with what is shown."""

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.streams import State
from ledger.audit.scan import events_by_stream
from ledger.deciding import fold
from ledger.projections import PROJECTIONS, TABLES
from ledger.projections.change import Change, Projection, Recorded
from ledger.reading import read_event
from ledger.write import statement

if TYPE_CHECKING:
    from ledger.door import Ledger

_ALONE = "SELECT pg_advisory_xact_lock(8117221)"
_OPENING = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "SET LOCAL transaction_timeout = 0",
    "SET LOCAL statement_timeout = 0",
)
_LOCK = f"LOCK TABLE {', '.join(TABLES)} IN SHARE ROW EXCLUSIVE MODE"

Rows = dict[tuple[object, ...], Mapping[str, object]]


class Table(BaseModel):
    """One read model: as it is shown, and as it follows from the events."""

    model_config = ConfigDict(frozen=True)

    name: str
    rows: int
    digest: str
    """MD5 over all rows as text, in the order of the key."""
    rebuilt: str


class Rebuilt(BaseModel):
    """What a rebuild found."""

    model_config = ConfigDict(frozen=True)

    events: int
    tables: tuple[Table, ...]
    replaced: bool

    @property
    def same(self) -> bool:
        """Whether every read model follows from the events, byte for byte."""
        return all(x.digest == x.rebuilt for x in self.tables)


async def rebuild(ledger: "Ledger", *, replace: bool = False) -> Rebuilt:
    """Make every read model anew and compare; with `replace` put the new rows in their place.

    Filing goes on meanwhile; with `replace` it waits until this is done.
    """
    return await ledger.pool.write(lambda x: _rebuild(x, replace=replace))


async def _rebuild(connection: AsyncConnection, *, replace: bool) -> Rebuilt:
    for opening in (*_OPENING, *((_LOCK,) if replace else ()), _ALONE):
        await connection.exec_driver_sql(opening)
    for table in TABLES:
        await connection.exec_driver_sql(f"DROP TABLE IF EXISTS shadow.{table}")
        await connection.exec_driver_sql(
            f"CREATE TABLE shadow.{table} (LIKE public.{table} INCLUDING ALL)"
        )
    await connection.exec_driver_sql("SET LOCAL search_path = shadow, public")
    events = 0
    async for name, rows in events_by_stream(connection):
        events += len(rows)
        for projection, made in _project(name, rows):
            sql = statement((projection.part,))
            await connection.exec_driver_sql(sql, (projection.part.value(list(made.values())),))
    tables = tuple([await _compare(connection, x) for x in TABLES])
    found = Rebuilt(events=events, tables=tables, replaced=replace)
    if replace and not found.same:
        for table in TABLES:
            await connection.exec_driver_sql(f"DELETE FROM public.{table}")  # noqa: S608  # our own names
            await connection.exec_driver_sql(
                f"INSERT INTO public.{table} SELECT * FROM shadow.{table}"  # noqa: S608  # the same
            )
    return found


def _project(stream: str, rows: list[Any]) -> list[tuple[Projection, Rows]]:
    """A stream's rows in each read model: its commands one after the other, the last one holds."""
    made: dict[str, tuple[Projection, Rows]] = {x.part.name: (x, {}) for x in PROJECTIONS}
    state: State | None = None
    for _, group in groupby(rows, key=lambda x: (x.client, x.command_id)):
        change = _change(stream, state, list(group))
        state = change.after
        for projection, held in made.values():
            if change.kind in projection.kinds:
                for row in projection.rows(change):
                    held[tuple(row[x] for x in projection.key)] = row
    return [(projection, held) for projection, held in made.values() if held]


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


async def _compare(connection: AsyncConnection, table: str) -> Table:
    key = ", ".join(TABLES[table])
    digests = []
    for schema in ("public", "shadow"):
        sql = (
            "SELECT count(*) AS rows, md5(coalesce(string_agg(t::text, E'\\n'"  # noqa: S608  # our own names
            f" ORDER BY {key}), '')) AS digest FROM {schema}.{table} AS t"
        )
        digests.append((await connection.exec_driver_sql(sql)).one())
    shown, rebuilt = digests
    return Table(name=table, rows=shown.rows, digest=shown.digest, rebuilt=rebuilt.digest)
