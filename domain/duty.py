"""A duty 义务: one obligation of one period. A missed month stays a visible debt of its own."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import Field

from domain.base import Instant, ShortText, Value, is_none
from domain.calendar import start_of
from domain.regimes.model import Form, Stage
from domain.terms import Step, Term

GRACE = timedelta(seconds=60)
"""Technical grace after 24:00 of the due day: no filing received in time is still on its way
after it (rulebook §10; reliability §2.4). The recorded overdue time stays the due time."""


class Rung(StrEnum):
    """The marks of a duty, in the order in which they can come (rulebook §10)."""

    REMINDER = "reminder"
    OVERDUE = "overdue"
    LETTER = "letter"
    ESCALATED = "escalated"
    RECOMMENDED = "recommended"


LEVEL: dict[Rung, int] = {
    Rung.REMINDER: 0,
    Rung.OVERDUE: 1,
    Rung.LETTER: 2,
    Rung.ESCALATED: 3,
    Rung.RECOMMENDED: 4,
}


class Status(StrEnum):
    """The life cycle (rulebook §4.3). OVERDUE is kept for ever beside it, in `Duty.overdue`."""

    PLANNED = "PLANNED"
    OPEN = "OPEN"
    SUBMITTED = "SUBMITTED"
    OVERDUE = "OVERDUE"
    FULFILLED = "FULFILLED"
    FULFILLED_LATE = "FULFILLED_LATE"
    WAIVED = "WAIVED"
    VOID = "VOID"
    PAUSED = "PAUSED"


class Counted(Value):
    """A term counted from a recorded day rather than from the year's anchors."""

    since: date
    term: Term
    stopgap: bool = False
    """The days of a return, given because the anchor's own date had passed when it was set: the
    duty still follows its anchor."""


class Terms(Value):
    """When a duty is due and when its marks fall, all computed once, with the reason.

    `due` is the last day on which filing is in time, `due_at` the next instant.
    """

    due: date
    provisional: bool
    """The calendar of a year it depends on is not published: no mark of lateness before it is."""
    assumed: bool
    """It hangs on a session nobody has convened: no mark of lateness before that."""
    reminders: tuple[date, ...]
    letter_on: date
    group_on: date
    calendar: str
    """The version of the calendar it was computed with."""
    counted: Counted | None = None
    """Set where the date hangs on a fact of its own: a trigger, a return, an outage."""
    steps: tuple[Step, ...]

    @property
    def due_at(self) -> datetime:
        """The first instant at which filing is late: 24:00 of `due`, Asia/Shanghai."""
        return start_of(self.due + timedelta(days=1))

    @property
    def settled(self) -> bool:
        """Whether lateness may be marked at all."""
        return not (self.provisional or self.assumed)


class Submission(Value):
    """What was filed and has not been returned."""

    by: str
    received_at: Instant
    on_time: bool
    decide_by: date
    """The clerk's own day; a decision after it is shown as the clerk's lateness, nobody else's."""
    accepted: bool = False


class Wish(Value):
    """A later date that the obligor asked for and nobody has decided on (延期申请)."""

    number: int
    to: date


class Duty(Value):
    """One duty's state: what the agenda and a decision need, no more of what its events said."""

    id: ShortText
    line: str
    period: str | None
    zh: str
    stage: Stage
    form: Form
    obligor: str
    obligee: str
    supervisor: str
    """The deputy group (or all groups) that supervises: where the third rung leads."""
    opens: date
    original_due: date
    due: date
    settled: bool
    reminders: tuple[date, ...]
    letter_on: date
    group_on: date
    until_verified: bool = False
    period_end: date | None = None
    climbs: bool = True
    counted: Counted | None = None
    revision: int = 0
    """Counts every new due date: a calendar, a session, an outage, a return."""
    reminded: int = 0
    level: int = 0
    """The highest rung reached in this revision: 1 notice, 2 letter, 3 group, 4 recommended."""
    next_if_silent: date | None = None
    """When the next rung comes although its own day has not, if the last is not acknowledged."""
    overdue: bool = False
    """Was overdue once. Never taken back, whatever is filed afterwards."""
    overdue_at: Instant | None = None
    submission: Submission | None = None
    wish: Wish | None = None
    wishes: int = 0
    """How many extensions were asked for, whatever became of them."""
    without: date | None = None
    """The due date without any extension; None where there was none."""
    paused: int | None = None
    """The working days that were left when the project was suspended; None while time runs."""
    closed: str | None = None
    """`WAIVED` or `VOID`, where a decision or a fact ended it."""
    lapsed: bool = False
    """Void because the day it hung on fell away: it comes back when that day does."""
    urged: date | None = Field(default=None, exclude_if=is_none)
    """The last day on which somebody was urged by hand."""

    @property
    def due_at(self) -> datetime:
        """The first instant at which filing is late."""
        return start_of(self.due + timedelta(days=1))

    @property
    def accepted(self) -> bool:
        """Filed and accepted: fulfilled."""
        return self.submission is not None and self.submission.accepted

    @property
    def owed(self) -> bool:
        """Still to be filed: nothing waits for a decision, nothing ended or paused it."""
        return self.closed is None and self.submission is None and self.paused is None

    def status_at(self, now: datetime) -> Status:
        """The status as it is at the time of reading; lateness needs no event to be shown."""
        if self.closed is not None:
            return Status(self.closed)
        if self.submission is not None and self.submission.accepted:
            late = self.overdue or not self.submission.on_time
            return Status.FULFILLED_LATE if late else Status.FULFILLED
        if self.submission is not None:
            return Status.SUBMITTED
        if self.paused is not None:
            return Status.PAUSED
        if self.late_at(now):
            return Status.OVERDUE
        return Status.PLANNED if now < start_of(self.opens) else Status.OPEN

    def late_at(self, now: datetime) -> bool:
        """Whether it is owed and past its due instant, on a date that is settled."""
        return self.owed and (self.level > 0 or (self.settled and now >= self.due_at + GRACE))


def duty_id(line: str, period: str | None) -> str:
    """`monthly_progress/2023-M05`, or the line's name where there is no period."""
    return f"{line}/{period}" if period else line
