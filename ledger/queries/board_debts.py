"""The debts as boards count them, a row each, and their order by due days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from domain.parties import Role
from ledger.queries.board_columns import Codes, Columns, Ints, Rows, mask_of
from ledger.queries.board_projects import Projects

PEOPLE = "people"
"""Whom a debt on the highest rung waits for: those who decide on the instrument."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_CODED = ("zh", "period", "region", "stage", "owes", "told", "what", "obligor", "waits", "group")
_COLUMNS = (
    *("stream", "duty", "project", "original_due", "due", "late_from", "settled", "level"),
    *("revision", "acknowledged_at", "unit", "leader", *_CODED),
)
_STREAMS, _DUTIES = 30, 12
"""Bits of a place in the order."""


@dataclass(frozen=True, slots=True)
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
    group: str
    leader: str
    light: str
    """The project's; empty for what a programme owes."""
    late: bool


class Debts:
    """Every open debt of the coming days."""

    def __init__(self) -> None:
        self.columns = Columns(_COLUMNS)
        self.streams, self.duty, self.leader = Codes(), Codes(), Codes()
        self.codes = {x: Codes() for x in _CODED}
        self.years: dict[str, tuple[str, str]] = {}
        """By stream the id and the title of a programme."""
        self.in_order: Rows = np.zeros(0, dtype=np.intp)
        """The settled ones by due day, stream and duty."""
        self._keys: Ints = np.zeros(0, dtype=np.int64)
        self._ranks = self.streams.ranks(), self.duty.ranks()

    def forget(self, streams: Sequence[str]) -> None:
        """Leave out what these owe."""
        known = [x for x in map(self.streams.known, streams) if x is not None]
        gone = mask_of(known, len(self.streams.values))[self.columns["stream"]]
        self.columns.remove(gone)

    def put(self, rows: Sequence[Any], projects: Projects) -> None:
        """Add these; a stream's own were forgotten before."""
        before = (len(self.streams.values), len(self.duty.values))
        made = self.columns.append([self._told(x, projects) for x in rows])
        alive = self.columns.alive
        if before != (len(self.streams.values), len(self.duty.values)) or (
            np.count_nonzero(alive) < self.columns.length // 2
        ):
            self.columns.keep(np.flatnonzero(alive))
            self._sort()
        else:
            self._insert(made[self.columns["settled"][made] == 1])

    def _sort(self) -> None:
        self._ranks = self.streams.ranks(), self.duty.ranks()
        rows = np.flatnonzero(self.columns["settled"] == 1)
        keys = self._key(rows)
        order = np.argsort(keys)
        self.in_order, self._keys = rows[order], keys[order]

    def _insert(self, rows: Rows) -> None:
        kept = self.columns.alive[self.in_order]
        self.in_order, self._keys = self.in_order[kept], self._keys[kept]
        keys = self._key(rows)
        order = np.argsort(keys)
        places = np.searchsorted(self._keys, keys[order])
        self.in_order = np.insert(self.in_order, places, rows[order])
        self._keys = np.insert(self._keys, places, keys[order])

    def _key(self, rows: Rows) -> Ints:
        streams, duties = self._ranks
        columns = self.columns
        key = columns["due"][rows] << (_STREAMS + _DUTIES)
        key += streams[columns["stream"][rows]] << _DUTIES
        key += duties[columns["duty"][rows]]
        return key

    def _told(self, x: Any, projects: Projects) -> dict[str, int]:
        project = projects.streams.known(x.stream)
        if project is None:
            self.years[x.stream] = (x.year, x.title)
        groups = x.owes.startswith(Role.DEPUTY_GROUP)
        said = {
            "zh": x.zh,
            "period": x.period or "",
            "region": x.region,
            "stage": x.stage,
            "owes": x.owes,
            "told": x.told or "",
            "what": x.zh.replace(f" {x.period}", "") if x.period else x.zh,
            "obligor": str(Role.DEPUTY_GROUP) if groups else x.owes,
            "waits": _waits(x),
            "group": "" if project is None else _value(projects, "group", project),
        }
        leader = "" if project is None else _value(projects, "leader", project)
        return {
            "stream": self.streams.of(x.stream),
            "duty": self.duty.of(x.duty),
            "project": -1 if project is None else project,
            "original_due": x.original_due.toordinal(),
            "due": x.due.toordinal(),
            "late_from": _micro(x.late_from),
            "settled": x.settled,
            "level": x.level,
            "revision": x.revision,
            "acknowledged_at": -1 if x.acknowledged_at is None else _micro(x.acknowledged_at),
            "unit": x.owes.startswith(f"{Role.UNIT}:"),
            "leader": self.leader.of(leader),
            **{name: self.codes[name].of(value) for name, value in said.items()},
        }

    def title(self, stream: int, projects: Projects) -> str:
        """The name of the project, or of the programme."""
        name = self.streams.values[stream]
        row = projects.streams.known(name)
        return self.years[name][1] if row is None else projects.titles[row]

    def debt(self, row: int, projects: Projects, light: str, *, late: bool) -> Debt:
        """One of them, in words."""
        x = self.columns.row(row)
        stream = self.streams.values[x["stream"]]
        said = {name: codes.values[x[name]] for name, codes in self.codes.items()}
        project = x["project"]
        subject = self.years[stream][0] if project < 0 else projects.ids[project]
        at = x["acknowledged_at"]
        told: dict[str, Any] = {
            **said,
            "period": said["period"] or None,
            "told": said["told"] or None,
        }
        return Debt(
            stream=stream,
            duty=self.duty.values[x["duty"]],
            original_due=date.fromordinal(x["original_due"]),
            due=date.fromordinal(x["due"]),
            late_from=_EPOCH + x["late_from"] * _MICRO,
            settled=bool(x["settled"]),
            level=x["level"],
            revision=x["revision"],
            acknowledged_at=None if at < 0 else _EPOCH + at * _MICRO,
            subject=subject,
            title=self.title(x["stream"], projects),
            leader=self.leader.values[x["leader"]],
            light=light,
            late=late,
            **told,
        )


def _micro(at: datetime) -> int:
    return (at - _EPOCH) // _MICRO


def _value(projects: Projects, name: str, row: int) -> str:
    codes: Codes = getattr(projects, name)
    return codes.values[int(projects.columns[name][row])]


def _waits(x: Any) -> str:
    if x.level == 4:
        return PEOPLE
    role = (x.told or x.owes).partition(":")[0]
    return str(Role.DEPUTY_GROUP) if role == Role.DEPUTY_GROUPS else str(role)
