"""What happened on the way of each duty of one stream: in review, returned, paused, extended."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from domain.calendar import day_of
from ledger.queries.history import Entry


class Returned(NamedTuple):
    """A filing that was sent back."""

    on: date
    version: int
    reason: str


@dataclass
class Way:
    """One duty's way; each span ends on the day of the decision, or is still open."""

    scheduled: int = 0
    """The event that set its first date."""
    filed: int | None = None
    """The newest filing's event."""
    redated: int | None = None
    """The event that set the date that holds now."""
    moved_because: str | None = None
    reviews: list[tuple[date, date | None]] = field(default_factory=list)
    """停表: the material lay with who receives it."""
    pauses: list[tuple[date, date | None]] = field(default_factory=list)
    """停表: the project was suspended."""
    returned: list[Returned] = field(default_factory=list)


def ways_of(entries: Sequence[Entry]) -> dict[str, Way]:
    """The way of every duty that is told of."""
    found: dict[str, Way] = {}
    for x in entries:
        if isinstance(duty := x.event.get("duty"), str):
            _tell(found.setdefault(duty, Way()), x)
    return found


def _tell(way: Way, x: Entry) -> None:
    on = day_of(x.happened_at)
    match x.type:
        case "DutyScheduled":
            way.scheduled = x.version
        case "DutyFiled":
            way.filed = x.version
            way.reviews.append((day_of(x.received_at), None))
        case "DutyAccepted":
            _end(way.reviews, on)
        case "DutyReturned":
            _end(way.reviews, on)
            way.returned.append(Returned(on, x.version, x.event["reason"]))
            way.redated, way.moved_because = x.version, x.event["reason"]
        case "DutyPaused":
            way.pauses.append((on, None))
        case "DutyRedated":
            _end(way.pauses, on)
            way.redated, way.moved_because = x.version, x.event["because"]
        case _:
            return


def _end(spans: list[tuple[date, date | None]], on: date) -> None:
    if spans and spans[-1][1] is None:
        spans[-1] = (spans[-1][0], on)
