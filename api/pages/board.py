"""一屏总览: who owes what by when, the longest overdue first."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import RedirectResponse, Response

from api.pages import board_shown, dates, debt_rows
from api.pages.render import page
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import WithTools
from domain.calendar import day_of
from domain.lights import Light
from domain.regimes.model import Stage
from ledger.queries.board import HORIZON, MOST, Asked, Board, board

router = page_router()


class Narrowed(BaseModel):
    """What the address asks for."""

    model_config = ConfigDict(extra="ignore")

    days: Annotated[int, Query(ge=1, le=HORIZON)] = 15
    obligor: Annotated[str, Query(max_length=300)] | None = None
    region: Annotated[str, Query(max_length=300)] | None = None
    stage: Stage | None = None
    light: Light | None = None
    on: date | None = None


@router.get("/")
async def overview(
    signed: WithSigned, tools: WithTools, narrowed: Annotated[Narrowed, Query()]
) -> Response:
    """The board of one's region; who has none begins at his own list."""
    if signed.role == "deputy":
        return RedirectResponse("/registers", 303)
    if can(signed, "owe") and not can(signed, "board"):
        return RedirectResponse("/todo", 303)
    if not can(signed, "board"):
        now = await tools.ledger.now()
        return page("admin.html", signed, now, here="/", sample=await sample_shown(tools))
    chosen = narrowed.model_dump(mode="json", exclude_none=True)
    found = await board(tools.ledger, Asked(within=signed.region, **{**chosen, "on": narrowed.on}))
    today = day_of(found.now)
    return page(
        "board.html",
        signed,
        found.now,
        here="/",
        sample=await sample_shown(tools) or any(x.sample for x in found.projects),
        said=said(found, today),
        strip=board_shown.strip(found, chosen),
        groups=debt_rows.groups(found, today, {**chosen, "days": narrowed.days}),
        facets=board_shown.facets(found, chosen),
        rail=board_shown.rail(found, today, {**chosen, "days": narrowed.days}),
        ahead=[
            (x, debt_rows.link(chosen, "days", x), x == narrowed.days) for x in board_shown.AHEAD
        ],
        narrowed=[x for x in chosen if x != "days"],
        today=today,
        unsettled=found.unsettled,
        cut=len(found.debts) == MOST,
    )


def said(found: Board, today: date) -> dict[str, Any]:
    """The numbers of the opening sentence."""
    late = [x for x in found.tallies if x.late]
    soon = dates.workday_ahead(today, 3, found.calendar)
    coming = [x for x in found.tallies if not x.late]
    after = min((x.due for x in coming if x.due > today), default=None)
    return {
        "projects": sum(x.number for x in found.projects),
        "late": sum(x.number for x in late),
        "climbed": sum(x.number for x in late if x.climbed),
        "today": sum(x.number for x in coming if x.due <= today),
        "soon": sum(x.number for x in coming if today < x.due <= soon),
        "next": after,
        "next_number": sum(x.number for x in coming if x.due == after),
    }
