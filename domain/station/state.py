"""A station's state: how it follows from its events. Cannot fail."""

from datetime import date

from pydantic import Field

from domain.base import Value, is_none
from domain.station.messages import (
    OpinionAnswered,
    OpinionFollowedUp,
    OpinionRouted,
    OpinionTaken,
    RotaChanged,
    RotaPlanned,
    RouteKind,
    Setup,
    StationAmended,
    StationClosed,
    StationEnrolled,
    StationEvent,
    VotersReceived,
)
from domain.station.rota import Turn


class Reception(Value):
    """One time at which people were heard."""

    no: int
    on: date
    persons: int
    deputies: tuple[str, ...]
    note: str | None = Field(default=None, exclude_if=is_none)


class Opinion(Value):
    """One opinion on its way to an answer."""

    no: int
    on: date
    text: str
    deputies: tuple[str, ...]
    to: RouteKind | None = None
    name: str | None = None
    due: date | None = None
    answered_on: date | None = None
    solved: bool | None = None
    satisfied: bool | None = None

    def late_on(self, day: date) -> bool:
        """Whether a unit's answer is overdue on that day."""
        return self.answered_on is None and self.due is not None and day > self.due


class Station(Value):
    """One station as the record knows it."""

    id: str
    region: str
    regime: str
    setup: Setup
    since: date
    closed_on: date | None = None
    turns: tuple[Turn, ...] = ()
    """By day, the latest year's worth at most."""
    given: int = 0
    """How many turns were given so far, for whose turn is next."""
    receptions: tuple[Reception, ...] = ()
    opinions: tuple[Opinion, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.closed_on is not None

    @property
    def persons(self) -> int:
        """Person-times received 接待人次."""
        return sum(x.persons for x in self.receptions)

    @property
    def routed(self) -> int:
        """Opinions that were handed on."""
        return sum(x.to is not None for x in self.opinions)

    @property
    def answered(self) -> int:
        """Opinions that were answered."""
        return sum(x.answered_on is not None for x in self.opinions)


def evolve(state: Station | None, event: StationEvent) -> Station:
    """The state after the event."""
    if isinstance(event, StationEnrolled):
        return Station(**{x: getattr(event, x) for x in StationEnrolled.model_fields})
    assert state is not None, "a station's first event is its enrolment"
    return state.model_copy(update=_changes(state, event))


def _changes(state: Station, event: StationEvent) -> dict[str, object]:
    match event:
        case StationAmended(setup=setup):
            return {"setup": setup}
        case StationClosed(on=on):
            return {"closed_on": on}
        case RotaPlanned():
            kept = [x for x in state.turns if not event.first <= x.on <= event.last]
            given = state.given + sum(len(x.deputies) for x in event.turns)
            turns = sorted([*kept, *event.turns], key=lambda x: x.on)
            return {"turns": tuple(turns[-400:]), "given": given}
        case RotaChanged(on=on, deputies=deputies):
            others = [x for x in state.turns if x.on != on]
            turns = sorted([*others, Turn(on=on, deputies=deputies)], key=lambda x: x.on)
            return {"turns": tuple(turns)}
        case VotersReceived():
            told = {x: getattr(event, x) for x in Reception.model_fields}
            return {"receptions": (*state.receptions, Reception(**told))}
        case OpinionTaken():
            said = {x: getattr(event, x) for x in ("no", "on", "text", "deputies")}
            return {"opinions": (*state.opinions, Opinion(**said))}
        case _:
            return {"opinions": _opinions(state, event)}


def _opinions(state: Station, event: StationEvent) -> tuple[Opinion, ...]:
    match event:
        case OpinionRouted(opinion=no):
            change: dict[str, object] = {"to": event.to, "name": event.name, "due": event.due}
        case OpinionAnswered(opinion=no):
            change = {"answered_on": event.on, "solved": event.solved}
        case OpinionFollowedUp(opinion=no):
            change = {"satisfied": event.satisfied}
        case _:
            return state.opinions
    return tuple(x.model_copy(update=change) if x.no == no else x for x in state.opinions)
