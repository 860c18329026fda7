"""完成情况 completion: baselines and stops of a project, how its year ends, the report's data."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel

from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ
from api.rights import Allowed
from api.sight import sees
from api.tools import Tools, WithTools
from api.where import ProgrammeId, ProjectId
from domain.base import Value
from domain.completion.entry import Entry
from domain.completion.report import CompletionReport
from domain.completion.year_end import Ending, YearTally, tally, year_end
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.state import Programme
from domain.project.changes.track import Baseline, Change, Year
from domain.project.messages import Subproject
from domain.project.state import Project
from domain.punctuality import Punctuality
from domain.refusals import Unknown
from ledger.queries.completion import completion_of, completion_report, endings
from ledger.queries.punctuality import punctuality_of

router = json_router("完成 completion")


class ChangesShown(BaseModel):
    """What was asked for and decided on one project; the voted values stay beside the new ones."""

    voted: tuple[Subproject, ...]
    now: tuple[Subproject, ...]
    """现行基线：去掉的子项目不再列出."""
    baseline: int
    baselines: tuple[Baseline, ...]
    voted_completion: date | None
    planned_completion: date | None
    changes: tuple[Change, ...]
    suspended: date | None
    terminated: date | None
    breached: tuple[int, ...]
    years: tuple[Year, ...]
    programme: str
    ending: Ending


class YearShown(BaseModel):
    """How a list's year ends: the six counts with their denominators, and the on-time rates."""

    year: YearTally
    rate: str | None
    """完成率（%），分母见 year.completed；暂缓的不计入，另列于 year.suspended."""
    projects: tuple[Ending, ...]
    punctuality: Punctuality
    on_time_rate: str | None
    on_time_rate_without_extensions: str | None
    now: AwareDatetime


@router.get("/projects/{project}/changes", responses=READ)
async def changes(project: ProjectId, caller: Allowed, tools: WithTools) -> ChangesShown:
    """项目的基线、调整申请与决定、暂缓、终止和跨年度."""
    state = await _seen(PROJECT, project, caller, tools)
    if not isinstance(state, Project):
        raise not_found()
    track, card = state.track, state.card
    holding = state.targets
    left = [x for x in card.subprojects if x.no in holding]
    return ChangesShown(
        voted=card.subprojects,
        now=tuple(x.model_copy(update={"target": holding[x.no]}) for x in left),
        baseline=state.baseline,
        baselines=track.baselines,
        voted_completion=card.planned_completion,
        planned_completion=state.planned_completion,
        changes=track.changes,
        suspended=track.suspended,
        terminated=track.terminated,
        breached=track.breached,
        years=track.years,
        programme=state.programme,
        ending=year_end(state),
    )


@router.get("/projects/{project}/completion", responses=READ)
async def completion(project: ProjectId, caller: Allowed, tools: WithTools) -> Entry:
    """一个项目的完成情况：每个数字都注明出自哪条记录."""
    await _seen(PROJECT, project, caller, tools)
    return await completion_of(tools.ledger, project)


@router.get("/programmes/{programme}/completion", responses=READ)
async def report(programme: ProgrammeId, caller: Allowed, tools: WithTools) -> CompletionReport:
    """年度完成情况报告的数据：已完成、部分完成、未完成、调整、暂缓、终止、结转和资金."""
    await _seen(PROGRAMME, programme, caller, tools)
    return await completion_report(tools.ledger, programme)


@router.get("/programmes/{programme}/year-end", responses=READ)
async def year(programme: ProgrammeId, caller: Allowed, tools: WithTools) -> YearShown:
    """年末状态：六种去向相加等于票决项目数；按期率同时列出计延期和不计延期两种."""
    await _seen(PROGRAMME, programme, caller, tools)
    found = await endings(tools.ledger, programme)
    counted, on_time = tally(found), await punctuality_of(tools.ledger, programme)
    return YearShown(
        year=counted,
        rate=_said(counted.rate),
        projects=tuple(found),
        punctuality=on_time,
        on_time_rate=_said(on_time.with_extensions.rate()),
        on_time_rate_without_extensions=_said(on_time.without_extensions.rate()),
        now=await tools.ledger.now(),
    )


def _said(rate: Any) -> str | None:
    return None if rate is None else str(rate)


async def _seen(kind: str, name: str, caller: Allowed, tools: Tools) -> Value:
    try:
        standing = await tools.ledger.standing(stream_id(kind, name))
    except Unknown as error:
        raise not_found() from error
    state = standing.state
    if not isinstance(state, Project | Programme) or not sees(caller, state):
        raise not_found()
    return state
