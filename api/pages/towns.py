"""各镇账册: what towns' own records say, each verified as it arrived."""

from starlette.responses import Response

from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.sight import reads
from api.tools import WithTools
from ledger.log.arrivals import Arrival, arrivals

router = page_router()


@router.get("/towns")
async def towns(signed: WithSigned, tools: WithTools) -> Response:
    """Of each town the last export that counts, as far as its projects lie in one's reach; who is
    bound to no region also sees the last that did not count."""
    found = await arrivals(tools.ledger)
    return page(
        "towns.html",
        signed,
        await tools.ledger.now(),
        here="/towns",
        sample=await sample_shown(tools),
        items=[y for x in found if x.verified and (y := _reached(x, signed)) is not None],
        refused=[x for x in found if not x.verified and signed.region is None],
    )


def _reached(arrival: Arrival, signed: Signed) -> Arrival | None:
    """The export with the projects that the account may read; None where it may read none."""
    projects = tuple(x for x in arrival.projects if reads(signed, x.region))
    if not projects and signed.region is not None:
        return None
    return arrival.model_copy(update={"projects": projects})
