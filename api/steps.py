"""督办措施与审议意见: steps that people decide on, opinions and what becomes of them."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body, Path
from pydantic import Field
from starlette.responses import Response

from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import RECEIPT
from api.rights import Allowed
from api.where import ProgrammeId, ProjectId
from api.writing import Writing, answer
from domain.base import ShortText, Value
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.opinions import DraftOpinion, EvaluateReply, Verdict
from domain.steps.messages import JudgeAnswer, TakeStep

router = json_router("督办 steps")
Numbered = Annotated[int, Path(description="第几号", ge=1, le=10_000)]


class Judgement(Value):
    """提案人对答复的评价."""

    unsatisfied: Annotated[int, Field(ge=0, le=10_000)]
    on: date


class ReplyVerdict(Value):
    """对办理情况报告的评价."""

    verdict: Verdict
    on: date
    document: ShortText


@router.post("/projects/{project}/steps", status_code=201, responses=RECEIPT)
async def take_for_project(
    project: ProjectId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(TakeStep), Body()],
) -> Response:
    """登记对一个项目采取的督办措施：督办函、约见、质询案等，依据由系统按层级查出."""
    return answer(await write.record(caller, stream_id(PROJECT, project), sent))


@router.post("/programmes/{programme}/steps", status_code=201, responses=RECEIPT)
async def take_for_programme(
    programme: ProgrammeId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(TakeStep), Body()],
) -> Response:
    """登记对年度清单（或其中几个项目）采取的督办措施，如专题询问."""
    return answer(await write.record(caller, stream_id(PROGRAMME, programme), sent))


@router.post("/projects/{project}/steps/{step}/judgement", status_code=201, responses=RECEIPT)
async def judge_for_project(
    project: ProjectId,
    step: Numbered,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Judgement), Body()],
) -> Response:
    """登记提案人对质询答复是否满意；过多人不满意的，再作一次答复."""
    command = JudgeAnswer(step=step, unsatisfied=sent.unsatisfied, on=sent.on)
    return answer(await write.record(caller, stream_id(PROJECT, project), command))


@router.post("/programmes/{programme}/steps/{step}/judgement", status_code=201, responses=RECEIPT)
async def judge_for_programme(
    programme: ProgrammeId,
    step: Numbered,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Judgement), Body()],
) -> Response:
    """登记提案人对质询答复是否满意."""
    command = JudgeAnswer(step=step, unsatisfied=sent.unsatisfied, on=sent.on)
    return answer(await write.record(caller, stream_id(PROGRAMME, programme), command))


@router.post("/programmes/{programme}/opinions", status_code=201, responses=RECEIPT)
async def draft_opinion(
    programme: ProgrammeId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(DraftOpinion), Body()],
) -> Response:
    """登记会议形成的审议意见；交办、办理、公开的期限随之列出."""
    return answer(await write.record(caller, stream_id(PROGRAMME, programme), sent))


@router.post(
    "/programmes/{programme}/opinions/{opinion}/verdict", status_code=201, responses=RECEIPT
)
async def evaluate_reply(
    programme: ProgrammeId,
    opinion: Numbered,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(ReplyVerdict), Body()],
) -> Response:
    """登记对办理情况报告的评价；不满意的，重新办理."""
    command = EvaluateReply(
        opinion=opinion, verdict=sent.verdict, on=sent.on, document=sent.document
    )
    return answer(await write.record(caller, stream_id(PROGRAMME, programme), command))
