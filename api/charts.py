"""The charts of a region and a year as data: the tables that the pages draw."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from api.callers import Caller
from api.chart import Chart
from api.charts_made import deadlines, matrix, progress, punctuality, satisfaction
from api.json_route import json_router
from api.places import Places
from api.problems import not_found
from api.receipts import READ
from api.rights import Allowed
from api.sight import reads
from api.tools import WithTools
from domain.base import ShortText
from domain.calendar import day_of
from domain.figures.beside import roll_up
from domain.figures.figure import Figure, Leaf, Scope
from ledger.door import Ledger
from ledger.queries.charts import Counted, drawn_kept
from ledger.queries.figures import find_figures
from ledger.queries.kept import kept

router = json_router("图表 charts")
Year = Annotated[
    int | None, Query(ge=2000, le=2100, description="年度；不给则为今年", examples=[2023])
]
YEARS = 10
"""So many years of evaluations are shown."""


class Charts(BaseModel):
    """The charts of a region and a year."""

    region: str | None
    """None: everything that the caller may read."""
    year: int
    today: date
    as_of: datetime
    """Of which moment the counts are; a large region's are up to some minutes old."""
    charts: tuple[Chart, ...]


@router.get("/charts", responses=READ)
async def read(
    caller: Allowed,
    tools: WithTools,
    region: Annotated[ShortText | None, Query(description="地区；不给则为本地区")] = None,
    year: Year = None,
) -> Charts:
    """进度、按期、到期日历、各地的灯和历年满意率：图上画的每一个数。"""
    return await charts_of(tools.ledger, reach(caller, region), year)


def reach(caller: Caller, region: str | None) -> str | None:
    """The region asked for, or the caller's own. Raises Problem 404 beyond it."""
    asked = region or caller.region
    if asked is not None and not reads(caller, asked):
        raise not_found()
    return asked


async def charts_of(
    ledger: Ledger, region: str | None, year: int | None, *, public: bool = False
) -> Charts:
    """Every chart; the public's are those without obligors' names and without coming deadlines,
    in the public's words."""
    of = year or day_of(await ledger.now()).year

    def draw(found: Counted, today: date) -> tuple[Chart, ...]:
        return _drawn(found, region, of, today, public=public)

    shown, at = await drawn_kept(ledger, region, of, public, draw)
    today = day_of(at)
    if region is not None:
        key = ("satisfied", region, today)
        rates = await kept(ledger, region, key, lambda: satisfied(ledger, region, today))
        shown = (*shown, satisfaction(rates.value))
    return Charts(region=region, year=of, today=today, as_of=at, charts=shown)


def _drawn(
    found: Counted, region: str | None, year: int, today: date, *, public: bool
) -> tuple[Chart, ...]:
    regions = {*(x.region for x in found.punctual), *(x.region for x in found.lit)}
    places = Places(region, regions)
    shown = [progress(found, year, today), matrix(found.lit, places, public=public)]
    if not public:
        shown += [punctuality(found.punctual, year, places), deadlines(found.days, year)]
    return tuple(shown)


async def satisfied(ledger: Ledger, region: str, today: date) -> dict[str, Figure]:
    """The satisfaction of each of the last years, as far as anything is known."""
    years = [str(today.year - YEARS + n + 1) for n in range(YEARS)]
    scope = Scope(region=region, periods=tuple(years), as_of=today)
    known = await find_figures(ledger, scope)
    leaves = as_they_stand(known.leaves, today)
    return {
        x: roll_up(
            "satisfaction_rate",
            scope.model_copy(update={"periods": (x,)}),
            leaves,
            known.claims,
        )
        for x in years
    }


def as_they_stand(leaves: Sequence[Leaf], today: date) -> list[Leaf]:
    """Of what was told of the same region, metric and period the newest up to today, as of today:
    a year's ballots are told of its last day, and do not change any more."""
    newest: dict[tuple[str, str, str | None, str, bool], Leaf] = {}
    for x in leaves:
        key = (x.metric, x.region, x.period, x.told_in, x.whole)
        known = newest.get(key)
        if x.as_of <= today and (known is None or known.as_of < x.as_of):
            newest[key] = x
    return [x.model_copy(update={"as_of": today}) for x in newest.values()]
