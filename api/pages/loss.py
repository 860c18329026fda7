"""恢复与丢失: what a restore of the record lost, and two people who answer for it."""

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api.field_errors import described
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.step_up import demand_fresh
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithPresent
from domain.base import Command
from domain.continuity.messages import ConfirmLoss, DeclareLoss
from domain.refusals import Refused
from ledger.loss import answer_for_loss
from ledger.queries.continuity import continuity

router = page_router()


@router.get("/loss")
async def loss(signed: WithSigned, tools: WithPresent) -> Response:
    """Of which epoch the record is, what it lacks, and who said what of that."""
    return await _shown(signed, tools)


@router.post("/loss/declaration")
async def declaration(
    request: Request, signed: WithSigned, form: Posted, tools: WithPresent
) -> Response:
    """The first person says what was lost."""
    _need_to_answer(signed)
    what = str(form.get("what", "")).replace("\r\n", "\n").strip()
    if not what:
        return await _shown(
            signed, tools, wrong="请写明丢失了什么、告知了谁、怎样补齐。", status=422
        )
    try:
        command = DeclareLoss(what=what)
    except ValidationError as error:
        zh = described(error.errors(include_url=False))[0].zh
        return await _shown(signed, tools, wrong=zh, status=422, said=what)
    await demand_fresh(request, signed)
    return await _said(signed, tools, command)


@router.post("/loss/confirmation")
async def confirmation(
    request: Request, signed: WithSigned, _form: Posted, tools: WithPresent
) -> Response:
    """The second person confirms it, and the record takes facts again."""
    _need_to_answer(signed)
    await demand_fresh(request, signed)
    return await _said(signed, tools, ConfirmLoss())


def _need_to_answer(signed: Signed) -> None:
    """An administrator looks on: who answers for the record is the office, or the auditor."""
    if not (can(signed, "answer_loss")):
        raise not_found()


async def _said(signed: Signed, tools: Tools, command: Command) -> Response:
    try:
        await answer_for_loss(tools.ledger, command, signed.actor)
    except Refused as refused:
        status = problem_of(refused).status_code
        return await _shown(signed, tools, wrong=refused.zh, status=status)
    return RedirectResponse("/loss", 303)


async def _shown(
    signed: Signed, tools: Tools, *, wrong: str | None = None, status: int = 200, said: str = ""
) -> Response:
    state = await continuity(tools.ledger)
    answers = can(signed, "answer_loss")
    mine = state.declared_by == signed.client
    return page(
        "loss.html",
        signed,
        await tools.ledger.now(),
        here="/loss",
        sample=await sample_shown(tools),
        state=state,
        restored=state.restored,
        may_declare=answers and state.held,
        may_confirm=answers and state.held and state.declared_by is not None and not mine,
        wrong=wrong,
        said=said,
        status=status,
    )
