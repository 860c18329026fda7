"""调整 changes: asking for one, writing down what was decided, and what it led to."""

from typing import Annotated, Any

from fastapi import Body, Path
from pydantic import Field, create_model
from starlette.responses import Response

from api.forms import Hashes
from api.json_body import Strictly
from api.json_route import json_router
from api.problems import Problem
from api.receipts import RECEIPT
from api.rights import Allowed
from api.rulings import RulingSent, documents_of, ruling_of
from api.sight import must_see
from api.tools import WithTools
from api.where import ProgrammeId, ProjectId
from api.writing import Writing, answer
from domain.base import Amount, ShortText, Text, Value
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.state import Programme
from domain.project.changes.messages import (
    CarryOver,
    DecideChange,
    RecordMinorChange,
    RequestChange,
    ResumeProject,
    SettleBreach,
)
from domain.refusals import Unknown

router = json_router("调整 changes")
Numbered = Annotated[int, Path(description="第几号申请", ge=1, le=10_000)]
PartNumber = Annotated[int, Path(description="第几个子项目", ge=0, le=999)]
RequestSent: Any = create_model(
    "ChangeRequestSent",
    __base__=RequestChange,
    __doc__=RequestChange.__doc__,
    documents=(Hashes, ...),
)
MinorSent: Any = create_model(
    "MinorChangeSent",
    __base__=RecordMinorChange,
    __doc__=RecordMinorChange.__doc__,
    documents=(Hashes, ()),
)


class DecisionSent(Value):
    """对申请的决定."""

    approved: bool
    ruling: RulingSent
    budget: RulingSent | None = None
    """资金有变化的，预算调整决定."""
    reason: Text | None = None


class ResumptionSent(Value):
    """恢复实施的决定."""

    ruling: RulingSent


class CarryOverSent(Value):
    """跨年度结转: into which list, by which decision."""

    programme: ShortText
    ruling: RulingSent


class SettlementSent(Value):
    """补齐核实: how much there is now, what was seen, with evidence."""

    actual: Amount
    """核实的完成数."""
    finding: Text
    evidence: Annotated[Hashes, Field(min_length=1)]


@router.post("/projects/{project}/changes", status_code=201, responses=RECEIPT)
async def ask(
    project: ProjectId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(RequestSent), Body()],
) -> Response:
    """申请调整：范围、目标、完成时间、资金、暂缓、终止或更换. 决定之前一切照旧."""
    stream = stream_id(PROJECT, project)
    files = await documents_of(sent.documents, "documents", stream, caller, tools)
    command = RequestChange.model_validate({**sent.model_dump(), "documents": files})
    return answer(await write.record(caller, stream, command))


@router.post("/projects/{project}/minor-changes", status_code=201, responses=RECEIPT)
async def tell(
    project: ProjectId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(MinorSent), Body()],
) -> Response:
    """一般变更备案：不涉及范围、目标、年度和资金."""
    stream = stream_id(PROJECT, project)
    files = await documents_of(sent.documents, "documents", stream, caller, tools)
    command = RecordMinorChange(text=sent.text, documents=files)
    return answer(await write.record(caller, stream, command))


@router.post("/projects/{project}/changes/{number}/decision", status_code=201, responses=RECEIPT)
async def decide(  # what a route is given
    project: ProjectId,
    number: Numbered,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(DecisionSent), Body()],
) -> Response:
    """登记对申请的决定：由哪个机关、在哪次会议、以哪个文号作出."""
    stream = stream_id(PROJECT, project)
    command = DecideChange(
        number=number,
        approved=sent.approved,
        ruling=await ruling_of(sent.ruling, "ruling.evidence", stream, caller, tools),
        budget=await ruling_of(sent.budget, "budget.evidence", stream, caller, tools),
        reason=sent.reason,
    )
    return answer(await write.record(caller, stream, command))


@router.post("/projects/{project}/resumption", status_code=201, responses=RECEIPT)
async def resume(
    project: ProjectId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(ResumptionSent), Body()],
) -> Response:
    """登记恢复实施的决定：期限接续暂缓时剩余的工作日."""
    stream = stream_id(PROJECT, project)
    said = await ruling_of(sent.ruling, "ruling.evidence", stream, caller, tools)
    return answer(await write.record(caller, stream, ResumeProject(ruling=said)))


@router.post("/projects/{project}/carry-over", status_code=201, responses=RECEIPT)
async def carry_over(
    project: ProjectId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(CarryOverSent), Body()],
) -> Response:
    """登记跨年度结转的决定：项目转入下一年度清单，按该清单的日期继续."""
    stream = stream_id(PROJECT, project)
    await must_see(caller, stream, tools.ledger)
    anchors = (await _list(sent.programme, caller, tools)).anchors
    command = CarryOver(
        programme=sent.programme,
        vote=anchors.vote,
        next_session=anchors.next_session,
        session_assumed=anchors.session_assumed,
        ruling=await ruling_of(sent.ruling, "ruling.evidence", stream, caller, tools),
    )
    return answer(await write.record(caller, stream, command))


@router.post(
    "/projects/{project}/breaches/{subproject}/settlement", status_code=201, responses=RECEIPT
)
async def settle(  # what a route is given
    project: ProjectId,
    subproject: PartNumber,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(SettlementSent), Body()],
) -> Response:
    """补齐核实：附证据证明子项目已达到票决目标."""
    stream = stream_id(PROJECT, project)
    await must_see(caller, stream, tools.ledger)
    files = await documents_of(sent.evidence, "evidence", stream, caller, tools)
    command = SettleBreach(
        subproject=subproject, actual=sent.actual, finding=sent.finding, evidence=files
    )
    return answer(await write.record(caller, stream, command))


async def _list(programme: ProgrammeId, caller: Allowed, tools: WithTools) -> Programme:
    """The list that takes the project over. Raises Problem 422."""
    missing = Problem(
        "conflict",
        f"没有年度清单 {programme}，请先登记下一年度的票决清单，再办理结转。",
        f"there is no list {programme}; open the next year's list first.",
    )
    try:
        state = (await tools.ledger.standing(stream_id(PROGRAMME, programme))).state
    except Unknown as error:
        raise missing from error
    if not isinstance(state, Programme) or not caller.actor.reaches(state.region):
        raise missing
    return state
