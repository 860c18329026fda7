"""How the record stands, in numbers for whoever watches from outside: one look."""

from typing import TYPE_CHECKING

from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

_CLOCKED = "('project', 'programme', 'collection', 'suggestion')"
_METERS = f"""
SELECT (SELECT count(*) FROM wakes) AS wakes_waiting,
    (SELECT count(*) FROM streams LEFT JOIN keepers ON keepers.stream = streams.id
     WHERE NOT closed AND kind IN {_CLOCKED}
        AND coalesce(seen_version, 0) < version) AS clocks_behind,
    (SELECT count(*) FROM streams WHERE NOT closed AND kind IN {_CLOCKED}) AS streams_open,
    (SELECT count(*) FROM streams WHERE NOT closed
        AND next_at < ledger_now() - interval '150 seconds') AS moments_undone,
    (SELECT count(*) FROM follow_ups WHERE done_at IS NULL) AS follow_ups_undone,
    (SELECT count(*) FROM messages WHERE next_at IS NOT NULL) AS messages_waiting,
    (SELECT count(*) FROM outages) AS outages,
    (SELECT coalesce(sum(seconds), 0)::float8 FROM outages) AS outage_seconds,
    (SELECT facts_are_held())::int AS record_held,
    (SELECT coalesce(max(position), 0) FROM log) AS log_size,
    (SELECT coalesce(max(size), 0) FROM checkpoints) AS checkpoint_size,
    (SELECT extract(epoch FROM max(at))::float8 FROM checkpoints) AS checkpoint_at,
    (SELECT extract(epoch FROM min(log.at))::float8 FROM log
     WHERE position = (SELECT coalesce(max(size), 0) + 1 FROM checkpoints)) AS unsigned_since
"""  # noqa: S608  # our own names


class Meters(Row):
    """Numbers of the record. Instants are seconds since 1970 of the machine's own clock."""

    wakes_waiting: int
    clocks_behind: int
    """Open streams whose clock has yet to see their last version."""
    streams_open: int
    moments_undone: int
    follow_ups_undone: int
    messages_waiting: int
    outages: int
    outage_seconds: float
    record_held: int
    log_size: int
    checkpoint_size: int
    checkpoint_at: float | None
    unsigned_since: float | None
    """When the first event was ordered that no checkpoint covers; None where all are covered."""


async def meters(ledger: "Ledger") -> Meters:
    """One look. Raises Unavailable."""
    async with ledger.pool.read() as connection:
        return Meters.model_validate((await connection.exec_driver_sql(_METERS)).one())
