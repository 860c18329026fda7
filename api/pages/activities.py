"""代表活动 on a page: the year's activities of a region, with what they come to."""

from typing import Annotated, Literal

from fastapi import Query
from starlette.responses import Response

from api.activities import figures, shown
from api.pages.render import page
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import WithTools
from domain.activity.kinds import FIGURE_ZH, RULES, ActivityKind
from domain.calendar import day_of
from ledger.queries.stations import find_activities

router = page_router()
ON_ONE = 100


@router.get("/activities")
async def activities_page(
    signed: WithSigned,
    tools: WithTools,
    kind: Annotated[ActivityKind | Literal[""], Query()] = "",
    year: Annotated[str, Query(pattern=r"^((19|20)\d\d)?$")] = "",
    after: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """The activities, the latest first; by kind and year."""
    now, asked = await tools.ledger.now(), int(year) if year else None
    found = await find_activities(
        tools.ledger, signed.region, kind=kind or None, year=asked, limit=ON_ONE, offset=after
    )
    sums = await figures(signed, tools, None, asked)
    rows = [shown(x) for x in found.items]
    return page(
        "activities.html",
        signed,
        now,
        here="/activities",
        sample=await sample_shown(tools),
        rows=rows,
        total=found.total,
        after=after,
        following=after + len(rows) if after + len(rows) < found.total else None,
        kinds={x: RULES[x].zh for x in ActivityKind},
        kind=kind,
        year=year,
        this_year=day_of(now).year,
        taking_part=len({y for x in rows for y in x.deputies}),
        figure_zh=FIGURE_ZH,
        sums={RULES[ActivityKind(x)].zh: told for x, told in sums.items()},
        writes=can(signed, "decide"),
    )
