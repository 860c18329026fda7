"""What can be asked of the vote on a collection's candidates, and what can happen to it.

A congress votes 票决; a street's meeting selects 票选 or consults 会商: facts of other
names, so that nobody counts them as a vote (rulebook §4.6 no. 6).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Command, Event, Instant, Sha256, ShortText, Text, Value
from domain.voting.method import Hands, Method
from domain.voting.outcome import Tallied

Round = Annotated[int, Field(ge=1, le=20)]
Occasion = Literal["first", "tie", "shortfall"]
"""Why a vote is held: for all seats, among equals, for the seats that were left open."""
Source = Literal["box", "papers", "keypad"]
Roll = Annotated[int, Field(ge=1, le=10_000)]
Ballots = Annotated[int, Field(ge=0, le=10_000)]
Lines = Annotated[tuple[Tallied, ...], Field(min_length=1, max_length=300)]
Items = Annotated[tuple[ShortText, ...], Field(max_length=300)]


class AdoptMethod(Command):
    """The congress passed its voting method by more than half of all."""

    method: Method
    hands: Hands
    on: date
    session: ShortText
    """The meeting's name."""
    document: ShortText
    """文号."""
    margin_reason: Text | None = None
    """Why the margin is another than the measure recommends."""


class RecordVote(Command):
    """What a ballot box counted, for the round it was set up for."""

    ballot: ShortText
    round: Round
    held_on: date
    roll: Roll
    present: Ballots
    ballots: Ballots
    lines: Lines
    counted_at: Instant | None = None
    method: ShortText | None = None
    """文号 of the method under which the box was set up."""


class MindBox(Command):
    """A box of this vote was opened, or annulled: told in the transaction of that fact."""

    ballot: ShortText
    round: Round
    open: bool


class EnterCount(Command):
    """One of two people says what was counted by hand, or what the keypads report."""

    round: Round
    source: Literal["papers", "keypad"]
    held_on: date
    roll: Roll
    present: Ballots
    issued: Ballots
    """Papers handed out, or keypads in use."""
    returned: Ballots
    lines: Lines


class RecordConsultation(Command):
    """会商: a street's meeting agreed on these items. There are minutes and no counts."""

    held_on: date
    present: Annotated[int, Field(ge=1, le=10_000)]
    chosen: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=300)]
    minutes: ShortText
    """会议纪要, its number."""
    note: Text | None = None


class MethodAdopted(Event):
    """The rules of this vote stand; a later one takes their place before anybody votes."""

    method: Method
    hands: Hands
    on: date
    session: str
    document: str
    margin_ok: bool
    margin_reason: Text | None
    by: str


class BoxOpened(Event):
    """People vote in a box: until it is counted or annulled candidates and method stand still."""

    ballot: str
    round: int


class BoxAnnulled(Event):
    """That box counts for nothing; candidates and method may change again."""

    ballot: str
    round: int


class Part(Value):
    """What somebody entered for one item, as a digest: the other one is not to read it."""

    item: str
    digest: Sha256


class CountEntered(Event):
    """The first of two people entered the figures; only what tells them apart is kept."""

    round: int
    by: str
    parts: tuple[Part, ...]


class CountDiffered(Event):
    """The second said something else for these items: both enter them anew. An empty name stands
    for the figures of the whole vote: its day, who was present, papers out and back."""

    round: int
    by: str
    items: tuple[str, ...]


class VoteVoided(Event):
    """More papers came back than were handed out: nothing counts, the vote is held again (B10)."""

    round: int
    held_on: date
    issued: int
    returned: int
    by: str


class _Counted(Event):
    round: int
    occasion: Occasion
    source: Source
    ballot: str | None
    held_on: date
    roll: int
    present: int
    issued: int | None
    ballots: int
    seats: int
    """Seats of this round."""
    needed: int
    """Approvals an item must have: more than half of all; 0 among equals, who had them before."""
    lines: tuple[Tallied, ...]
    elected: Items
    tied: Items
    short_by: int
    again: Items
    """Of those without a majority, who stand again for the seats left open, as the method says."""
    returned: Items
    """Back to the pool."""
    counted_at: Instant | None = None


class VoteCounted(_Counted):
    """票决: the congress voted; the figures are frozen."""


class SelectionCounted(_Counted):
    """票选: a street's meeting selected. It is no vote of a congress and carries no resolution."""


class ConsultationRecorded(Event):
    """会商: a street's meeting agreed; nothing was counted."""

    held_on: date
    present: int
    chosen: Items
    returned: Items
    minutes: str
    note: Text | None
    by: str


VotingCommand = AdoptMethod | RecordVote | MindBox | EnterCount | RecordConsultation
VotingEvent = (
    MethodAdopted
    | BoxOpened
    | BoxAnnulled
    | CountEntered
    | CountDiffered
    | VoteVoided
    | VoteCounted
    | SelectionCounted
    | ConsultationRecorded
)
