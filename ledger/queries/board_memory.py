"""What every board is made from, kept in memory: open debts of the coming days, and projects.

A look reads again only the streams whose version it has not seen, in one snapshot with everything
else; so it is as true as reading all of it, and eight times as many projects cost it little more.
Lateness is told at the ledger's time of looking.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.calendar import day_of
from domain.names import CLOCKED
from domain.parties import Role

if TYPE_CHECKING:
    from ledger.door import Ledger

HORIZON = 30
"""Days ahead for which debts are counted."""
PEOPLE = "people"
"""Whom a debt on the highest rung waits for: those who decide on the instrument."""
_VERSIONS = """
SELECT array_agg(id) AS ids, array_agg(version) AS versions FROM streams
WHERE kind = ANY($1::text[])
"""
_DEBTS = """
SELECT d.stream, d.duty, d.zh, d.period, d.region, d.stage, d.obligor AS owes, d.original_due,
       d.due, d.late_from, d.settled, d.level, d.revision, g.id AS year, g.title,
       n.party AS told, n.acknowledged_at
FROM duties AS d LEFT JOIN years AS g ON g.stream = d.stream LEFT JOIN notices AS n
    ON d.level BETWEEN 1 AND 4 AND n.stream = d.stream AND n.duty = d.duty
    AND n.revision = d.revision AND n.level = d.level
WHERE d.owed AND d.late_from IS NOT NULL AND d.due <= $2
  AND ($1::text[] IS NULL OR d.stream = ANY($1))
"""
_PROJECTS = """
SELECT id, stream, name AS title, region, unit, coalesce(stage, '') AS stage, unit_synthetic,
       coalesce(group_name, '') AS "group", coalesce(group_leader, '') AS leader, lag_light,
       CASE WHEN terminated_on IS NOT NULL THEN 'STOP' WHEN closed THEN 'DONE'
            WHEN suspended_on IS NOT NULL THEN 'HOLD' END AS rests
FROM projects WHERE $1::text[] IS NULL OR stream = ANY($1)
"""
_UNSETTLED = """
SELECT stream, region, count(*) AS number FROM duties
WHERE owed AND NOT settled AND ($1::text[] IS NULL OR stream = ANY($1)) GROUP BY stream, region
"""


@dataclass(slots=True)
class Project:
    """A project as boards count it."""

    id: str
    stream: str
    title: str
    region: str
    owes: str
    stage: str
    sample: bool
    group: str
    leader: str
    lag: str
    rests: str | None
    light: str = ""
    """At the time of looking; `HOLD`, `STOP`, `DONE` where there is none."""

    @property
    def obligor(self) -> str:
        """As debts name it."""
        return self.owes


@dataclass(slots=True)
class Debt:
    """A duty that is owed."""

    stream: str
    duty: str
    zh: str
    period: str | None
    region: str
    stage: str
    owes: str
    original_due: date
    due: date
    late_from: datetime
    settled: bool
    level: int
    revision: int
    told: str | None
    """To whom the highest rung was sent."""
    acknowledged_at: datetime | None
    subject: str
    title: str
    what: str
    """Its name without the period."""
    obligor: str
    """The party; all deputy groups are one."""
    waits: str
    group: str = ""
    leader: str = ""
    light: str = ""
    """The project's; empty for what a programme owes."""
    late: bool = False


@dataclass
class Memory:
    """Debts and projects by stream, and the versions of which they are true."""

    snapshot: str = ""
    day: date | None = None
    told: tuple[datetime, datetime] | None = None
    """From when until when what is said of lateness stays true."""
    versions: dict[str, int] = field(default_factory=dict)
    debts: dict[str, list[Debt]] = field(default_factory=lambda: defaultdict(list))
    projects: dict[str, Project] = field(default_factory=dict)
    in_order: list[Debt] = field(default_factory=list)
    """All settled debts, by their due days."""
    unsettled: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By stream its region, and its debts without a settled day: they wait for a session or a
    holiday notice."""
    guard: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def refresh(self, connection: AsyncConnection, now: datetime) -> None:
        """Be true of the connection's snapshot, at that time. The caller holds `guard`."""
        sql = connection.exec_driver_sql
        snapshot = (await sql("SELECT pg_current_snapshot()::text")).scalar_one()
        today = day_of(now)
        if self.snapshot != snapshot or self.day != today:
            found = (await sql(_VERSIONS, (list(CLOCKED),))).one()
            versions = dict(zip(found.ids or (), found.versions or (), strict=True))
            changed = None
            if self.day == today:
                changed = [x for x in versions if self.versions.get(x) != versions[x]]
            if changed is None or changed:
                await self._read(connection, changed, today + timedelta(days=HORIZON))
            self.versions, self.snapshot, self.day = versions, snapshot, today
            self.told = None
        if self.told is None or not self.told[0] <= now < self.told[1]:
            self._tell(now)

    async def _read(
        self, connection: AsyncConnection, changed: Sequence[str] | None, until: date
    ) -> None:
        streams = None if changed is None else list(changed)
        if streams is None:
            self.unsettled.clear()
            self.debts.clear()
            self.projects.clear()
        for stream in streams or ():
            self.debts.pop(stream, None)
            self.unsettled.pop(stream, None)
        for x in await connection.exec_driver_sql(_PROJECTS, (streams,)):
            self.projects[x.stream] = _project(x)
        for x in await connection.exec_driver_sql(_DEBTS, (streams, until)):
            self.debts[x.stream].append(_debt(x, self.projects.get(x.stream)))
        for x in await connection.exec_driver_sql(_UNSETTLED, (streams,)):
            self.unsettled[x.stream] = (x.region, x.number)
        self.in_order = sorted(
            (x for debts in self.debts.values() for x in debts if x.settled),
            key=attrgetter("due", "stream", "duty"),
        )

    def _tell(self, now: datetime) -> None:
        late = Counter[str]()
        for debts in self.debts.values():
            for x in debts:
                x.late = x.late_from <= now
                if x.late:
                    late[x.stream] += 1
        for stream, project in self.projects.items():
            project.light = project.rests or _light(project.lag, late[stream])
            for x in self.debts.get(stream, ()):
                x.light = project.light
        ahead = (x.late_from for y in self.debts.values() for x in y if not x.late)
        self.told = (now, min(ahead, default=now + timedelta(days=1)))


def _light(lag: str, overdue: int) -> str:
    """The rule of `domain.lights`, as `ledger.queries.projects` has it; a test holds them
    together."""
    if lag == "RED" or overdue > 1:
        return "RED"
    return "YELLOW" if lag == "YELLOW" or overdue == 1 else "GREEN"


def _project(x: Any) -> Project:
    return Project(
        x.id,
        x.stream,
        x.title,
        x.region,
        f"{Role.UNIT}:{x.unit}",
        x.stage,
        x.unit_synthetic,
        x.group,
        x.leader,
        x.lag_light,
        x.rests,
    )


def _debt(x: Any, project: Project | None) -> Debt:
    groups = x.owes.startswith(Role.DEPUTY_GROUP)
    return Debt(
        x.stream,
        x.duty,
        x.zh,
        x.period,
        x.region,
        x.stage,
        x.owes,
        x.original_due,
        x.due,
        x.late_from,
        x.settled,
        x.level,
        x.revision,
        x.told,
        x.acknowledged_at,
        project.id if project else x.year,
        project.title if project else x.title,
        x.zh.replace(f" {x.period}", "") if x.period else x.zh,
        str(Role.DEPUTY_GROUP) if groups else x.owes,
        _waits(x),
        project.group if project else "",
        project.leader if project else "",
    )


def _waits(x: Any) -> str:
    if x.level == 4:
        return PEOPLE
    role = (x.told or x.owes).partition(":")[0]
    return str(Role.DEPUTY_GROUP) if role == Role.DEPUTY_GROUPS else str(role)


_MEMORIES: "WeakKeyDictionary[Ledger, Memory]" = WeakKeyDictionary()


def memory_of(ledger: "Ledger") -> Memory:
    """The memory of that ledger."""
    return _MEMORIES.setdefault(ledger, Memory())
