"""Open data as JSON: the same published shapes as the pages, without a token."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import AwareDatetime, BaseModel
from starlette.responses import Response

from api.json_route import json_router
from api.problems import not_found
from api.public.finding import find_places
from api.public.kept import DATA, kept
from api.public.reach import narrower
from api.public.shape import PublicProject
from api.public.shelf import public_projects
from api.public.tables import LICENCE, LICENCE_URL, LICENCE_ZH, TABLES
from api.public.told import public_project
from api.receipts import problems
from api.tools import WithTools
from api.where import ProjectId
from domain.refusals import Unknown
from ledger.queries.opened import number_of, places

router = json_router("公开数据 open data")
OPEN = problems(401, 403, 404, 422, 500, 503)


class Licence(BaseModel):
    """On what terms the data may be used."""

    name: str = LICENCE
    url: str = LICENCE_URL
    zh: str = LICENCE_ZH


class PublicProjects(BaseModel):
    """Projects in the order of their lists, and how many there are in all."""

    licence: Licence
    dictionary: str
    as_of: AwareDatetime
    total: int
    items: tuple[PublicProject, ...]


class PublicPlace(BaseModel):
    """A region with projects."""

    region: str
    projects: int


class PublicPlaces(BaseModel):
    """Places by their paths, or those that are meant, the likeliest first; how many in all."""

    total: int
    items: tuple[PublicPlace, ...]


class ColumnShown(BaseModel):
    """A column of a file."""

    table: str
    name: str
    zh: str
    type: str
    note: str


class Dictionary(BaseModel):
    """What every column of every file means."""

    licence: Licence
    columns: tuple[ColumnShown, ...]


@router.get("/open/places", responses=OPEN)
async def find(
    tools: WithTools,
    q: Annotated[str, Query(max_length=100, description="汉字、拼音或首字母")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> PublicPlaces:
    """有公开项目的地方，一次最多五百个."""
    known = await places(tools.ledger)
    found = find_places(q.strip(), known.each) if q.strip() else known.each
    page = found[offset : offset + limit]
    items = tuple(PublicPlace(region=x.region, projects=x.projects) for x in page)
    return PublicPlaces(total=len(found), items=items)


@router.get(
    "/open/projects",
    responses={304: {"description": "没有变"}, **OPEN},
    response_model=PublicProjects,
)
async def projects(
    request: Request,
    tools: WithTools,
    region: Annotated[str | None, Query(max_length=300, description="地区，含以下各级")] = None,
    programme: Annotated[str | None, Query(max_length=100, alias="list")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """一个地方或一份清单的项目."""
    if region is None and programme is None:
        raise narrower()
    ledger = tools.ledger
    total = await number_of(ledger, region=region, programme=programme)
    found = await public_projects(
        tools, region=region, programme=programme, limit=limit, offset=offset
    )
    shown = PublicProjects(
        licence=Licence(),
        dictionary="/api/v1/open/dictionary",
        as_of=max((x.proof.recorded_at for x in found), default=await ledger.now()),
        total=total,
        items=tuple(found),
    )
    return _json(request, shown)


@router.get(
    "/open/projects/{project}",
    responses={304: {"description": "没有变"}, **OPEN},
    response_model=PublicProject,
)
async def project(project: ProjectId, request: Request, tools: WithTools) -> Response:
    """一个项目：答应的、单位说的、代表核实的，分开写."""
    try:
        return _json(request, await public_project(project, tools))
    except Unknown as error:
        raise not_found() from error


@router.get("/open/dictionary", responses=problems(401, 403, 422, 500, 503))
async def dictionary() -> Dictionary:
    """CSV各列的含义."""
    columns = tuple(
        ColumnShown(table=x.name, name=y.name, zh=y.zh, type=y.kind, note=y.note)
        for x in TABLES.values()
        for y in x.columns
    )
    return Dictionary(licence=Licence(), columns=columns)


def _json(request: Request, shown: BaseModel) -> Response:
    answer = Response(shown.model_dump_json(), media_type="application/json")
    answer.headers["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return kept(request, answer, DATA)
