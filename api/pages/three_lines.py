"""Planned, claimed and verified of each sub-project: only what was verified counts as progress."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from api.pages.scale import Scale
from domain.calendar import day_of
from domain.forms import Progress
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


class Line(NamedTuple):
    """One sub-project."""

    no: int
    name: str
    points: list[Point]
    verified: date | None
    verified_version: int | None

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
    seen = verified if state.verified else None
    return [
        Line(
            x.no,
            x.name,
            list(points[x.no].values()),
            seen[0] if seen else None,
            seen[1] if seen else None,
        )
        for x in state.card.subprojects
    ]


def drawn(line: Line, scale: Scale, today: date) -> dict[str, Any]:
    """The chart of one sub-project."""
    plan = [(scale.x(x.on), _y(x.planned)) for x in line.points]
    claim = [(scale.x(x.on), _y(x.claimed), x.proven) for x in line.points]
    start = (scale.x(scale.first), _y(Decimal(0)))
    return {
        "line": line,
        "plan": _joined([start, *plan]),
        "claim": _joined([start, *[x[:2] for x in claim]]),
        "points": claim,
        "verified": (scale.x(line.verified), _y(Decimal(100))) if line.verified else None,
        "gap": (claim[-1][0], claim[-1][1], plan[-1][1]) if line.gap > 0 else None,
        "today": scale.x(today),
    }


def _joined(places: list[tuple[float, float]]) -> list[tuple[float, float, float, float]]:
    return [(*a, *b) for a, b in pairwise(places)]


def _y(percent: Decimal) -> float:
    return round(BASE - float(percent) * HEIGHT / 100, 1)
