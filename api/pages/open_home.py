"""公开首页: find my town, its years, one year's projects. No login, no script, no name."""

from collections import Counter
from typing import Annotated

from fastapi import Path, Query, Request
from starlette.responses import Response

from api.pages.open_parts import public_page, where_from
from api.pages.router import page_router
from api.problems import not_found
from api.public.finding import find_places, find_titles
from api.public.held import held_back
from api.public.lateness import ahead, late_now
from api.public.named import town_of
from api.public.shape import PublicProject
from api.public.shelf import public_projects
from api.public.words import LAMP_ZH
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from domain.collection.state import Collection
from domain.names import COLLECTION, PROGRAMME, stream_id
from domain.programme.state import Programme
from domain.refusals import Unknown
from domain.regimes import named
from domain.register.refusals import register_of
from ledger.queries.board import calendar_now
from ledger.queries.history import history
from ledger.queries.opened import Places, places, shelves, talks
from ledger.queries.programmes import find_programmes

router = page_router()
Asked = Annotated[str, Query(max_length=100)]
Region = Annotated[str, Path(max_length=300, pattern=r"^[^/?#]+(/[^/?#]+){0,7}$")]
YEARS = 50


@router.get("/open")
async def home(request: Request, tools: WithTools, q: Asked = "") -> Response:
    """我住的地方: by 汉字, 全拼 or first letters, or down from the province."""
    known = await places(tools.ledger)
    asked = q.strip()
    return await public_page(
        "open_home.html",
        request,
        tools,
        asked=asked,
        found=find_places(asked, known.each) if asked else [],
        tops=_below("", known),
        number=known.projects,
        town_of=town_of,
    )


@router.get("/open/in/{region:path}")
async def town(region: Region, request: Request, tools: WithTools, q: Asked = "") -> Response:
    """One congress's place: its years, what people can take part in, and the places below it."""
    known = await places(tools.ledger)
    if region not in known.regions and not known.below(region):
        raise not_found()
    found = await find_programmes(tools.ledger, region, limit=YEARS)
    asked = q.strip()
    meant = await find_titles(asked, region, tools.ledger) if asked else []
    books = await shelves(tools.ledger, region)
    going_on = await talks(tools.ledger, region)
    return await public_page(
        "open_town.html",
        request,
        tools,
        region=region,
        up=where_from(region),
        years=[x for x in found.items if x.region == region],
        below=_below(region, known),
        asked=asked,
        hits=await public_projects(tools, projects=meant) if meant else [],
        lamps=LAMP_ZH,
        talks=going_on,
        shown=[x.id for x in going_on if await _candidates_shown(x.id, tools)],
        books=[x for x in books if register_of(named(x.regime)).published],
    )


async def _candidates_shown(collection: str, tools: Tools) -> bool:
    """Whether the candidates are out for comment: before that their page is not there."""
    state = (await tools.ledger.standing(stream_id(COLLECTION, collection))).state
    assert isinstance(state, Collection)  # noqa: S101  # the stream's name says so
    return state.pool.comment is not None and bool(state.pool.candidates)


@router.get("/open/years/{programme}")
async def year(programme: ProgrammeId, request: Request, tools: WithTools) -> Response:
    """One list: how many stand how, each project in a line, the evaluation, what organs owe."""
    state = await _list(programme, tools)
    projects = await public_projects(tools, programme=programme)
    now, stream = await tools.ledger.now(), stream_id(PROGRAMME, programme)
    entries = await history(tools.ledger, stream)
    hidden = (await held_back(tools.ledger, state)).duties
    return await public_page(
        "open_year.html",
        request,
        tools,
        sample=any(x.sample for x in projects),
        one=state,
        up=where_from(state.region),
        projects=projects,
        lamps=LAMP_ZH,
        counts=_counts(projects),
        owed=late_now(state, entries, now, await calendar_now(tools.ledger), hidden),
        ahead=ahead([state], now, hidden),
        results=_results(projects),
    )


def _below(region: str, known: Places) -> list[tuple[str, str, int]]:
    """The next places down from a region by their names, with the number of projects within."""
    return [(x, town_of(x), number) for x, number in known.below(region)]


def _counts(projects: list[PublicProject]) -> list[tuple[str, str, int]]:
    """How many stand how, the worst first."""
    counted = Counter(x.lamp for x in projects)
    return [(x, zh, counted[x]) for x, zh in LAMP_ZH.items() if counted[x]]


def _results(projects: list[PublicProject]) -> list[tuple[PublicProject, object]]:
    """The last evaluation of each project that has one."""
    return [(x, x.results[-1]) for x in projects if x.results]


async def _list(programme: str, tools: Tools) -> Programme:
    try:
        state: object = (await tools.ledger.standing(stream_id(PROGRAMME, programme))).state
    except Unknown as error:
        raise not_found() from error
    if not isinstance(state, Programme):
        raise not_found()
    return state
