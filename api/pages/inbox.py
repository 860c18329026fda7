"""来函: notices, letters and escalations addressed to one's party, and signing for them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.pages import words
from api.pages.debt_rows import place
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.tools import WithTools
from domain.duty_commands import Acknowledge
from ledger.queries.inbox import Notice, inbox_of
from ledger.queries.inbox import notice as find_notice

router = page_router()
LISTED = 30
KIND_ZH = {
    "reminder": "提醒",
    "overdue": "催办",
    "urged": "人工催办",
    "letter": "督办函",
    "escalated": "升级",
    "recommended": "建议",
    "returned": "退回",
    "redated": "改期",
    "slow": "进度",
    "step": "督办措施",
}


@router.get("/inbox")
async def inbox(
    signed: WithSigned,
    tools: WithTools,
    start: Annotated[int, Query(alias="from", ge=0, le=1_000_000)] = 0,
) -> Response:
    """The newest first; what waits to be signed for is counted at the top."""
    waiting = await inbox_of(
        tools.ledger, signed.party, signed.region, unacknowledged=True, limit=1
    )
    found = await inbox_of(tools.ledger, signed.party, signed.region, limit=LISTED, offset=start)
    return page(
        "inbox.html",
        signed,
        await tools.ledger.now(),
        here="/inbox",
        sample=await sample_shown(tools),
        items=[_shown(x) for x in found.items],
        total=found.total,
        waiting=waiting.total,
        start=start,
        after=start + LISTED if start + LISTED < found.total else None,
        who=words.who_zh(signed.party),
    )


@router.post("/inbox/{notice}/acknowledgement")
async def acknowledge(
    notice: UUID, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """签收: the domain asks again whether it was addressed to us."""
    found = await find_notice(tools.ledger, notice)
    if found is None or not 1 <= found.level <= 3:
        raise not_found()
    command = Acknowledge(duty=found.duty, revision=found.revision, level=found.level)
    await record(request, tools, signed, found.stream, command, key_of(form))
    return RedirectResponse(f"/inbox#n-{notice}", 303)


def _shown(x: Notice) -> dict[str, object]:
    subject = x.stream.partition(":")[2]
    return {
        "id": x.id,
        "kind": KIND_ZH.get(x.kind, x.kind),
        "bad": x.level > 0,
        "zh": words.told_zh(x.zh),
        "title": words.name_zh(x.title),
        "because": words.told_zh(x.because),
        "at": x.recorded_at,
        "href": place(x.stream, subject) + (f"/duties/{x.duty}" if x.duty else ""),
        "waits": 1 <= x.level <= 3 and x.acknowledged_at is None,
        "acknowledged": x.acknowledged_at,
        "key": new_key(),
    }
