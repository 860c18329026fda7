"""An organisation's state: everything that ever stood in it, and the whole as of any day."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from domain.base import Value
from domain.organisation.chart import Body, Chart, Deputy, Group, Seat, Span, Unit, at
from domain.organisation.messages import (
    Appointed,
    BodyFormed,
    DeputyEntered,
    Dissolved,
    GroupFormed,
    OfficeLeft,
    OrganisationEvent,
    OrganisationFounded,
    Relieved,
    UnitEntered,
)
from domain.organisation.tiers import Tier

R = TypeVar("R", bound=Span)


class Organisation(Value):
    """One congress's organisation as the record knows it. Records stand in the order told."""

    id: str
    name: str
    region: str
    tier: Tier
    superior: str | None
    bodies: tuple[Body, ...] = ()
    groups: tuple[Group, ...] = ()
    units: tuple[Unit, ...] = ()
    deputies: tuple[Deputy, ...] = ()
    seats: tuple[Seat, ...] = ()

    def at(self, day: date) -> Chart:
        """The whole as of a day: who is out of office sits nowhere."""
        deputies = {x.ref: x for x in at(self.deputies, day)}
        bodies = {x.id: x for x in at(self.bodies, day)}
        groups = {x.id: x for x in at(self.groups, day)}
        return Chart.model_construct(
            day=day,
            bodies=bodies,
            groups=groups,
            units={x.name: x for x in at(self.units, day)},
            deputies=deputies,
            seats=tuple(
                x
                for x in at(self.seats, day)
                if x.ref in deputies and (x.organ in bodies or x.organ in groups)
            ),
        )


def evolve(state: Organisation | None, event: OrganisationEvent) -> Organisation:
    """The state after the event. Cannot fail."""
    if isinstance(event, OrganisationFounded):
        told = {x: getattr(event, x) for x in OrganisationFounded.model_fields}
        return Organisation.model_construct(**told)
    assert state is not None, "an organisation's first event is its founding"
    return state.model_copy(update=_after(state, event))


def _after(state: Organisation, event: OrganisationEvent) -> dict[str, object]:
    match event:
        case BodyFormed(body=name):
            told = _told(event, "kind", "name", "fields", "since")
            body = Body.model_construct(id=name, **told)
            return {"bodies": _with(state.bodies, body, lambda x: x.id)}
        case GroupFormed(group=name):
            told = _told(event, "kind", "name", "committee", "under", "since")
            group = Group.model_construct(id=name, **told)
            return {"groups": _with(state.groups, group, lambda x: x.id)}
        case UnitEntered():
            unit = Unit.model_construct(**_told(event, "name", "superior", "since"))
            return {"units": _with(state.units, unit, lambda x: x.name)}
        case DeputyEntered(until=term):
            told = _told(event, "ref", "facts", "since", "until")
            deputy = Deputy.model_construct(term=term, **told)
            return {"deputies": _with(state.deputies, deputy, lambda x: x.ref)}
        case Appointed():
            seat = Seat.model_construct(**_told(event, "ref", "organ", "role", "since"))
            return {"seats": (*state.seats, seat)}
        case _:
            return _ended(state, event)


def _ended(state: Organisation, event: OrganisationEvent) -> dict[str, object]:
    match event:
        case Dissolved(what="body", id=name, on=day):
            return {"bodies": _cut(state.bodies, lambda x: x.id == name, day)}
        case Dissolved(what="group", id=name, on=day):
            return {"groups": _cut(state.groups, lambda x: x.id == name, day)}
        case Dissolved(id=name, on=day):
            return {"units": _cut(state.units, lambda x: x.name == name, day)}
        case OfficeLeft(ref=ref, on=day):
            return {"deputies": _cut(state.deputies, lambda x: x.ref == ref, day)}
        case Relieved(ref=ref, organ=organ, role=role, on=day):
            seat = (ref, organ, role)
            return {"seats": _cut(state.seats, lambda x: (x.ref, x.organ, x.role) == seat, day)}
        case _:
            return {}


def _told(event: OrganisationEvent, *names: str) -> dict[str, Any]:
    return {x: getattr(event, x) for x in names}


def _with(records: tuple[R, ...], new: R, key: Callable[[R], str]) -> tuple[R, ...]:
    """The record after the one it succeeds, which ends where it begins."""
    return (*_cut(records, lambda x: key(x) == key(new), new.since), new)


def _cut(records: tuple[R, ...], meant: Callable[[R], bool], day: date) -> tuple[R, ...]:
    """Those that are meant end by that day at the latest."""
    return tuple([_ending(x, day) if meant(x) else x for x in records])


def _ending(record: R, day: date) -> R:
    if record.until is not None and record.until <= day:
        return record
    return record.model_copy(update={"until": max(day, record.since)})
