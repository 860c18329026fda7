"""Making a house of the past: one transaction, so that it is there whole or not at all."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.names import kind_name
from ledger.audit.scan import events_by_stream
from ledger.kept import kept
from ledger.past.folding import Course, course_of
from ledger.past.views import furniture
from ledger.pool import Pool
from ledger.projections import PROJECTIONS, TABLES
from ledger.projections.change import Change, Part, upsert
from ledger.write import next_at, statement

_OPENING = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "SET LOCAL transaction_timeout = 0",
    "SET LOCAL statement_timeout = 0",
)
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 8117230))"
_THERE = "SELECT EXISTS (SELECT FROM past_houses WHERE name = $1)"
_COUNT = "SELECT count(*) FROM events WHERE happened_at < $1 AND recorded_at < $2"
_ENTERED = """
INSERT INTO public.past_houses (name, as_of, known_at, edition, events, left_out, seconds)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_COPIED = ("streams", "states", *TABLES)
_STREAMS = upsert("streams", "id", "id kind version head regime calendar closed next_at")
_STATES = upsert("states", "stream", "stream version state")
_FULL = 2000
"""Rows that are held before they are written."""

Rows = dict[tuple[object, ...], Mapping[str, object]]
Tell = Callable[[int, int], None]
"""Told how many events of how many are done."""


@dataclass(frozen=True)
class Plan:
    """Which house is to be made."""

    name: str
    as_of: datetime
    known_at: datetime
    until: datetime
    """Up to when letters and files are shown."""
    edition: str


@dataclass
class _Boxes:
    """Rows on their way into the read models, by projection."""

    held: dict[Part, Rows] = field(default_factory=lambda: defaultdict(dict))
    number: int = 0

    def put(self, part: Part, key: tuple[str, ...], row: Mapping[str, object]) -> None:
        self.held[part][tuple(row[x] for x in key)] = row
        self.number += 1

    async def empty(self, connection: AsyncConnection) -> None:
        """Write what is held, in the order of the projections: some mend another's rows."""
        order = (_STREAMS, _STATES, *dict.fromkeys(x.part for x in PROJECTIONS))
        for part in order:
            if rows := self.held.pop(part, None):
                sql = statement((part,))
                await connection.exec_driver_sql(sql, (part.value(list(rows.values())),))
        self.number = 0


async def make(pool: Pool, plan: Plan, tell: Tell) -> None:
    """Make the house, unless it stands already. Raises Unavailable."""
    await pool.write(lambda x: _make(x, plan, tell))


async def _make(connection: AsyncConnection, plan: Plan, tell: Tell) -> None:
    begun = time.monotonic()
    await connection.exec_driver_sql(_OPENING[1])
    await connection.exec_driver_sql("SET LOCAL lock_timeout = '120s'")
    await connection.exec_driver_sql(_ALONE, (plan.name,))
    if (await connection.exec_driver_sql(_THERE, (plan.name,))).scalar_one():
        return
    await connection.exec_driver_sql(_OPENING[2])
    number = await _build(connection, plan)
    await connection.exec_driver_sql(f"SET LOCAL search_path = {plan.name}, public")
    calendars = await _calendars(connection)
    boxes, done, left_out = _Boxes(), 0, 0
    async for name, rows in events_by_stream(connection):
        course = course_of(name, rows)
        done, left_out = done + len(rows), left_out + course.left_out
        _keep(course, boxes, calendars.get(name, ""))
        if boxes.number >= _FULL:
            await boxes.empty(connection)
            tell(done, number)
    await boxes.empty(connection)
    for table in _COPIED:
        await connection.exec_driver_sql(f"ANALYZE {plan.name}.{table}")
    seconds = time.monotonic() - begun
    entry = (plan.name, plan.as_of, plan.known_at, plan.edition, done, left_out, seconds)
    await connection.exec_driver_sql(_ENTERED, entry)


async def _build(connection: AsyncConnection, plan: Plan) -> int:
    """The empty rooms; how many events will fill them."""
    await connection.exec_driver_sql("SELECT make_past_house($1)", (plan.name,))
    for table in _COPIED:
        await connection.exec_driver_sql(
            f"CREATE TABLE {plan.name}.{table} (LIKE public.{table} INCLUDING ALL)"
        )
    found = await connection.exec_driver_sql(_COUNT, (plan.as_of, plan.known_at))
    number = int(found.scalar_one())
    for sql in furniture(plan.name, plan.as_of, plan.known_at, plan.until, number):
        await connection.exec_driver_sql(sql)
    return number


async def _calendars(connection: AsyncConnection) -> dict[str, str]:
    found = await connection.exec_driver_sql("SELECT id, calendar FROM public.streams")
    return {x.id: x.calendar for x in found}


def _keep(course: Course, boxes: _Boxes, calendar: str) -> None:
    """The rows of one stream: its own, its state's, and those of the read models."""
    if not course.changes:
        return
    for change in course.changes:
        for projection in PROJECTIONS:
            if change.kind in projection.kinds:
                for row in projection.rows(change):
                    boxes.put(projection.part, projection.key, row)
    last = course.changes[-1]
    boxes.put(_STREAMS, ("id",), _stream(last, calendar))
    state = {"stream": last.stream, "version": last.version, "state": kept(last.after)}
    boxes.put(_STATES, ("stream",), state)


def _stream(last: Change, calendar: str) -> dict[str, object]:
    return {
        "id": last.stream,
        "kind": kind_name(last.stream),
        "version": last.version,
        "head": last.head,
        "regime": getattr(last.after, "regime", None),
        "calendar": calendar,
        "closed": getattr(last.after, "closed", False),
        "next_at": next_at(last.after),
    }
