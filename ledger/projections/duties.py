"""Duties, one row each: what is owed by whom, due when, and from when it counts as late."""

from datetime import UTC, datetime

from domain.countersign import subjects
from domain.duty import GRACE, Duty
from domain.names import CLOCKED
from ledger.projections.change import Change, Projection, upsert

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""Late whatever the clock says: a rung was reached."""


def late_from(duty: Duty) -> datetime | None:
    """From when a reader sees the duty as late: `duty.late_at(now)` is `late_from <= now`."""
    if not duty.owed:
        return None
    if duty.level > 0:
        return ALWAYS
    return duty.due_at + GRACE if duty.settled else None


def row_of(stream: str, region: str, duty: Duty) -> dict[str, object]:
    """The duty's row."""
    filed = duty.submission
    return {
        "stream": stream,
        "duty": duty.id,
        "region": region,
        "line": duty.line,
        "period": duty.period,
        "zh": duty.zh,
        "stage": duty.stage,
        "form": duty.form,
        "obligor": duty.obligor,
        "obligee": duty.obligee,
        "supervisor": duty.supervisor,
        "opens": duty.opens,
        "original_due": duty.original_due,
        "due": duty.due,
        "due_at": duty.due_at,
        "settled": duty.settled,
        "owed": duty.owed,
        "late_from": late_from(duty),
        "revision": duty.revision,
        "level": duty.level,
        "overdue": duty.overdue,
        "overdue_at": duty.overdue_at,
        "filed_by": filed.by if filed else None,
        "received_at": filed.received_at if filed else None,
        "on_time": filed.on_time if filed else None,
        "decide_by": filed.decide_by if filed else None,
        "accepted": duty.accepted,
        "closed": duty.closed,
        "paused": duty.paused,
        "without_extension": duty.without,
        "wished": duty.wish.to if duty.wish else None,
    }


def region_of(state: object) -> str:
    """The congress's region: the same office name exists in every county."""
    region = subjects.region_of(state)
    if region is None:
        raise TypeError(f"{type(state).__name__} belongs to no region")
    return region


def _changed(change: Change) -> list[dict[str, object]]:
    if not change.duties:
        return []
    region = region_of(change.after)
    return [row_of(change.stream, region, x) for _, x in change.duties]


_COLUMNS = """stream duty region line period zh stage form obligor obligee supervisor opens
original_due due due_at settled owed late_from revision level overdue overdue_at filed_by
received_at on_time decide_by accepted closed paused without_extension wished"""
"""In the table's order."""

DUTIES = Projection(
    CLOCKED,
    upsert("duties", "stream duty", _COLUMNS, all_columns=_COLUMNS),
    _changed,
    ("stream", "duty"),
)
