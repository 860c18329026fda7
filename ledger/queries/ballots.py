"""Ballots of a region or a programme, those that are still going on first."""

from datetime import date
from typing import TYPE_CHECKING

from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_FIND = """
SELECT * FROM ballots
WHERE ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
  AND ($2::text IS NULL OR programme = $2)
"""


class BallotRow(Row):
    """One vote."""

    id: str
    stream: str
    title: str
    region: str
    regime: str
    programme: str
    duty: str
    status: str
    held_on: date | None
    roll: int
    present: int
    ballots: int
    version: int


async def find_ballots(
    ledger: "Ledger",
    region: str | None = None,
    *,
    programme: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page[BallotRow]:
    """The votes of a region and of what lies below it."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            BallotRow,
            _FIND,
            (region, programme),
            order="status IN ('PUBLISHED', 'ANNULLED'), held_on DESC NULLS FIRST, id",
            limit=limit,
            offset=offset,
        )
