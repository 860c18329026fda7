"""图表: five charts of a region and a year, each with the table that it is drawn from."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.charts import Year, charts_of, reach
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import WithTools

router = page_router()


@router.get("/charts")
async def charts_page(
    signed: WithSigned,
    tools: WithTools,
    region: Annotated[str, Query(max_length=200)] = "",
    year: Year = None,
) -> Response:
    """One's own region, or one below it."""
    place = reach(signed, region or None)
    found = await charts_of(tools.ledger, place, year)
    return page(
        "charts.html",
        signed,
        found.as_of,
        here="/charts",
        sample=await sample_shown(tools),
        found=found,
        place=place.rsplit("/", 1)[-1] if place else "全部地区",
    )
