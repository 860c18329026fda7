"""The facts of a duty's life, shared by the streams of projects and of programmes.

Every event says all that its reader needs: who is addressed, on which day, and why.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import Event, Instant, Preparer, ShortText, Text, is_none
from domain.countersign.persons import Persons
from domain.duty import Terms
from domain.forms import Files, Filing
from domain.intention import Intention
from domain.regimes.model import Form, Stage
from domain.ruling import Ruling

Revision = Annotated[int, Field(ge=0)]


class DutyScheduled(Event):
    """A duty came into being, with its due date and where that date comes from."""

    duty: ShortText
    line: str
    period: str | None
    zh: str
    stage: Stage
    form: Form
    obligor: str
    obligee: str
    supervisor: str
    opens: date
    terms: Terms
    origin: str
    cite: str
    ours: tuple[str, ...]
    until_verified: bool = False
    period_end: date | None = None
    climbs: bool = True
    """False: it is shown as late, but brings no letter and no escalation."""


class DutyRedated(Event):
    """The due date changed by a recorded fact: a calendar, a session, an outage.

    The old date stays in history; a ladder that had begun begins anew at the new date.
    """

    duty: ShortText
    revision: Revision
    terms: Terms
    because: Text
    reference: str


class DutyFiled(Event):
    """The obligor filed. On time is `received_at < due_at`, whatever a queue delivered first."""

    duty: ShortText
    revision: Revision
    by: str
    filing: Filing
    received_at: Instant
    due_at: Instant
    on_time: bool
    decide_by: date
    prepared_by: Preparer | None = Field(default=None, exclude_if=is_none)
    """Who wrote it, where `by` signed and filed it (经办、签发)."""


class DutyAccepted(Event):
    """Somebody else accepted what was filed; that ends the ladder."""

    duty: ShortText
    by: str
    decided_late: bool
    note: Text | None = None
    """What was seen when it was checked."""


class DutyReturned(Event):
    """What was filed is not complete: the clock is armed again with the days left."""

    duty: ShortText
    revision: Revision
    by: str
    reason: Text
    working_days_left: int
    terms: Terms
    decided_late: bool


class DutyVoided(Event):
    """The duty fell away with the fact it stood on: its anchor, or a project verified before."""

    duty: ShortText
    because: Text
    lapses: bool = False
    """Its anchor or period fell away: a DutyRedated brings it back when that comes back."""


class DutyRestated(Event):
    """The duty stands in another measure now: its name, who owes it, to whom, by what sentence."""

    duty: ShortText
    zh: str
    stage: Stage
    form: Form
    obligor: str
    obligee: str
    until_verified: bool
    origin: str
    cite: str
    ours: tuple[str, ...]
    because: Text


class DutyWaived(Event):
    """A decision released the obligor."""

    duty: ShortText
    by: str
    decision: Text
    persons: Persons | None = Field(default=None, exclude_if=is_none)


class DutyPaused(Event):
    """The project was suspended: the duty's time stops, with the working days left written down."""

    duty: ShortText
    working_days_left: Annotated[int, Field(ge=0)]
    because: Text
    reference: str


class ExtensionRequested(Event):
    """申请延期: the obligor asks for a later date. The date stands until somebody decides."""

    duty: ShortText
    number: Annotated[int, Field(ge=1)]
    due: date
    to: date
    reason: Text
    evidence: Files
    by: str


class ExtensionDecided(Event):
    """The request was granted or refused; a granted one is followed by the new date."""

    duty: ShortText
    number: Annotated[int, Field(ge=1)]
    granted: bool
    due: date
    ruling: Ruling
    reason: Text | None
    by: str
    persons: Persons | None = Field(default=None, exclude_if=is_none)


class OverdueWithdrawn(Event):
    """撤销逾期: the lateness on record was none, by a document; the history keeps both."""

    duty: ShortText
    revision: Revision
    overdue_at: Instant
    received_on: date
    """The day on which it had in fact been handed in."""
    document: ShortText
    because: Text
    evidence: Files
    by: str
    persons: Persons | None = Field(default=None, exclude_if=is_none)


class Mark(Event):
    """One step of the ladder, on its day (rest days too); delivery is another matter."""

    duty: ShortText
    revision: Revision
    on: date
    to: str
    because: Text


class Reminded(Mark):
    """提醒: the due day comes near."""

    number: int


class Overdue(Mark):
    """催办, L1: not filed by the due instant. `overdue_at` is the due time, not the wake's."""

    overdue_at: Instant
    next_if_silent: date


class LetterIssued(Mark):
    """督办函, L2, with a day for the reply; a late reply is shown and starts no second ladder."""

    reply_by: date
    next_if_silent: date


class Escalated(Mark):
    """升级, L3: to the deputy group."""

    next_if_silent: date


class EscalationRecommended(Mark):
    """L4 recommended: only people decide on it."""

    instrument: str


class Acknowledged(Event):
    """The addressee of a rung has seen it."""

    duty: ShortText
    revision: Revision
    level: Annotated[int, Field(ge=1, le=3)]
    by: str
    intends: Intention | None = Field(default=None, exclude_if=is_none)
    """What the deputy group will do about it."""


class LetterAnswered(Event):
    """The reply to a supervision letter (rulebook O17)."""

    duty: ShortText
    revision: Revision
    by: str
    text: Text


class DutyUrged(Event):
    """催办 by hand: no rung of the ladder, moves no date; once a day at most."""

    duty: ShortText
    revision: Revision
    on: date
    to: str
    because: Text
    by: str


DutyEvent = (
    DutyScheduled
    | DutyRedated
    | DutyFiled
    | DutyAccepted
    | DutyReturned
    | DutyVoided
    | DutyRestated
    | DutyWaived
    | DutyPaused
    | ExtensionRequested
    | ExtensionDecided
    | OverdueWithdrawn
    | Reminded
    | Overdue
    | LetterIssued
    | Escalated
    | EscalationRecommended
    | Acknowledged
    | LetterAnswered
    | DutyUrged
)
