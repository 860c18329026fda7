"""Incidents as they are read: what is stuck now, what was, and when the processes last beat."""

from datetime import datetime
from typing import TYPE_CHECKING

from domain.incidents import OF_THE_HOUSE, WATCH_QUIET, IncidentKind
from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

WATCH = "watch"
"""The heartbeat of the watch; those of its parts are `watch:relay` and so on."""
_LYING = (
    *("projects", "programmes", "collections", "suggestions", "wishes", "ballots", "meetings"),
    *("organisations", "books", "activities", "stations", "figure_books"),
    *("topic_calls", "appraisals"),
)
"""Where the region of a stream is found."""
_OF_STREAMS = " UNION ALL ".join(
    f"SELECT region FROM {x} WHERE id = named.id AND stream = named.stream"  # noqa: S608  # ours
    for x in _LYING
)
_INCIDENTS = f"""
SELECT i.id, kind, subject, detail, opened_at, last_seen, closed_at, closed_by, note
FROM incidents AS i, LATERAL (
    SELECT split_part(subject, ' ', 1) AS stream,
        substr(split_part(subject, ' ', 1), strpos(subject, ':') + 1) AS id,
        CASE WHEN kind = 'message_given_up' AND subject ~ '^[0-9a-f-]{{36}}$'
            THEN subject::uuid END AS message
) AS named
WHERE ($1::boolean OR closed_at IS NULL)
    AND ($2::text IS NULL OR subject = $2) AND ($3::text IS NULL OR kind = $3)
    AND ($5::text IS NULL OR kind = ANY($6::text[]) OR (
        SELECT bool_and(region = $5 OR starts_with(region, $5 || '/')) FROM (
            {_OF_STREAMS}
            UNION ALL SELECT region FROM years
            WHERE id = named.id AND named.stream = 'papers:' || id
            UNION ALL SELECT region FROM message_notices JOIN notices ON notices.id = notice
            WHERE message = named.message
            UNION ALL SELECT region FROM messages JOIN contacts ON contacts.id = contact
            WHERE messages.id = named.message AND region IS NOT NULL
        ) AS lies
    ))
ORDER BY closed_at IS NOT NULL, opened_at DESC, id DESC LIMIT $4
"""  # noqa: S608  # our own names
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
    """Open ones, newest first; then, if asked for, those that are over. With a region: what
    has to do with the installation, and with streams and messages that lie there for certain.
    Raises Unavailable."""
    values = (closed, subject, kind, limit, region, sorted(OF_THE_HOUSE))
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
