"""How a duty's state follows from its events. Cannot fail: history cannot be refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args

from domain.base import unchecked
from domain.duty import Duty, Submission, Terms, Wish
from domain.duty_events import (
    Acknowledged,
    DutyAccepted,
    DutyEvent,
    DutyFiled,
    DutyPaused,
    DutyRedated,
    DutyRestated,
    DutyReturned,
    DutyScheduled,
    DutyUrged,
    DutyVoided,
    DutyWaived,
    Escalated,
    EscalationRecommended,
    ExtensionDecided,
    ExtensionRequested,
    LetterAnswered,
    LetterIssued,
    Overdue,
    OverdueWithdrawn,
    Reminded,
)

Duties = Mapping[str, Duty]


OF_DUTIES: frozenset[type] = frozenset(get_args(DutyEvent))
"""What `evolve_duties` answers: asking for the type is quicker than trying one after another."""


def evolve_duties(duties: Duties, event: DutyEvent) -> dict[str, Duty]:
    """The duties after the event."""
    return {**duties, event.duty: evolve_duty(duties, event)}


def evolve_duty(duties: Duties, event: DutyEvent) -> Duty:
    """The one duty that the event is about, after it."""
    if isinstance(event, DutyScheduled):
        return _scheduled(event)
    duty = duties[event.duty]
    return duty.model_copy(update=_changes(duty, event))


def _dates(terms: Terms) -> dict[str, object]:
    return {
        "due": terms.due,
        "settled": terms.settled,
        "reminders": terms.reminders,
        "letter_on": terms.letter_on,
        "group_on": terms.group_on,
        "counted": terms.counted,
    }


_FRESH: dict[str, object] = {name: x.default for name, x in Duty.model_fields.items()}
"""Every field in its order, those that a schedule says nothing of as they begin."""


def _scheduled(event: DutyScheduled) -> Duty:
    said = {
        "id": event.duty,
        "line": event.line,
        "period": event.period,
        "zh": event.zh,
        "stage": event.stage,
        "form": event.form,
        "obligor": event.obligor,
        "obligee": event.obligee,
        "supervisor": event.supervisor,
        "opens": event.opens,
        "original_due": event.terms.due,
        "until_verified": event.until_verified,
        "period_end": event.period_end,
        "climbs": event.climbs,
        **_dates(event.terms),
    }
    return unchecked(Duty, {**_FRESH, **said}, set(said))


def _changes(duty: Duty, event: DutyEvent) -> dict[str, object]:  # one line per fact
    match event:  # what is frequent first
        case DutyFiled():
            return {"submission": _submission(event)}
        case Reminded():
            return {"reminded": event.number}
        case DutyRedated():
            return {**_rearmed(event.terms, event.revision), **_revived(duty)}
        case DutyAccepted() if duty.submission is not None:
            return {"submission": duty.submission.model_copy(update={"accepted": True})}
        case DutyReturned():
            late = duty.submission is not None and not duty.submission.on_time
            return {
                **_rearmed(event.terms, event.revision),
                "submission": None,
                "overdue": duty.overdue or late,
            }
        case DutyVoided():
            return {"closed": "VOID", "lapsed": event.lapses}
        case DutyRestated():
            parts = ("zh", "stage", "form", "obligor", "obligee", "until_verified")
            return {x: getattr(event, x) for x in parts}
        case DutyWaived():
            return {"closed": "WAIVED"}
        case DutyPaused() | ExtensionRequested() | ExtensionDecided():
            return _by_decision(duty, event)
        case Overdue():
            return {
                "level": 1,
                "overdue": True,
                "overdue_at": duty.overdue_at or event.overdue_at,
                "next_if_silent": event.next_if_silent,
            }
        case LetterIssued():
            return {"level": 2, "next_if_silent": event.next_if_silent}
        case Escalated():
            return {"level": 3, "next_if_silent": event.next_if_silent}
        case EscalationRecommended():
            return {"level": 4, "next_if_silent": None}
        case Acknowledged():
            return {"next_if_silent": None} if event.level == duty.level else {}
        case OverdueWithdrawn():
            return _in_time(duty, event.overdue_at)
        case DutyUrged():
            return {"urged": event.on}
        case LetterAnswered() | DutyAccepted() | DutyScheduled():
            return {}


def _in_time(duty: Duty, withdrawn: datetime) -> dict[str, object]:
    """As if it had not been called late then; what was said in its time stays in the history, and
    another lateness stands: the one of what was filed after a return, or one before it."""
    filed = duty.submission
    if filed is not None and not filed.on_time and withdrawn < duty.due_at:
        return {"overdue": True, "overdue_at": duty.due_at}
    filed = filed and filed.model_copy(update={"on_time": True})
    fresh: dict[str, object] = {"level": 0, "next_if_silent": None, "submission": filed}
    if duty.overdue_at is not None and duty.overdue_at < withdrawn:
        return fresh
    return {**fresh, "overdue": False, "overdue_at": None}


def _submission(event: DutyFiled) -> Submission:
    filed: dict[str, object] = {
        "by": event.by,
        "received_at": event.received_at,
        "on_time": event.on_time,
        "decide_by": event.decide_by,
        "accepted": False,
    }
    return unchecked(Submission, filed)


def _revived(duty: Duty) -> dict[str, object]:
    return {"closed": None, "lapsed": False} if duty.lapsed else {}


def _by_decision(
    duty: Duty, event: DutyPaused | ExtensionRequested | ExtensionDecided
) -> dict[str, object]:
    match event:
        case DutyPaused():
            return {"paused": event.working_days_left}
        case ExtensionRequested():
            return {"wish": Wish(number=event.number, to=event.to), "wishes": event.number}
        case ExtensionDecided():
            without = duty.without or duty.due
            return {"wish": None, "without": without if event.granted else duty.without}


def _rearmed(terms: Terms, revision: int) -> dict[str, object]:
    return {
        **_dates(terms),
        "revision": revision,
        "reminded": 0,
        "level": 0,
        "next_if_silent": None,
        "paused": None,
    }
