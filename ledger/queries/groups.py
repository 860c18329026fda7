"""What deputy groups look after: their projects, what waits for their eye, what they intend."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.queries.duties import DUTIES, DutyRow
from ledger.queries.history import Entry, entry_of
from ledger.queries.projects import SHOWN, ProjectRow

if TYPE_CHECKING:
    from ledger.door import Ledger

_NAMED = f"""
WITH now AS MATERIALIZED (SELECT ledger_now() AS at), shown AS (
    {SHOWN.replace("FROM projects AS p", "FROM now CROSS JOIN projects AS p")}
)
SELECT * FROM shown WHERE id = ANY($1::text[]) ORDER BY overdue DESC, next_due NULLS LAST, id
"""  # noqa: S608  # our own query
_IN_REGION = "SELECT id FROM projects WHERE region = $1 AND NOT closed ORDER BY id"
_LED = "SELECT id FROM projects WHERE region = $1 AND unit = $2 ORDER BY id"
ASSIGNED = """
SELECT DISTINCT ON (e.stream) e.* FROM events AS e JOIN projects AS p ON p.stream = e.stream
WHERE p.region = $1 AND e.type = 'GroupAssigned' ORDER BY e.stream, e.version DESC
"""
_OWED = f"""{DUTIES}
WHERE d.obligor = ANY($1::text[]) AND d.owed ORDER BY d.due, d.stream, d.duty LIMIT 200
"""
_RECHECKS = f"""{DUTIES}
WHERE d.obligee = ANY($1::text[]) AND d.form = 'remedy' AND d.received_at IS NOT NULL
  AND NOT d.accepted AND d.closed IS NULL ORDER BY d.decide_by, d.stream, d.duty LIMIT 200
"""
INTENDED = """
SELECT * FROM events WHERE stream = ANY($1::text[]) AND type = 'Acknowledged'
  AND body::json -> 'intends' ->> 'way' IS NOT NULL ORDER BY stream, version
"""


async def projects_named(ledger: "Ledger", ids: Sequence[str]) -> list[ProjectRow]:
    """These projects, the most urgent first; ids of nothing are left out."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_NAMED, (list(ids),))
        return [ProjectRow.model_validate(x) for x in found]


async def projects_open_in(ledger: "Ledger", region: str) -> list[str]:
    """The ids of a region's own projects that are not closed."""
    async with ledger.pool.read() as connection:
        return [x.id for x in await connection.exec_driver_sql(_IN_REGION, (region,))]


async def led_by(ledger: "Ledger", region: str, unit: str) -> list[str]:
    """The ids of a region's projects that the unit leads."""
    async with ledger.pool.read() as connection:
        return [x.id for x in await connection.exec_driver_sql(_LED, (region, unit))]


async def assigned_to(ledger: "Ledger", region: str, deputy: str) -> list[str]:
    """The ids of the projects in whose group the deputy stands now, by the contact schedule."""
    async with ledger.pool.read() as connection:
        found = [entry_of(x) for x in await connection.exec_driver_sql(ASSIGNED, (region,))]
    return [
        x.stream.partition(":")[2]
        for x in found
        if deputy in (x.event["leader"], *x.event["members"])
    ]


async def owed_by(ledger: "Ledger", parties: Sequence[str]) -> list[DutyRow]:
    """What these parties owe, by due date."""
    return await _duties(ledger, _OWED, parties)


async def to_recheck(ledger: "Ledger", parties: Sequence[str]) -> list[DutyRow]:
    """Remedies that were filed and wait for these groups to look again."""
    return await _duties(ledger, _RECHECKS, parties)


async def intended(ledger: "Ledger", streams: Sequence[str]) -> list[Entry]:
    """The acknowledgements in which a group said what it will do, in order."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(INTENDED, (list(streams),))
        return [entry_of(x) for x in found]


async def _duties(ledger: "Ledger", sql: str, parties: Sequence[str]) -> list[DutyRow]:
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(sql, (list(parties),))
        return [DutyRow.model_validate(x) for x in found]
