"""审计: which project's, year's or region's life to replay."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import WithTools
from ledger.queries.projects import Wanted, find_projects

router = page_router()
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"


@router.get("/audit")
async def streams(
    signed: WithSigned,
    tools: WithTools,
    q: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Which stream to read."""
    wanted = Wanted(region=signed.region, text=q.strip() or None)
    found = await find_projects(tools.ledger, wanted, limit=100)
    return page(
        "audit_streams.html",
        signed,
        await tools.ledger.now(),
        here="/audit",
        sample=await sample_shown(tools),
        items=found.items,
        total=found.total,
        q=q,
    )
