"""What a restore is told by: the act itself, and two people's word on what was lost."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.base import Command, Count, Event, Instant, Sha256, ShortText, Text, Value

Person = Annotated[str, StringConstraints(pattern=r"^account:[0-9a-f-]{36}$", max_length=44)]
"""Somebody with a name, by the opaque id of the account: a token is nobody."""
MOST_NAMED = 500
"""So many lost receipts are named in the record; all are counted."""
Way = Literal["restored", "found_behind"]
"""By `bihuan restore`; or found at a start, when somebody else had put an older copy in place."""


class LostReceipt(Value):
    """A receipt that is known outside, and that the record no longer holds."""

    stream: ShortText
    version: Annotated[int, Field(ge=1)]
    hash: Sha256
    type: ShortText
    recorded_at: Instant


class NoteRestore(Command):
    """The record was put back from a backup; `life` is the same for the same restore."""

    life: ShortText
    way: Way
    base: ShortText | None = None
    """The name of the base backup."""
    asked: Instant | None = None
    """The moment that was asked for; None for as far as the archive reaches."""
    reaches: Instant | None = None
    """When the last fact that it holds was recorded."""
    known: Count = 0
    """How many receipts known outside it was compared with."""
    known_epoch: Count = 0
    lost: Count = 0
    named: Annotated[tuple[LostReceipt, ...], Field(max_length=MOST_NAMED)] = ()


class DeclareLoss(Command):
    """说明丢失了什么: what was lost, who was told, how it is made good."""

    what: Text


class ConfirmLoss(Command):
    """确认说明: by a second person; from then on facts are taken again."""


class RecordRestored(Event):
    """From here on the record is of a new epoch: clocks of older ones end themselves."""

    epoch: Count
    life: ShortText
    way: Way
    base: ShortText | None
    asked: Instant | None
    reaches: Instant | None
    known: Count
    lost: Count
    named: tuple[LostReceipt, ...]
    held: bool
    """Whether facts are refused until two people have said what was lost."""


class LossDeclared(Event):
    """The first person's word."""

    epoch: Count
    what: Text
    by: Person


class LossConfirmed(Event):
    """The second person's; the record takes facts again."""

    epoch: Count
    by: Person


ContinuityCommand = NoteRestore | DeclareLoss | ConfirmLoss
ContinuityEvent = RecordRestored | LossDeclared | LossConfirmed
