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


_KNOWN: dict[int, tuple[Duty, NextMark | None]] = {}
"""What was said of a duty lately: one decision asks three times of each, and duties are frozen."""
_ROOM = 4096


def next_mark(duty: Duty) -> NextMark | None:
    """The mark that comes next if nothing happens; None when nothing will ever be marked.

    A date that is not settled brings reminders, never a mark of lateness.
    """
    known = _KNOWN.get(id(duty))
    if known is not None and known[0] is duty:
        return known[1]
    found = _next_mark(duty)
    if len(_KNOWN) >= _ROOM:
        _KNOWN.clear()
    _KNOWN[id(duty)] = duty, found
    return found


def _next_mark(duty: Duty) -> NextMark | None:
    if not duty.owed:
        return None
    level = duty.level
    if level == 0:
        if duty.reminded < len(duty.reminders):
            return _mark(duty, Rung.REMINDER, duty.reminders[duty.reminded])
        return _mark(duty, Rung.OVERDUE, duty.due + _DAY) if duty.settled else None
    if not duty.settled or not duty.climbs:
        return None
    silent = duty.next_if_silent
    match level:
        case 1:
            return _mark(duty, Rung.LETTER, min(duty.letter_on, silent or duty.letter_on))
        case 2:
            return _mark(duty, Rung.ESCALATED, min(duty.group_on, silent or duty.group_on))
        case 3 if silent is not None:
            return _mark(duty, Rung.RECOMMENDED, silent)
        case _:
            return None


def _mark(duty: Duty, rung: Rung, on: date) -> NextMark:
    return NextMark(duty.id, duty.revision, rung, on)
