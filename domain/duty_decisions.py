"""What may be done with a duty, and what then is a fact: filing, accepting, returning, answering.

Each function is one command. Saying the same thing twice yields no events.
"""

from collections.abc import Sequence

from domain.base import refuse_unless
from domain.calendar import day_of, start_of
from domain.duty import LEVEL, Counted, Duty, Rung
from domain.duty_commands import (
    AcceptDuty,
    Acknowledge,
    AnswerLetter,
    FileDuty,
    ReturnDuty,
    WaiveDuty,
)
from domain.duty_events import (
    Acknowledged,
    DutyAccepted,
    DutyEvent,
    DutyFiled,
    DutyReturned,
    DutyWaived,
    LetterAnswered,
)
from domain.duty_evolve import Duties, evolve_duties
from domain.forms import Filing
from domain.given import Given
from domain.ladder_marks import addressee, redate_for_outage
from domain.parties import Role, role_of
from domain.refusals import (
    AlreadyThere,
    NothingOwed,
    NothingToDecide,
    NotYetHeard,
    NotYetOpen,
    NotYours,
    OwnFiling,
)
from domain.scheduling import terms_of
from domain.terms import Term, due

_OTHERS = (Role.UNIT, Role.DEPUTY_GROUP, Role.DEPUTY_GROUPS)
"""Who files or checks again, and never decides in the clerk's place."""
_CLOSED_ZH = {"VOID": "已失效", "WAIVED": "已免除"}


def find(duties: Duties, name: str) -> Duty:
    """The duty of that id. Raises NotYours, which does not tell whether it exists elsewhere."""
    if name not in duties:
        raise NotYours(name)
    return duties[name]


def file(duties: Duties, c: FileDuty, given: Given) -> Sequence[DutyEvent]:
    """报送. On time is `received_at < due_at` (reliability §2.4); an outage over the due instant
    moves it first, and a silence of which nobody knows yet what it was is waited for (§2.5).
    Raises NotYours, NothingOwed, NotYetOpen, AlreadyThere, NotYetHeard, Malformed."""
    duty = find(duties, c.duty)
    if given.actor.party != duty.obligor:
        raise NotYours(c.duty)
    if duty.submission is not None and not duty.submission.accepted:
        raise AlreadyThere(duty.zh)
    still_owed(duty)
    if given.received_at < start_of(duty.opens):
        raise NotYetOpen(duty.zh, duty.opens.isoformat())
    _fits(duty, c.filing)
    moved, duty = _moved_by_outages(duty, given)
    decide = due(given.today, given.regime.filing.decision, given.calendar)
    filed = DutyFiled(
        duty=duty.id,
        revision=duty.revision,
        by=given.actor.ref,
        filing=c.filing,
        received_at=given.received_at,
        due_at=duty.due_at,
        on_time=given.received_at < duty.due_at,
        decide_by=decide.due,
        prepared_by=c.prepared_by if c.prepared_by != given.actor.ref else None,
    )
    return [*moved, filed]


def _moved_by_outages(duty: Duty, given: Given) -> tuple[list[DutyEvent], Duty]:
    """The dates moved by outages over them, one after another, and the duty as it stands then."""
    moved: list[DutyEvent] = []
    while given.received_at >= duty.due_at and duty.level == 0 and duty.settled:
        outage = given.outage_over(duty.due_at)
        if outage is None:
            if given.silent and given.unheard_at(duty.due_at):
                raise NotYetHeard(duty.zh)
            break
        redated = redate_for_outage(duty, outage, given)
        moved.append(redated)
        duty = evolve_duties({duty.id: duty}, redated)[duty.id]
    return moved, duty


def accept(duties: Duties, c: AcceptDuty, given: Given) -> Sequence[DutyEvent]:
    """受理, by somebody else. Raises NotYours, NothingToDecide, OwnFiling."""
    duty = find(duties, c.duty)
    _decides(duty, given)
    if duty.accepted:
        return []
    return [
        DutyAccepted(
            duty=duty.id,
            by=given.actor.ref,
            decided_late=_decided_late(duty, given),
            note=c.note,
        )
    ]


def return_(duties: Duties, c: ReturnDuty, given: Given) -> Sequence[DutyEvent]:
    """退回: the clock is armed again with the working days left at receipt, at least three
    (rulebook §4.3, our default). Raises NotYours, NothingToDecide, OwnFiling."""
    duty = find(duties, c.duty)
    _decides(duty, given)
    if duty.accepted:
        raise NothingOwed(duty.zh, "已受理")
    late = _decided_late(duty, given)
    assert duty.submission is not None
    received = day_of(duty.submission.received_at)
    left = given.calendar.workdays_between(received, duty.due) if duty.submission.on_time else 0
    days = max(given.regime.filing.rearm_at_least, left)
    counted = Counted(since=given.today, term=Term.parse(f"{days}wd"))
    return [
        DutyReturned(
            duty=duty.id,
            revision=duty.revision + 1,
            by=given.actor.ref,
            reason=c.reason,
            working_days_left=left,
            terms=terms_of(counted, given.today, given.regime, given.calendar),
            decided_late=late,
        )
    ]


def waive(duties: Duties, c: WaiveDuty, given: Given) -> Sequence[DutyEvent]:
    """免除 by a decision. Raises NotYours, NothingOwed."""
    duty = find(duties, c.duty)
    if duty.closed == "WAIVED":
        return []
    still_owed(duty)
    return [
        DutyWaived(duty=duty.id, by=given.actor.ref, decision=c.decision, persons=given.persons)
    ]


def acknowledge(duties: Duties, c: Acknowledge, given: Given) -> Sequence[DutyEvent]:
    """签收 by the rung's addressee. Seen late, it changes nothing and is not recorded twice.
    Raises NotYours."""
    duty = find(duties, c.duty)
    rung = {1: Rung.OVERDUE, 2: Rung.LETTER, 3: Rung.ESCALATED}[c.level]
    to = addressee(duty, rung, given.regime)
    if given.actor.party != to or c.revision > duty.revision:
        raise NotYours(c.duty)
    if c.revision == duty.revision and c.level > duty.level:
        raise NothingToDecide(duty.zh)
    _intended(c, given)
    current = c.revision == duty.revision and c.level == duty.level
    if not current or duty.next_if_silent is None:
        return []
    return [
        Acknowledged(
            duty=duty.id,
            revision=c.revision,
            level=c.level,
            by=given.actor.ref,
            intends=c.intends,
        )
    ]


def _intended(c: Acknowledge, given: Given) -> None:
    """Raises Malformed for a day that has passed, and where no deputy group was asked."""
    if c.intends is None:
        return
    refuse_unless(
        c.level == LEVEL[Rung.ESCALATED]
        and given.actor.role in (Role.DEPUTY_GROUP, Role.DEPUTY_GROUPS),
        "只有代表小组签收升级时填打算，其他的直接签收。",
        "only a deputy group says what it intends, and only of an escalation.",
    )
    refuse_unless(
        c.intends.on >= given.today,
        "打算哪一天不能早于今天。",
        "the day that is intended has passed.",
    )


def answer(duties: Duties, c: AnswerLetter, given: Given) -> Sequence[DutyEvent]:
    """复函 (rulebook O17). It holds nothing back: an accepted filing ends the ladder.
    Raises NotYours, NothingToDecide."""
    duty = find(duties, c.duty)
    if given.actor.party != duty.obligor:
        raise NotYours(c.duty)
    if duty.level < 2 or c.revision != duty.revision:
        raise NothingToDecide(duty.zh)
    return [LetterAnswered(duty=duty.id, revision=c.revision, by=given.actor.ref, text=c.text)]


def decided_by_group(duty: Duty) -> bool:
    """Whether the deputy group decides on it, and not the clerk: what deputies check again."""
    return role_of(duty.obligee) is Role.DEPUTY_GROUP


def _decides(duty: Duty, given: Given) -> None:
    actor = given.actor
    own = actor.party == duty.obligee if decided_by_group(duty) else actor.role not in _OTHERS
    if not own:
        raise NotYours(duty.id)


def still_owed(duty: Duty) -> None:
    """Raises NothingOwed where a fact or a decision ended or paused the duty."""
    if duty.closed is not None:
        raise NothingOwed(duty.zh, _CLOSED_ZH[duty.closed])
    if duty.accepted:
        raise NothingOwed(duty.zh, "已受理")
    if duty.paused is not None:
        raise NothingOwed(duty.zh, "项目暂缓，期限已停止计算，恢复后再办")


def _decided_late(duty: Duty, given: Given) -> bool:
    if duty.submission is None:
        raise NothingToDecide(duty.zh)
    if duty.closed is not None:
        raise NothingOwed(duty.zh, _CLOSED_ZH[duty.closed])
    if duty.submission.by == given.actor.ref:
        raise OwnFiling(duty.zh)
    return given.today > duty.submission.decide_by


def _fits(duty: Duty, filing: Filing) -> None:
    refuse_unless(
        filing.form == duty.form,
        f"“{duty.zh}”应报送 {duty.form} 类材料，收到的是 {filing.form}。",
        f"“{duty.id}” takes a {duty.form}, not a {filing.form}.",
    )
