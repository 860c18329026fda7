"""延期 extensions: one duty's later date, asked for by who owes it, decided by people.

And a lateness that was none, taken back. Granting and taking back need two persons.
"""

from datetime import date
from typing import Annotated, Any

from fastapi import Body
from starlette.responses import Response

from api.forms import Hashes
from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import RECEIPT, WEIGHTY
from api.rights import Allowed
from api.rulings import RulingSent, documents_of, ruling_of
from api.tools import WithTools
from api.where import ADDRESSES, Named
from api.writing import Writing, answer
from domain.base import ShortText, Text, Value
from domain.duty_commands import DecideExtension, RequestExtension, WithdrawOverdue

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


class Withdrawal(Value):
    """撤销逾期: why what is on record as late was not."""

    received_on: date
    """实际交来的日子，在期限以内."""
    document: ShortText
    """凭什么文件，如收文登记编号."""
    because: Text
    evidence: Hashes = ()


async def ask(
    where: Named,
    caller: Allowed,
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
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(ExtensionRuling), Body()],
) -> Response:
    """登记对延期申请的决定. 决定以前的逾期不因延期消失."""
    said = await ruling_of(sent.ruling, "ruling.evidence", where.stream, caller, tools)
    command = DecideExtension(
        duty=where.duty, granted=sent.granted, ruling=said, reason=sent.reason
    )
    return await write.weighty(caller, where.stream, command)


async def withdraw(
    where: Named,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Withdrawal), Body()],
) -> Response:
    """撤销逾期：凭文件证明期限内已经交来的；原来的记录保留."""
    files = await documents_of(sent.evidence, "evidence", where.stream, caller, tools)
    said = {x: getattr(sent, x) for x in type(sent).model_fields}
    command = WithdrawOverdue(duty=where.duty, **{**said, "evidence": files})
    return await write.weighty(caller, where.stream, command)


for address in ADDRESSES:
    for tail, endpoint, name in (
        ("extension-requests", ask, "request_extension"),
        ("extension-decisions", decide, "decide_extension"),
        ("overdue-withdrawals", withdraw, "withdraw_overdue"),
    ):
        router.add_api_route(
            f"{address.path}/{tail}",
            endpoint,
            methods=["POST"],
            dependencies=address.parameters,
            operation_id=f"{name}_{address.name}",
            responses=RECEIPT if endpoint is ask else WEIGHTY,
            status_code=201,
        )
