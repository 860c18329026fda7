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

_OWED = """
SELECT g.id AS programme, d.duty, g.title, d.zh
FROM duties AS d JOIN programmes AS g USING (stream)
WHERE d.form = 'evaluation' AND d.owed
  AND ($1::text IS NULL OR g.region = $1 OR starts_with(g.region, $1 || '/'))
ORDER BY d.due, g.id, d.duty LIMIT 200
"""

_UNPUBLISHED = "SELECT id FROM ballots WHERE id = ANY($1::text[]) AND status <> 'PUBLISHED'"


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


class EvaluationOwed(Row):
    """An evaluation for which a box may be set up."""

    programme: str
    duty: str
    title: str
    zh: str


async def find_evaluations(ledger: "Ledger", region: str | None = None) -> list[EvaluationOwed]:
    """The evaluations owed in a region and below it, the earliest first."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_OWED, (region,))
        return [EvaluationOwed.model_validate(x) for x in found]


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


async def unpublished(ledger: "Ledger", ballots: list[str]) -> frozenset[str]:
    """Of these boxes, those whose result was not announced: it is nobody's yet."""
    if not ballots:
        return frozenset()
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_UNPUBLISHED, (ballots,))
        return frozenset(x.id for x in found)
