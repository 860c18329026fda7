"""Progress as it was told: of each sub-project the newest report of a month, one row each."""

from domain.calendar import day_of
from domain.duty_events import DutyFiled
from domain.forms import Progress
from domain.names import PROJECT
from ledger.projections.change import Change, Projection, upsert


def _told(change: Change) -> list[dict[str, object]]:
    """What was returned is told again; it stands until it is."""
    return [
        {
            "stream": change.stream,
            "subproject": row.subproject,
            "month": day_of(recorded.event.received_at).replace(day=1),
            "planned": row.planned,
            "claimed": row.claimed,
        }
        for recorded in change.events
        if isinstance(recorded.event, DutyFiled) and isinstance(recorded.event.filing, Progress)
        for row in recorded.event.filing.rows
    ]


_COLUMNS = "stream subproject month planned claimed"
_KEY = ("stream", "subproject", "month")

PROGRESS = Projection(
    (PROJECT,),
    upsert("monthly_progress", " ".join(_KEY), _COLUMNS, all_columns=_COLUMNS),
    _told,
    _KEY,
)
