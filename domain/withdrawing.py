"""撤销逾期: taking back a lateness that was none, for the case that should not happen.

Only what was filed meanwhile: what is still owed and past its day is late as long as nobody files
it or extends it, and the clock would say so again. The event is one more line of the history; the
lateness said in its time stays there (rulebook §4.3, reliability §2.4).
"""

from collections.abc import Sequence

from domain.base import refuse_unless
from domain.duty_commands import WithdrawOverdue
from domain.duty_decisions import find
from domain.duty_events import DutyEvent, OverdueWithdrawn
from domain.duty_evolve import Duties
from domain.given import Given
from domain.refusals import Contradicted, NotYours
from domain.ruling import EXECUTIVE


class NeverLate(Contradicted):
    """There is no lateness on record that could be taken back."""

    def __init__(self, duty: str) -> None:
        super().__init__(f"“{duty}”没有逾期记录，不用撤销。", f"“{duty}” is not on record as late.")


class StillOwed(Contradicted):
    """Nothing was filed: it is late now."""

    def __init__(self, duty: str) -> None:
        super().__init__(
            f"“{duty}”还没有报送，不能撤销逾期；请先请单位补报，或者办理延期、免除。",
            f"“{duty}” was not filed: have it filed first, or decide on an extension.",
        )


def withdraw(duties: Duties, c: WithdrawOverdue, given: Given) -> Sequence[DutyEvent]:
    """The event. Raises NotYours, NeverLate, StillOwed, Malformed for a day that was too late."""
    if given.actor.role in EXECUTIVE:
        raise NotYours(c.duty)
    duty = find(duties, c.duty)
    filed = duty.submission
    late = duty.overdue or (filed is not None and not filed.on_time)
    if not late:
        raise NeverLate(duty.zh)
    if filed is None:
        raise StillOwed(duty.zh)
    refuse_unless(
        duty.opens <= c.received_on <= duty.due,
        f"实际交来的日子 {c.received_on} 应在 {duty.opens} 到 {duty.due} 之间；"
        "期限以后交来的，逾期不能撤销。",
        f"it had been handed in between {duty.opens} and {duty.due}, or it was late.",
    )
    return [
        OverdueWithdrawn(
            duty=duty.id,
            revision=duty.revision,
            overdue_at=duty.overdue_at or duty.due_at,
            received_on=c.received_on,
            document=c.document,
            because=c.because,
            evidence=c.evidence,
            by=given.actor.ref,
            persons=given.persons,
        )
    ]
