"""From notices to messages: one per address, of all that it has not been told yet.

Acknowledged notices need no message any more, nor does a reminder of what was filed meanwhile.
When thousands fall due at once, an address waits until the last of them is issued, and is told of
all in one message; nobody is written to twice within a few minutes.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.digest import Told, digest
from domain.dispatch import BETWEEN, LONGEST_STORM, STILL, STORM, Channel, OfficeHours

if TYPE_CHECKING:
    from ledger.door import Ledger

MOST = 5_000
"""Notices told in one transaction, and one address more; the rest in the next."""
NUMBER = "{0}.year || '-' || lpad({0}.n::text, greatest(6, length({0}.n::text)), '0')"
"""A notice's number as people read it: 2023-000012."""

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(8117221)"
_STORMY = "SELECT count(*) FROM notices WHERE recorded_at > (SELECT ledger_now()) - $1::interval"
_JOINED = """
FROM contacts AS c
JOIN notices AS n ON n.party IN (c.party, 'deputy_groups') AND n.recorded_at >= c.set_at
LEFT JOIN projects AS p ON p.stream = n.stream LEFT JOIN years AS g ON g.stream = n.stream
LEFT JOIN duties AS d ON d.stream = n.stream AND d.duty = n.duty
WHERE c.channel = ANY($1::text[])
  AND (n.party = c.party OR c.party = ANY(
      SELECT 'deputy_group:' || unnest(g.projects))
      OR (n.stream LIKE 'suggestion:%' AND starts_with(c.party, 'deputy_group:')))
  AND (c.region IS NULL OR c.region = n.region
       OR (c.party = 'liaison_office' AND starts_with(n.region, c.region || '/')))
  AND (c.line IS NULL OR c.line = d.line)
  AND n.acknowledged_at IS NULL
  AND (n.kind <> 'reminder' OR (d.owed AND d.revision = n.revision))
  AND NOT EXISTS (SELECT FROM message_notices AS m WHERE m.notice = n.id AND m.contact = c.id)
"""
_READY = f"""
SELECT c.id AS contact, count(*) AS n {_JOINED}
GROUP BY c.id
HAVING NOT EXISTS (SELECT FROM messages AS said
        WHERE said.contact = c.id AND said.composed_at > (SELECT ledger_now()) - $2::interval)
    AND (NOT $3::boolean OR max(n.recorded_at) <= (SELECT ledger_now()) - $4::interval
        OR min(n.recorded_at) <= (SELECT ledger_now()) - $5::interval)
ORDER BY min(n.recorded_at), c.id
"""  # noqa: S608  # our own words
_UNTOLD = f"""
SELECT c.id AS contact, c.party AS addressee, c.channel, n.id, n.kind, n.zh, n.because, n."on",
       coalesce(p.name, g.title, '双人办理') AS title
{_JOINED} AND c.id = ANY($2::uuid[])
ORDER BY c.id, n.recorded_at, n.version, n.id
"""
_NUMBER = f"""
WITH new AS (
    SELECT id, year, row_number() OVER (PARTITION BY year ORDER BY at, version, id) AS nth
    FROM (SELECT id, extract(year FROM "on")::integer AS year, recorded_at AS at, version
          FROM notices WHERE id = ANY($1::uuid[])
              AND id NOT IN (SELECT notice FROM notice_numbers)) AS wanting
), made AS (
    INSERT INTO notice_numbers (notice, year, n)
    SELECT id, year, nth + coalesce((SELECT max(x.n) FROM notice_numbers AS x
                                     WHERE x.year = new.year), 0) FROM new
    RETURNING *
)
SELECT notice, {NUMBER.format("x")} AS number
FROM (SELECT * FROM made UNION ALL
      SELECT * FROM notice_numbers WHERE notice = ANY($1::uuid[])) AS x
"""  # noqa: S608  # our own words
COMPOSE = """
WITH made AS (SELECT gen_random_uuid() AS id, ledger_now() AS now), message AS (
    INSERT INTO messages (id, contact, channel, message_id, subject, body, composed_at, next_at)
    SELECT id, $1::uuid, $2, '<' || id || '@' || $3::text || '>', $4, $5, now, now FROM made
)
INSERT INTO message_notices SELECT notice, $1::uuid, made.id FROM made, unnest($6::uuid[]) AS notice
"""


async def compose(
    ledger: "Ledger", channels: Sequence[Channel], hours: OfficeHours, host: str
) -> int:
    """Compose what can leave by these channels. How many messages; 0 where nobody is to be told
    now. `host` ends each Message-ID."""

    async def work(connection: AsyncConnection) -> int:
        await connection.exec_driver_sql(ONE_AT_A_TIME)
        names = [x.value for x in channels]
        chosen = await _chosen(connection, names)
        if not chosen:
            return 0
        untold = (await connection.exec_driver_sql(_UNTOLD, (names, chosen))).all()
        numbers = await _numbered(connection, [x.id for x in untold])
        bundles = list(_bundles(untold))
        for rows in bundles:
            told = [Told(numbers[x.id], x.kind, x.title, x.zh, x.because, x.on) for x in rows]
            channel = Channel(rows[0].channel)
            made = digest(channel, rows[0].addressee, told, hours)
            ids = [x.id for x in rows]
            values = (rows[0].contact, channel.value, host, made.subject, made.text, ids)
            await connection.exec_driver_sql(COMPOSE, values)
        return len(bundles)

    return await ledger.pool.write(work)


async def _chosen(connection: AsyncConnection, channels: list[str]) -> list[UUID]:
    """The addresses that are told now, who waited longest first."""
    new = (await connection.exec_driver_sql(_STORMY, (STILL,))).scalar_one()
    values = (channels, BETWEEN, new >= STORM, STILL, LONGEST_STORM)
    chosen, notices = list[UUID](), 0
    for row in await connection.exec_driver_sql(_READY, values):
        if chosen and notices + row.n > MOST:
            break
        chosen.append(row.contact)
        notices += row.n
    return chosen


async def _numbered(connection: AsyncConnection, notices: list[UUID]) -> dict[UUID, str]:
    if not notices:
        return {}
    rows = await connection.exec_driver_sql(_NUMBER, (notices,))
    return {x.notice: x.number for x in rows}


def _bundles(untold: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for _, rows in groupby(untold, key=lambda x: x.contact):
        yield list(rows)
