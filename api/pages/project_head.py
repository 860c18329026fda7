"""The head of a project's page, its verdict in one line, and the lines of its list of duties."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.pages import dates, words
from api.pages.duty_ways import Way
from api.pages.seen import Seen
from api.pages.why_note import why_note
from api.tools import Tools
from domain.calendar import Calendar, day_of
from domain.duty import Duty, Status
from domain.lights import light
from domain.project.card import target_zh
from domain.project.state import Phase, Project
from domain.regimes import named
from ledger.queries.course import courses
from ledger.queries.duties import DutyRow

_LAMP = {"GREEN": "green", "YELLOW": "amber", "RED": "red"}
_PHASE_ZH = {
    Phase.CLOSED: "办结",
    Phase.EVALUATED: "已测评",
    Phase.RECTIFYING: "整改中",
    Phase.RE_EVALUATED: "已再次测评",
    Phase.VERIFIED: "已核验",
}


def project_head(
    one: Seen, own: Sequence[DutyRow], today: date, calendar: Calendar
) -> dict[str, Any]:
    """What the head of the page says."""
    state = one.state
    assert isinstance(state, Project)  # noqa: S101  # asked for by its own page
    shown = light(state, named(state.regime).lights, one.standing.now)
    late = [x for x in own if x.late]
    past = [x for x in own if x.closed is None and (x.accepted or x.due < today)]
    worst = max(late, key=lambda x: dates.late_days(x.due, today, calendar), default=None)
    return {
        "lamp": "done" if state.closed else _LAMP[shown.light],
        "why_light": shown.zh,
        "late": len(late),
        "worst": worst and words.duty_zh(worst.zh, worst.period),
        "worst_days": worst and dates.late_days(worst.due, today, calendar),
        "level": max((x.level for x in late), default=0),
        "phase": _PHASE_ZH.get(state.phase)
        or next((words.STAGE_ZH[x.stage] for x in _open(state)), "办结"),
        "on_time": sum(1 for x in past if x.on_time and not x.overdue),
        "past": len(past),
        "without": sum(1 for x in past if _in_time_without(x)),
        "completion": state.planned_completion,
        "completion_was": _first_day(state),
        "group": words.who_zh(state.owners.group or ""),
        "regime": named(state.regime).zh,
        "target": target_zh(state.card.target),
    }


def _in_time_without(x: DutyRow) -> bool:
    """In time by the date that held before any extension."""
    if x.without_extension is None:
        return bool(x.on_time) and not x.overdue
    return x.received_at is not None and day_of(x.received_at) <= x.without_extension


def _first_day(state: Project) -> date | None:
    """The completion day before a decision changed it."""
    plan = state.track.plan
    first = (plan.planned_completion if plan else None) or state.card.planned_completion
    decided = any(x.planned_completion for x in state.track.baselines)
    return first if decided and first != state.planned_completion else None


def _open(state: Project) -> list[Duty]:
    found = [x for x in state.duties.values() if x.closed is None and not x.accepted]
    return sorted(found, key=lambda x: list(words.STAGE_ZH).index(x.stage))


def duty_rows(
    rows: Sequence[DutyRow],
    today: date,
    calendar: Calendar,
    *,
    every: bool,
    ways: Mapping[str, Way] | None = None,
) -> list[dict[str, Any]]:
    """What happened or is late, and the next of each line; all of them where asked."""
    found, next_told = [], set[str]()
    for x in rows:
        ahead = x.due >= today and x.received_at is None and not x.level
        if ahead and x.line in next_told and not every:
            continue
        if ahead:
            next_told.add(x.line)
        found.append(_duty_row(x, today, calendar, (ways or {}).get(x.duty, Way())))
    return found


def _duty_row(x: DutyRow, today: date, calendar: Calendar, way: Way) -> dict[str, Any]:
    late = dates.late_days(x.due, today, calendar) if x.late else 0
    left = dates.left_days(today, x.due, calendar)
    return {
        "id": x.duty,
        "name": words.duty_zh(x.zh, x.period),
        "who": words.who_zh(x.obligor),
        "to": words.who_zh(x.obligee),
        "was": x.original_due,
        "due": x.due if x.due != x.original_due else None,
        "makeup": calendar.is_makeup(x.original_due),
        "extended": x.without_extension is not None,
        "because": way.moved_because,
        "wished": x.wished,
        "paused": _paused(x, way, today),
        "way": way,
        "returned": way.returned[-1] if way.returned and x.received_at is None else None,
        "settled": x.settled,
        "filed": x.received_at,
        "hot": x.late,
        "bad": x.late or x.status is Status.FULFILLED_LATE,
        "result": words.result_zh(x.status, late, left, settled=x.settled),
    }


def _paused(x: DutyRow, way: Way, today: date) -> str:
    """停表: how long its time stood still, in review or suspended."""
    if x.paused is not None:
        return f"停着，剩{x.paused}个工作日"
    spans = (
        [*way.reviews[:-1], *way.pauses]
        if x.received_at is not None
        else [*way.reviews, *way.pauses]
    )
    days = sum(((ended or today) - begun).days for begun, ended in spans)
    return f"{days}日" if days else ""


async def note_of(
    own: Sequence[DutyRow], asked: str | None, calendar: Calendar, tools: Tools
) -> dict[str, Any] | None:
    """Why that duty is due on its day; None where no such duty is asked for."""
    row = next((x for x in own if x.duty == asked), None)
    if row is None:
        return None
    course = (await courses(tools.ledger, [row.stream], [row.duty]))[row.stream, row.duty]
    return why_note(row, course, calendar)
