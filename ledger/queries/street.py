"""Calls for topics and appraisals, of a region and of what lies below it."""

from datetime import date
from typing import TYPE_CHECKING

from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_HERE = "($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))"
_CALLS = f"SELECT * FROM topic_calls WHERE {_HERE}"  # noqa: S608  # our own words
_APPRAISALS = f"SELECT * FROM appraisals WHERE {_HERE}"  # noqa: S608  # the same


class TopicCallRow(Row):
    """One congress's call of one year."""

    id: str
    stream: str
    region: str
    tier: str
    year: int
    title: str
    closes: date
    published: date | None
    noted: int
    open: int
    """Topics that are still to be decided."""
    chosen: int
    done: int
    version: int


class AppraisalRow(Row):
    """One assignment to one street."""

    id: str
    stream: str
    region: str
    title: str
    assigned: date
    report_by: date
    reported: date | None
    organs: int
    graded: int
    version: int


async def find_topic_calls(
    ledger: "Ledger", region: str | None, *, limit: int = 50, offset: int = 0
) -> Page[TopicCallRow]:
    """The newest year first."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            TopicCallRow,
            _CALLS,
            (region,),
            order="year DESC, region, id",
            limit=limit,
            offset=offset,
        )


async def find_appraisals(
    ledger: "Ledger", region: str | None, *, limit: int = 50, offset: int = 0
) -> Page[AppraisalRow]:
    """The newest first."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            AppraisalRow,
            _APPRAISALS,
            (region,),
            order="assigned DESC, region, id",
            limit=limit,
            offset=offset,
        )
