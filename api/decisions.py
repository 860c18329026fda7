"""What the clerk decides on a duty: accept, return, waive (`rulebook §4.3`)."""

from typing import Annotated, Any

from fastapi import Body
from starlette.responses import Response

from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import RECEIPT, WEIGHTY
from api.rights import Allowed
from api.where import ADDRESSES, SUGGESTION_ADDRESSES, Named
from api.writing import Writing, answer
from domain.base import Text, Value
from domain.duty_commands import AcceptDuty, ReturnDuty, UrgeDuty, WaiveDuty

router = json_router("审核 decisions")


class Return(Value):
    """退回: what is missing."""

    reason: Text


class Waiver(Value):
    """免除: the decision that releases the obligor."""

    decision: Text


class Urging(Value):
    """催办: what is to be said; without it, what is owed and by when."""

    text: Text | None = None


async def accept(where: Named, caller: Allowed, write: Writing) -> Response:
    """受理."""
    return answer(await write.record(caller, where.stream, AcceptDuty(duty=where.duty)))


async def return_(
    where: Named, caller: Allowed, write: Writing, sent: Annotated[Any, Strictly(Return), Body()]
) -> Response:
    """退回, 说明缺什么."""
    command = ReturnDuty(duty=where.duty, reason=sent.reason)
    return answer(await write.record(caller, where.stream, command))


async def waive(
    where: Named, caller: Allowed, write: Writing, sent: Annotated[Any, Strictly(Waiver), Body()]
) -> Response:
    """免除, 依据决定."""
    command = WaiveDuty(duty=where.duty, decision=sent.decision)
    return await write.weighty(caller, where.stream, command)


async def urge(
    where: Named, caller: Allowed, write: Writing, sent: Annotated[Any, Strictly(Urging), Body()]
) -> Response:
    """人工催办：告诉现在等着的那一方；不改期限，不算升级，一天一次."""
    command = UrgeDuty(duty=where.duty, text=sent.text)
    return answer(await write.record(caller, where.stream, command))


for tail, endpoint, addresses in (
    ("acceptances", accept, ADDRESSES),
    ("returns", return_, ADDRESSES),
    ("waivers", waive, (*ADDRESSES, *SUGGESTION_ADDRESSES)),
    ("urgings", urge, (*ADDRESSES, *SUGGESTION_ADDRESSES)),
):
    for address in addresses:
        router.add_api_route(
            f"{address.path}/{tail}",
            endpoint,
            methods=["POST"],
            dependencies=address.parameters,
            operation_id=f"{endpoint.__name__.strip('_')}_{address.name}",
            responses=WEIGHTY if endpoint is waive else RECEIPT,
            status_code=201,
        )
