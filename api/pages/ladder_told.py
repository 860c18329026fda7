"""The ladder of one duty: every step with whom it reached and whether it was seen, and the next."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from api.pages import words
from domain.duty import LEVEL, Duty, Rung
from domain.ladder import next_mark
from ledger.queries.history import Entry

_STEPS = {"Overdue": 1, "LetterIssued": 2, "Escalated": 3, "EscalationRecommended": 4}


class Step(NamedTuple):
    """One rung as far as it was climbed, or the next one."""

    level: int
    zh: str
    on: date
    to: str
    because: str
    acknowledged: Entry | None
    answered: Entry | None
    state: str
    """past, miss (went on without being seen), now, next."""
    until: date | None


def focus(duties: Sequence[Duty]) -> Duty | None:
    """The duty whose ladder matters: the highest rung, then the longest overdue."""
    climbing = [x for x in duties if x.owed and x.level]
    return min(climbing, key=lambda x: (-x.level, x.due, x.id), default=None)


def ladder(duty: Duty, told: Sequence[Entry]) -> dict[str, Any]:
    """The steps of this revision, in order."""
    mine = [x for x in told if x.event.get("duty") == duty.id]
    mine = [x for x in mine if x.event.get("revision") == duty.revision]
    climbed = [x for x in mine if x.type in _STEPS]
    steps = [_step(x, mine, duty) for x in climbed]
    return {
        "duty": words.duty_zh(duty.zh, duty.period),
        "id": duty.id,
        "revision": duty.revision,
        "due": duty.due,
        "reminded": [x.event["on"] for x in mine if x.type == "Reminded"],
        "steps": steps,
        "next": _next(duty),
    }


def _step(entry: Entry, mine: Sequence[Entry], duty: Duty) -> Step:
    level = _STEPS[entry.type]
    seen = [x for x in mine if x.type == "Acknowledged" and x.event["level"] == level]
    answers = [x for x in mine if x.type == "LetterAnswered"] if level == 2 else []
    now = level == duty.level
    state = "now" if now else "past" if seen or level == 4 else "past miss"
    waits = now and not seen and duty.next_if_silent is not None
    return Step(
        level=level,
        zh=words.RUNG_LONG_ZH[level],
        on=date.fromisoformat(entry.event["on"]),
        to=words.who_zh(entry.event["to"]),
        because=words.told_zh(entry.event["because"]),
        acknowledged=seen[-1] if seen else None,
        answered=answers[-1] if answers else None,
        state=state,
        until=duty.next_if_silent if waits else None,
    )


def _next(duty: Duty) -> dict[str, Any] | None:
    mark = next_mark(duty)
    if mark is None or mark.rung is Rung.REMINDER:
        return None
    level = LEVEL[mark.rung]
    return {"zh": words.RUNG_LONG_ZH[level], "on": mark.on, "by_people": level == 4}
