"""The draft of a filing: kept while it is written, sent to the leader, sent back, thrown away.

Nothing here is a fact of the record, nobody but the unit sees it, and nothing files itself.
"""

from collections.abc import Mapping

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.desk import desk_of, draft_of, last_filed, signing_for
from api.pages.doubts import doubts
from api.pages.duty_shown import Opened, Said, duty_answer, opened
from api.pages.files import taken
from api.pages.filing_form import SHAPES, WrongFields, filing_of, sent
from api.pages.recording import key_of
from api.pages.render import alone
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.signed import Posted, WithSigned, check
from api.problems import Problem, not_found
from api.tools import Tools, WithTools
from api.where import ADDRESSES, Named
from ledger.drafts import Draft, Drafts, KeptElsewhere
from ledger.uploads import Upload

router = page_router()
LONGEST = 1000


async def keep(
    where: Named, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """存草稿: by itself while somebody writes, or by the button."""
    one = await _mine(where, signed, tools)
    by_itself = "hx-request" in request.headers
    try:
        draft, files = await keep_sent(one, form, signed, tools)
    except KeptElsewhere as refused:
        if by_itself:
            return alone("_drafted.html", conflict=refused.zh, one=one, draft=None)
        return await duty_answer(one, signed, tools, _said(form, refused.zh))
    except Problem as problem:
        return await duty_answer(one, signed, tools, _said(form, problem.zh))
    if not by_itself:
        return RedirectResponse(f"{one.address}?kept=1#drafted", 303)
    doubted = doubts(one, draft.fields, files)
    return alone("_draft_saved.html", one=one, draft=draft, doubts=doubted, conflict=None)


async def send(where: Named, signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """送分管负责人审签: what would be refused when it is filed is said before it is sent."""
    one = await _mine(where, signed, tools)
    said = _said(form, None)
    try:
        _, said.files = await keep_sent(one, form, signed, tools)
        filing_of(one.duty.form, said.values or {}, said.files)
    except WrongFields as wrong:
        said.status, said.errors = 422, wrong.errors
    except KeptElsewhere as refused:
        said.status, said.refused = 409, refused.zh
    except Problem as problem:
        said.status, said.errors = 422, {"files": problem.zh}
    else:
        await Drafts(tools.ledger.pool).send(draft_of(one, signed), signed.client)
        return RedirectResponse(f"{one.address}?sent=1#drafted", 303)
    return await duty_answer(one, signed, tools, said)


async def take_back(where: Named, signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """退回经办人 by the leader with a reason, or 撤回 by the clerk."""
    one = await _mine(where, signed, tools)
    because = str(form.get("back", "")).replace("\r\n", "\n").strip()[:LONGEST] or None
    if can(signed, "sign") and because is None:
        said = _said(form, None)
        said.status, said.errors = 422, {"back": "写明要改什么，经办人才知道改哪里"}
        return await duty_answer(one, signed, tools, said)
    await Drafts(tools.ledger.pool).take_back(draft_of(one, signed), because, signed.client)
    return RedirectResponse(f"{one.address}#drafted", 303)


async def drop(where: Named, signed: WithSigned, _form: Posted, tools: WithTools) -> Response:
    """丢弃草稿."""
    one = await _mine(where, signed, tools)
    await Drafts(tools.ledger.pool).drop(draft_of(one, signed))
    return RedirectResponse(one.address, 303)


async def keep_sent(
    one: Opened, form: FormData, signed: Signed, tools: Tools
) -> tuple[Draft, list[Upload]]:
    """Keep what the form holds. Raises KeptElsewhere, and Problem for a file that is not taken
    or a draft that the leader has before him."""
    desk = await desk_of(one, signed, tools)
    if desk is None:
        raise not_found()
    if desk.fixed:
        raise Problem("conflict", "草稿已送审签，要改先撤回。", "Take it back first.")
    filed = last_filed(one)
    if desk.draft is None and filed:  # none, or one of an older filing
        await Drafts(tools.ledger.pool).drop(draft_of(one, signed), filed)
    files = await taken(form, signed, tools, key_of(form))
    dropped = form.get("drop")
    files = [x for x in files if x.sha256 != dropped]
    draft = await Drafts(tools.ledger.pool).keep(
        draft_of(one, signed),
        of_the_form(one, sent(form)),
        [x.sha256 for x in files],
        signed.client,
        revision=_revision(form) if desk.draft else 0,
        over="over" in form,
    )
    return draft, files


def of_the_form(one: Opened, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that the form of this duty asks for."""
    known = SHAPES[one.duty.form].model_fields
    return {k: v for k, v in fields.items() if k.split(".")[0] in known}


async def must_be_signed(signed: Signed, tools: Tools) -> bool:
    """Whether somebody else of the unit has to sign before it is filed."""
    return (await signing_for(signed, tools)).required and not can(signed, "sign")


def _revision(form: FormData) -> int:
    told = str(form.get("revision", "0"))
    return int(told) if told.isdecimal() and len(told) < 9 else 0


def _said(form: FormData, refused: str | None) -> Said:
    status = 409 if refused else 200
    return Said(status=status, key=key_of(form), values=sent(form), refused=refused)


async def _mine(where: Named, signed: Signed, tools: Tools) -> Opened:
    one = await opened(where, signed, tools)
    check(signed, "file", one.duty)
    if not one.duty.owed:
        raise not_found()
    return one


for address in ADDRESSES:
    for tail, endpoint in (
        ("", keep),
        ("/sending", send),
        ("/returning", take_back),
        ("/dropping", drop),
    ):
        router.add_api_route(
            f"{address.path}/draft{tail}",
            endpoint,
            methods=["POST"],
            dependencies=address.parameters,
        )
