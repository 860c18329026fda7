"""What can be asked of a meeting, and what can happen to it."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value
from domain.meeting.attendance import AttendanceTaken, TakeAttendance
from domain.meeting.kinds import MeetingKind, Tier
from domain.parties import Role
from domain.regimes.when import Anchor

MeetingId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Heads = Annotated[int, Field(ge=1, le=10_000)]


class Served(Value):
    """A congress's year that the meeting serves, and which of its days it sets, if one.

    Region, vote and projects are those of the programme, looked up before the command is given.
    """

    programme: ShortText
    anchor: Anchor | None
    region: ShortText
    vote: date
    projects: Annotated[tuple[ShortText, ...], Field(max_length=300)]
    before: bool = False
    """The months before the vote: `programme` names the collection, `vote` the day it began."""


class Proposal(Value):
    """An extra session proposed by deputies: how many of how many."""

    deputies: Heads
    roll: Heads


class ConveneMeeting(Command):
    """召集: the meeting's days are decided and published, with number of the document."""

    id: MeetingId
    title: ShortText
    kind: MeetingKind
    tier: Tier
    region: ShortText
    convened_by: Role
    opens: date
    closes: date | None = None
    document: ShortText
    proposal: Proposal | None = None
    serves: Annotated[tuple[Served, ...], Field(max_length=50)] = ()


class MoveMeeting(Command):
    """改期: decided before the meeting is opened (LAW-1 art 14)."""

    opens: date
    closes: date | None = None
    reason: Text
    document: ShortText


class OpenMeeting(Command):
    """开幕: the roll was called."""

    on: date
    roll: Heads
    present: Annotated[int, Field(ge=0, le=10_000)]


class CloseMeeting(Command):
    """闭幕."""

    on: date


class CancelMeeting(Command):
    """取消: before it is opened."""

    reason: Text
    document: ShortText


class MeetingConvened(Event):
    """The meeting's days stand; duties may hang on them."""

    id: str
    title: str
    kind: MeetingKind
    tier: Tier
    region: str
    convened_by: Role
    opens: date
    closes: date | None
    document: str
    proposal: Proposal | None
    serves: tuple[Served, ...]
    basis: str
    """The article by which this organ convenes it."""


class MeetingMoved(Event):
    """Earlier or later; the old days stay in history."""

    opens: date
    closes: date | None
    reason: Text
    document: str


class MeetingOpened(Event):
    """It was opened, with so many present of so many; the day no longer moves."""

    on: date
    roll: int
    present: int
    needed: int
    """How many had to be present."""


class MeetingClosed(Event):
    """It was closed; what is counted from its closing begins."""

    on: date


class MeetingCancelled(Event):
    """It will not be held."""

    reason: Text
    document: str


MeetingCommand = (
    ConveneMeeting | MoveMeeting | OpenMeeting | CloseMeeting | CancelMeeting | TakeAttendance
)
MeetingEvent = (
    MeetingConvened
    | MeetingMoved
    | MeetingOpened
    | MeetingClosed
    | MeetingCancelled
    | AttendanceTaken
)
