"""What was filed and waits for the clerk: to be received or returned, by the clerk's own day."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.pages import words
from api.pages.debt_rows import place
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import WithTools
from domain.calendar import day_of
from ledger.queries.duties import duties_to_decide
from ledger.queries.proposals import waiting_for

router = page_router()
LISTED = 50


@router.get("/decide")
async def queue(
    signed: WithSigned,
    tools: WithTools,
    start: Annotated[int, Query(alias="from", ge=0, le=1_000_000)] = 0,
) -> Response:
    """The queue."""
    found = await duties_to_decide(tools.ledger, signed.region, limit=LISTED, offset=start)
    now = await tools.ledger.now()
    today = day_of(now)
    items = [
        {
            "key": f"{x.stream} {x.duty}",
            "name": words.duty_zh(x.zh, x.period),
            "title": words.name_zh(x.title),
            "region": x.region.rsplit("/", 1)[-1],
            "who": words.who_zh(x.obligor),
            "filed": x.received_at,
            "on_time": x.on_time,
            "by": x.decide_by,
            "late": x.decide_by is not None and x.decide_by < today,
            "href": f"{place(x.stream, x.subject)}/duties/{x.duty}",
        }
        for x in found.items
    ]
    return page(
        "decide.html",
        signed,
        now,
        here="/decide",
        sample=await sample_shown(tools),
        items=items,
        total=found.total,
        countersign=await waiting_for(tools.ledger, signed.region, signed.acts_as, signed.client),
        late=sum(1 for x in items if x["late"]),
        start=start,
        after=start + LISTED if start + LISTED < found.total else None,
    )
