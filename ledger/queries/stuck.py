"""What is stuck at this instant, as far as the record itself tells: one look, for the watch."""

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from domain.incidents import PART_QUIET, IncidentKind

if TYPE_CHECKING:
    from ledger.door import Ledger

_STUCK = """
SELECT 'moment_undone' AS kind, id AS subject, to_json(next_at)::text AS detail
FROM streams WHERE NOT closed AND next_at < ledger_now() - interval '150 seconds'
UNION ALL
SELECT 'wake_waiting', stream, 'v' || version FROM wakes
UNION ALL
SELECT 'follow_up_undone', stream, string_agg(DISTINCT type, ' ' ORDER BY type)
FROM follow_ups WHERE done_at IS NULL GROUP BY stream
UNION ALL
SELECT 'follow_up_refused', stream || ' ' || type || ' ' || left(id, 60), refused
FROM follow_ups WHERE refused IS NOT NULL AND done_at > ledger_now() - interval '30 days'
UNION ALL
SELECT 'notice_undelivered', stream, count(*)::text FROM notices
WHERE recorded_at > ledger_now() - interval '30 days' AND NOT EXISTS
    (SELECT FROM deliveries WHERE notice = notices.id AND channel = 'inbox') GROUP BY stream
UNION ALL
SELECT 'channel_failing', channel, count(*)::text FROM messages
WHERE next_at IS NOT NULL AND attempt >= 3 GROUP BY channel
UNION ALL
SELECT 'message_given_up', m.id::text, coalesce(c.party, '') || ' ' || m.channel || ' ' || m.outcome
FROM messages AS m LEFT JOIN contacts AS c ON c.id = m.contact
WHERE m.next_at IS NULL AND m.outcome IN ('refused', 'unknown')
    AND m.composed_at > ledger_now() - interval '30 days'
UNION ALL
SELECT 'api_silent', service, to_json(real_at)::text FROM heartbeats
WHERE service = 'api' AND real_at < clock_timestamp() - interval '5 seconds'
    AND NOT facts_are_held()
UNION ALL
SELECT 'behind_receipt', 'record', 'epoch ' || record_epoch() WHERE facts_are_held()
UNION ALL
SELECT 'part_silent', name, to_json(heartbeats.real_at)::text
FROM unnest($1::text[], $2::interval[]) AS x (name, quiet)
JOIN heartbeats ON service = 'watch:' || name AND real_at < clock_timestamp() - quiet
UNION ALL
SELECT 'log_unsigned', 'log', to_json(at)::text FROM log
WHERE position = (SELECT coalesce(max(size), 0) + 1 FROM checkpoints)
    AND at < clock_timestamp() - interval '5 minutes'
UNION ALL
SELECT CASE WHEN recorded_at IS NULL THEN 'log_gap' ELSE 'log_behind' END,
    CASE WHEN recorded_at IS NULL THEN lagging.stream ELSE 'log' END,
    min('v' || lagging.version)
FROM (
    SELECT id AS stream, coalesce(sequenced.version, 0) + 1 AS version
    FROM streams LEFT JOIN sequenced ON sequenced.stream = id
    WHERE streams.version > coalesce(sequenced.version, 0)
) AS lagging LEFT JOIN LATERAL (
    SELECT events.recorded_at FROM events
    WHERE events.stream = lagging.stream AND events.version = lagging.version OFFSET 0
) AS next ON true
WHERE recorded_at IS NULL OR recorded_at < ledger_now() - interval '5 minutes'
GROUP BY 1, 2
"""


class Stuck(NamedTuple):
    """One thing that may be stuck: some become so only by staying."""

    kind: IncidentKind
    subject: str
    detail: str


async def stuck(ledger: "Ledger", parts: Collection[str]) -> list[Stuck]:
    """Everything, of every kind that the record tells, and of these parts of the watch. Raises
    Unavailable."""
    values = (list(parts), [PART_QUIET[x] for x in parts])
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_STUCK, values)
        return [Stuck(IncidentKind(x.kind), x.subject, x.detail or "") for x in found]
