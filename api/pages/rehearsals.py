"""推演页: suppose who is silent and what happens, and read the year that follows; none is kept."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.responses import Response

from api.pages.lists import STATUSES, newest
from api.pages.recording import new_key
from api.pages.rehearsal_page import Place, as_table, shown_on
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.problems import not_found
from api.rehearsals import Asked, WithStage, on_record
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from ledger.queries.programmes import find_programmes

router = page_router()
LISTED = 200
Blank = Annotated[str, Query(max_length=20)]


@router.get("/rehearsals")
async def choose(signed: WithSigned, tools: WithTools) -> Response:
    """Whose year?"""
    return await chosen_from(signed, tools, {"status": "voted"})


async def chosen_from(
    signed: Signed, tools: Tools, values: dict[str, str], refused: str | None = None
) -> Response:
    """The lists on record, and the form for a published one, as it was filled in."""
    found = await find_programmes(tools.ledger, signed.region, limit=LISTED)
    return page(
        "rehearsals.html",
        signed,
        await tools.ledger.now(),
        here="/rehearsals",
        sample=await sample_shown(tools),
        status=422 if refused else 200,
        programmes=found,
        regimes=newest(),
        statuses=STATUSES,
        values=values,
        refused=refused,
        key=new_key(),
    )


async def supposed(
    silent: Annotated[list[str], Query(max_length=60)] = [],  # noqa: B006  # never written to
    session_to: Blank = "",
    mid_to: Blank = "",
    regime: Annotated[str, Query(max_length=50)] = "",
    storm_on: Blank = "",
    storm_until: Blank = "",
    told_on: Blank = "",
) -> Asked:
    """What the form says; a field left empty supposes nothing. Raises Problem 404 for no day."""
    days = {
        "session_to": session_to,
        "session_on": told_on,
        "regime_on": told_on,
        "mid_to": mid_to,
        "storm_on": storm_on,
        "storm_until": storm_until,
    }
    try:
        told = {k: date.fromisoformat(x) for k, x in days.items() if x}
        return Asked(silent=silent, regime=regime or None, **told)
    except ValueError:
        raise not_found() from None


Supposed = Annotated[Asked, Depends(supposed)]


@router.get("/rehearsals/{programme}")
async def rehearse_page(
    programme: ProgrammeId,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
    stage: WithStage,
    asked: Supposed,
) -> Response:
    """A list on record as it stands today."""
    source = await on_record(tools, signed, programme)
    place = Place(f"/rehearsals/{programme}")
    return await shown_on(place, source, asked, request.url.query, signed, tools, stage)


@router.get("/rehearsals/{programme}/messages.{form}")
async def messages(
    programme: ProgrammeId,
    form: str,
    signed: WithSigned,
    tools: WithTools,
    stage: WithStage,
    asked: Supposed,
) -> Response:
    """Every message as a file."""
    source = await on_record(tools, signed, programme)
    return await as_table(source, asked, form, tools, stage)
