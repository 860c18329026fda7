"""Meetings as staff see and record them: look who is affected first, then confirm."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.meeting_previews import affected
from api.meetings import shown
from api.pages.meeting_forms import SERVES, Wrong, asked, texts_of, tried
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.sight import reads
from api.tools import Tools, WithTools
from api.where import MeetingId
from domain.anchors import ANCHOR_ZH
from domain.meeting.kinds import RULES
from domain.meeting.state import Meeting
from domain.names import COLLECTION, MEETING, PROGRAMME, stream_id
from ledger.dry_run import dry_run
from ledger.queries.collections import find_collections
from ledger.queries.meetings import find_meetings
from ledger.queries.programmes import find_programmes
from ledger.queries.titles import titles_of

router = page_router()
LISTED = 50
CHANGE_ZH = {"new": "新产生", "moved": "改期", "void": "失效", "settled": "转为确定"}


@router.get("/meetings")
async def meetings_page(
    signed: WithSigned,
    tools: WithTools,
    programme: Annotated[str, Query(max_length=120)] = "",
    anchor: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The meetings of the region, and a form to convene one, for that year where one is named."""
    values = {f"{SERVES}{programme}": anchor} if programme else {}
    return await _listed(signed, tools, values, None)


@router.get("/meetings/{meeting}")
async def meeting_page(
    meeting: MeetingId,
    signed: WithSigned,
    tools: WithTools,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """One meeting, and what can be recorded of it now."""
    return await _one(meeting, signed, tools, {}, None, done)


@router.post("/meetings/look")
async def look(signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """Who would be affected. Nothing is recorded."""
    try:
        meeting, command = await asked(form, signed, tools)
        found = await tried(affected(tools, meeting, command, signed.actor))
    except Wrong as wrong:
        return await _again(form, signed, tools, wrong)
    return page(
        "meeting_plan.html",
        signed,
        await tools.ledger.now(),
        here="/meetings",
        sample=await sample_shown(tools),
        found=found,
        titles={stream_id(x.kind, x.id): x.title for x in found.streams},
        change_zh=CHANGE_ZH,
        fields={k: v for k, v in texts_of(form).items() if k not in ("form_token", "key")},
        key=new_key(),
    )


@router.post("/meetings/confirm")
async def confirm(signed: WithSigned, form: Posted, request: Request, tools: WithTools) -> Response:
    """Record it."""
    try:
        meeting, command = await asked(form, signed, tools)
        stream = stream_id(MEETING, meeting)
        await tried(dry_run(tools.ledger, stream, command, signed.actor))
        receipt = await tried(record(request, tools, signed, stream, command, key_of(form)))
    except Wrong as wrong:
        return await _again(form, signed, tools, wrong)
    return RedirectResponse(f"/meetings/{meeting}?done={receipt.version}", 303)


async def _again(form: FormData, signed: Signed, tools: Tools, wrong: Wrong) -> Response:
    texts = texts_of(form)
    if texts.get("what") == "convene":
        return await _listed(signed, tools, texts, wrong)
    return await _one(texts.get("meeting", ""), signed, tools, texts, wrong, None)


async def _listed(
    signed: Signed, tools: Tools, values: Mapping[str, str], wrong: Wrong | None
) -> Response:
    found = await find_meetings(tools.ledger, signed.region, limit=LISTED)
    years = await find_programmes(tools.ledger, signed.region, limit=LISTED)
    before = await find_collections(tools.ledger, signed.region, limit=LISTED)
    return page(
        "meetings.html",
        signed,
        await tools.ledger.now(),
        here="/meetings",
        sample=await sample_shown(tools),
        status=wrong.status if wrong else 200,
        meetings=[shown(x) for x in found.items],
        programmes=[x for x in years.items if not x.closed],
        collections=[x for x in before.items if not x.closed],
        kinds=[(x, rule.zh) for x, rule in RULES.items()],
        anchors=[(x, zh) for x, zh in ANCHOR_ZH.items() if x != "vote"],
        values=values,
        refused=wrong.zh if wrong else None,
    )


async def _one(
    meeting: str,
    signed: Signed,
    tools: Tools,
    values: Mapping[str, str],
    wrong: Wrong | None,
    done: int | None,
) -> Response:
    found = await find_meetings(tools.ledger, meeting=meeting, limit=1)
    row = next((x for x in found.items if reads(signed, x.region)), None)
    if row is None:
        raise not_found()
    return page(
        "meeting.html",
        signed,
        await tools.ledger.now(),
        here="/meetings",
        sample=await sample_shown(tools),
        status=wrong.status if wrong else 200,
        one=shown(row),
        serves=await _serves(tools, row.stream),
        values=values,
        refused=wrong.zh if wrong else None,
        done=done,
        key=new_key(),
    )


async def _serves(tools: Tools, stream: str) -> list[dict[str, str]]:
    """The lists and collections that the meeting serves, by their names."""
    state: object = (await tools.ledger.standing(stream)).state
    served = state.serves if isinstance(state, Meeting) else ()
    streams = [stream_id(COLLECTION if x.before else PROGRAMME, x.programme) for x in served]
    titles = await titles_of(tools.ledger, streams)
    return [
        {
            "href": f"/{'collections' if x.before else 'programmes'}/{x.programme}",
            "title": titles.get(of, x.programme),
            "zh": ANCHOR_ZH[x.anchor] if x.anchor else "本次会议" if x.before else "",
        }
        for x, of in zip(served, streams, strict=True)
    ]
