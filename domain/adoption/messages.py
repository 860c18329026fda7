"""What can be asked once the vote is counted, and what then is a fact.

A street has no congress: it records a decision 决定, never a resolution 决议 (rulebook B18).
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.adoption.origin import Origin, Votes
from domain.base import Command, Event, ShortText, Text, Value
from domain.project.card import Card

Chosen = Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=300)]


class _Deciding(Command):
    number: ShortText
    """文号."""
    document: ShortText
    """Its title."""
    chosen: Chosen
    """The items of the pool that it names: exactly those that were voted."""
    next_session: date | None = None
    """The congress at which the year is reported, where it is convened already."""


class PassResolution(_Deciding):
    """决议: the congress resolves on the projects that its vote determined."""

    passed_on: date
    in_favour: Votes | None = None
    """Where the resolution itself was put to the vote: more than half of *all* (rulebook B2)."""


class RecordDecision(_Deciding):
    """A street's decision on the projects that its meeting selected or agreed on."""

    decided_on: date


class AnnounceResult(Command):
    """公告: the presidium announces the result, dated (rulebook B15); a street its own."""

    number: ShortText
    on: date
    where: ShortText
    """Where it was put up or printed."""
    text: Text


class Adopted(Value):
    """One project as it was decided on: frozen."""

    card: Card
    origin: Origin


class _Decided(Event):
    number: str
    document: str
    projects: Annotated[tuple[Adopted, ...], Field(min_length=1, max_length=300)]
    next_session: date
    session_assumed: bool
    by: str


class ResolutionPassed(_Decided):
    """The congress resolved; every project named here begins its year of duties."""

    passed_on: date
    roll: int
    majority: int
    """Approvals needed: more than half of all deputies (rulebook B2)."""
    in_favour: int | None


class DecisionRecorded(_Decided):
    """The street office decided; every project named here begins its year of duties."""

    decided_on: date


class ResultAnnounced(Event):
    """The result was made public by the presidium; in a street by its working committee."""

    number: str
    on: date
    where: str
    text: Text
    announcer: str
    """The party that announced it."""
    by: str


AdoptionCommand = PassResolution | RecordDecision | AnnounceResult
AdoptionEvent = ResolutionPassed | DecisionRecorded | ResultAnnounced
