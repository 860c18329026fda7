"""Making the marks of the ladder: from the mark that is due to the event that says it."""

from datetime import date, datetime, timedelta
from typing import TypedDict

from domain.calendar import SHANGHAI, day_of
from domain.duty import Counted, Duty, Rung
from domain.duty_events import (
    DutyEvent,
    DutyRedated,
    Escalated,
    EscalationRecommended,
    LetterIssued,
    Overdue,
    Reminded,
)
from domain.given import Given, Outage
from domain.ladder import NextMark, after_working_days
from domain.parties import Role, party, role_of
from domain.regimes.model import Ladder, Regime
from domain.scheduling import terms_of
from domain.terms import Term, due


class _Head(TypedDict):
    duty: str
    revision: int
    on: date
    to: str


_GROUPS = (Role.DEPUTY_GROUP, Role.DEPUTY_GROUPS)


def addressee(duty: Duty, rung: Rung, regime: Regime) -> str:
    """Whom a rung of this duty addresses. Nobody is escalated to himself (rulebook §10)."""
    if rung in (Rung.REMINDER, Rung.OVERDUE, Rung.LETTER):
        return duty.obligor
    to = regime.ladder.to[role_of(duty.obligor)]
    role = to.group if rung is Rung.ESCALATED else to.recommend
    return duty.supervisor if role in _GROUPS else party(role)


def make_mark(duty: Duty, mark: NextMark, given: Given) -> DutyEvent:
    """The event of a mark that has come due."""
    regime, calendar = given.regime, given.calendar
    head = _Head(
        duty=duty.id,
        revision=duty.revision,
        on=mark.on,
        to=addressee(duty, mark.rung, regime),
    )
    ladder = regime.ladder
    silent = after_working_days(mark.on, ladder.unacknowledged, calendar)
    match mark.rung:
        case Rung.REMINDER:
            return Reminded(**head, because=_near(duty, mark), number=duty.reminded + 1)
        case Rung.OVERDUE:
            late = f"{duty.zh} 应于 {duty.due} 报送，至今未报"
            return Overdue(**head, because=late, overdue_at=duty.due_at, next_if_silent=silent)
        case Rung.LETTER:
            reply = due(mark.on, ladder.letter_reply, calendar).due
            because = _why(duty, mark, duty.letter_on, "催办通知", ladder.letter, ladder)
            return LetterIssued(**head, because=because, reply_by=reply, next_if_silent=silent)
        case Rung.ESCALATED:
            because = _why(duty, mark, duty.group_on, "督办函", ladder.group, ladder)
            return Escalated(**head, because=because, next_if_silent=silent)
        case Rung.RECOMMENDED:
            because = f"升级后 {ladder.unacknowledged.zh}未签收，建议{ladder.instrument}，由人决定"
            return EscalationRecommended(**head, because=because, instrument=ladder.instrument)


def redate_for_outage(duty: Duty, outage: Outage, given: Given) -> DutyRedated:
    """What fell due in an outage moves to the end of the first working day after it ended."""
    counted = Counted(since=day_of(outage.ended), term=Term.parse("1wd"))
    opens = duty.due + timedelta(days=1)
    return DutyRedated(
        duty=duty.id,
        revision=duty.revision + 1,
        terms=terms_of(counted, opens, given.regime, given.calendar),
        because=f"服务在 {_clock(outage.started)} 至 {_clock(outage.ended)} 中断，"
        "期限顺延至恢复后的第一个工作日",
        reference=outage.id,
    )


def _near(duty: Duty, mark: NextMark) -> str:
    if mark.on == duty.due:
        return f"{duty.zh} 今日到期（{duty.due}）"
    return f"{duty.zh} 将于 {duty.due} 到期"


def _why(duty: Duty, mark: NextMark, own: date, last: str, term: Term, ladder: Ladder) -> str:
    if mark.on == own:
        return f"{duty.zh} 到期后 {term.zh}仍未报送"
    return f"{last}发出后 {ladder.unacknowledged.zh}未签收"


def _clock(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
