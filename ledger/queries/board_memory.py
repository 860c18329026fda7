"""What every board is made from, kept in memory: open debts of the coming days, and projects.

A look reads again only the streams that were touched since the last one, in one snapshot with
everything else; so it is as true as reading all of it, and a hundred times as many projects cost it
little more. Which streams were touched says a table that every write adds to, with the number of
its transaction: whatever one snapshot did not see has a number not below the snapshot's lowest
open one, so nothing is ever passed over. Lateness is told at the ledger's time of looking.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.calendar import day_of
from ledger.line import Row
from ledger.projections import ALL_TOUCHED
from ledger.queries.board_columns import Ints, Mask, Rows
from ledger.queries.board_debts import PEOPLE, Debt, Debts
from ledger.queries.board_projects import Projects
from ledger.readings import Sought

if TYPE_CHECKING:
    from ledger.door import Ledger

__all__ = ["HORIZON", "PEOPLE", "Debt", "Memory", "memory_of"]

HORIZON = 30
"""Days ahead for which debts are counted."""
MANY = 2_000
"""So many touched streams, and everything is read anew: that is one scan."""
LARGE = 5_000
"""So many projects, and looking through their names is a thread's work."""
_PAGE = 5_000
_SNAPSHOT = """
SELECT s.now::text AS text, pg_snapshot_xmin(s.now)::text::bigint AS xmin,
       pg_snapshot_xmax(s.now)::text::bigint AS xmax,
       coalesce((SELECT min(at)::text::bigint FROM touched), 0) AS oldest,
       concat_ws('/', (SELECT oid FROM pg_database WHERE datname = current_database()),
                 extract(epoch FROM pg_postmaster_start_time()), record_epoch()) AS life
FROM (SELECT pg_current_snapshot() AS now) AS s
"""
_TOUCHED = "SELECT DISTINCT stream FROM touched WHERE at >= $1::text::xid8 LIMIT $2"
_NEARING = """
SELECT DISTINCT stream FROM duties
WHERE owed AND late_from IS NOT NULL AND due > $1 AND due <= $2 LIMIT $3
"""
_DEBTS = """
SELECT d.stream, d.duty, d.zh, d.period, d.region, d.stage, d.obligor AS owes, d.original_due,
       d.due, d.late_from, d.settled, d.level, d.revision, g.id AS year, g.title,
       n.party AS told, n.acknowledged_at
FROM duties AS d LEFT JOIN years AS g ON g.stream = d.stream LEFT JOIN notices AS n
    ON d.level BETWEEN 1 AND 4 AND n.stream = d.stream AND n.duty = d.duty
    AND n.revision = d.revision AND n.level = d.level
WHERE d.owed AND d.late_from IS NOT NULL AND d.due <= $1
"""
_PROJECTS = """
SELECT id, stream, name AS title, region, unit, coalesce(stage, '') AS stage, unit_synthetic,
       coalesce(group_name, '') AS "group", coalesce(group_leader, '') AS leader, lag_light,
       CASE WHEN terminated_on IS NOT NULL THEN 'STOP' WHEN closed THEN 'DONE'
            WHEN suspended_on IS NOT NULL THEN 'HOLD' END AS rests
FROM projects WHERE true
"""
_UNSETTLED = """
SELECT stream, region, count(*) AS number FROM duties WHERE owed AND NOT settled
"""


@dataclass(frozen=True)
class Seen:
    """Of what everything here is true."""

    snapshot: str
    xmin: int
    xmax: int
    day: date
    life: str
    """The database, since when its server runs, and the epoch of the record: numbers of
    transactions of another life say nothing here."""


class Unsettled:
    """Debts without a settled day, by region: they wait for a session or a holiday notice."""

    def __init__(self) -> None:
        self.of_region: Counter[str] = Counter()
        self._of_stream: dict[str, tuple[str, int]] = {}

    def put(self, stream: str, region: str, number: int) -> None:
        """So many of that stream; 0 for none any more."""
        was, old = self._of_stream.pop(stream, (region, 0))
        self.of_region[was] -= old
        if number:
            self._of_stream[stream] = (region, number)
            self.of_region[region] += number


@dataclass
class Memory:
    """Debts and projects, and the snapshot of which they are true."""

    seen: Seen | None = None
    told: tuple[datetime, datetime] | None = None
    """From when until when what is said of lateness stays true."""
    projects: Projects = field(default_factory=Projects)
    debts: Debts = field(default_factory=Debts)
    unsettled: Unsettled = field(default_factory=Unsettled)
    late: Mask = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    """Of each debt, whether it is late."""
    lights: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Of each project its light, a code of `projects.light`."""
    guard: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def refresh(self, connection: AsyncConnection, now: datetime) -> None:
        """Be true of the connection's snapshot, at that time. The caller holds `guard`."""
        row = (await connection.exec_driver_sql(_SNAPSHOT)).one()
        found = Seen(row.text, row.xmin, row.xmax, day_of(now), row.life)
        if self.seen != found:
            changed = await self._changed(connection, found, row.oldest)
            if changed is None or changed:
                self.seen = None  # should reading fail midway, everything is read anew
                await self._read(connection, changed, found.day + timedelta(days=HORIZON))
                self.told = None
            self.seen = found
        if self.told is None or not self.told[0] <= now < self.told[1]:
            self._tell(now)

    async def _changed(
        self, connection: AsyncConnection, found: Seen, oldest: int
    ) -> list[str] | None:
        """The streams that may not stand here as they are; None where all may be such: at the
        first look, after a restore or a rebuild, where the server was started anew, and where more
        was touched than the table still says."""
        seen = self.seen
        if seen is None or found.life != seen.life:
            return None
        if found.xmax < seen.xmax or found.day < seen.day or oldest > seen.xmin:
            return None
        sql = connection.exec_driver_sql
        changed = set((await sql(_TOUCHED, (str(seen.xmin), MANY))).scalars())
        if found.day > seen.day:
            days = (x + timedelta(days=HORIZON) for x in (seen.day, found.day))
            changed.update((await sql(_NEARING, (*days, MANY))).scalars())
        return None if len(changed) >= MANY or ALL_TOUCHED in changed else sorted(changed)

    async def _read(
        self, connection: AsyncConnection, changed: Sequence[str] | None, until: date
    ) -> None:
        if changed is None:
            self.projects, self.debts, self.unsettled = Projects(), Debts(), Unsettled()
        else:
            self.debts.forget(changed)
            for stream in changed:
                self.unsettled.put(stream, "", 0)
        narrowed, values = ("", ()) if changed is None else (" AND {} = ANY(${})", (changed,))
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await connection.exec_driver_sql("SELECT 1")  # so that the transaction has begun

        async def ask(sql: str, column: str, *given: object, last: str = "") -> Any:
            told = sql + narrowed.format(column, len(given) + 1) + last
            cursor = driver.cursor(told, *given, *values, prefetch=_PAGE, record_class=Row)
            async for row in cursor:
                yield row

        self.projects.put([x async for x in ask(_PROJECTS, "stream")])
        self.debts.put([x async for x in ask(_DEBTS, "d.stream", until)], self.projects)
        async for x in ask(_UNSETTLED, "stream", last=" GROUP BY stream, region"):
            self.unsettled.put(x.stream, x.region, x.number)

    async def look_through(self, sought: Sought) -> None:
        """Look for the words in every title, in a thread: others are answered meanwhile."""
        for word in sought.words:
            await asyncio.to_thread(self.projects.titles_with, word)

    def _tell(self, now: datetime) -> None:
        instant = int(now.timestamp() * 1_000_000)
        debts, alive = self.debts.columns, self.debts.columns.alive
        self.late = alive & (debts["late_from"] <= instant)
        number = np.bincount(debts["project"][self.late] + 1, minlength=self.projects.length + 1)
        # a programme's debts have no project: -1 is the last
        self.lights = np.append(self.projects.lights(number[1:]), self.projects.no_light)
        ahead = debts["late_from"][alive & ~self.late]
        seconds = 86_400.0 if not len(ahead) else (int(ahead.min()) - instant) / 1_000_000
        self.told = (now, now + timedelta(seconds=min(seconds, 86_400.0)))

    def light_of(self, rows: Rows) -> Ints:
        """Of each of these debts, the light of its project; of a programme's the empty one."""
        found: Ints = self.lights[self.debts.columns["project"][rows]]
        return found


_MEMORIES: "WeakKeyDictionary[Ledger, Memory]" = WeakKeyDictionary()


def memory_of(ledger: "Ledger") -> Memory:
    """The memory of that ledger."""
    return _MEMORIES.setdefault(ledger, Memory())
