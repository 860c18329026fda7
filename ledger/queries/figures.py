"""The leaves and claims of a scope: what regions told, and what the ledger itself counts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.figures.catalogue import metrics
from domain.figures.figure import Leaf, Scope
from domain.figures.messages import Bound, Claim, Told
from domain.regimes import named
from ledger.queries.counting import COUNTED, DECIDED

if TYPE_CHECKING:
    from ledger.door import Ledger

# the nearest book first: it counts where two tell the same
_BOOKS = """
SELECT stream, region, told, claims FROM figure_books
WHERE region = $1 OR starts_with(region, $1 || '/') OR starts_with($1, region || '/')
ORDER BY length(region) DESC, stream
"""
_CONGRESSES = """
SELECT DISTINCT region FROM organisations
WHERE (region = $1 OR starts_with(region, $1 || '/')) AND tier IN ('county', 'township')
ORDER BY region
"""
_KNOWN = """(
    SELECT region FROM programmes UNION SELECT region FROM projects
    UNION SELECT region FROM organisations
    UNION SELECT region FROM suggestions UNION SELECT region FROM stations
    UNION SELECT told ->> 'region' FROM figure_books, jsonb_array_elements(told) AS told
) AS known"""
_BELOW = f"SELECT region FROM {_KNOWN} WHERE starts_with(region, $1 || '/') ORDER BY region"  # noqa: S608  # our own words
_TOP = f"SELECT region FROM {_KNOWN} ORDER BY length(region), region LIMIT 1"  # noqa: S608  # the same


class Found(NamedTuple):
    """Everything of a scope, read in one snapshot."""

    leaves: Sequence[Leaf]
    claims: Sequence[Claim]
    expected: Mapping[str, Sequence[str]]
    """For each metric the regions that should have a figure."""
    below: Sequence[str]
    """Every region below that the record knows."""

    @property
    def days(self) -> frozenset[date]:
        """For which something was told or claimed."""
        return frozenset({x.as_of for x in self.leaves} | {x.as_of for x in self.claims})


async def find_figures(ledger: "Ledger", scope: Scope) -> Found:
    """What of the scope's region, and of what lies below it, was told or counted up to its day."""
    async with ledger.pool.read(snapshot=True) as connection:
        told, claims, expected = await _told(connection, scope)
        counted = await _counted(connection, scope)
        congresses = await connection.exec_driver_sql(_CONGRESSES, (scope.region,))
        expected["voted_projects"] = [x.region for x in congresses]
        for metric in metrics().values():
            if metric.computed:
                expected[metric.name] = [y for x in metric.parts for y in expected.get(x, ())]
        below = await connection.exec_driver_sql(_BELOW, (scope.region,))
        return Found([*told, *counted], claims, expected, [x.region for x in below])


async def books_in(ledger: "Ledger", region: str) -> list[tuple[str, str]]:
    """The books of that region itself, by name and title."""
    asked = "SELECT id, title FROM figure_books WHERE region = $1 ORDER BY id"
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(asked, (region,))
        return [(x.id, x.title) for x in found]


async def top_region(ledger: "Ledger") -> str:
    """The region highest up that the record knows; an empty record has none."""
    async with ledger.pool.read() as connection:
        found = (await connection.exec_driver_sql(_TOP)).one_or_none()
    return "" if found is None else str(found.region)


async def _told(
    connection: AsyncConnection, scope: Scope
) -> tuple[list[Leaf], list[Claim], dict[str, list[str]]]:
    leaves: list[Leaf] = []
    claims: list[Claim] = []
    expected: dict[str, list[str]] = {}
    for row in await connection.exec_driver_sql(_BOOKS, (scope.region,)):
        for told in map(Told.model_validate, row.told):
            if not scope.holds(told.region):
                continue
            leaves.append(Leaf(**told.model_dump(), told_in=row.stream))
            if (told.period is not None) == bool(scope.periods):
                expected.setdefault(told.metric, []).append(told.region)
        claims += [x for x in map(Claim.model_validate, row.claims) if scope.holds(x.region)]
    return leaves, claims, expected


async def _counted(connection: AsyncConnection, scope: Scope) -> list[Leaf]:
    """One leaf for each region and year that the ledger has something of."""
    values = (scope.region, scope.as_of)
    by_record: dict[str, list[Any]] = {}
    for row in await connection.exec_driver_sql(DECIDED, values):
        decision = named(row.regime).decision
        kind = "ballot" if decision is None else decision.kind  # the first measures name none
        by_record.setdefault(kind, []).append(row)
        if kind == "ballot":
            by_record.setdefault("congresses", []).append(row)
    for name, sql in COUNTED.items():
        by_record[name] = list(await connection.exec_driver_sql(sql, values))
    return [
        leaf
        for metric in metrics().values()
        if metric.record is not None
        for leaf in _leaves(metric.name, metric.record, by_record.get(metric.record, []), scope)
    ]


def _leaves(metric: str, record: str, rows: Iterable[Any], scope: Scope) -> list[Leaf]:
    sums: dict[tuple[str, str | None], tuple[int | None, Bound]] = {}
    for row in rows:
        if record == "congresses":
            sums[row.region, None] = 1, "exact"
            continue
        known = sums.get((row.region, row.period), (0, "exact"))[0] or 0
        number = None if row.number is None else known + row.number
        sums[row.region, row.period] = number, getattr(row, "bound", "exact")
    return [
        Leaf(
            metric=metric,
            region=region,
            period=period,
            as_of=scope.as_of,
            value=value,
            bound=bound,
            counted=True,
        )
        for (region, period), (value, bound) in sums.items()
    ]
