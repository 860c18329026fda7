"""为什么是这一天: how a due date was derived, with the days counted on a calendar."""

from datetime import date
from typing import Any

from api.pages import words
from domain.calendar import Calendar
from domain.derivation import Step, days
from ledger.queries.course import Course
from ledger.queries.duties import DutyRow

LONGEST = 35
"""Days that are still drawn."""


def why_note(row: DutyRow, course: Course, calendar: Calendar) -> dict[str, Any]:
    """Everything the note says."""
    scheduled = course.entries[0]
    counted = [x for x in course.terms.steps if x.rule in ("T5", "T2", "T3", "T6")]
    return {
        "duty": words.duty_zh(row.zh, row.period),
        "due": row.due,
        "settled": row.settled,
        "steps": course.terms.steps,
        "weeks": _weeks(counted[-1], calendar) if counted else [],
        "moved": course.moved_because,
        "was": row.original_due if row.original_due != row.due else None,
        "cite": course.cite,
        "source": course.origin,
        "ours": scheduled.event["ours"],
        "all_ours": course.origin == "ours",
        "calendar": course.terms.calendar,
        "entry": scheduled,
    }


def _weeks(step: Step, calendar: Calendar) -> list[list[dict[str, Any]]]:
    first, last = min(step.start, step.end), max(step.start, step.end)
    if not 0 < (last - first).days <= LONGEST:
        return []
    cells = [_cell(x, step, calendar) for x in days(first, last)]
    weeks: list[list[dict[str, Any]]] = []
    for cell in cells:
        if not weeks or cell["day"].weekday() == 0:
            weeks.append([])
        weeks[-1].append(cell)
    weeks[0] = [{"day": None}] * (7 - len(weeks[0]) if len(weeks) > 1 else 0) + weeks[0]
    return weeks


def _cell(day: date, step: Step, calendar: Calendar) -> dict[str, Any]:
    rest = calendar.rest_reason(day)
    number = ""
    if step.rule == "T5" and day != step.start and rest is None:
        low, high = sorted((step.start, day))
        before = step.end < step.start
        passed = list(days(low, high))
        counted = passed[:-1] if before else passed[1:]
        number = str(sum(1 for x in counted if calendar.is_workday(x)))
    return {
        "day": day,
        "rest": rest,
        "note": "起" if day == step.start else ("休" if rest else number),
        "makeup": calendar.is_makeup(day),
        "hit": day == step.end,
        "anchor": day == step.start,
    }
