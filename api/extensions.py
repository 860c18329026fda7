"""延期 extensions: one duty's later date, asked for by who owes it, decided by people."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body
from starlette.responses import Response

from api.forms import Hashes
from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import RECEIPT
from api.rights import Clerk, Filer
from api.rulings import RulingSent, documents_of, ruling_of
from api.tools import WithTools
from api.where import ADDRESSES, Named
from api.writing import Writing, answer
from domain.base import Text, Value
from domain.duty_commands import DecideExtension, RequestExtension

router = json_router("延期 extensions")


class ExtensionWish(Value):
    """申请延期."""

    to: date
    reason: Text
    evidence: Hashes = ()


class ExtensionRuling(Value):
    """对延期申请的决定."""

    granted: bool
    ruling: RulingSent
    reason: Text | None = None


async def ask(
    where: Named,
    caller: Filer,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(ExtensionWish), Body()],
) -> Response:
    """申请延期. 决定之前，原期限照旧；按期率总是同时按延期前后两种口径计算."""
    files = await documents_of(sent.evidence, "evidence", where.stream, caller, tools)
    command = RequestExtension(duty=where.duty, to=sent.to, reason=sent.reason, evidence=files)
    return answer(await write.record(caller, where.stream, command))


async def decide(
    where: Named,
    caller: Clerk,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(ExtensionRuling), Body()],
) -> Response:
    """登记对延期申请的决定. 决定以前的逾期不因延期消失."""
    said = await ruling_of(sent.ruling, "ruling.evidence", where.stream, caller, tools)
    command = DecideExtension(
        duty=where.duty, granted=sent.granted, ruling=said, reason=sent.reason
    )
    return answer(await write.record(caller, where.stream, command))


for address in ADDRESSES:
    for tail, endpoint, name in (
        ("extension-requests", ask, "request_extension"),
        ("extension-decisions", decide, "decide_extension"),
    ):
        router.add_api_route(
            f"{address.path}/{tail}",
            endpoint,
            methods=["POST"],
            dependencies=address.parameters,
            operation_id=f"{name}_{address.name}",
            responses=RECEIPT,
            status_code=201,
        )
