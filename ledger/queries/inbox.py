"""The inbox: what is addressed to a party, newest first, and whether it was seen."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ledger.queries.page import Page, Row, page_of
from ledger.queries.sent import DELIVERIES, Delivery

if TYPE_CHECKING:
    from ledger.door import Ledger

_NOTICES = f"""
SELECT n.*, coalesce(p.name, g.title, '双人办理') AS title, delivered.at AS delivered_at,
       {DELIVERIES}
FROM notices AS n
LEFT JOIN projects AS p ON p.stream = n.stream LEFT JOIN years AS g ON g.stream = n.stream
LEFT JOIN deliveries AS delivered ON delivered.notice = n.id AND delivered.channel = 'inbox'
"""  # noqa: S608  # our own words
_INBOX = f"""{_NOTICES}
WHERE n.party IN ($1, 'deputy_groups') AND (n.party = $1 OR (n.party = 'deputy_groups' AND $1 = ANY(
    SELECT 'deputy_group:' || unnest(g.projects)))
    OR (n.party = 'deputy_groups' AND n.stream LIKE 'suggestion:%'
        AND starts_with($1, 'deputy_group:')))
  AND ($2::text IS NULL OR n.region = $2
       OR ($1 = 'liaison_office' AND starts_with(n.region, $2 || '/')))
  AND (NOT $3::boolean OR (n.level BETWEEN 1 AND 3 AND n.acknowledged_at IS NULL))
"""
_OF_STREAM = f"{_NOTICES} WHERE n.stream = $1"
_NEWEST = "recorded_at DESC, version DESC, stream"
_ONE = "SELECT stream, duty, revision, level, party, region FROM notices WHERE id = $1"


class Notice(Row):
    """One notice."""

    id: UUID
    stream: str
    title: str
    version: int
    region: str
    duty: str
    revision: int
    kind: str
    """reminder, overdue, letter, escalated, recommended, returned, redated, slow, step."""
    level: int
    """1 to 3 are acknowledged; 0 and 4 are only shown."""
    party: str
    on: date
    zh: str
    because: str
    recorded_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    delivered_at: datetime | None
    """When it stood in the party's inbox."""
    number: str | None
    """Its number outside, `2023-000012`; None while no message tells of it."""
    deliveries: tuple[Delivery, ...]
    """What became of it outside."""


class Addressed(Row):
    """What an acknowledgement needs to know of its notice."""

    stream: str
    duty: str
    revision: int
    level: int
    party: str
    region: str


async def inbox_of(
    ledger: "Ledger",
    party: str,
    region: str | None,
    *,
    unacknowledged: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> Page[Notice]:
    """What is addressed to the party; with `unacknowledged` only what waits to be seen."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            Notice,
            _INBOX,
            (party, region, unacknowledged),
            order=_NEWEST,
            limit=limit,
            offset=offset,
        )


async def notices_of(
    ledger: "Ledger", stream: str, *, limit: int = 50, offset: int = 0
) -> Page[Notice]:
    """Everything issued in a stream, to whomever."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection, Notice, _OF_STREAM, (stream,), order=_NEWEST, limit=limit, offset=offset
        )


async def notice(ledger: "Ledger", notice_id: UUID) -> Addressed | None:
    """To whom a notice is addressed and what it is about; None where there is none."""
    async with ledger.pool.read() as connection:
        row = (await connection.exec_driver_sql(_ONE, (notice_id,))).one_or_none()
        return None if row is None else Addressed.model_validate(row)
