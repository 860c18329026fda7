"""What a caller owes, the most urgent first; and one duty with all that is known of it."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query

from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ
from api.rights import Allowed
from api.shown import DutyPage, DutyShown, shown
from api.sight import sees_duty
from api.tools import Tools, WithTools
from api.where import ADDRESSES, SUGGESTION_ADDRESSES, Named
from domain.refusals import Unknown
from ledger.queries.course import courses
from ledger.queries.duties import DutyRow, duties_of_party, duties_of_stream

router = json_router("事项 duties")
Limit = Annotated[int, Query(ge=1, le=100, description="每页条数")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="从第几条起")]


@router.get("/duties", responses=READ)
async def own_duties(
    caller: Allowed,
    tools: WithTools,
    done: Annotated[bool, Query(description="是否包括已办结的")] = False,
    limit: Limit = 20,
    offset: Offset = 0,
) -> DutyPage:
    """本单位（本机关、本小组）的待办事项：已逾期的在前，其余按到期日."""
    page = await duties_of_party(
        tools.ledger, caller.party, caller.region, owed=not done, limit=limit, offset=offset
    )
    items = await with_courses(page.items, tools)
    return DutyPage(items=items, total=page.total, now=await tools.ledger.now())


async def one_duty(where: Named, caller: Allowed, tools: WithTools) -> DutyShown:
    """一个事项：期限与推算、现状、办理经过与回执."""
    try:
        state = (await tools.ledger.standing(where.stream)).state
    except Unknown as error:
        raise not_found() from error
    if not sees_duty(caller, state, where.duty):
        raise not_found()
    rows = await duties_of_stream(tools.ledger, where.stream)
    found = [x for x in rows if x.duty == where.duty]
    if not found:
        raise not_found()
    return (await with_courses(found, tools))[0]


async def with_courses(rows: Sequence[DutyRow], tools: Tools) -> tuple[DutyShown, ...]:
    """The duties as they are answered, each with its derivation and course."""
    if not rows:
        return ()
    told = await courses(tools.ledger, [x.stream for x in rows], [x.duty for x in rows])
    return tuple(shown(x, told.get((x.stream, x.duty))) for x in rows)


for address in (*ADDRESSES, *SUGGESTION_ADDRESSES):
    router.add_api_route(
        address.path,
        one_duty,
        methods=["GET"],
        dependencies=address.parameters,
        operation_id=f"read_{address.name}",
        response_model=DutyShown,
        responses=READ,
    )
