"""Moving the dates still owed when a calendar notice or a meeting's day changes.

Fulfilled, submitted, waived and void duties keep their dates (rulebook §4.6 no. 8). One that was
called overdue moves only to a later day. A date that the change would put into the past is given
the days of a return instead: nobody is late by a notice of today. What fell away with its anchor
comes back with it, under its old name and with its history.
"""

from collections.abc import Sequence

from domain.anchors import Anchors, hangs_on_meeting
from domain.chains import days_of_a_return
from domain.duty import Duty, Terms
from domain.duty_commands import Rebase
from domain.duty_events import DutyRedated, DutyScheduled, DutyVoided
from domain.duty_evolve import Duties
from domain.given import Given
from domain.regimes.model import Scope
from domain.scheduling import Owners, schedule, terms_of

Moved = DutyRedated | DutyVoided | DutyScheduled


def redate_all(
    duties: Duties, scope: Scope, owners: Owners, anchors: Anchors, c: Rebase, given: Given
) -> Sequence[Moved]:
    """The events that bring a year's duties in line with the new anchors and calendar."""
    year = schedule(given.regime, scope, anchors, owners, given.calendar)
    wanted = {x.duty: x for x in year}
    events: list[Moved] = []
    for duty in duties.values():
        # what a year before still owes keeps its dates
        if (duty.owed or duty.lapsed) and duty.opens >= anchors.vote:
            events += _changed(duty, wanted.get(duty.id), c, given)
    new = (_in_time(x, given) for name, x in wanted.items() if name not in duties)
    return events + [x for x in new if x is not None]


def _changed(
    duty: Duty, wanted: DutyScheduled | None, c: Rebase, given: Given
) -> Sequence[DutyRedated | DutyVoided]:
    if duty.lapsed:
        again = _in_time(wanted, given) if wanted else None
        return [_redated(duty, again.terms, c)] if again else []
    terms = _terms(duty, wanted, given)
    if terms is None:
        return [DutyVoided(duty=duty.id, because=c.because, lapses=True)]
    if not _moves(duty, terms):
        return []
    if _is_past(terms, given):
        terms = days_of_a_return(given, stopgap=wanted is not None)
    return [_redated(duty, terms, c)]


def _terms(duty: Duty, wanted: DutyScheduled | None, given: Given) -> Terms | None:
    counted = duty.counted
    if counted is not None and not counted.stopgap:
        return terms_of(counted, counted.since, given.regime, given.calendar)
    if wanted is None:
        return None
    if counted is not None and _is_past(wanted.terms, given):
        return terms_of(counted, counted.since, given.regime, given.calendar)
    return wanted.terms


def _moves(duty: Duty, terms: Terms) -> bool:
    if duty.level > 0:
        return terms.due > duty.due
    return (terms.due, terms.settled, terms.letter_on, terms.group_on) != (
        duty.due,
        duty.settled,
        duty.letter_on,
        duty.group_on,
    )


def _in_time(wanted: DutyScheduled, given: Given) -> DutyScheduled | None:
    """A duty that a change brings. What a meeting calls for at once is given the days of a
    return; a period that has gone by is not asked for any more."""
    if given.now < wanted.terms.due_at:
        return wanted
    if not hangs_on_meeting(given.regime.line(wanted.line)):
        return None
    terms = days_of_a_return(given, stopgap=True) if wanted.terms.settled else wanted.terms
    return wanted.model_copy(update={"opens": given.today, "terms": terms})


def _is_past(terms: Terms, given: Given) -> bool:
    return terms.settled and terms.due_at <= given.now


def _redated(duty: Duty, terms: Terms, c: Rebase) -> DutyRedated:
    return DutyRedated(
        duty=duty.id,
        revision=duty.revision + 1,
        terms=terms,
        because=c.because,
        reference=c.reference,
    )
