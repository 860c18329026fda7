"""一屏总览: who owes what by when, the longest overdue first."""

from typing import Annotated

from fastapi import Query
from starlette.responses import RedirectResponse, Response

from api.pages import board_shown, debt_rows
from api.pages.board_view import View
from api.pages.render import page
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.pages.views import views_of
from api.tools import WithTools
from domain.calendar import day_of
from ledger.queries.board import LISTED, board

router = page_router()


@router.get("/")
async def overview(
    signed: WithSigned, tools: WithTools, view: Annotated[View, Query()]
) -> Response:
    """The board of one's region; who has none begins at his own list."""
    if can(signed, "group"):
        return RedirectResponse("/group", 303)
    if can(signed, "owe") and not can(signed, "board"):
        return RedirectResponse("/todo", 303)
    sample = await sample_shown(tools)
    if not can(signed, "board"):
        return page("admin.html", signed, await tools.ledger.now(), here="/", sample=sample)
    found = await board(tools.ledger, view.asked(signed.region), view.by, view.start)
    today = day_of(found.now)
    strip = board_shown.strip(found, view)
    after = view.start + LISTED
    return page(
        "board.html",
        signed,
        found.now,
        here="/",
        sample=sample or found.sample,
        said=board_shown.said(found, today),
        strip=strip,
        one_mark_each=board_shown.one_mark_each(strip),
        groups=debt_rows.groups(found, today, view),
        groupings=[
            (zh, view.with_(by=by), by == view.by) for by, zh in debt_rows.GROUPINGS.items()
        ],
        facets=board_shown.facets(found, view),
        rail=board_shown.rail(found, today, view),
        ahead=board_shown.ahead(view),
        chips=board_shown.chips(view),
        view=view,
        views=await views_of(signed, tools),
        today=today,
        unsettled=found.unsettled,
        lines=found.total,
        first=view.start + 1,
        last=min(after, found.total),
        earlier=view.with_(start=max(0, view.start - LISTED)) if view.start else None,
        after=view.with_(start=after) if after < found.total else None,
        may_urge=can(signed, "decide"),
    )
