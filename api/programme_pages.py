"""A congress's year as it is read: its duties, its next moment, its clock."""

from datetime import date

from pydantic import BaseModel

from api.callers import Caller
from api.duties import Limit, Offset, with_courses
from api.json_route import json_router
from api.live import Clock, clock_of
from api.problems import not_found
from api.project_shown import Fact, HistoryPage, Moment, agenda_of
from api.receipts import READ
from api.rights import Allowed
from api.shown import DutyShown
from api.sight import narrowed, sees
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from domain.adoption.origin import Decided
from domain.anchors import ANCHOR_ZH, Anchors, waiting_for
from domain.names import PROGRAMME, stream_id
from domain.programme.state import Programme
from domain.refusals import Unknown
from domain.regimes import named
from ledger.queries.duties import duties_of_stream
from ledger.queries.history import history
from ledger.queries.programmes import ProgrammeRow, find_programmes
from ledger.standing import Standing

router = json_router("清单 programmes")


class ProgrammePage(BaseModel):
    """Programmes, the newest vote first."""

    items: tuple["ProgrammeListed", ...]
    total: int


class ProgrammeListed(BaseModel):
    """A congress's year in a list."""

    id: str
    title: str
    region: str
    regime: str
    vote: date
    next_session: date
    session_assumed: bool
    projects: tuple[str, ...]
    closed: bool
    overdue: int
    next_due: date | None


class Waiting(BaseModel):
    """A duty that waits for a meeting nobody has convened (待召集)."""

    duty: str
    zh: str
    scope: str
    anchor: str
    anchor_zh: str


class ProgrammeShown(BaseModel):
    """One congress's year."""

    id: str
    title: str
    region: str
    regime: str
    anchors: Anchors
    projects: tuple[str, ...]
    origin: Decided | None
    """所依据的决议或决定；导入的清单为空."""
    closed: bool
    version: int
    agenda: Moment | None
    duties: tuple[DutyShown, ...]
    unanchored: tuple[Waiting, ...]
    """待召集：会议召开日期确定后才有期限."""
    history: tuple[Fact, ...]
    clock: Clock


@router.get("/programmes", responses=READ)
async def find(
    caller: Allowed, tools: WithTools, limit: Limit = 20, offset: Offset = 0
) -> ProgrammePage:
    """各年度清单，票决日近的在前."""
    region, _ = narrowed(caller, None)
    page = await find_programmes(tools.ledger, region, limit=limit, offset=offset)
    return ProgrammePage(items=tuple(_listed(x) for x in page.items), total=page.total)


@router.get("/programmes/{programme}", responses=READ)
async def read(programme: ProgrammeId, caller: Allowed, tools: WithTools) -> ProgrammeShown:
    """一个年度清单：全年共同事项、下一步、经过与时钟."""
    standing, state = await seen(programme, caller, tools)
    stream = standing.stream
    entries = await history(tools.ledger, stream, after=max(0, standing.version - 50))
    return ProgrammeShown(
        id=state.id,
        title=state.title,
        region=state.region,
        regime=state.regime,
        anchors=state.anchors,
        projects=state.projects,
        origin=state.origin,
        closed=state.closed,
        version=standing.version,
        agenda=agenda_of(state, standing.now),
        duties=await with_courses(await duties_of_stream(tools.ledger, stream), tools),
        unanchored=_waiting(state),
        history=tuple(Fact.model_validate(x.model_dump()) for x in entries),
        clock=await clock_of(tools.temporal, stream),
    )


@router.get("/programmes/{programme}/history", responses=READ)
async def read_history(
    programme: ProgrammeId,
    caller: Allowed,
    tools: WithTools,
    after: Offset = 0,
    limit: Limit = 50,
) -> HistoryPage:
    """年度清单的全部经过."""
    standing, _ = await seen(programme, caller, tools)
    entries = await history(tools.ledger, standing.stream, after=after, limit=limit)
    return HistoryPage.model_validate(
        {"items": [x.model_dump() for x in entries], "total": standing.version}
    )


def _waiting(state: Programme) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(
            duty=line.name,
            zh=line.zh,
            scope=line.scope,
            anchor=anchor,
            anchor_zh=ANCHOR_ZH[anchor],
        )
        for line, anchor in waiting_for(named(state.regime), state.anchors)
    )


async def seen(programme: str, caller: Caller, tools: Tools) -> tuple[Standing, Programme]:
    """The programme, if it is shown to the caller. Raises Problem 404."""
    try:
        standing = await tools.ledger.standing(stream_id(PROGRAMME, programme))
    except Unknown as error:
        raise not_found() from error
    state = standing.state
    if not isinstance(state, Programme) or not sees(caller, state):
        raise not_found()
    return standing, state


def _listed(row: ProgrammeRow) -> ProgrammeListed:
    return ProgrammeListed.model_validate(row.model_dump(include=set(ProgrammeListed.model_fields)))
