"""The agenda: what comes next in a stream, and making it come true.

Whatever stands on the agenda, `keep` answers with an event, or the clock would spin; a date that
is not settled and a due instant whose outage is not yet known do not stand there.
"""

from collections.abc import Sequence
from datetime import date, datetime

from domain.calendar import day_of
from domain.duty import Duty, Rung
from domain.duty_events import DutyEvent
from domain.duty_evolve import Duties, evolve_duties
from domain.given import Given
from domain.ladder import NextMark, next_mark, next_rung
from domain.ladder_marks import make_mark, redate_for_outage
from domain.regimes.model import Stage

STAGES = tuple(Stage)


def next_in(duties: Duties) -> NextMark | None:
    """The earliest mark of all duties; equal days in the order of duty ids."""
    found: tuple[date, str] | None = None
    for duty in duties.values():
        soon = next_rung(duty)
        if soon is not None and (found is None or (soon[0], duty.id) < found):
            found = soon[0], duty.id
    return None if found is None else next_mark(duties[found[1]])


def keep(duties: Duties, given: Given) -> Sequence[DutyEvent]:
    """Every mark that is due by `given.now`, in order: several at once after a long stop."""
    events: list[DutyEvent] = []
    today = day_of(given.now)
    marks = {
        duty.id: NextMark(duty.id, duty.revision, soon[1], soon[0])
        for duty in duties.values()
        if (soon := next_rung(duty)) is not None and soon[0] <= today
    }
    while marks:
        mark = min(marks.values(), key=_order)
        if mark.at > given.now:
            break
        del marks[mark.duty]
        event = _mark_or_move(duties[mark.duty], mark, given)
        if event is None:
            continue
        events.append(event)
        duties = evolve_duties(duties, event)
        if (after := next_mark(duties[mark.duty])) is not None and after.on <= today:
            marks[mark.duty] = after
    return events


def kept_so_far(duty: Duty, given: Given) -> tuple[Sequence[DutyEvent], Duty]:
    """The marks one duty is due by now, and the duty after them: a decision forgives nothing."""
    events = keep({duty.id: duty}, given)
    duties: Duties = {duty.id: duty}
    for event in events:
        duties = evolve_duties(duties, event)
    return events, duties[duty.id]


def _order(mark: NextMark) -> tuple[date, str]:
    return (mark.on, mark.duty)


def _mark_or_move(duty: Duty, mark: NextMark, given: Given) -> DutyEvent | None:
    if mark.rung is Rung.OVERDUE:
        if given.unheard_at(duty.due_at):
            return None
        outage = given.outage_over(duty.due_at)
        if outage is not None:
            return redate_for_outage(duty, outage, given)
    return make_mark(duty, mark, given)


def stage_of(duties: Duties) -> Stage | None:
    """The first stage that still owes or waits for something; None when all is done."""
    open_stages = {x.stage for x in duties.values() if x.closed is None and not x.accepted}
    return next((x for x in STAGES if x in open_stages), None)


def overdue_count(duties: Duties, now: datetime) -> int:
    """How many duties are owed and late at the time of reading."""
    return sum(1 for x in duties.values() if x.late_at(now))


def next_due(duties: Duties) -> Duty | None:
    """The duty still owed that is due first."""
    owed = [x for x in duties.values() if x.owed]
    return min(owed, key=lambda x: (x.due, x.id), default=None)
