"""延期: a later date for one duty, asked for by who owes it and decided by people.

The date stands until the decision; the original date and every lateness before the decision stay
for ever. A duty that hangs on the session is never extended beyond it.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from domain import agenda
from domain.base import refuse_unless
from domain.duty import Counted, Duty
from domain.duty_commands import DecideExtension, RequestExtension
from domain.duty_decisions import find, still_owed
from domain.duty_events import DutyEvent, DutyRedated, ExtensionDecided, ExtensionRequested
from domain.duty_evolve import Duties
from domain.given import Given
from domain.refusals import (
    AlreadyThere,
    AnotherRequest,
    Contradicted,
    NothingToDecide,
    NotYours,
)
from domain.regimes.when import Anchor, FromAnchor, OnAnchor
from domain.ruling import EXECUTIVE, must_decide
from domain.scheduling import terms_of
from domain.terms import Term

_THAT_DAY = Term.parse("0d")
_FARTHEST = timedelta(days=731)


def request(
    duties: Duties, c: RequestExtension, given: Given, session: date | None = None
) -> Sequence[DutyEvent]:
    """申请延期. Raises NotYours, NothingOwed, AlreadyThere, Malformed, Contradicted."""
    duty = find(duties, c.duty)
    if given.actor.role is not None and given.actor.party != duty.obligor:
        raise NotYours(c.duty)
    still_owed(duty)
    if duty.submission is not None:
        raise Contradicted("材料已经报送，不需要延期。", "it is filed; no later date is needed.")
    if duty.wish is not None:
        if duty.wish.to == c.to:
            return []
        raise AlreadyThere(f"{duty.zh} 延期申请")
    _later(duty, c.to, given, session)
    return [
        ExtensionRequested(
            duty=duty.id,
            number=duty.wishes + 1,
            due=duty.due,
            to=c.to,
            reason=c.reason,
            evidence=c.evidence,
            by=given.actor.ref,
        )
    ]


def settle(
    duties: Duties, c: DecideExtension, given: Given, session: date | None = None
) -> Sequence[DutyEvent]:
    """The decision. What was late by now is marked late first: an extension forgives nothing.
    Raises NotYours, NothingToDecide, AnotherRequest, NotTheirsToDecide, NothingOwed, Malformed."""
    if given.actor.role in EXECUTIVE:
        raise NotYours(c.duty)
    duty = find(duties, c.duty)
    wish = duty.wish
    if wish is None:
        raise NothingToDecide(duty.zh)
    if c.wish not in (None, wish.number):
        raise AnotherRequest(duty.zh, wish.number, wish.to)
    must_decide(c.ruling, given.regime.adjusting.extending, f"{duty.zh} 延期", given.today)
    decided = ExtensionDecided(
        duty=duty.id,
        number=wish.number,
        granted=c.granted,
        due=duty.due,
        ruling=c.ruling,
        reason=c.reason,
        by=given.actor.ref,
        persons=given.persons if c.granted else None,
    )
    if not c.granted:
        return [decided]
    still_owed(duty)
    late, duty = agenda.kept_so_far(duty, given)
    redated = _redated(duty, wish.to, c, given)
    _later(duty, wish.to, given, session, ends=redated.terms.due)
    return [*late, decided, redated]


def _redated(duty: Duty, to: date, c: DecideExtension, given: Given) -> DutyRedated:
    counted = Counted(since=to, term=_THAT_DAY)
    return DutyRedated(
        duty=duty.id,
        revision=duty.revision + 1,
        terms=terms_of(counted, given.today, given.regime, given.calendar),
        because=f"经批准延期至 {to}（未延期时为 {duty.without or duty.due}）",
        reference=c.ruling.document,
    )


def _later(
    duty: Duty, to: date, given: Given, session: date | None, *, ends: date | None = None
) -> None:
    refuse_unless(
        to <= given.today + _FARTHEST,
        f"延期不得超过两年，{to} 太远，请核对；长期不能实施的，请申请暂缓或终止。",
        f"{to} is more than two years away: ask for a suspension or a termination.",
    )
    refuse_unless(
        to > max(duty.due, given.today),
        f"延期后的日期 {to} 应晚于现在的期限 {duty.due} 和今天 {given.today}，请核对。",
        f"the new date {to} must come after the present one ({duty.due}) and after today.",
    )
    if session is not None and _on_session(duty, given):
        refuse_unless(
            (ends or to) < session,
            f"“{duty.zh}”应在 {session} 的会议之前完成，不能延到会议当日或之后。",
            f"“{duty.id}” is due before the session of {session} and is not extended beyond it.",
        )


def _on_session(duty: Duty, given: Given) -> bool:
    """Whether the measure hangs the duty on a session: before it, or on its day."""
    when = next((x.when for x in given.regime.lines if x.name == duty.line), None)
    return isinstance(when, FromAnchor | OnAnchor) and when.anchor is not Anchor.VOTE
