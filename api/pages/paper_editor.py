"""编写: the record's figures as they will be printed, beside the words that the staff may write.

The words lie in a draft on the server, shared in the office, and are no fact until they are issued.
"""

from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import papers as interface
from api.pages.paper_shown import Said, Which, show, year_of
from api.pages.paper_words import sent, words_of
from api.pages.recording import key_of, record
from api.pages.router import page_router
from api.pages.seen import Seen, seen
from api.pages.signed import Posted, WithSigned, check
from api.papers import Issuing, command_for
from api.refusals import problem_of
from api.tools import WithTools
from api.where import ProgrammeId
from domain.names import PAPERS, PROGRAMME, stream_id
from domain.papers.messages import PaperKind
from domain.refusals import Malformed, NotYours, Refused, Unknown
from ledger.drafts import Drafts, KeptElsewhere

router = page_router()
AT = "/programmes/{programme}/papers/editing"


async def opened(
    programme: ProgrammeId,
    kind: PaperKind,
    signed: WithSigned,
    tools: WithTools,
    period: str | None = None,
) -> tuple[Seen, Which]:
    """The year, to the office alone, and which of its papers. Raises Problem 404."""
    one = await seen(stream_id(PROGRAMME, programme), signed, tools)
    check(signed, "decide", one.state)
    year_of(one)
    return one, Which(programme, kind, period or None)


Paper = Annotated[tuple[Seen, Which], Depends(opened)]


@router.get(AT)
async def editor(paper: Paper, signed: WithSigned, tools: WithTools) -> Response:
    """The words as they were kept last, and how the paper would look now."""
    one, which = paper
    draft = await Drafts(tools.ledger.pool).of(which.draft_of(signed))
    return await show(one, which, signed, tools, Said(dict(draft.fields) if draft else {}))


@router.post(AT)
async def keep(
    paper: Paper, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """存草稿: by the button, or by itself while somebody writes."""
    one, which = paper
    drafts, fields = Drafts(tools.ledger.pool), sent(form)
    by_itself = "hx-request" in request.headers
    told_ = str(form.get("revision", "0"))
    revision = int(told_) if told_.isdecimal() and len(told_) < 9 else 0
    try:
        draft = await drafts.keep(
            which.draft_of(signed),
            fields,
            [],
            signed.client,
            revision=revision,
            over="over" in form,
        )
    except KeptElsewhere as refused:
        said = Said(fields, 409, refused.zh, clash=True)
        return await show(one, which, signed, tools, said, part=by_itself)
    if not by_itself:
        return RedirectResponse(f"{which.address}&kept=1#paper", 303)
    return await show(one, which, signed, tools, Said(fields), draft, part=True)


@router.post(f"{AT}/dropping")
async def drop(paper: Paper, signed: WithSigned, _form: Posted, tools: WithTools) -> Response:
    """丢弃草稿."""
    _, which = paper
    await Drafts(tools.ledger.pool).drop(which.draft_of(signed))
    return RedirectResponse(which.address, 303)


@router.post(f"{AT}/issue")
async def issue(
    paper: Paper, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """印发: the figures that were seen and the words that are in the form, frozen from now on."""
    one, which = paper
    key, fields = key_of(form), sent(form)
    stream = stream_id(PAPERS, which.programme)
    try:
        asked, figures = _asked(which, form, fields), str(form.get("figures", ""))
        command = await command_for(year_of(one), asked, tools, signed.client, key, figures)
        await record(request, tools, signed, stream, command, key)
    except (NotYours, Unknown):
        raise
    except Refused as refused:
        said = Said(fields, problem_of(refused).status_code, refused.zh)
        return await show(one, which, signed, tools, said)
    await Drafts(tools.ledger.pool).drop(which.draft_of(signed))
    listed = await interface.issued(which.programme, tools, None)
    no = next(x.no for x in listed if (x.kind, x.period) == (which.kind, which.period))
    return RedirectResponse(f"/programmes/{which.programme}/papers/{no}", 303)


def _asked(which: Which, form: Any, fields: dict[str, str]) -> Issuing:
    words, errors = words_of(fields)
    replaces, because = (str(form.get(x, "")).strip() for x in ("replaces", "because"))
    if errors or (replaces and not (replaces.isdecimal() and 0 < int(replaces) <= 10_000)):
        zh = "没有印发，先改标出的几处。" if errors else "更正时写明替换第几件和原因。"
        raise Malformed(zh, "some fields cannot be taken as they are.")
    return Issuing(
        kind=which.kind,
        period=which.period,
        replaces=int(replaces) if replaces else None,
        because=because[:1000] or None,
        words=words,
    )
