"""Planned, claimed and verified of each sub-project: only what was verified counts as progress.

Plan and claim are the unit's, in percent. Verified is what deputies counted on the spot, against
the voted target, and at the end the received verification of the completion.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from api.pages.scale import Scale
from domain.calendar import day_of
from domain.forms import Progress
from domain.project.card import Target
from domain.project.inspections import Visit
from domain.project.state import Project
from ledger.queries.history import Entry

CHARTS = 4
"""So many sub-projects are drawn; all of them stand in the table."""
HEIGHT = 150
BASE = 160


class Point(NamedTuple):
    """One progress report about one sub-project, in percent."""

    on: date
    planned: Decimal
    claimed: Decimal
    proven: bool
    version: int


class Counted(NamedTuple):
    """What deputies counted of one sub-project at one visit."""

    on: date
    number: int
    percent: Decimal | None
    """Of the voted target; None where it has no number that could be reached."""
    version: int


class Line(NamedTuple):
    """One sub-project."""

    no: int
    name: str
    points: list[Point]
    verified: date | None
    verified_version: int | None
    counts: list[Counted]

    @property
    def counted(self) -> Counted | None:
        """The newest count."""
        return self.counts[-1] if self.counts else None

    @property
    def last(self) -> Point | None:
        """The newest report."""
        return self.points[-1] if self.points else None

    @property
    def gap(self) -> Decimal:
        """Percentage points by which the claim is behind the plan."""
        return self.last.planned - self.last.claimed if self.last else Decimal(0)


def three_lines(state: Project, told: Sequence[Entry]) -> list[Line]:
    """The reports that were filed, in order; a returned one gives way to the next."""
    points: dict[int, dict[str, Point]] = {x.no: {} for x in state.card.subprojects}
    verified: tuple[date, int] | None = None
    for entry in told:
        if entry.type != "DutyFiled":
            continue
        filing, on = entry.event["filing"], day_of(entry.received_at)
        if filing["form"] == "progress":
            sent = Progress.model_validate(filing)
            for row in sent.rows:
                point = Point(on, row.planned, row.claimed, bool(sent.evidence), entry.version)
                points.setdefault(row.subproject, {})[entry.event["duty"]] = point
        elif filing["form"] == "verification" and filing["verified"]:
            verified = (on, entry.version)
    seen, counts = verified if state.verified else None, _counts(state, told)
    return [
        Line(
            x.no,
            x.name,
            list(points[x.no].values()),
            seen[0] if seen else None,
            seen[1] if seen else None,
            counts[x.no],
        )
        for x in state.card.subprojects
    ]


def _counts(state: Project, told: Sequence[Entry]) -> dict[int, list[Counted]]:
    """By sub-project, by the day of the visit; a corrected record counts as it was corrected."""
    visits: dict[str, tuple[Visit, int]] = {}
    for entry in told:
        if entry.type in ("InspectionRecorded", "InspectionCorrected"):
            visit = Visit.model_validate(entry.event["visit"])
            visits[entry.event["number"]] = (visit, entry.version)
    found: dict[int, list[Counted]] = {x.no: [] for x in state.card.subprojects}
    for visit, version in sorted(visits.values(), key=lambda x: (x[0].happened_at, x[1])):
        for x in visit.counts:
            share = _share(x.number, state.targets.get(x.subproject))
            on = day_of(visit.happened_at)
            found.setdefault(x.subproject, []).append(Counted(on, x.number, share, version))
    return found


def _share(number: int, target: Target | None) -> Decimal | None:
    if target is None or target.op in ("le", "lt") or not target.value:
        return None
    return min(Decimal(100), (100 * number / target.value).quantize(Decimal("0.1")))


def drawn(line: Line, scale: Scale, today: date) -> dict[str, Any]:
    """The chart of one sub-project."""
    plan = [(scale.x(x.on), _y(x.planned)) for x in line.points]
    claim = [(scale.x(x.on), _y(x.claimed), x.proven) for x in line.points]
    start = (scale.x(scale.first), _y(Decimal(0)))
    seen = [(scale.x(x.on), _y(x.percent)) for x in line.counts if x.percent is not None]
    end = [(scale.x(line.verified), _y(Decimal(100)))] if line.verified else []
    return {
        "line": line,
        "plan": _joined([start, *plan]),
        "claim": _joined([start, *[x[:2] for x in claim]]),
        "points": claim,
        "verified": (scale.x(line.verified), _y(Decimal(100))) if line.verified else None,
        "counts": seen,
        "seen": _joined([start, *seen, *end]) if seen or end else [],
        "gap": (claim[-1][0], claim[-1][1], plan[-1][1]) if line.gap > 0 else None,
        "today": scale.x(today),
    }


def _joined(places: list[tuple[float, float]]) -> list[tuple[float, float, float, float]]:
    return [(*a, *b) for a, b in pairwise(places)]


def _y(percent: Decimal) -> float:
    return round(BASE - float(percent) * HEIGHT / 100, 1)
