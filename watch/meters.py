"""The record's numbers for Prometheus: looked up every so often by the watch, and by it alone."""

import time
from collections.abc import Callable
from datetime import datetime

from prometheus_client import Gauge

from domain.incidents import IncidentKind
from ledger.door import Ledger
from ledger.queries.incidents import beats, open_by_kind
from ledger.queries.meters import Meters, meters
from watch.rounds import rounds

PAUSE = 15.0
"""Seconds between two looks."""


def _gauge(name: str, said: str, *labels: str) -> Gauge:
    return Gauge(f"bihuan_{name}", said, labels)


NUMBERS = {
    name: _gauge(name, said)
    for name, said in {
        "wakes_waiting": "Streams whose clock is yet to be woken (relay lag)",
        "clocks_behind": "Open streams whose clock has yet to see their last version",
        "streams_open": "Open streams that have a clock",
        "moments_undone": "Moments due for more than 150 seconds and not kept",
        "follow_ups_undone": "Commands that one stream still owes another",
        "messages_waiting": "Messages that have yet to leave",
        "outages": "Outages on record",
        "outage_seconds": "Seconds of all outages on record",
        "record_held": "1 while nothing is recorded until a loss is declared",
        "log_size": "Events in the log's order",
        "checkpoint_size": "Events that a checkpoint covers",
    }.items()
}
"""By the field of `Meters` that each shows."""
CHECKPOINT = _gauge("checkpoint_timestamp_seconds", "When the last checkpoint was signed")
UNSIGNED = _gauge("unsigned_age_seconds", "For how long the oldest uncovered event has waited")
INCIDENTS = _gauge("incidents_open", "Incidents that are open, by kind", "kind")
SILENT = _gauge("silent_seconds", "Seconds since a process was heard", "service")
BACKUP = _gauge("backup_timestamp_seconds", "When the last base backup ended; 0: none")
LOOKED = _gauge("looked_timestamp_seconds", "When these numbers were looked up last")


class RecordMeters:
    """Looks, and sets the gauges. `backup` tells when the last base backup ended."""

    def __init__(
        self, ledger: Ledger, backup: Callable[[], datetime | None] = lambda: None
    ) -> None:
        self._ledger = ledger
        self._backup = backup

    async def run(self) -> None:
        """Until cancelled."""
        await rounds("meters", self.look, PAUSE)

    async def look(self) -> Meters:
        """One look. Raises Unavailable; the gauges then stay, and LOOKED tells their age."""
        found = await meters(self._ledger)
        kinds, heard = await open_by_kind(self._ledger), await beats(self._ledger)
        now = time.time()
        for name, gauge in NUMBERS.items():
            gauge.set(getattr(found, name))
        CHECKPOINT.set(found.checkpoint_at or 0)
        UNSIGNED.set(max(now - found.unsigned_since, 0) if found.unsigned_since else 0)
        for kind in IncidentKind:
            INCIDENTS.labels(kind.value).set(kinds.get(kind.value, 0))
        for service, beat in heard.items():
            SILENT.labels(service).set(beat.silent)
        ended = self._backup()
        BACKUP.set(ended.timestamp() if ended else 0)
        LOOKED.set(now)
        return found
