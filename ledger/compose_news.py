"""From what is new in the projects somebody follows to one letter, carried by the postman.

What was recorded in the last minute waits for the next look: a transaction may still be on its way.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.dispatch import Channel, OfficeHours
from domain.news import SENTENCES, Every, Fact, due, letter
from ledger.composing import COMPOSE, ONE_AT_A_TIME
from ledger.queries.groups import ASSIGNED
from ledger.queries.history import entry_of

if TYPE_CHECKING:
    from ledger.door import Ledger

LAG = timedelta(minutes=1)
MOST = 400
"""Facts looked at for one letter; it tells fewer, counts the rest, and says how many lie beyond."""
_NOW = "SELECT ledger_now()"
_READERS = """
SELECT n.account, n.contact, n.every, n.told_through, c.channel, a.role, a.party, a.region
FROM newsletters AS n JOIN contacts AS c ON c.id = n.contact JOIN accounts AS a ON a.id = n.account
WHERE c.channel = ANY($1::text[]) AND a.disabled_at IS NULL ORDER BY n.account FOR UPDATE OF n
"""
_FACTS = """
SELECT e.*, p.name AS title, d.zh AS duty_zh, d.obligor, count(*) OVER () AS all_of_them
FROM events AS e JOIN projects AS p ON p.stream = e.stream
LEFT JOIN duties AS d ON d.stream = e.stream AND d.duty = e.body::json ->> 'duty'
WHERE e.recorded_at > $1 AND e.recorded_at <= $2 AND e.type = ANY($3::text[])
  AND (p.id = ANY($4::text[]) OR p.id IN (SELECT project FROM follows WHERE account = $5))
  AND ($6::text IS NULL OR p.region = $6 OR ($7 AND starts_with(p.region, $6 || '/')))
  AND ($8::text IS NULL OR p.unit = $8 AND (d.obligor IS NULL OR d.obligor = 'unit:' || $8
       OR NOT starts_with(d.obligor, 'unit:')))
  AND (NOT $9 OR p.id = ANY($4::text[]))
ORDER BY e.recorded_at, e.stream, e.version LIMIT $10
"""
_WAITING = """
SELECT count(*) FROM notices WHERE party = ANY($1::text[]) AND acknowledged_at IS NULL
  AND level BETWEEN 1 AND 3 AND recorded_at > $2 AND recorded_at <= $3
  AND ($4::text IS NULL OR region = $4)
"""
_LOOKED = "UPDATE newsletters SET told_through = $2 WHERE account = $1"
_STAFF = ("organ", "committee_clerk", "committee_lead", "auditor")


async def compose_news(
    ledger: "Ledger", channels: Sequence[Channel], hours: OfficeHours, host: str
) -> int:
    """Compose what is due by these channels. How many letters. `host` ends each Message-ID."""

    async def work(connection: AsyncConnection) -> int:
        await connection.exec_driver_sql(ONE_AT_A_TIME)
        now: datetime = (await connection.exec_driver_sql(_NOW)).scalar_one()
        names = [x.value for x in channels]
        readers = (await connection.exec_driver_sql(_READERS, (names,))).all()
        wanted = [x for x in readers if due(cast("Every", x.every), x.told_through, now - LAG)]
        return sum([await _told(connection, x, now - LAG, hours, host) for x in wanted])

    return await ledger.pool.write(work)


async def _told(
    connection: AsyncConnection, reader: Any, through: datetime, hours: OfficeHours, host: str
) -> int:
    """One letter, or none where nothing is new; either way that time was looked at."""
    own = await _own_projects(connection, reader)
    found = await connection.exec_driver_sql(_FACTS, _asked(reader, own, through))
    rows = found.all()
    beyond = rows[0].all_of_them - len(rows) if rows else 0
    parties = [reader.party, *(f"deputy_group:{x}" for x in own)]
    counted = await connection.exec_driver_sql(
        _WAITING, (parties, reader.told_through, through, reader.region)
    )
    made = letter([_fact(x) for x in rows], int(counted.scalar_one()), hours, beyond)
    await connection.exec_driver_sql(_LOOKED, (reader.account, through))
    if made is None:
        return 0
    told = (reader.contact, reader.channel, host, made.subject, made.text, list[UUID]())
    await connection.exec_driver_sql(COMPOSE, told)
    return 1


def _asked(reader: Any, own: list[str], through: datetime) -> tuple[Any, ...]:
    """Nobody is told of what his account would not be shown (`api.sight`): between units, each is
    told of its own duties."""
    staff = reader.role in _STAFF
    unit = reader.party.partition(":")[2] if reader.role.startswith("unit_") else None
    only_own = reader.role == "deputy_group" and reader.party != "deputy_groups"
    types = sorted(SENTENCES)
    span = (reader.told_through, through)
    return (*span, types, own, reader.account, reader.region, staff, unit, only_own, MOST)


async def _own_projects(connection: AsyncConnection, reader: Any) -> list[str]:
    """The projects of the reader's own groups, which he need not follow one by one."""
    name: str = reader.party.partition(":")[2]
    if reader.role == "deputy_group":
        return [name] if name else []
    if reader.role != "deputy":
        return []
    rows = [entry_of(x) for x in await connection.exec_driver_sql(ASSIGNED, (reader.region,))]
    return [
        x.stream.partition(":")[2] for x in rows if name in (x.event["leader"], *x.event["members"])
    ]


def _fact(row: Any) -> Fact:
    entry = entry_of(row)
    return Fact(
        title=row.title,
        type=entry.type,
        event=entry.event,
        duty=row.duty_zh or "",
        obligor=row.obligor or "",
        on=entry.recorded_at,
    )
