"""Programmes: the years of the congresses, and where they stand."""

from datetime import date
from typing import TYPE_CHECKING

from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_FIND = """
SELECT g.*, owed.overdue, owed.next_due
FROM (SELECT ledger_now() AS at) AS now CROSS JOIN programmes AS g
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE late_from <= now.at) AS overdue, min(due) AS next_due
    FROM duties WHERE duties.stream = g.stream AND owed
) AS owed
WHERE ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
  AND ($2::text IS NULL OR id = $2)
"""


class ProgrammeRow(Row):
    """One congress's year."""

    id: str
    stream: str
    title: str
    region: str
    regime: str
    vote: date
    next_session: date
    session_assumed: bool
    projects: tuple[str, ...]
    stage: str | None
    closed: bool
    version: int
    overdue: int
    """Its own duties that are late now; those of its projects are counted there."""
    next_due: date | None


async def find_programmes(
    ledger: "Ledger",
    region: str | None = None,
    *,
    programme: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page[ProgrammeRow]:
    """The programmes of a region and of what lies below it, the newest vote first."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            ProgrammeRow,
            _FIND,
            (region, programme),
            order="vote DESC, id",
            limit=limit,
            offset=offset,
        )
