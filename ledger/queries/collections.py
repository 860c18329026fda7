"""Collections: the months before the votes, and where they stand."""

from datetime import date
from typing import TYPE_CHECKING

from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_FIND = """
SELECT c.*, owed.overdue, owed.next_due
FROM (SELECT ledger_now() AS at) AS now CROSS JOIN collections AS c
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE late_from <= now.at) AS overdue, min(due) AS next_due
    FROM duties WHERE duties.stream = c.stream AND owed
) AS owed
WHERE ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
  AND ($2::integer IS NULL OR year = $2)
"""


class CollectionRow(Row):
    """The months before one vote."""

    id: str
    stream: str
    title: str
    region: str
    regime: str
    year: int
    session: date
    session_assumed: bool
    opens: date
    closes: date
    closed_on: date | None
    stage: str | None
    closed: bool
    version: int
    overdue: int
    """Its duties that are late now."""
    next_due: date | None


async def find_collections(
    ledger: "Ledger",
    region: str | None = None,
    *,
    year: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page[CollectionRow]:
    """The collections of a region and of what lies below it, the newest session first."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            CollectionRow,
            _FIND,
            (region, year),
            order="session DESC, id",
            limit=limit,
            offset=offset,
        )
