"""Incidents as they are read: what is stuck now, what was, and when the processes last beat."""

from datetime import datetime
from typing import TYPE_CHECKING

from domain.incidents import WATCH_QUIET, IncidentKind
from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

WATCH = "watch"
"""The heartbeat of the watch; those of its parts are `watch:relay` and so on."""
_INCIDENTS = """
SELECT i.id, kind, subject, detail, opened_at, last_seen, closed_at, closed_by, note
FROM incidents AS i LEFT JOIN LATERAL (
    SELECT region FROM projects WHERE stream = split_part(subject, ' ', 1)
    UNION ALL SELECT region FROM years WHERE stream = split_part(subject, ' ', 1)
    UNION ALL SELECT region FROM suggestions WHERE stream = split_part(subject, ' ', 1)
) AS lies ON $5::text IS NOT NULL
WHERE ($1::boolean OR closed_at IS NULL)
    AND ($2::text IS NULL OR subject = $2) AND ($3::text IS NULL OR kind = $3)
    AND ($5 IS NULL OR region IS NULL OR region = $5 OR starts_with(region, $5 || '/'))
ORDER BY closed_at IS NOT NULL, opened_at DESC, id DESC LIMIT $4
"""
_OPEN = "SELECT kind, count(*) AS n FROM incidents WHERE closed_at IS NULL GROUP BY kind ORDER BY 1"
_BEATS = """
SELECT service, real_at,
    extract(epoch FROM clock_timestamp() - real_at)::float8 AS silent
FROM heartbeats ORDER BY service
"""


class IncidentRow(Row):
    """One incident. Instants are of the machine's real clock, whatever the ledger's says."""

    id: int
    kind: str
    subject: str
    detail: str
    opened_at: datetime
    last_seen: datetime
    closed_at: datetime | None
    closed_by: str | None
    note: str | None


class Beat(Row):
    """When a process was last heard."""

    service: str
    real_at: datetime
    silent: float
    """Seconds since then."""


async def incidents(
    ledger: "Ledger",
    *,
    closed: bool = False,
    subject: str | None = None,
    kind: IncidentKind | None = None,
    region: str | None = None,
    limit: int = 200,
) -> list[IncidentRow]:
    """Open ones, newest first; then, if asked for, those that are over. With a region: what has
    to do with a stream elsewhere is left out. Raises Unavailable."""
    values = (closed, subject, kind, limit, region)
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_INCIDENTS, values)
        return [IncidentRow.model_validate(x) for x in found]


async def open_by_kind(ledger: "Ledger") -> dict[str, int]:
    """How many are open, by kind."""
    async with ledger.pool.read() as connection:
        return {x.kind: x.n for x in await connection.exec_driver_sql(_OPEN)}


async def beats(ledger: "Ledger") -> dict[str, Beat]:
    """When each process and each part of the watch was last heard, by name."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_BEATS)
        return {x.service: Beat.model_validate(x) for x in found}


def stopped(heard: dict[str, Beat]) -> bool:
    """Whether the watch has stopped, or never was."""
    return WATCH not in heard or heard[WATCH].silent > WATCH_QUIET.total_seconds()
