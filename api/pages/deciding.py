"""The clerk's decision on what was filed: to receive it, or to return it and say why."""

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.duty_shown import Opened, Said, duty_answer, opened
from api.pages.recording import key_of, record
from api.pages.rights import Signed, decides
from api.pages.router import page_router
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import ADDRESSES, Named, Where
from domain.base import Command
from domain.duty_commands import AcceptDuty, ReturnDuty
from domain.refusals import NotYours, Refused, Unknown

router = page_router()
LONGEST = 4000


async def accept(
    where: Named, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """收下."""
    note = str(form.get("note", "")).replace("\r\n", "\n").strip()[:LONGEST] or None
    command = AcceptDuty(duty=where.duty, note=note)
    return await _decide(where, signed, form, request, tools, command)


async def return_(
    where: Named, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """退回, 说明缺什么."""
    reason = str(form.get("reason", "")).replace("\r\n", "\n").strip()
    if not 0 < len(reason) <= LONGEST:
        one = await opened(where, signed, tools)
        _check(signed, one)
        wrong = {"reason": "写明缺什么、要怎么补，单位才能改"}
        said = Said(status=422, errors=wrong, key=key_of(form), values={"reason": reason})
        return await duty_answer(one, signed, tools, said)
    command = ReturnDuty(duty=where.duty, reason=reason)
    return await _decide(where, signed, form, request, tools, command)


def _check(signed: Signed, one: Opened) -> None:
    if not decides(signed, one.duty):
        raise not_found()


async def _decide(
    where: Where,
    signed: Signed,
    form: FormData,
    request: Request,
    tools: Tools,
    command: Command,
) -> Response:
    one = await opened(where, signed, tools)
    _check(signed, one)
    try:
        receipt = await record(request, tools, signed, where.stream, command, key_of(form))
    except (NotYours, Unknown):
        raise
    except Refused as refused:
        said = Said(status=problem_of(refused).status_code, refused=refused.zh)
        return await duty_answer(one, signed, tools, said)
    return RedirectResponse(f"{one.address}?done={receipt.version}", 303)


for address in ADDRESSES:
    for tail, endpoint in (("acceptance", accept), ("return", return_)):
        router.add_api_route(
            f"{address.path}/{tail}",
            endpoint,
            methods=["POST"],
            dependencies=address.parameters,
        )
