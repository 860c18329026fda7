"""What can be asked of a collection, and what can happen to it besides its duties."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.adoption.messages import AdoptionCommand, AdoptionEvent
from domain.base import Command, Event, ShortText, Text
from domain.collection.receptions import ReceptionRecorded, RecordReception
from domain.convening import AnchorSet, MeetingHeld, RecordMeeting
from domain.duty_commands import DutyCommand, Rebase
from domain.duty_events import DutyEvent
from domain.fulfilment import Fulfil
from domain.regime_change import ChangeRegime, RegimeChanged
from domain.screening.messages import PoolCommand, PoolEvent
from domain.session.messages import SessionCommand, SessionEvent
from domain.voting.messages import VotingCommand, VotingEvent

CollectionId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Year = Annotated[int, Field(ge=2000, le=2200)]


class OpenCollection(Command):
    """征集启动: one congress, one year of projects, one session (C0) at which they are voted.

    The id is that of the programme which follows from the vote.
    """

    id: CollectionId
    title: ShortText
    region: ShortText
    regime: ShortText
    year: Year
    """The year in which the projects are to be done."""
    session: date
    session_assumed: bool
    """Nobody has convened that session yet."""
    opens: date
    closes: date
    """First and last day on which wishes are taken."""


class ExtendCollection(Command):
    """征集延期: wishes are taken for longer."""

    closes: date
    reason: Text
    document: ShortText


class CloseCollection(Command):
    """征集截止: no wishes are taken after this day, whatever was announced."""

    on: date
    note: Text


class CollectionOpened(Event):
    """The months before a vote began."""

    id: str
    title: str
    region: str
    regime: str
    year: int
    session: date
    session_assumed: bool
    opens: date
    closes: date
    since: date
    """From which day its time runs: when it was recorded, or opened before."""
    by: str


class CollectionExtended(Event):
    """Wishes are taken up to another day."""

    closes: date
    was: date
    reason: Text
    document: str
    by: str


class CollectionClosed(Event):
    """No more wishes are taken; what was collected is screened."""

    on: date
    note: Text
    by: str


WindowCommand = ExtendCollection | CloseCollection
WindowEvent = CollectionExtended | CollectionClosed
CollectionCommand = (
    OpenCollection
    | WindowCommand
    | SessionCommand
    | RecordReception
    | AdoptionCommand
    | DutyCommand
    | Fulfil
    | Rebase
    | RecordMeeting
    | ChangeRegime
    | PoolCommand
    | VotingCommand
)
CollectionEvent = (
    CollectionOpened
    | WindowEvent
    | SessionEvent
    | ReceptionRecorded
    | AdoptionEvent
    | AnchorSet
    | MeetingHeld
    | RegimeChanged
    | DutyEvent
    | PoolEvent
    | VotingEvent
)
