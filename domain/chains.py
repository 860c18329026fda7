"""What follows from a fact by the measure's lines: an acceptance is a fact, a step wants an answer.

A chain is data: a line says which fact its acceptance is (`raises`), and the lines after that fact
follow it, each under the number of what it is about (`opinion_handover/2` → `opinion_reply/2`).
"""

from collections.abc import Sequence
from datetime import date

from domain.calendar import day_of
from domain.duty import Counted, Duty, Terms
from domain.duty_events import DutyScheduled
from domain.duty_evolve import Duties
from domain.given import Given
from domain.regimes.model import Form, Line, Scope
from domain.regimes.when import After, Trigger
from domain.scheduling import Owners, schedule_after, terms_of
from domain.steps.instruments import Kind
from domain.terms import Term

_BY_FORM = {Form.WORK_PLAN: Trigger.PLAN_ACCEPTED, Form.CLAIM: Trigger.CLAIM_ACCEPTED}


def after_acceptance(
    duties: Duties, duty: Duty, scope: Scope, owners: Owners, given: Given
) -> Sequence[DutyScheduled]:
    """The duties that the acceptance of `duty` calls into being.

    A form's own fact counts from today; a fact that the line raises from the day of its filing,
    which is the day on which the other side had it (交办日, rulebook §4.1 R).
    """
    found: list[DutyScheduled] = []
    if duty.form in _BY_FORM:
        by_form = _BY_FORM[duty.form]
        found += schedule_after(
            given.regime, scope, by_form, given.today, owners, given.calendar, duty.period
        )
    line = line_of(duty, given)
    if line is not None and line.raises is not None and duty.submission is not None:
        found += schedule_after(
            given.regime,
            scope,
            line.raises,
            day_of(duty.submission.received_at),
            owners,
            given.calendar,
            instance=duty.period if isinstance(line.when, After) else None,
        )
    return [fair(x, given) for x in found if x.duty not in duties]


def fair(duty: DutyScheduled, given: Given) -> DutyScheduled:
    """The duty, with the days of a return where its date is past already: nobody is late by
    something that was put on record today."""
    if duty.terms.due_at > given.now:
        return duty
    return duty.model_copy(update={"terms": days_of_a_return(given), "opens": given.today})


def days_of_a_return(given: Given, *, stopgap: bool = False) -> Terms:
    """The term from today that a returned filing has, for what may not be late at once."""
    days = Term.parse(f"{given.regime.filing.rearm_at_least}wd")
    counted = Counted(since=given.today, term=days, stopgap=stopgap)
    return terms_of(counted, given.today, given.regime, given.calendar)


def line_of(duty: Duty, given: Given) -> Line | None:
    """The line of the measure that the duty stands on; None where it has none any more."""
    return next((x for x in given.regime.lines if x.name == duty.line), None)


def answer(
    kind: Kind, number: str, on: date, by: date | None, where: tuple[Scope, Owners], given: Given
) -> Sequence[DutyScheduled]:
    """The answer that a step wants, by the day set in it or the line's own term."""
    trigger = Trigger.LETTER_SENT if kind is Kind.LETTER else Trigger.ANSWER_OWED
    scope, owners = where
    found = schedule_after(
        given.regime, scope, trigger, on, owners, given.calendar, instance=number, by=by
    )
    return [fair(x, given) for x in found]
