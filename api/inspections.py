"""Inspections as they are handed in: one record, one receipt, whatever else it counts for."""

import hashlib
from typing import Annotated, Any

from fastapi import Body, Path
from pydantic import Field, create_model
from starlette.responses import Response

from api.files_named import known_files
from api.forms import Hashes
from api.json_body import Strictly
from api.json_route import json_router
from api.problems import not_found
from api.receipts import RECEIPT
from api.rights import Allowed
from api.sight import sees
from api.tools import Tools, WithTools
from api.where import PROJECT_ADDRESSES, Named, ProgrammeId, ProjectId
from api.writing import Write, Writing, answer
from domain.base import Command, ShortText, Text, Value
from domain.duty_commands import AcceptDuty, ReturnDuty
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.inspections import ProjectVisit, RecordTour, Tour
from domain.programme.state import Programme
from domain.project.inspections import (
    CorrectInspection,
    Finding,
    Number,
    RecordInspection,
    Visit,
)
from domain.project.issues import known_part, responsible
from domain.project.state import Project
from domain.refusals import Unknown

router = json_router("检查 inspections")
NumberPath = Annotated[
    str, Path(description="检查编号", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")
]
VisitSent: Any = create_model("VisitSent", __base__=Visit, evidence=(Hashes, ()))
_ProjectVisitSent: Any = create_model(
    "ProjectVisitSent", __base__=ProjectVisit, evidence=(Hashes, ())
)
TourSent: Any = create_model(
    "TourSent",
    __base__=Tour,
    visits=(Annotated[tuple[_ProjectVisitSent, ...], Field(min_length=1, max_length=300)], ...),
)


class InspectionSent(Value):
    """检查记录. 不填编号的，由系统按本次写入编号."""

    number: Number | None = None
    visit: VisitSent
    findings: Annotated[tuple[Finding, ...], Field(max_length=20)] = ()
    counts_for: ShortText | None = None
    """算作本方哪一事项的报送，如 monthly_inspection/2023-M05."""


class TourInspectionSent(Value):
    """集中视察: one inspection of several projects."""

    number: Number | None = None
    tour: TourSent
    counts_for: ShortText | None = None


class CorrectionSent(Value):
    """更正: the record told anew, and why."""

    revision: Annotated[int, Field(ge=1, le=999)]
    visit: VisitSent
    reason: Text


class Recheck(Value):
    """复查: whether the problem is gone, and what was seen."""

    closed: bool
    note: Text


@router.post("/projects/{project}/inspections", status_code=201, responses=RECEIPT)
async def record(
    project: ProjectId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(InspectionSent), Body()],
) -> Response:
    """登记检查记录：所见、问题及其责任单位；可同时算作本期督查、联系事项的报送."""
    stream = stream_id(PROJECT, project)
    visit = await _visit(sent.visit, stream, caller, tools)
    command = RecordInspection(
        number=sent.number or numbered(write),
        visit=visit,
        findings=sent.findings,
        counts_for=sent.counts_for,
    )
    return answer(await write.record(caller, stream, command))


@router.post(
    "/projects/{project}/inspections/{number}/corrections", status_code=201, responses=RECEIPT
)
async def correct(  # what a route is given
    project: ProjectId,
    number: NumberPath,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(CorrectionSent), Body()],
) -> Response:
    """更正检查记录：原记录保留，另记一稿."""
    stream = stream_id(PROJECT, project)
    visit = await _visit(sent.visit, stream, caller, tools)
    command = CorrectInspection(
        number=number, revision=sent.revision, visit=visit, reason=sent.reason
    )
    return answer(await write.record(caller, stream, command))


@router.post("/programmes/{programme}/tours", status_code=201, responses=RECEIPT)
async def record_tour(
    programme: ProgrammeId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(TourInspectionSent), Body()],
) -> Response:
    """登记集中视察：一次检查多个项目，各项目各留一份同号记录."""
    stream = stream_id(PROGRAMME, programme)
    await _of_this_list(stream, caller, tools)
    named = {f"tour.visits.{n}.evidence": x.evidence for n, x in enumerate(sent.tour.visits)}
    files = await known_files(named, caller, tools)
    told = sent.tour.model_dump(mode="json")
    for n, one in enumerate(told["visits"]):
        one["evidence"] = files[f"tour.visits.{n}.evidence"]
    tour = Tour.model_validate(told)
    await _possible(tour, tools)
    for one in tour.visits:
        if hashes := {x.sha256 for x in one.evidence}:
            await tools.uploads.offered(caller, hashes, stream_id(PROJECT, one.project))
            await tools.uploads.offered(caller, hashes, stream)
    command: Command = RecordTour(
        number=sent.number or numbered(write), tour=tour, counts_for=sent.counts_for
    )
    return answer(await write.record(caller, stream, command))


async def recheck(
    where: Named,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Recheck), Body()],
) -> Response:
    """复查：问题已解决的销号，仍未解决的退回原单位."""
    done, back = (
        AcceptDuty(duty=where.duty, note=sent.note),
        ReturnDuty(duty=where.duty, reason=sent.note),
    )
    return answer(await write.record(caller, where.stream, done if sent.closed else back))


for address in PROJECT_ADDRESSES:
    router.add_api_route(
        f"{address.path}/rechecks",
        recheck,
        methods=["POST"],
        dependencies=address.parameters,
        operation_id=f"recheck_{address.name}",
        responses=RECEIPT,
        status_code=201,
    )


def numbered(write: Write) -> str:
    """The number of an inspection that was sent without one: the same for a repeated request."""
    return f"JC-{hashlib.sha256(write.key.encode()).hexdigest()[:10]}"


async def _visit(sent: Any, stream: str, caller: Allowed, tools: Tools) -> Visit:
    files = await known_files({"visit.evidence": sent.evidence}, caller, tools)
    evidence = files["visit.evidence"]
    if evidence:
        await tools.uploads.offered(caller, {x.sha256 for x in evidence}, stream)
    return Visit.model_validate({**sent.model_dump(mode="json"), "evidence": evidence})


async def _of_this_list(stream: str, caller: Allowed, tools: Tools) -> None:
    state = await _state(stream, tools)
    if not isinstance(state, Programme) or not sees(caller, state):
        raise not_found()


async def _state(stream: str, tools: Tools) -> object:
    try:
        return (await tools.ledger.standing(stream)).state
    except Unknown:
        return None


async def _possible(tour: Tour, tools: Tools) -> None:
    """What only the projects know is asked before anything is recorded. Raises Refused."""
    for one in tour.visits:
        state = await _state(stream_id(PROJECT, one.project), tools)
        if not isinstance(state, Project):
            continue  # a project that nobody opened: the programme refuses it
        for no in (*one.subprojects, *(x.subproject for x in one.findings)):
            known_part(state.card, no)
        for finding in one.findings:
            responsible(state.card, finding)
