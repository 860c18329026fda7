"""监督联系安排表: the proposal, its adjustment, its publication, and later changes of one line."""

import asyncio
from typing import Annotated, Any

from fastapi import Body
from starlette.responses import Response

from api.arranging import (
    Arranging,
    ProposalShown,
    Publication,
    RowChange,
    ScheduleShown,
    as_published,
    asked_of,
    proposal_shown,
    schedule_shown,
)
from api.callers import STAFF
from api.json_body import Strictly
from api.json_route import json_router
from api.problems import Problem, not_found
from api.programme_pages import seen
from api.receipts import READ, RECEIPT, problems
from api.rights import Allowed
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from api.writing import Writing, answer
from domain.matching.adjusting import Adjustment, SwapGroups, SwapMembers, adjust
from domain.matching.proposal import Proposal
from domain.matching.question import Question
from domain.matching.schedule import ContactRow
from domain.names import PROGRAMME, stream_id
from domain.programme.contact import ChangeContactSchedule, PublishContactSchedule
from domain.programme.state import Programme
from ledger.people import names_of
from matching.propose import propose

router = json_router("清单 programmes")
_AT = "/programmes/{programme}/contact-schedule"
_SOLVED = problems(401, 403, 404, 409, 422, 500, 503)


@router.get(f"{_AT}/proposal", responses=_SOLVED)
async def read_proposal(programme: ProgrammeId, caller: Allowed, tools: WithTools) -> ProposalShown:
    """按办法提出的联系安排，每一对写明理由；不写入记录."""
    return await _proposed(programme, Arranging(), caller, tools)


@router.post(f"{_AT}/proposal", responses={**_SOLVED, **problems(400, 408, 413, 415)})
async def adjust_proposal(
    programme: ProgrammeId,
    caller: Allowed,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Arranging), Body()],
) -> ProposalShown:
    """补充地点、施工单位并逐条调整后的联系安排；仍不写入记录."""
    return await _proposed(programme, sent, caller, tools)


@router.post(_AT, status_code=201, responses=RECEIPT)
async def publish(
    programme: ProgrammeId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Publication), Body()],
) -> Response:
    """公布监督联系安排表；各项目随之确定小组和组长."""
    state = (await seen(programme, caller, tools))[1]
    asked = await asked_of(tools.ledger, state, sent)
    first = await asyncio.to_thread(propose, asked.question)
    if sent.proposal is not None and sent.proposal != first.digest:
        raise Problem(
            "conflict",
            "代表或项目的情况在查看提案之后有变动，没有公布；请重新查看提案后再公布。",
            "The proposal is another one by now; look at it again. Nothing was published.",
        )
    command = PublishContactSchedule(
        number=sent.number,
        published_on=sent.published_on,
        organisation=asked.organisation,
        organisation_version=asked.version,
        proposal=first.digest,
        rows=adjust(asked.question, first, sent.adjustments).rows,
    )
    return answer(await write.record(caller, stream_id(PROGRAMME, programme), command))


@router.get(_AT, responses=READ)
async def read(programme: ProgrammeId, caller: Allowed, tools: WithTools) -> ScheduleShown:
    """现行的监督联系安排表."""
    state = (await seen(programme, caller, tools))[1]
    if state.schedule is None:
        raise not_found()
    staff = caller.role in STAFF
    names = await names_of(tools.ledger, state.schedule.organisation) if staff else {}
    return schedule_shown(state.schedule, names)


@router.post(f"{_AT}/changes", status_code=201, responses=RECEIPT)
async def change(
    programme: ProgrammeId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(RowChange), Body()],
) -> Response:
    """调整一个项目的成员或组长，写明理由；原安排保留."""
    state = (await seen(programme, caller, tools))[1]
    if isinstance(sent.change, SwapMembers | SwapGroups):
        raise Problem(
            "invalid",
            "公布后逐个项目调整：请用 add、remove 或 lead，两个项目分别调整。",
            "After publication change one project at a time: add, remove or lead.",
        )
    asked = await asked_of(tools.ledger, state, as_published(state))
    row = _adjusted(asked.question, state, sent.change)
    command = ChangeContactSchedule(
        on=sent.on,
        organisation=asked.organisation,
        organisation_version=asked.version,
        row=row,
        because=sent.change.because,
    )
    return answer(await write.record(caller, stream_id(PROGRAMME, programme), command))


def _adjusted(question: Question, state: Programme, wanted: Adjustment) -> ContactRow:
    """The line of the one project after the change. Raises Problem 404."""
    known = Proposal(rows=state.schedule.rows) if state.schedule else None
    if known is None or all(x.project != wanted.project for x in known.rows):
        raise not_found()
    return adjust(question, known, [wanted]).row(wanted.project)


async def _proposed(
    programme: str, sent: Arranging, caller: Allowed, tools: Tools
) -> ProposalShown:
    state = (await seen(programme, caller, tools))[1]
    asked = await asked_of(tools.ledger, state, sent)
    first = await asyncio.to_thread(propose, asked.question)
    names = await names_of(tools.ledger, asked.organisation)
    adjusted = adjust(asked.question, first, sent.adjustments)
    return proposal_shown(asked, first.digest, adjusted, names)
