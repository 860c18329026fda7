"""Moving the dates still owed when a calendar notice or a session's day changes.

Fulfilled, submitted, waived and void duties keep their dates (rulebook §4.6 no. 8). One that was
called overdue moves only to a later day. A date that the change would put into the past is given
the days of a return instead: nobody is late by a notice of today.
"""

from collections.abc import Sequence

from domain.anchors import Anchors, must_follow
from domain.duty import Counted, Duty, Terms
from domain.duty_commands import Rebase
from domain.duty_events import DutyRedated, DutyScheduled, DutyVoided
from domain.duty_evolve import Duties
from domain.given import Given
from domain.regimes.model import Scope
from domain.scheduling import Owners, schedule, terms_of
from domain.terms import Term

Moved = DutyRedated | DutyVoided | DutyScheduled


def convene(anchors: Anchors, c: Rebase) -> Anchors:
    """The anchors after the change. Raises Malformed for a session that is not after the vote."""
    if c.next_session is None:
        return anchors
    must_follow(c.next_session, anchors.vote)
    return Anchors(vote=anchors.vote, next_session=c.next_session, session_assumed=False)


def redate_all(
    duties: Duties, scope: Scope, owners: Owners, anchors: Anchors, c: Rebase, given: Given
) -> Sequence[Moved]:
    """The events that bring a year's duties in line with the new anchors and calendar."""
    year = schedule(given.regime, scope, anchors, owners, given.calendar)
    wanted = {x.duty: x for x in year}
    events: list[Moved] = []
    for duty in duties.values():
        if not duty.owed:
            continue
        terms = _terms(duty, wanted, given)
        if terms is None:
            events.append(DutyVoided(duty=duty.id, because=c.because))
        elif _moves(duty, terms):
            events.append(_redated(duty, terms, c, given))
    new = (x for name, x in wanted.items() if name not in duties)
    return events + [x for x in new if given.now < x.terms.due_at]


def _terms(duty: Duty, wanted: dict[str, DutyScheduled], given: Given) -> Terms | None:
    if duty.counted is not None:
        return terms_of(duty.counted, duty.counted.since, given.regime, given.calendar)
    return wanted[duty.id].terms if duty.id in wanted else None


def _moves(duty: Duty, terms: Terms) -> bool:
    if duty.level > 0:
        return terms.due > duty.due
    return (terms.due, terms.settled, terms.letter_on, terms.group_on) != (
        duty.due,
        duty.settled,
        duty.letter_on,
        duty.group_on,
    )


def _redated(duty: Duty, terms: Terms, c: Rebase, given: Given) -> DutyRedated:
    if terms.settled and terms.due_at <= given.now:
        days = Term.parse(f"{given.regime.filing.rearm_at_least}wd")
        counted = Counted(since=given.today, term=days)
        terms = terms_of(counted, given.today, given.regime, given.calendar)
    return DutyRedated(
        duty=duty.id,
        revision=duty.revision + 1,
        terms=terms,
        because=c.because,
        reference=c.reference,
    )
