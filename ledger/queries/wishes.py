"""Wishes: looked for, counted, and those that wait for an answer."""

from datetime import date
from typing import TYPE_CHECKING

from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_WISHES = """
SELECT w.*, coalesce(w.outcome, m.outcome) AS told_outcome, coalesce(w.answer, m.answer) AS told
FROM wishes AS w LEFT JOIN wishes AS m ON m.id = w.merged_into
"""
_FIND = f"""{_WISHES}
WHERE w.collection = $1
  AND ($2::text IS NULL OR strpos(lower(concat_ws(' ', w.id, w.text, w.place, w.said_at,
      w.record)), lower($2)) > 0)
  AND ($3::text IS NULL OR w.channel = $3)
  AND CASE $4::text
      WHEN 'waiting' THEN coalesce(w.answer, m.answer) IS NULL
      WHEN 'answered' THEN coalesce(w.answer, m.answer) IS NOT NULL
      WHEN 'merged' THEN w.merged_into IS NOT NULL
      WHEN 'pooled' THEN cardinality(w.items) > 0
      ELSE true END
"""
_ONE = f"{_WISHES} WHERE w.id = $1"
_ALL = f"{_WISHES} WHERE w.collection = $1 AND w.merged_into IS NULL ORDER BY w.id"
_COUNTS = """
SELECT w.channel, count(*) AS number, count(*) FILTER (WHERE w.merged_into IS NOT NULL) AS merged,
       count(*) FILTER (WHERE cardinality(w.items) > 0) AS pooled,
       count(*) FILTER (WHERE coalesce(w.answer, m.answer) IS NOT NULL) AS answered
FROM wishes AS w LEFT JOIN wishes AS m ON m.id = w.merged_into
WHERE w.collection = $1 GROUP BY 1 ORDER BY 2 DESC, 1
"""


class WishRow(Row):
    """One wish."""

    id: str
    stream: str
    collection: str
    region: str
    channel: str
    text: str
    place: str | None
    said_on: date
    said_at: str | None
    record: str | None
    merged_into: str | None
    members: tuple[str, ...]
    apart: tuple[str, ...]
    items: tuple[str, ...]
    outcome: str | None
    answer: str | None
    """Its own."""
    told_outcome: str | None
    told: str | None
    """Its own answer, or that of the wish it was merged into."""
    version: int


class WishCount(Row):
    """How many wishes came by one channel, and what became of them."""

    channel: str
    number: int
    merged: int
    pooled: int
    answered: int


async def find_wishes(
    ledger: "Ledger",
    collection: str,
    *,
    words: str | None = None,
    channel: str | None = None,
    state: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page[WishRow]:
    """The wishes of a collection, the newest first. `state`: waiting, answered, merged, pooled."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            WishRow,
            _FIND,
            (collection, words or None, channel, state),
            order="said_on DESC, id",
            limit=limit,
            offset=offset,
        )


async def wish_of(ledger: "Ledger", wish: str) -> WishRow | None:
    """One wish by its number."""
    async with ledger.pool.read() as connection:
        found = (await connection.exec_driver_sql(_ONE, (wish,))).one_or_none()
    return None if found is None else WishRow.model_validate(found)


async def unmerged(ledger: "Ledger", collection: str) -> list[WishRow]:
    """Every wish of a collection that stands by itself, by number."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_ALL, (collection,))
        return [WishRow.model_validate(x) for x in found]


async def wish_counts(ledger: "Ledger", collection: str) -> list[WishCount]:
    """By channel, the most used first."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_COUNTS, (collection,))
        return [WishCount.model_validate(x) for x in found]
