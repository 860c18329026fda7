"""抹去清单: whom the system forgot, by reference, and why; for the office and for auditors."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.pages.render import page
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import WithPresent
from ledger.access.found import readers
from ledger.erasing import KIND_ZH, erasures

router = page_router()
LISTED = 50


@router.get("/audit/erasures")
async def erased(
    signed: WithSigned,
    tools: WithPresent,
    before: Annotated[int | None, Query(ge=1, le=10**15)] = None,
) -> Response:
    """What was forgotten, the newest first; never what it was."""
    audits = can(signed, "audit")
    found = await erasures(tools.ledger, before, LISTED)
    return page(
        "erasures.html",
        signed,
        await tools.ledger.now(),
        here="/audit" if audits else "/incidents",
        sample=await sample_shown(tools),
        items=found,
        kinds=KIND_ZH,
        people=await readers(tools.ledger, {x.by for x in found}),
        more=found[-1].id if len(found) == LISTED else None,
        audits=audits,
    )
