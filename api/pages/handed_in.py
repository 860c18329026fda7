"""A file handed in, tried first and then recorded: the government's circular, a list of candidates
for the pool, a report of the keypads. What is read and recorded is the interface's own work."""

import json
from collections.abc import Awaitable, Mapping
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api import circulars
from api.pages.handing import KINDS, alone, file_of, kept, said_of
from api.pages.meeting_forms import Wrong, texts_of
from api.pages.recording import key_of, new_key
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import seen
from api.pages.signed import Posted, WithSigned
from api.problems import Problem, not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import CollectionId, ProgrammeId
from domain.names import COLLECTION, PROGRAMME, stream_id
from domain.refusals import NotYours, Refused, Unknown

router = page_router()


@router.get("/programmes/{programme}/circulars")
async def circular_form(programme: ProgrammeId, signed: WithSigned, tools: WithTools) -> Response:
    """The form, and the circulars on record, row by row beside what the units say."""
    return await _form("circulars", programme, signed, tools)


@router.post("/programmes/{programme}/circulars")
async def circular(
    programme: ProgrammeId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """Tried, or recorded."""
    return await _handed("circulars", programme, signed, form, request, tools)


@router.get("/collections/{collection}/pool/list")
async def pool_form(collection: CollectionId, signed: WithSigned, tools: WithTools) -> Response:
    """The form."""
    return await _form("pool", collection, signed, tools)


@router.get("/collections/{collection}/keypad-report")
async def keypad_form(collection: CollectionId, signed: WithSigned, tools: WithTools) -> Response:
    """The form."""
    return await _form("keypads", collection, signed, tools)


@router.post("/collections/{collection}/pool/list/handing")
async def pool(
    collection: CollectionId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """Tried, or recorded."""
    return await _handed("pool", collection, signed, form, request, tools)


@router.post("/collections/{collection}/keypad-report/handing")
async def keypads(
    collection: CollectionId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """Tried, or recorded."""
    return await _handed("keypads", collection, signed, form, request, tools)


async def _form(kind: str, name: str, signed: Signed, tools: Tools) -> Response:
    await _may(kind, name, signed, tools)
    return await _shown(kind, name, signed, tools, {})


async def _may(kind: str, name: str, signed: Signed, tools: Tools) -> None:
    await seen(stream_id(PROGRAMME if kind == "circulars" else COLLECTION, name), signed, tools)


async def _handed(
    kind: str, name: str, signed: Signed, form: FormData, request: Request, tools: Tools
) -> Response:
    await _may(kind, name, signed, tools)
    values, tries = texts_of(form), form.get("step") != "confirm"
    try:
        said = said_of(KINDS[kind].asked, values)
        file, content = await file_of(form, signed, tools)
        told = {**said, "name": file, "dry_run": tries}
        given = alone(request, content)
        answer = await _asked(KINDS[kind].do(name, given, told, signed, tools, key_of(form)))
    except Wrong as wrong:
        return await _shown(kind, name, signed, tools, values, wrong=wrong)
    read = json.loads(bytes(answer.body))
    if not tries:
        return RedirectResponse(f"{KINDS[kind].back.format(name=name)}?done=1", 303)
    sha256 = await kept(file, content, signed, tools, key_of(form))
    return await _shown(kind, name, signed, tools, values, read=read, file=(file, sha256))


async def _asked(work: Awaitable[Response]) -> Response:
    try:
        return await work
    except (NotYours, Unknown):
        raise
    except Refused as refused:
        raise Wrong(problem_of(refused).status_code, refused.zh) from refused
    except Problem as problem:
        if problem.status_code in (403, 404):
            raise not_found() from problem
        zh = "；".join([problem.zh, *(f"{x.field}：{x.zh}" for x in problem.errors)])
        raise Wrong(problem.status_code, zh) from problem


async def _shown(
    kind: str,
    name: str,
    signed: Signed,
    tools: Tools,
    values: Mapping[str, str],
    *,
    wrong: Wrong | None = None,
    read: Any = None,
    file: tuple[str, str] | None = None,
) -> Response:
    known = KINDS[kind]
    on_record = await circulars.read(name, signed, tools) if kind == "circulars" else None
    at = {
        "circulars": f"/programmes/{name}/circulars",
        "pool": f"/collections/{name}/pool/list/handing",
    }
    return page(
        known.template,
        signed,
        await tools.ledger.now(),
        here="/" if kind == "circulars" else "/collections",
        sample=await sample_shown(tools),
        status=wrong.status if wrong else 200,
        handing=known,
        action=at.get(kind, f"/collections/{name}/keypad-report/handing"),
        back=known.back.format(name=name),
        values=values,
        refused=wrong.zh if wrong else None,
        read=read,
        file=file,
        circulars=on_record.items if on_record else (),
        key=new_key(),
    )
