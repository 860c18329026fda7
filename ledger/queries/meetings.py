"""Meetings of a region, of a year, of a programme: the latest first."""

from datetime import date
from typing import TYPE_CHECKING

from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_FIND = """
SELECT * FROM meetings
WHERE ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
  AND ($2::integer IS NULL OR extract(year FROM opens) = $2)
  AND ($3::text IS NULL OR $3 = ANY (programmes))
  AND ($4::text IS NULL OR id = $4)
"""


class MeetingRow(Row):
    """One meeting."""

    id: str
    stream: str
    title: str
    kind: str
    tier: str
    region: str
    convened_by: str
    document: str
    opens: date
    closes: date | None
    first_opens: date
    """As it was convened first."""
    moved: int
    """How often it was moved."""
    life: str
    opened_on: date | None
    roll: int | None
    present: int | None
    closed_on: date | None
    programmes: tuple[str, ...]
    anchors: tuple[str, ...]
    """The day it sets in each of these programmes; empty where none."""
    version: int


async def find_meetings(
    ledger: "Ledger",
    region: str | None = None,
    *,
    year: int | None = None,
    programme: str | None = None,
    meeting: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page[MeetingRow]:
    """The meetings of a region and of what lies below it."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            MeetingRow,
            _FIND,
            (region, year, programme, meeting),
            order="opens DESC, id",
            limit=limit,
            offset=offset,
        )
