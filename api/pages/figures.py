"""统计汇总: what a region and all below it come to, with every leaf, unknown and contradiction."""

from datetime import date
from decimal import Decimal
from re import fullmatch
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import RedirectResponse, Response

from api.figures import RolledUp, gathered
from api.pages.render import page
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.problems import not_found
from api.tools import WithTools
from domain.figures.beside import roll_up
from domain.figures.catalogue import metrics
from domain.figures.figure import Scope
from domain.figures.rollup import trend
from ledger.queries.figures import Found, books_in, top_region

router = page_router()


@router.get("/figures")
async def figures_page(
    signed: WithSigned,
    tools: WithTools,
    region: Annotated[str, Query(max_length=200)] = "",
    years: Annotated[str, Query(max_length=200)] = "",
    as_of: Annotated[date | None, Query()] = None,
) -> Response:
    """One region's figures; without one, the caller's own."""
    place = region or signed.region or ""
    if not place:
        place = await top_region(tools.ledger)
    periods = tuple(x for x in years.replace("，", ",").replace(" ", ",").split(",") if x)
    if not all(fullmatch(r"\d{4}(-(H[12]|Q[1-4]|\d{2}))?", x) for x in periods):
        raise not_found()
    found, known = await gathered(tools, signed, place, periods, as_of)
    return page(
        "figures.html",
        signed,
        await tools.ledger.now(),
        here="/figures",
        sample=await sample_shown(tools),
        found=found,
        years=years,
        books=await books_in(tools.ledger, place) if can(signed, "decide") else None,
        up=_up(signed.region, place),
        years_told=_over_the_years(found, known),
    )


@router.get("/figures/open")
async def open_book(
    signed: WithSigned, book: Annotated[str, Query(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
) -> Response:
    """To the form by which a book of that number is begun."""
    return RedirectResponse(f"/do/figures/{book}", 303)


def _up(own: str | None, region: str) -> str | None:
    """The region above, as far as the caller reaches."""
    above = region.rpartition("/")[0]
    reached = own is None or above == own or above.startswith(f"{own}/")
    return above if above and reached else None


def _over_the_years(found: RolledUp, known: Found) -> list[dict[str, Any]]:
    """What is known of more than one year, with each change."""
    told = []
    for name, metric in metrics().items():
        years = sorted(
            {
                x.period
                for x in known.leaves
                if x.metric in metric.parts and x.as_of == found.as_of
                if x.period is not None and len(x.period) == len("2023")
            }
        )
        if len(years) < 2 or metric.sum_of:
            continue
        figures = {
            year: roll_up(
                name,
                Scope(region=found.region, periods=(year,), as_of=found.as_of),
                known.leaves,
                known.claims,
            )
            for year in years
        }
        changes = trend(figures)
        told.append(
            {
                "zh": metric.zh,
                "unit": metric.unit,
                "years": [
                    {"year": y, "figure": x, "change": _signed(changes.get(y))}
                    for y, x in figures.items()
                ],
            }
        )
    return told


def _signed(change: Decimal | None) -> str:
    return "" if change is None else f"{change:+f}"
