"""Asking for a later date. The date stands until people decide."""

from datetime import date

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.pages.desk import signing_for
from api.pages.duty_shown import Said, WrongExtension, duty_answer, opened
from api.pages.files import taken
from api.pages.recording import key_of, record
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.signed import Posted, WithSigned, check
from api.problems import Problem, not_found
from api.refusals import problem_of
from api.tools import WithTools
from api.where import ADDRESSES, Named
from domain.duty_commands import RequestExtension
from domain.refusals import NotYours, Refused, Unknown

router = page_router()
LONGEST = 4000


async def ask(
    where: Named, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """申请延期."""
    one = await opened(where, signed, tools)
    check(signed, "file", one.duty)
    if (await signing_for(signed, tools)).head and not can(signed, "sign"):
        raise not_found()
    key = key_of(form)
    values = {x: str(form.get(x, "")).strip() for x in ("to", "why")}
    wrong = WrongExtension(values, _errors(values), None)
    said = Said(status=422, wrong_extension=wrong)
    if not wrong.errors:
        try:
            files = await taken(form, signed, tools, key)
            hashes = {x.sha256 for x in files}
            if hashes:
                await tools.uploads.offered(signed, hashes, where.stream)
            command = RequestExtension(
                duty=where.duty,
                to=date.fromisoformat(values["to"]),
                reason=values["why"],
                evidence=tuple(x.evidence for x in files),
            )
            await record(request, tools, signed, where.stream, command, key)
        except (NotYours, Unknown):
            raise
        except Problem as problem:
            said.wrong_extension = wrong._replace(refused=problem.zh)
        except Refused as refused:
            said.status = problem_of(refused).status_code
            said.wrong_extension = wrong._replace(refused=refused.zh)
        else:
            return RedirectResponse(f"{one.address}#extension", 303)
    return await duty_answer(one, signed, tools, said)


def _errors(values: dict[str, str]) -> dict[str, str]:
    found = {}
    try:
        date.fromisoformat(values["to"])
    except ValueError:
        found["to"] = "选一个日期"
    if not 0 < len(values["why"]) <= LONGEST:
        found["why"] = "写明为什么要延期"
    return found


for address in ADDRESSES:
    router.add_api_route(
        f"{address.path}/extension", ask, methods=["POST"], dependencies=address.parameters
    )
