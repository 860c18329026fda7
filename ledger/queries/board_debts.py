"""The debts as boards count them, a row each, and their order by due days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from domain.parties import Role
from ledger.queries.board_columns import Codes, Columns, Ints, Rows, mask_of
from ledger.queries.board_projects import Projects

PEOPLE = "people"
"""Whom a debt on the highest rung waits for: those who decide on the instrument."""
SAME = 10_000
"""Instants and names of duties are the same for many."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_CODED = ("zh", "period", "region", "stage", "owes", "told", "what", "obligor", "waits")
_COLUMNS = (
    *("stream", "duty", "project", "original_due", "due", "late_from", "settled", "level"),
    *("revision", "acknowledged_at", "unit", "group", "leader", *_CODED),
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
        self.streams, self.duty = Codes(), Codes()
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
        made = self.columns.append(self._told(rows, projects))
        alive = self.columns.alive
        if before != (len(self.streams.values), len(self.duty.values)) or (
            np.count_nonzero(alive) < self.columns.length // 2
        ):
            self._sort()
        else:
            self._insert(made[self.columns["settled"][made] == 1])

    def _sort(self) -> None:
        """Only what counts stays, and it stands in memory in its order: what is read one after
        the other is read far quicker."""
        self._ranks = self.streams.ranks(), self.duty.ranks()
        alive, settled = self.columns.alive, self.columns["settled"] == 1
        rows = np.flatnonzero(alive & settled)
        keys = self._key(rows)
        order = np.argsort(keys)
        self._keys, self.in_order = keys[order], np.arange(len(rows))
        self.columns.keep(np.append(rows[order], np.flatnonzero(alive & ~settled)))

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

    def _told(self, rows: Sequence[Any], projects: Projects) -> dict[str, Sequence[int] | Ints]:
        project = np.array([_or(projects.streams.known(x.stream)) for x in rows], dtype=np.int64)
        self.years |= {
            x.stream: (x.year, x.title) for x, n in zip(rows, project, strict=True) if n < 0
        }
        said: dict[str, list[str]] = {
            **{x: [getattr(y, x) for y in rows] for x in ("zh", "region", "stage", "owes")},
            "period": [x.period or "" for x in rows],
            "told": [x.told or "" for x in rows],
            "what": [_what(x.zh, x.period) for x in rows],
            "obligor": [_obligor(x.owes) for x in rows],
            "waits": [_waits(x.level, x.told, x.owes) for x in rows],
        }
        groups = np.append(projects.columns["group"], projects.no_group)
        leaders = np.append(projects.columns["leader"], projects.no_leader)
        return {
            "stream": self.streams.all_of([x.stream for x in rows]),
            "duty": self.duty.all_of([x.duty for x in rows]),
            "project": project,
            "original_due": [x.original_due.toordinal() for x in rows],
            "due": [x.due.toordinal() for x in rows],
            "late_from": [_micro(x.late_from) for x in rows],
            "settled": [int(x.settled) for x in rows],
            "level": [x.level for x in rows],
            "revision": [x.revision for x in rows],
            "acknowledged_at": [_micro(x.acknowledged_at) for x in rows],
            "unit": [int(x.owes.startswith(f"{Role.UNIT}:")) for x in rows],
            "group": groups[project],
            "leader": leaders[project],
            **{name: self.codes[name].all_of(values) for name, values in said.items()},
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
            group=projects.group.values[x["group"]],
            leader=projects.leader.values[x["leader"]],
            light=light,
            late=late,
            **told,
        )


def _or(code: int | None) -> int:
    return -1 if code is None else code


@lru_cache(SAME)
def _micro(at: datetime | None) -> int:
    return -1 if at is None else (at - _EPOCH) // _MICRO


@lru_cache(SAME)
def _what(zh: str, period: str | None) -> str:
    return zh.replace(f" {period}", "") if period else zh


def _obligor(owes: str) -> str:
    return str(Role.DEPUTY_GROUP) if owes.startswith(Role.DEPUTY_GROUP) else owes


def _waits(level: int, told: str | None, owes: str) -> str:
    if level == 4:
        return PEOPLE
    role = (told or owes).partition(":")[0]
    return str(Role.DEPUTY_GROUP) if role == Role.DEPUTY_GROUPS else role
