"""Democratic appraisals in streets: assigned by the county, held by the deliberative meeting."""

from typing import Annotated, Any

from fastapi import Body, Path
from pydantic import BaseModel
from starlette.responses import Response

from api.callers import Caller
from api.duties import Limit, Offset
from api.in_reach import in_reach
from api.json_body import Strictly
from api.json_route import json_router
from api.one_stream import Told, tell
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.sight import narrowed
from api.tools import Tools, WithTools
from api.writing import Writing, answer
from domain.appraisal.messages import (
    AssignAppraisal,
    HandOverAppraisal,
    HearReport,
    RecordAppraisal,
    RecordReform,
    ReportAppraisal,
)
from domain.appraisal.state import Appraisal
from domain.names import APPRAISAL, stream_id
from ledger.queries.street import AppraisalRow, find_appraisals

router = json_router("民主评议 appraisals")
AppraisalId = Annotated[
    str,
    Path(description="民主评议编号", examples=["A1"], pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"),
]


class Appraisals(BaseModel):
    """Appraisals, the newest first."""

    items: tuple[AppraisalRow, ...]
    total: int


@router.get("/appraisals", responses=READ)
async def find(
    caller: Allowed, tools: WithTools, limit: Limit = 50, offset: Offset = 0
) -> Appraisals:
    """本地区及所辖各街道的民主评议。"""
    region, _ = narrowed(caller, None)
    page = await find_appraisals(tools.ledger, region, limit=limit, offset=offset)
    return Appraisals(items=page.items, total=page.total)


@router.post("/appraisals", status_code=201, responses=RECEIPT)
async def assign(
    caller: Allowed, write: Writing, sent: Annotated[Any, Strictly(AssignAppraisal), Body()]
) -> Response:
    """县级人大常委会交办一次评议。"""
    return answer(await write.record(caller, stream_id(APPRAISAL, sent.id), sent))


@router.get("/appraisals/{appraisal}", responses=READ)
async def read(appraisal: AppraisalId, caller: Allowed, tools: WithTools) -> Appraisal:
    """一次评议：每个单位走到哪一步。"""
    return await appraisal_of(appraisal, caller, tools)


tell(
    router,
    APPRAISAL,
    "/appraisals/{appraisal}",
    AppraisalId,
    (
        Told("hear", "heard", HearReport, "登记被评议单位的报告。"),
        Told("count", "counted", RecordAppraisal, "登记一个单位的评议票数，按办法评定等次。"),
        Told("hand_over", "opinions", HandOverAppraisal, "交办评议意见。"),
        Told("reform", "reforms", RecordReform, "登记整改报告。"),
        Told("report", "report", ReportAppraisal, "评议结果上报县级人大常委会并公布。"),
    ),
)


async def appraisal_of(appraisal: str, caller: Caller, tools: Tools) -> Appraisal:
    """The appraisal's state. Raises Problem 404 for what is nowhere or out of reach."""
    found, _ = await in_reach(tools.ledger, stream_id(APPRAISAL, appraisal), Appraisal, caller)
    return found
