"""Projects: looking for them, one of them with its whole year, and striking it off."""

from typing import Annotated, Any

from fastapi import Body, Query
from starlette.responses import Response

from api.duties import Limit, with_courses
from api.json_body import Strictly
from api.json_route import json_router
from api.live import clock_of
from api.problems import not_found
from api.project_shown import (
    HistoryPage,
    ProjectPage,
    ProjectShown,
    agenda_of,
    listed,
    where_it_stands,
)
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.search import Search
from api.shown import DutyShown, shown
from api.sight import hidden_duties, narrowed, sees, sees_stream, shown_entries
from api.tools import Tools, WithTools
from api.where import ProjectId
from api.writing import Writing, answer
from domain.base import Text, Value
from domain.lights import light, past
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.project.messages import CloseProject
from domain.project.state import Project
from domain.refusals import Unknown
from domain.regimes import named
from ledger.queries.duties import duties_of_stream
from ledger.queries.history import history
from ledger.queries.page import Page
from ledger.queries.projects import ProjectRow, find_projects
from ledger.standing import Standing

router = json_router("项目 projects")
RECENT = 50
"""So many events are shown with a project; all of them stand at its /history."""


class Closing(Value):
    """销号."""

    note: Text


@router.get("/projects", responses=READ)
async def find(
    caller: Allowed,
    tools: WithTools,
    search: Annotated[Search, Query()],
) -> ProjectPage:
    """按地区、单位、阶段、亮灯、逾期、几日内到期查询项目，最紧急的在前."""
    region, nothing = narrowed(caller, search.region)
    page: Page[ProjectRow] = Page(items=(), total=0)
    if not nothing:
        page = await find_projects(
            tools.ledger, search.wanted(region), limit=search.limit, offset=search.offset
        )
    return ProjectPage(items=tuple(listed(x) for x in page.items), total=page.total)


@router.get("/projects/{project}", responses=READ)
async def read(project: ProjectId, caller: Allowed, tools: WithTools) -> ProjectShown:
    """一个项目：下一步、事项与期限推算、亮灯、经过，以及时钟的现状."""
    standing, state = await _seen(project, caller, tools)
    stream = standing.stream
    hidden = hidden_duties(caller, state)
    own = [x for x in await duties_of_stream(tools.ledger, stream) if x.duty not in hidden]
    entries = await history(tools.ledger, stream, after=max(0, standing.version - RECENT))
    shared = await _shared(stream_id(PROGRAMME, state.programme), caller, tools)
    rule = named(state.regime).lights
    return ProjectShown.model_validate(
        {
            **_facts(state),
            "version": standing.version,
            "now": standing.now,
            "light": light(state, rule, standing.now),
            "past_lights": [{"period": x, "light": y} for x, y in past(state.course.lags, rule)],
            "agenda": agenda_of(state, standing.now),
            "duties": await with_courses(own, tools),
            "programme_duties": shared,
            "history": [x.model_dump() for x in shown_entries(caller, state, entries)],
            "clock": await clock_of(tools.temporal, stream),
        }
    )


@router.get("/projects/{project}/history", responses=READ)
async def read_history(
    project: ProjectId,
    caller: Allowed,
    tools: WithTools,
    after: Annotated[int, Query(ge=0, le=10_000_000, description="从第几个版本之后")] = 0,
    limit: Limit = 50,
) -> HistoryPage:
    """项目的全部经过：逐条事实，及其哈希."""
    standing, state = await _seen(project, caller, tools)
    found = await history(tools.ledger, standing.stream, after=after, limit=limit)
    entries = shown_entries(caller, state, found)
    return HistoryPage.model_validate(
        {"items": [x.model_dump() for x in entries], "total": standing.version}
    )


@router.post("/projects/{project}/closing", status_code=201, responses=RECEIPT)
async def close(
    project: ProjectId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Closing), Body()],
) -> Response:
    """办结销号：测评为满意或基本满意之后."""
    command = CloseProject(note=sent.note)
    return answer(await write.record(caller, stream_id(PROJECT, project), command))


async def _shared(programme: str, caller: Allowed, tools: Tools) -> tuple[DutyShown, ...]:
    """The year's duties; who may not see the programme is told their state, not their course."""
    rows = await duties_of_stream(tools.ledger, programme)
    if await sees_stream(caller, programme, tools.ledger):
        return await with_courses(rows, tools)
    return tuple(shown(x, None) for x in rows)


async def _seen(project: str, caller: Allowed, tools: Tools) -> tuple[Standing, Project]:
    try:
        standing = await tools.ledger.standing(stream_id(PROJECT, project))
    except Unknown as error:
        raise not_found() from error
    state = standing.state
    if not isinstance(state, Project) or not sees(caller, state):
        raise not_found()
    return standing, state


def _facts(state: Project) -> dict[str, object]:
    return {
        "card": state.card,
        "origin": state.origin,
        "regime": state.regime,
        "regime_zh": named(state.regime).zh,
        "anchors": state.anchors,
        **where_it_stands(state),
        "verified": state.verified,
        "grade": state.grade,
        "closed": state.closed,
    }
