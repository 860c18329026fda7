"""各镇账册: what towns' own records say, each verified as it arrived."""

from starlette.responses import Response

from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned, check
from api.tools import WithTools
from ledger.log.arrivals import arrivals

router = page_router()


@router.get("/towns")
async def towns(signed: WithSigned, tools: WithTools) -> Response:
    """Of each town the last export that counts, and the last that did not."""
    check(signed, "board")
    found = await arrivals(tools.ledger)
    return page(
        "towns.html",
        signed,
        await tools.ledger.now(),
        here="/towns",
        sample=await sample_shown(tools),
        items=[x for x in found if x.verified],
        refused=[x for x in found if not x.verified],
    )
