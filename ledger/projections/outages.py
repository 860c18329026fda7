"""Outages of the service, one row each: what a due instant is compared with."""

from domain.names import SERVICE
from domain.service.outages import OutageRecorded
from ledger.projections.change import Change, Projection, upsert


def _rows(change: Change) -> list[dict[str, object]]:
    return [
        {
            "id": x.event.outage,
            "service": x.event.service,
            "started": x.event.started,
            "ended": x.event.ended,
            "seconds": (x.event.ended - x.event.started).total_seconds(),
        }
        for x in change.events
        if isinstance(x.event, OutageRecorded)
    ]


_COLUMNS = "id service started ended seconds"

OUTAGES = Projection((SERVICE,), upsert("outages", "id", _COLUMNS), _rows, ("id",))
