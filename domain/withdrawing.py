"""撤销逾期: taking back a lateness that was none, for the case that should not happen.

Only what was filed meanwhile: what is still owed and past its day is late as long as nobody files
it or extends it, and the clock would say so again. The event is one more line of the history; the
lateness said in its time stays there (rulebook §4.3, reliability §2.4). One withdrawal is of one
lateness: what was returned and came late again was late all the same.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.base import refuse_unless
from domain.calendar import day_of, start_of
from domain.duty import Duty
from domain.duty_commands import WithdrawOverdue
from domain.duty_decisions import find
from domain.duty_events import DutyEvent, OverdueWithdrawn
from domain.duty_evolve import Duties
from domain.given import Given
from domain.refusals import Contradicted, NotYours
from domain.ruling import EXECUTIVE

_DAY = timedelta(days=1)


class NeverLate(Contradicted):
    """There is no lateness on record that could be taken back."""

    def __init__(self, duty: str) -> None:
        super().__init__(f"“{duty}”没有逾期记录，不用撤销。", f"“{duty}” is not on record as late.")


class AnotherLateness(Contradicted):
    """The lateness that was meant is on record no more."""

    def __init__(self, duty: str) -> None:
        super().__init__(
            f"“{duty}”现在记录的逾期不是这份提请所指的那一次；请核对现在的记录，仍需撤销的，请重新提请。",
            f"“{duty}” is on record as late by another date than was meant; propose it anew.",
        )


class StillOwed(Contradicted):
    """Nothing was filed: it is late now."""

    def __init__(self, duty: str) -> None:
        super().__init__(
            f"“{duty}”还没有报送，不能撤销逾期；请先请单位补报，或者办理延期、免除。",
            f"“{duty}” was not filed: have it filed first, or decide on an extension.",
        )


def withdraw(duties: Duties, c: WithdrawOverdue, given: Given) -> Sequence[DutyEvent]:
    """The event. Raises NotYours, NeverLate, AnotherLateness, StillOwed, and Malformed for a day
    that was too late."""
    if given.actor.role in EXECUTIVE:
        raise NotYours(c.duty)
    duty = find(duties, c.duty)
    if not latenesses(duty):
        raise NeverLate(duty.zh)
    if duty.submission is None:
        raise StillOwed(duty.zh)
    late = _meant(duty, c)
    return [
        OverdueWithdrawn(
            duty=duty.id,
            revision=duty.revision,
            overdue_at=late,
            received_on=c.received_on,
            document=c.document,
            because=c.because,
            evidence=c.evidence,
            by=given.actor.ref,
            persons=given.persons,
        )
    ]


def latenesses(duty: Duty) -> list[datetime]:
    """The instants from which it was late: the first on record, and that of what lies there now.
    A lateness that came before a return, and was never marked, is dated by the first due day."""
    found = set()
    if duty.overdue:
        found.add(duty.overdue_at or min(duty.due_at, start_of(duty.original_due + _DAY)))
    if duty.submission is not None and not duty.submission.on_time:
        found.add(duty.due_at)
    return sorted(found)


def withdrawn_by(duty: Duty, received_on: date) -> datetime | None:
    """The lateness that a paper of that day disproves: the first that began after it."""
    return next((x for x in latenesses(duty) if start_of(received_on) < x), None)


def _meant(duty: Duty, c: WithdrawOverdue) -> datetime:
    """Raises AnotherLateness, and Malformed for a day that was too late for each of them."""
    if c.overdue_at is not None and c.overdue_at not in latenesses(duty):
        raise AnotherLateness(duty.zh)
    late = withdrawn_by(duty, c.received_on)
    last = day_of(late or latenesses(duty)[-1]) - _DAY
    refuse_unless(
        late is not None and c.overdue_at in (None, late) and duty.opens <= c.received_on,
        f"实际交来的日子 {c.received_on} 应在 {duty.opens} 到 {last} 之间；"
        "期限以后交来的，逾期不能撤销。",
        f"it had been handed in between {duty.opens} and {last}, or it was late.",
    )
    assert late is not None
    return late
