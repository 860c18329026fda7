"""Programmes: the years of the congresses, and where they stand."""

from datetime import date
from typing import TYPE_CHECKING

from ledger.queries.page import MOST, Page, Row

if TYPE_CHECKING:
    from ledger.door import Ledger

_HERE = """
FROM programmes WHERE ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
  AND ($2::text IS NULL OR id = $2)
"""
_COUNT = f"SELECT count(*) {_HERE}"  # our own words, here and below
# The page is cut before its debts are counted: nobody asks for those of the other thousands.
_FIND = f"""
SELECT g.*, owed.overdue, owed.next_due
FROM (SELECT ledger_now() AS at) AS now
CROSS JOIN (SELECT * {_HERE} ORDER BY vote DESC, id LIMIT $3 OFFSET $4) AS g
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE late_from <= now.at) AS overdue, min(due) AS next_due
    FROM duties WHERE duties.stream = g.stream AND owed
) AS owed
ORDER BY g.vote DESC, g.id
"""  # noqa: S608


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
        sql = connection.exec_driver_sql
        total = (await sql(_COUNT, (region, programme))).scalar_one()
        rows = await sql(_FIND, (region, programme, min(limit, MOST), offset))
        return Page(items=tuple(map(ProgrammeRow.model_validate, rows)), total=total)
