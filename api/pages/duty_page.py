"""One duty: what is owed and by when, the form to file it, and what was filed."""

from typing import Annotated

from fastapi import Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.desk import draft_of
from api.pages.drafting import must_be_signed, of_the_form
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
from ledger.drafts import Drafts, KeptElsewhere
from ledger.signing import NotSigned, is_of_party
from ledger.uploads import Upload

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
        files = said.files = await taken(form, signed, tools, said.key)
        filing = filing_of(one.duty.form, said.values or {}, files)
        _not_in_the_future(filing, one)
        prepared = await _signed_off(one, form, files, signed, tools)
        await _offer(filing, where.stream, signed, tools)
        command = FileDuty(duty=where.duty, filing=filing, prepared_by=prepared)
        receipt = await record(request, tools, signed, where.stream, command, said.key)
        await Drafts(tools.ledger.pool).drop(draft_of(one, signed))
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


async def _signed_off(
    one: Opened, form: FormData, files: list[Upload], signed: Signed, tools: Tools
) -> str | None:
    """Who prepared what is filed, where that was somebody else of the unit. Raises NotSigned
    where the leader has to file it, KeptElsewhere where the draft is another by now."""
    of = draft_of(one, signed)
    if await must_be_signed(signed, tools):
        fields = of_the_form(one, sent(form))
        hashes = [x.sha256 for x in files]
        kept = Drafts(tools.ledger.pool)
        await kept.keep(of, fields, hashes, signed.client, revision=0, over=True)
        raise NotSigned
    draft = await Drafts(tools.ledger.pool).of(of)
    told = form.get("revision")
    if draft and told and draft.kept_by != signed.client and str(draft.revision) != told:
        raise KeptElsewhere
    prepared = form.get("prepared_by")
    if not isinstance(prepared, str) or prepared == signed.client:
        return None
    return prepared if await is_of_party(tools.ledger.pool, prepared, signed.party) else None


async def _offer(filing: Filing, stream: str, signed: Signed, tools: Tools) -> None:
    hashes = {x.sha256 for x in filing.evidence}
    if hashes:
        await tools.uploads.offered(signed, hashes, stream)


def _not_in_the_future(filing: Filing, one: Opened) -> None:
    if isinstance(filing, Evaluation) and filing.held_on > day_of(one.seen.standing.now):
        raise WrongFields({"held_on": "测评日期不能晚于今天"})


for address in ADDRESSES:
    for tail, endpoint, method in (("", duty_page, "GET"), ("/filing", file, "POST")):
        router.add_api_route(
            f"{address.path}{tail}", endpoint, methods=[method], dependencies=address.parameters
        )
