"""Publishing a measure 公布办法: a place's own file becomes one that years may stand under.

Shipped measures were published with the software; one that an installation brings itself is
published here, by its digest, and is never edited afterwards, only succeeded (house.md, C).
"""

from collections.abc import Sequence

from pydantic import Field

from domain.base import Command, Event, Sha256, ShortText, Text, Value, is_none
from domain.countersign.persons import Persons
from domain.given import Given, must_be_office
from domain.refusals import AlreadyThere


class PublishMeasure(Command):
    """公布办法: this version, with exactly this content."""

    ref: ShortText
    """`PLACE@2`."""
    digest: Sha256
    zh: ShortText
    decision: ShortText
    """The document by which it was adopted, as 人大〔2025〕12号."""
    because: Text


class MeasurePublished(Event):
    """Years may be opened under it or moved to it from now on."""

    ref: str
    digest: Sha256
    zh: str
    decision: str
    because: Text
    by: str
    persons: Persons | None = Field(default=None, exclude_if=is_none)


class Measure(Value):
    """What was published under one name."""

    published: MeasurePublished


MeasureCommand = PublishMeasure
MeasureEvent = MeasurePublished


def decide(
    state: Measure | None, command: PublishMeasure, given: Given
) -> Sequence[MeasurePublished]:
    """The event; the same content again gives none. Raises AlreadyThere, NotYours."""
    must_be_office(command.ref, given)
    if state is not None:
        if state.published.digest == command.digest:
            return []
        raise AlreadyThere(f"办法 {command.ref}")
    said = {x: getattr(command, x) for x in type(command).model_fields}
    return [MeasurePublished(**said, by=given.actor.ref, persons=given.persons)]


def evolve(state: Measure | None, event: MeasurePublished) -> Measure:
    """The measure after the event."""
    return Measure(published=event)
