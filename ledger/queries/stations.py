"""Stations as lists, their counts rolled up by region, and activities with their figures."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from domain.activity.figures import Figure
from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_IN = "($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))"
_FIND = f"SELECT * FROM stations WHERE {_IN} AND ($2::text IS NULL OR kind = $2)"  # noqa: S608  # our own words
_COUNTS = f"""
SELECT kind, seat, count(*) AS stations, sum(deputies) AS deputies, sum(receptions) AS receptions,
       sum(persons) AS persons, sum(opinions) AS opinions, sum(routed) AS routed,
       sum(answered) AS answered, sum(satisfied) AS satisfied
FROM stations WHERE {_IN} AND closed_on IS NULL GROUP BY kind, seat ORDER BY kind, seat
"""  # noqa: S608  # the same
_ACTIVITIES = f"""
SELECT * FROM activities WHERE {_IN} AND ($2::text IS NULL OR kind = $2)
  AND ($3::integer IS NULL OR extract(year FROM held_on) = $3) AND NOT annulled
"""  # noqa: S608  # the same


class StationRow(Row):
    """One station."""

    id: str
    stream: str
    region: str
    regime: str
    name: str
    kind: str
    seat: str | None
    group_id: str | None
    deputies: int
    since: date
    closed_on: date | None
    receptions: int
    persons: int
    opinions: int
    routed: int
    answered: int
    solved: int
    satisfied: int
    version: int


class StationCount(Row):
    """The open stations of one kind in a region and below it, with their sums."""

    kind: str
    seat: str | None
    stations: int
    deputies: int
    receptions: int
    persons: int
    opinions: int
    routed: int
    answered: int
    satisfied: int


class ActivityRow(Row):
    """One activity."""

    id: str
    stream: str
    region: str
    kind: str
    title: str
    held_on: date
    ended_on: date | None
    organiser: str
    deputies: tuple[str, ...]
    figures: str
    source: str | None
    version: int

    @property
    def counted(self) -> tuple[Figure, ...]:
        """The figures, with those that follow from who took part."""
        return tuple(Figure.model_validate(x) for x in json.loads(self.figures))


async def find_stations(
    ledger: "Ledger",
    region: str | None = None,
    *,
    kind: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page[StationRow]:
    """The stations of a region and of what lies below it."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            StationRow,
            _FIND,
            (region, kind),
            order="region, kind, id",
            limit=limit,
            offset=offset,
        )


async def station_counts(ledger: "Ledger", region: str | None = None) -> list[StationCount]:
    """How many there are of each kind, and what they did."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_COUNTS, (region,))
        return [StationCount.model_validate(x) for x in found]


async def find_activities(
    ledger: "Ledger",
    region: str | None = None,
    *,
    kind: str | None = None,
    year: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page[ActivityRow]:
    """The activities of a region and of what lies below it, the latest first."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            ActivityRow,
            _ACTIVITIES,
            (region, kind, year),
            order="held_on DESC, id",
            limit=limit,
            offset=offset,
        )


async def activity_figures(
    ledger: "Ledger", region: str | None, year: int | None
) -> Sequence[ActivityRow]:
    """Every activity of a year, for sums over all of them."""
    async with ledger.pool.read() as connection:
        sql = f"{_ACTIVITIES} ORDER BY held_on, id"
        found = await connection.exec_driver_sql(sql, (region, None, year))
        return [ActivityRow.model_validate(x) for x in found]
