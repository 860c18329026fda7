"""The ladder of a late duty: which mark comes next, on which day, to whom (rulebook §10).

Reminders 10 and 3 working days before and on the due day; L1 notice at the due instant; L2 letter
after the 5th, L3 the deputy group after the 10th working day following it; a rung that is not
acknowledged in 3 working days brings the next one then, whichever is earlier. After L3, L4 is only
recommended, and by time alone only if the group stays silent. Every mark falls on the day after
its last counted working day, rest day or not.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.calendar import Calendar, start_of
from domain.duty import GRACE, Duty, Rung
from domain.regimes.model import Ladder
from domain.terms import Term

_DAY = timedelta(days=1)


class NextMark(NamedTuple):
    """A mark that stands on the agenda."""

    duty: str
    revision: int
    rung: Rung
    on: date

    @property
    def at(self) -> datetime:
        """From when it may be made: the first instant of its day, after the technical grace."""
        return start_of(self.on) + GRACE


def after_working_days(day: date, term: Term, calendar: Calendar) -> date:
    """The day after the last counted working day that follows `day`, rest day or not."""
    return calendar.workday_after(day, term.n) + _DAY


def reminder_days(due: date, opens: date, ladder: Ladder, calendar: Calendar) -> tuple[date, ...]:
    """The days of reminding, none of them before the duty opens."""
    days = (calendar.workday_after(due, x.signed) if x.n else due for x in ladder.reminders)
    return tuple(sorted({x for x in days if x >= opens}))


def next_rung(duty: Duty) -> tuple[date, Rung] | None:
    """The day and the rung of the mark that comes next if nothing happens; None when nothing will
    ever be marked.

    A date that is not settled brings reminders, never a mark of lateness.
    """
    if not duty.owed:
        return None
    level = duty.level
    if level == 0:
        if duty.reminded < len(duty.reminders):
            return duty.reminders[duty.reminded], Rung.REMINDER
        return (duty.due + _DAY, Rung.OVERDUE) if duty.settled else None
    if not duty.settled or not duty.climbs:
        return None
    silent = duty.next_if_silent
    match level:
        case 1:
            return min(duty.letter_on, silent or duty.letter_on), Rung.LETTER
        case 2:
            return min(duty.group_on, silent or duty.group_on), Rung.ESCALATED
        case 3 if silent is not None:
            return silent, Rung.RECOMMENDED
        case _:
            return None


def next_mark(duty: Duty) -> NextMark | None:
    """What `next_rung` says of a duty, with whose it is."""
    found = next_rung(duty)
    return None if found is None else NextMark(duty.id, duty.revision, found[1], found[0])
