"""One duty: what is owed and by when, the form to file it, and what was filed."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.pages.duty_shown import Opened, Said, duty_answer, opened
from api.pages.files import taken
from api.pages.filing_form import WrongFields, filing_of, sent
from api.pages.recording import key_of, record
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.signed import Posted, WithSigned, check
from api.problems import Problem
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import ADDRESSES, Named
from domain.calendar import day_of
from domain.duty_commands import FileDuty
from domain.forms import Evaluation, Filing
from domain.refusals import NotYours, Refused, Unknown

router = page_router()


async def duty_page(
    where: Named,
    signed: WithSigned,
    tools: WithTools,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The duty; `done` is the event whose receipt is shown."""
    one = await opened(where, signed, tools)
    return await duty_answer(one, signed, tools, Said(done=done))


async def file(
    where: Named, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """交: one fact however often the button is pressed; what is wrong is said beside its field."""
    one = await opened(where, signed, tools)
    check(signed, "file", one.duty)
    said = Said(key=key_of(form), values=sent(form))
    try:
        said.files = await taken(form, signed, tools, said.key)
        filing = filing_of(one.duty.form, said.values or {}, said.files)
        _not_in_the_future(filing, one)
        await _offer(filing, where.stream, signed, tools)
        command = FileDuty(duty=where.duty, filing=filing)
        receipt = await record(request, tools, signed, where.stream, command, said.key)
    except WrongFields as wrong:
        said.status, said.errors = 422, wrong.errors
    except (NotYours, Unknown):
        raise
    except Problem as problem:
        said.status, said.errors = 422, {"files": problem.zh}
    except Refused as refused:
        said.status, said.refused = problem_of(refused).status_code, refused.zh
    else:
        return RedirectResponse(f"{one.address}?done={receipt.version}", 303)
    return await duty_answer(one, signed, tools, said)


async def _offer(filing: Filing, stream: str, signed: Signed, tools: Tools) -> None:
    hashes = {x.sha256 for x in filing.evidence}
    if hashes:
        await tools.uploads.offered(signed.party, hashes, stream)


def _not_in_the_future(filing: Filing, one: Opened) -> None:
    if isinstance(filing, Evaluation) and filing.held_on > day_of(one.seen.standing.now):
        raise WrongFields({"held_on": "测评日期不能晚于今天"})


for address in ADDRESSES:
    for tail, endpoint, method in (("", duty_page, "GET"), ("/filing", file, "POST")):
        router.add_api_route(
            f"{address.path}{tail}", endpoint, methods=[method], dependencies=address.parameters
        )
