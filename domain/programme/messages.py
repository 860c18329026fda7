"""What can be asked of a programme, and what can happen to it besides its duties."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.adoption.origin import Decided
from domain.base import Command, Event, Instant, ShortText, Text, Value
from domain.circular.messages import CircularRead, ReadCircular
from domain.convening import AnchorSet, MeetingHeld, RecordMeeting
from domain.duty_commands import DutyCommand, Rebase
from domain.duty_events import DutyEvent
from domain.evaluation.grading import Result
from domain.evaluation.rounds import Overall, PartResult
from domain.forms import ItemCounts
from domain.fulfilment import Fulfil
from domain.programme.contact import ContactCommand, ContactEvent
from domain.programme.inspections import RecordTour, TourRecorded
from domain.programme.listing import ListCommand, ListEvent
from domain.programme.opinions import OpinionCommand, OpinionEvent
from domain.regime_change import ChangeRegime, RegimeChanged
from domain.steps.messages import StepCommand, StepEvent

ProjectIds = Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=300)]


class OpenProgramme(Command):
    """The list a congress voted, under one regime."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    title: ShortText
    region: ShortText
    regime: ShortText
    vote: date
    next_session: date
    session_assumed: bool
    projects: ProjectIds


class OpenDecidedProgramme(OpenProgramme):
    """The list of a decision on record here; sent by the record itself, never by a person."""

    origin: Decided


class ProgrammeOpened(Event):
    """The congress's year began."""

    id: str
    title: str
    region: str
    regime: str
    vote: date
    next_session: date
    session_assumed: bool
    projects: ProjectIds
    origin: Decided | None = None
    """None for a list that was imported as voted elsewhere."""


class SessionSet(Event):
    """The next session's day was convened or moved."""

    next_session: date
    because: Text
    reference: str


class ItemResult(Value):
    """One project's result in a round."""

    project: ShortText
    result: Result


class EvaluationCounted(Event):
    """The counts of a round were accepted and graded by the regime's rule."""

    round: str
    final: bool
    held_on: date
    items: tuple[ItemResult, ...]
    parts: tuple[PartResult, ...] = ()
    again: bool = False
    """Held anew for the items that failed before (rulebook O26)."""
    overall: Overall | None = None
    ballot: str | None = None
    """The box that counted; None where a clerk filed the counts."""


class RecordRound(Command):
    """What a ballot box counted, for the evaluation owed as this duty."""

    ballot: ShortText
    duty: ShortText
    held_on: date
    roll: Annotated[int, Field(ge=1, le=10_000)]
    present: Annotated[int, Field(ge=0, le=10_000)]
    items: Annotated[tuple[ItemCounts, ...], Field(min_length=1, max_length=300)]
    counted_at: Instant | None = None


class ProgrammeClosed(Event):
    """Every duty of the year is done, and every project has its verdict."""

    by: str
    note: Text


class CloseProgramme(Command):
    """The clerk closes the year. Nothing may be owed any more."""

    note: Text


SeenCommand = RecordTour | ReadCircular
"""What somebody outside the units saw or read of the projects."""
ProgrammeCommand = (
    OpenProgramme
    | OpenDecidedProgramme
    | DutyCommand
    | Rebase
    | RecordMeeting
    | CloseProgramme
    | RecordRound
    | StepCommand
    | OpinionCommand
    | ListCommand
    | ChangeRegime
    | SeenCommand
    | ContactCommand
    | Fulfil
)
ProgrammeEvent = (
    ProgrammeOpened
    | SessionSet
    | AnchorSet
    | MeetingHeld
    | EvaluationCounted
    | ProgrammeClosed
    | TourRecorded
    | CircularRead
    | StepEvent
    | OpinionEvent
    | ListEvent
    | RegimeChanged
    | ContactEvent
    | DutyEvent
)
