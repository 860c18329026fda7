"""签发: whether the unit's leader signs before anything is filed. The leader says so."""

from starlette.responses import RedirectResponse, Response

from api.pages.desk import signing_for
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.tools import WithTools
from ledger.signing import set_signing

router = page_router()


@router.get("/signing")
async def signing(signed: WithSigned, tools: WithTools) -> Response:
    """How it is done in this unit, and since when."""
    if signed.role != "unit":
        raise not_found()
    return page(
        "signing.html",
        signed,
        await tools.ledger.now(),
        here="/todo",
        sample=await sample_shown(tools),
        how=await signing_for(signed, tools),
        may_set=signed.account.role == "unit_head",
    )


@router.post("/signing")
async def say(signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """The unit's own word on it."""
    required = form.get("required") == "yes"
    pool = tools.ledger.pool
    await set_signing(pool, signed.party, signed.region, required, signed.client)
    return RedirectResponse("/signing", 303)
