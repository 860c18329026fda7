"""Notices, one row each: what is addressed to a party, and whether it was acknowledged."""

from domain.calendar import day_of
from domain.countersign.messages import ActProposed
from domain.duty import LEVEL, Duty, Rung
from domain.duty_events import (
    Acknowledged,
    DutyRedated,
    DutyReturned,
    DutyUrged,
    Escalated,
    EscalationRecommended,
    LetterIssued,
    Mark,
    Overdue,
    Reminded,
)
from domain.names import CLOCKED, COUNTERSIGN
from domain.project.slow_events import SlownessMarked
from domain.steps.messages import StepRecommended, StepTaken
from domain.streams import State
from ledger.projections.change import Change, Part, Projection, Recorded, upsert
from ledger.projections.countersign import told_of
from ledger.projections.duties import region_of

_RUNGS: dict[type[Mark], Rung] = {
    Reminded: Rung.REMINDER,
    Overdue: Rung.OVERDUE,
    LetterIssued: Rung.LETTER,
    Escalated: Rung.ESCALATED,
    EscalationRecommended: Rung.RECOMMENDED,
}


def _row(change: Change, state: State, x: Recorded) -> dict[str, object] | None:
    event = x.event
    if isinstance(event, StepTaken | StepRecommended):
        return _step(change, state, x, event)
    if not isinstance(event, Mark | DutyReturned | DutyRedated | DutyUrged):
        return None
    duty: Duty = state.duties[event.duty]
    head = {
        "id": x.id,
        "stream": change.stream,
        "version": x.version,
        "region": region_of(state),
        "duty": event.duty,
        "revision": event.revision,
        "zh": duty.zh,
        "recorded_at": x.recorded_at,
    }
    match event:
        case SlownessMarked():
            said = {"on": event.on, "party": event.to, "because": event.because}
            return {**head, **said, "kind": "slow", "level": 0}
        case Mark():
            rung = _RUNGS[type(event)]
            said = {"on": event.on, "party": event.to, "because": event.because}
            return {**head, **said, "kind": rung, "level": LEVEL[rung]}
        case DutyUrged():
            said = {"on": event.on, "party": event.to, "because": event.because}
            return {**head, **said, "kind": "urged", "level": 0}
        case DutyReturned():
            kind, because = "returned", event.reason
        case DutyRedated():
            kind, because = "redated", event.because
    on = day_of(x.recorded_at)
    return {**head, "kind": kind, "level": 0, "party": duty.obligor, "because": because, "on": on}


def _step(
    change: Change, state: State, x: Recorded, event: StepTaken | StepRecommended
) -> dict[str, object]:
    """A step taken, told to whom it concerns; a recommended one, told to who decides on it."""
    taken = isinstance(event, StepTaken)
    return {
        "id": x.id,
        "stream": change.stream,
        "version": x.version,
        "region": region_of(state),
        "duty": (event.answer or "") if isinstance(event, StepTaken) else "",
        "revision": 0,
        "kind": "step" if taken else "recommended",
        "level": 0 if taken else event.level,
        "party": event.to,
        "on": event.on,
        "zh": event.zh,
        "because": event.subject if isinstance(event, StepTaken) else event.because,
        "recorded_at": x.recorded_at,
    }


def _issued(change: Change) -> list[dict[str, object]]:
    if change.kind == COUNTERSIGN:
        told = ((x, x.event) for x in change.events)
        return [
            told_of(change.stream, x, event) for x, event in told if isinstance(event, ActProposed)
        ]
    rows = (_row(change, change.after, x) for x in change.events)
    return [x for x in rows if x is not None]


def _acknowledged(change: Change) -> list[dict[str, object]]:
    return [
        {
            "stream": change.stream,
            "duty": x.event.duty,
            "revision": x.event.revision,
            "level": x.event.level,
            "acknowledged_at": x.recorded_at,
            "acknowledged_by": x.event.by,
        }
        for x in change.events
        if isinstance(x.event, Acknowledged)
    ]


_COLUMNS = "id stream version region duty revision kind level party on zh because recorded_at"
_ALL = f"{_COLUMNS} acknowledged_at acknowledged_by"
"""In the table's order."""

NOTICES = Projection(
    (*CLOCKED, COUNTERSIGN),
    upsert("notices", "id", _COLUMNS, all_columns=_ALL),
    _issued,
    ("id",),
)
ACKNOWLEDGED = Projection(
    CLOCKED,
    Part(
        "seen",
        """UPDATE notices SET acknowledged_at = seen.acknowledged_at,
               acknowledged_by = seen.acknowledged_by
           FROM {rows}
           WHERE notices.stream = seen.stream AND notices.duty = seen.duty
               AND notices.revision = seen.revision AND notices.level = seen.level""",
        "notices",
    ),
    _acknowledged,
    ("stream", "duty", "revision", "level"),
)
