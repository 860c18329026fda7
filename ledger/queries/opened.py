"""What public pages look for: places with projects or a collection, and what stands how far."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ledger.queries.history import Entry, entry_of
from ledger.queries.kept import kept
from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

_PLACES = """
SELECT region, sum(projects)::integer AS projects, max(voted) AS voted FROM (
    SELECT region, count(*) AS projects, max(vote) AS voted FROM projects GROUP BY region
    UNION ALL SELECT region, 0, NULL FROM programmes
    UNION ALL SELECT region, 0, NULL FROM collections
) AS known GROUP BY region ORDER BY region
"""
_STAMPS = """
SELECT p.id, p.programme, s.version, g.version AS list_version, (
    SELECT count(*) FROM ballots WHERE programme = p.programme AND status = 'PUBLISHED'
) AS announced
FROM projects AS p JOIN streams AS s ON s.id = p.stream
JOIN programmes AS y ON y.id = p.programme JOIN streams AS g ON g.id = y.stream
WHERE ($1::text IS NULL OR p.region = $1 OR starts_with(p.region, $1 || '/'))
  AND ($2::text IS NULL OR p.programme = $2)
  AND ($3::text[] IS NULL OR p.id = ANY($3))
ORDER BY p.region, p.programme, length(p.item_no), p.item_no, p.id
LIMIT $4 OFFSET $5
"""
_NUMBER = """
SELECT count(*) FROM projects WHERE ($2::text IS NULL OR programme = $2)
  AND ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
"""
_TITLES = """
SELECT id, name FROM projects WHERE (region = $1 OR starts_with(region, $1 || '/'))
  AND strpos(name, $2) > 0 ORDER BY region, id LIMIT $3
"""
_TALKS = """
SELECT id, region, year, title, opens, closes, closed_on FROM collections
WHERE region = $1 AND NOT closed ORDER BY year DESC, id LIMIT 20
"""
_BOOKS = """
SELECT congress, year, count(*) AS deputies, min(regime) AS regime FROM books
WHERE region = $1 GROUP BY congress, year ORDER BY year DESC, congress LIMIT 20
"""


class Place(Row):
    """A congress's region."""

    region: str
    projects: int
    voted: date | None


class Stamp(Row):
    """A project, and everything of the record on which its public page turns."""

    id: str
    programme: str
    version: int
    list_version: int
    announced: int


class Title(NamedTuple):
    """A project by its name."""

    id: str
    name: str


class Talk(Row):
    """A collection that is not over."""

    id: str
    region: str
    year: int
    title: str
    opens: date
    closes: date
    closed_on: date | None


class Shelf(Row):
    """The duty books of a congress's year."""

    congress: str
    year: int
    deputies: int
    regime: str


@dataclass(frozen=True)
class Places:
    """Every region that has something to show, in the order of its path."""

    each: Sequence[Place]
    _below: dict[str, Sequence[tuple[str, int]]] = field(default_factory=dict)

    @cached_property
    def projects(self) -> int:
        """How many there are in all."""
        return sum(x.projects for x in self.each)

    @cached_property
    def regions(self) -> frozenset[str]:
        """Their paths."""
        return frozenset(x.region for x in self.each)

    def below(self, region: str) -> Sequence[tuple[str, int]]:
        """The next places down from a region, each with the number of projects within; counted
        once. The region is one of these, or above one."""
        if region not in self._below:
            start = f"{region}/" if region else ""
            found: Counter[str] = Counter()
            for x in self.each:
                if x.region.startswith(start) and x.region != region:
                    found[start + x.region[len(start) :].partition("/")[0]] += x.projects
            if not found:
                return ()
            self._below[region] = sorted(found.items())
        return self._below[region]


async def places(ledger: "Ledger") -> Places:
    """Where there is something to show; of a large record as it was found lately."""
    return (await kept(ledger, None, "places", lambda: _places(ledger))).value


async def titles(ledger: "Ledger", region: str, part: str, limit: int) -> list[Title]:
    """Projects of a region and below it by the names, those with `part` in it."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_TITLES, (region, part, limit))
        return [Title(x.id, x.name) for x in found]


async def _places(ledger: "Ledger") -> Places:
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_PLACES)
        return Places([Place.model_validate(x) for x in found])


async def stamps(
    ledger: "Ledger",
    *,
    region: str | None = None,
    programme: str | None = None,
    projects: Sequence[str] | None = None,
    limit: int = 10_000,
    offset: int = 0,
) -> list[Stamp]:
    """The projects of a region and below it, of a list, or those, in the lists' own order."""
    values = (region, programme, None if projects is None else list(projects), limit, offset)
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_STAMPS, values)
        return [Stamp.model_validate(x) for x in found]


async def number_of(
    ledger: "Ledger", *, region: str | None = None, programme: str | None = None
) -> int:
    """How many projects stand in a region and below it, or in a list."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_NUMBER, (region, programme))
        number: int = found.scalar_one()
        return number


async def talks(ledger: "Ledger", region: str) -> list[Talk]:
    """The collections of a region that are going on."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_TALKS, (region,))
        return [Talk.model_validate(x) for x in found]


async def shelves(ledger: "Ledger", region: str) -> list[Shelf]:
    """The years of which duty books are kept."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_BOOKS, (region,))
        return [Shelf.model_validate(x) for x in found]


_NEWS = """
SELECT e.*, p.id AS project, p.name, p.programme FROM events AS e
JOIN projects AS p ON p.stream = e.stream
WHERE (p.region = $1 OR starts_with(p.region, $1 || '/')) AND NOT e.type = ANY($2::text[])
ORDER BY e.recorded_at DESC, e.stream, e.version DESC LIMIT $3
"""


class Newest(NamedTuple):
    """A fact with the project it is of."""

    entry: Entry
    project: str
    name: str
    programme: str


async def newest(ledger: "Ledger", region: str, without: Sequence[str], limit: int) -> list[Newest]:
    """The last facts of a region's projects, the newest first."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_NEWS, (region, list(without), limit))
        return [Newest(entry_of(x), x.project, x.name, x.programme) for x in rows]
