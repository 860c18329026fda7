"""What can be asked of a duty, in either kind of stream."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.anchors import AnchorDay
from domain.base import Command, Instant, Preparer, ShortText, Text, is_none
from domain.forms import Files, Filing
from domain.intention import Intention
from domain.ruling import Ruling


class FileDuty(Command):
    """报送: the obligor files what is owed."""

    duty: ShortText
    filing: Filing
    prepared_by: Preparer | None = Field(default=None, exclude_if=is_none)
    """Who wrote it, where somebody else of the same party signs and files it."""


class AcceptDuty(Command):
    """受理: somebody else finds the filing complete; of an issue: checked again and closed 销号."""

    duty: ShortText
    note: Text | None = None


class ReturnDuty(Command):
    """退回: somebody else finds it incomplete, and says what is missing."""

    duty: ShortText
    reason: Text


class WaiveDuty(Command):
    """免除: a decision releases the obligor."""

    duty: ShortText
    decision: Text


class Acknowledge(Command):
    """签收: the addressee of a rung has seen it; a deputy group may say what it will do."""

    duty: ShortText
    revision: Annotated[int, Field(ge=0)]
    level: Annotated[int, Field(ge=1, le=3)]
    intends: Intention | None = Field(default=None, exclude_if=is_none)
    """Of an escalation to a deputy group only."""


class AnswerLetter(Command):
    """复函: the reply to a supervision letter."""

    duty: ShortText
    revision: Annotated[int, Field(ge=0)]
    text: Text


class UrgeDuty(Command):
    """催办: staff remind by hand whom the duty waits for, besides the ladder's own marks."""

    duty: ShortText
    text: Text | None = None


class RequestExtension(Command):
    """申请延期: the obligor asks for a later date, and says why."""

    duty: ShortText
    to: date
    reason: Text
    evidence: Files = ()


class DecideExtension(Command):
    """The decision on a request that waits."""

    duty: ShortText
    granted: bool
    ruling: Ruling
    reason: Text | None = None
    wish: int | None = Field(default=None, ge=1, exclude_if=is_none)
    """Which request is meant, where that was written down before; None for the one that waits."""


class WithdrawOverdue(Command):
    """撤销逾期: what is on record as late had been handed in on time, as a document shows."""

    duty: ShortText
    received_on: date
    document: ShortText
    because: Text
    evidence: Files = ()
    overdue_at: Instant | None = Field(default=None, exclude_if=is_none)
    """Which lateness is meant, where that was written down before; None for the first that began
    after `received_on`."""


class KeepMoment(Command):
    """The clock asks that every mark due by now be made. Made marks are not made again."""


class Rebase(Command):
    """A calendar notice or a meeting's day changed: settle or move the dates still owed."""

    next_session: date | None = None
    anchored: AnchorDay | None = None
    """What a meeting said of its day; `next_session` is for a session without a meeting."""
    because: Text
    reference: ShortText


DutyCommand = (
    FileDuty
    | AcceptDuty
    | ReturnDuty
    | WaiveDuty
    | Acknowledge
    | AnswerLetter
    | UrgeDuty
    | RequestExtension
    | DecideExtension
    | WithdrawOverdue
    | KeepMoment
)
