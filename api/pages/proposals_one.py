"""One weighty act that waits: what it would change, who proposed it, and a second person's word."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.proposals import place_of, told_of
from api.pages.proposed import facts_of, files_of
from api.pages.recording import key_of, new_key
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.step_up import demand_fresh
from api.proposals import Number, Target, seen
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.writing import signer
from domain.refusals import Malformed, Refused
from ledger.countersign import command_of, confirm, decline, would_move
from ledger.preview import Shift
from ledger.queries.titles import titles_of

router = page_router()
LONGEST = 4000


@router.get("/proposals/{target}/{number}")
async def one(target: Target, number: Number, signed: WithSigned, tools: WithTools) -> Response:
    """The proposal and what it would change by now."""
    return await _shown(target, number, signed, tools)


@router.post("/proposals/{target}/{number}/confirmation")
async def confirmation(
    target: Target,
    number: Number,
    request: Request,
    signed: WithSigned,
    form: Posted,
    tools: WithTools,
) -> Response:
    """确认: the act is done now."""

    async def done() -> None:
        await demand_fresh(request, signed)
        await confirm(tools.ledger, target, number, signer(signed), key_of(form))

    return await _said(target, number, signed, tools, done)


@router.post("/proposals/{target}/{number}/refusal")
async def refusal(
    target: Target, number: Number, signed: WithSigned, form: Posted, tools: WithTools
) -> Response:
    """不同意, or 撤回 by who proposed it."""

    async def done() -> None:
        reason = _reason(form)
        await decline(tools.ledger, target, number, reason, signer(signed), key_of(form))

    return await _said(target, number, signed, tools, done)


def _reason(form: FormData) -> str:
    said = str(form.get("reason", "")).replace("\r\n", "\n").strip()
    if not 0 < len(said) <= LONGEST:
        raise Malformed("写明为什么不同意或撤回。", "say why.")
    return said


async def _said(
    target: str,
    number: int,
    signed: Signed,
    tools: Tools,
    done: Callable[[], Awaitable[None]],
) -> Response:
    await seen(target, number, signed, tools)
    try:
        await done()
    except Refused as refused:
        problem = problem_of(refused)
        return await _shown(
            target, number, signed, tools, wrong=refused.zh, status=problem.status_code
        )
    return RedirectResponse(f"/proposals/{target}/{number}", 303)


async def _shown(
    target: str,
    number: int,
    signed: Signed,
    tools: Tools,
    *,
    wrong: str | None = None,
    status: int = 200,
) -> Response:
    row = await seen(target, number, signed, tools)
    command = await command_of(tools.ledger, target, number)
    waits = row.outcome == "waits" and not row.lapsed
    moved, against = await _effects(target, number, signed, tools) if waits else ([], None)
    return page(
        "proposal.html",
        signed,
        await tools.ledger.now(),
        here="/proposals",
        sample=await sample_shown(tools),
        status=status,
        one=(await told_of(tools, signed, (row,)))[0],
        at=f"/proposals/{target}/{number}",
        place=place_of(target),
        facts=facts_of(command),
        files=files_of(command),
        waits=waits,
        moved=moved,
        titles=await titles_of(tools.ledger, [x.stream for x in moved]),
        against=against,
        wrong=wrong,
        key=new_key(),
    )


async def _effects(
    target: str, number: int, signed: Signed, tools: Tools
) -> tuple[list[Shift], str | None]:
    """What it would move by now; or why the record would refuse it by now."""
    try:
        return await would_move(tools.ledger, target, number, signed.actor), None
    except Refused as refused:
        return [], refused.zh
