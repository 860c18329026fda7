"""Proposals of weighty acts, one row each, and the notice that tells the office of one."""

from domain.calendar import day_of
from domain.countersign.messages import ActConfirmed, ActDeclined, ActProposed
from domain.countersign.weighty import WEIGHTY_ZH, Weighty
from domain.names import COUNTERSIGN
from ledger.projections.change import Change, Part, Projection, Recorded, upsert

_COLUMNS = """stream number target region act subject proposed_by role proposed_at lapses_on
outcome"""
_OF_RULES = (Weighty.CALENDAR, Weighty.MEASURE)


def _proposed(change: Change) -> list[dict[str, object]]:
    return [
        {
            "stream": change.stream,
            "number": x.event.number,
            "target": x.event.target,
            "region": x.event.region,
            "act": x.event.act,
            "subject": x.event.subject,
            "proposed_by": x.event.by,
            "role": x.event.role,
            "proposed_at": x.recorded_at,
            "lapses_on": x.event.lapses_on,
            "outcome": "waits",
        }
        for x in change.events
        if isinstance(x.event, ActProposed)
    ]


def _settled(change: Change) -> list[dict[str, object]]:
    found = []
    for x in change.events:
        if isinstance(x.event, ActConfirmed | ActDeclined):
            own = x.event.by == x.event.proposed_by
            declined = "withdrawn" if own else "declined"
            found.append(
                {
                    "stream": change.stream,
                    "number": x.event.number,
                    "outcome": "confirmed" if isinstance(x.event, ActConfirmed) else declined,
                    "settled_by": x.event.by,
                    "settled_at": x.recorded_at,
                    "reason": x.event.reason if isinstance(x.event, ActDeclined) else None,
                }
            )
    return found


def told_of(stream: str, x: Recorded, event: ActProposed) -> dict[str, object]:
    """The notice to the office, or to whoever keeps the rules, that an act waits for a second
    person. It stands beside the proposal: whom the act concerns is told when it is done."""
    return {
        "id": x.id,
        "stream": stream,
        "version": x.version,
        "region": event.region or "",
        "duty": "",
        "revision": 0,
        "kind": "proposed",
        "level": 0,
        "party": "admin" if event.act in _OF_RULES else "clerk",
        "on": day_of(x.recorded_at),
        "zh": f"{WEIGHTY_ZH[event.act]}等待第二人确认",
        "because": f"{event.subject}，到{event.lapses_on}失效",
        "recorded_at": x.recorded_at,
    }


PROPOSED = Projection(
    (COUNTERSIGN,),
    upsert("proposals", "stream number", _COLUMNS),
    _proposed,
    ("stream", "number"),
)
SETTLED = Projection(
    (COUNTERSIGN,),
    Part(
        "settled",
        """UPDATE proposals SET outcome = settled.outcome, settled_by = settled.settled_by,
               settled_at = settled.settled_at, reason = settled.reason
           FROM {rows}
           WHERE proposals.stream = settled.stream AND proposals.number = settled.number""",
        "proposals",
    ),
    _settled,
    ("stream", "number"),
)
