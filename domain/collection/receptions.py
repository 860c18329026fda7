"""Where deputies met people for this collection: receptions, station days, grid visits, symposia.

A reception day that the measure holds every week leaves a record each week, or is shown as missing.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value, refuse_unless
from domain.given import Given
from domain.parties import Role
from domain.refusals import AlreadyThere, NotYours
from domain.regimes.model import Regime
from domain.wish.channels import BY_PEOPLE, CHANNEL_ZH, Channel

if TYPE_CHECKING:
    from domain.collection.state import Collection

Heads = Annotated[int, Field(ge=0, le=100_000)]
_MAY = (
    None,
    Role.DEPUTY,
    Role.DEPUTY_GROUP,
    Role.PRESIDIUM,
    Role.STANDING_COMMITTEE,
    Role.WORKING_COMMITTEE,
    Role.STREET_WORKING_COMMITTEE,
)
_EARLIEST = timedelta(days=31)
"""People may be met before the public form opens; before that it was another year's."""


class RecordReception(Command):
    """接待记录: people were met, and what they said was taken down."""

    kind: Channel
    on: date
    place: ShortText
    deputies: Heads
    visitors: Heads
    wishes: Annotated[tuple[ShortText, ...], Field(max_length=500)] = ()
    """The numbers of the wishes that were said there."""
    note: Text | None = None


class ReceptionRecorded(Event):
    """Deputies met people."""

    number: int
    kind: Channel
    on: date
    place: str
    deputies: int
    visitors: int
    wishes: tuple[str, ...]
    note: Text | None
    by: str


class Reception(Value):
    """One occasion, as the state keeps it."""

    number: int
    kind: Channel
    on: date
    place: str
    deputies: int
    visitors: int
    wishes: int


def record_reception(
    state: "Collection", c: RecordReception, given: Given
) -> Sequence[ReceptionRecorded]:
    """接待记录. Raises NotYours, AlreadyThere (with other figures), Malformed."""
    if given.actor.role not in _MAY:
        raise NotYours(state.id)
    refuse_unless(
        c.kind in BY_PEOPLE,
        f"“{CHANNEL_ZH[c.kind]}”没有接待记录；请选接待日、联络站、网格走访或座谈会。",
        f"nobody receives people at a {c.kind}.",
    )
    refuse_unless(
        state.opens - _EARLIEST <= c.on <= min(given.today, state.session),
        f"日期 {c.on} 应在征集前一个月至今天（{given.today}）之间，且不晚于会议，请核对。",
        f"{c.on} is no day of this collection.",
    )
    found = next((x for x in state.receptions if (x.kind, x.on, x.place) == _key(c)), None)
    if found is not None:
        if (found.deputies, found.visitors, found.wishes) == _figures(c):
            return []
        raise AlreadyThere(f"{c.on} {c.place}")
    said = {x: getattr(c, x) for x in type(c).model_fields}
    return [ReceptionRecorded(number=len(state.receptions) + 1, **said, by=given.actor.ref)]


def known(event: ReceptionRecorded) -> Reception:
    """As the state keeps it."""
    said = {x: getattr(event, x) for x in Reception.model_fields if x != "wishes"}
    return Reception(**said, wishes=len(event.wishes))


def missing(state: "Collection", regime: Regime, today: date) -> list[tuple[Channel, date]]:
    """The weekly days up to now, in the days of the collection, that left no record."""
    return list(_missing(state, regime, min(today, state.last)))


def _missing(state: "Collection", regime: Regime, until: date) -> Iterator[tuple[Channel, date]]:
    held = {(x.kind, x.on) for x in state.receptions}
    for way in regime.collection.ways if regime.collection else ():
        if way.weekday is None:
            continue
        day = state.opens + timedelta(days=(way.weekday - state.opens.isoweekday()) % 7)
        while day <= until:
            if (way.kind, day) not in held:
                yield way.kind, day
            day += timedelta(days=7)


def _key(c: RecordReception) -> tuple[Channel, date, str]:
    return (c.kind, c.on, c.place)


def _figures(c: RecordReception) -> tuple[int, int, int]:
    return (c.deputies, c.visitors, len(c.wishes))
