"""Read models made anew from the events (`ledger.audit.shadow`), compared with what is shown."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from ledger.audit import shadow
from ledger.projections import ALL_TOUCHED, TABLES

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ledger.door import Ledger

_ONE_INSTANT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_LOCK = f"LOCK TABLE streams, {', '.join(TABLES)} IN SHARE ROW EXCLUSIVE MODE"
_ALL_TOUCHED = "INSERT INTO touched (stream) VALUES ($1)"
_TAKEN = "SELECT to_regclass('shadow.made') IS NULL"


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
    found: int = 0
    """Events whose rows an interrupted run had made already."""

    @property
    def same(self) -> bool:
        """Whether every read model follows from the events, byte for byte."""
        return all(x.digest == x.rebuilt for x in self.tables)


async def rebuild(ledger: "Ledger", *, replace: bool = False) -> Rebuilt:
    """Make every read model anew and compare; with `replace` put the new rows in their place.

    Filing goes on meanwhile; with `replace` it waits while they are put there. A run that dies is
    gone on with by the next.
    """
    while True:
        found = await shadow.build(ledger)
        rebuilt = await ledger.pool.write(lambda x: _concluded(x, replace=replace))
        if rebuilt is not None:
            return rebuilt.model_copy(update={"found": found})


async def _concluded(connection: "AsyncConnection", *, replace: bool) -> Rebuilt | None:
    """What it comes to at one instant; None where another run concluded it before us."""
    for opening in (_ONE_INSTANT, *shadow.UNBOUND, *((_LOCK,) if replace else ())):
        await connection.exec_driver_sql(opening)
    if (await connection.exec_driver_sql(_TAKEN)).scalar_one():
        return None
    events = await shadow.catch_up(connection)
    tables = tuple([await _compare(connection, x) for x in TABLES])
    found = Rebuilt(events=events, tables=tables, replaced=replace)
    if replace and not found.same:
        for table in TABLES:
            await connection.exec_driver_sql(f"DELETE FROM public.{table}")  # noqa: S608  # our own names
            await connection.exec_driver_sql(
                f"INSERT INTO public.{table} SELECT * FROM shadow.{table}"  # noqa: S608  # the same
            )
        await connection.exec_driver_sql(_ALL_TOUCHED, (ALL_TOUCHED,))
    await shadow.close(connection)
    return found


async def _compare(connection: "AsyncConnection", table: str) -> Table:
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
