"""A congress's year: opening it with its voted list, moving its next session."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body
from starlette.responses import JSONResponse, Response

from api.json_body import Strictly
from api.json_route import json_router
from api.opening import Opening, unknown_regime
from api.problems import Problem, not_found
from api.receipts import RECEIPT, ReceiptShown, problems
from api.rights import Allowed
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from api.writing import Writing, answer
from domain.base import ShortText, Text, Value
from domain.calendar import day_of
from domain.duty_commands import Rebase
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.project.messages import AdoptProject
from domain.project.state import Project
from domain.refusals import Unknown
from ledger.list_standing import must_be_free
from ledger.requests import Receipt

router = json_router("清单 programmes")


class Opened(Value):
    """The receipts of an opening: the programme's, then each project's."""

    programme: ReceiptShown
    projects: tuple[ReceiptShown, ...]


class NextSession(Value):
    """The day for which the next session was convened."""

    next_session: date
    because: Text
    reference: ShortText
    """文号或依据."""


@router.post(
    "/programmes",
    status_code=201,
    responses={
        200: {"model": Opened, "description": "记录中已有，没有新的登记"},
        201: {"model": Opened},
        **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
    },
)
async def open_programme(
    sent: Annotated[Opening, Strictly(Opening), Body()],
    caller: Allowed,
    write: Writing,
    tools: WithTools,
) -> Response:
    """登记票决清单并开始全年督办. 中断后用同一编号重发，即接着登记."""
    sent.check(day_of(await tools.ledger.now()))
    if not caller.actor.reaches(sent.region):
        raise not_found()
    try:
        opening, adoptions = sent.commands()
    except Unknown as refusal:
        raise unknown_regime(refusal.zh, refusal.en) from refusal
    await _none_elsewhere(adoptions, tools)
    await must_be_free(tools.ledger, sent.id)
    programme = await write.record(caller, stream_id(PROGRAMME, sent.id), opening)
    projects = [
        await write.record(caller, stream_id(PROJECT, x.card.id), x, part=f"/{x.card.id}")
        for x in adoptions
    ]
    return _opened(programme, projects)


@router.put("/programmes/{programme}/next-session", status_code=201, responses=RECEIPT)
async def set_next_session(
    programme: ProgrammeId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(NextSession), Body()],
) -> Response:
    """下一次会议已经召集或改期：未到期的期限随之重新计算."""
    command = Rebase(next_session=sent.next_session, because=sent.because, reference=sent.reference)
    return answer(await write.record(caller, stream_id(PROGRAMME, programme), command))


async def _none_elsewhere(adoptions: list[AdoptProject], tools: Tools) -> None:
    """Refuse the whole list before any of it is recorded, if one id is another list's."""
    taken = []
    for command in adoptions:
        try:
            standing = await tools.ledger.standing(stream_id(PROJECT, command.card.id))
        except Unknown:
            continue
        state = standing.state
        if isinstance(state, Project) and state.card != command.card:
            taken.append(command.card.id)
    if taken:
        shown = "、".join(taken[:5])
        raise Problem(
            "conflict",
            f"项目编号 {shown} 已经登记且内容不同，清单没有登记；请核对编号后重报。",
            f"{shown} stand in the record with other contents; nothing was recorded.",
        )


def _opened(programme: Receipt, projects: list[Receipt]) -> Response:
    all_ = [programme, *projects]
    shown = [x.model_dump(mode="json", exclude={"repeated"}) for x in all_]
    return JSONResponse(
        {"programme": shown[0], "projects": shown[1:]},
        status_code=201 if any(x.events for x in all_) else 200,
        headers={"Idempotency-Replayed": "true"} if all(x.repeated for x in all_) else None,
    )
