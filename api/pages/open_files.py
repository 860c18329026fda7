"""开放数据: files with their dictionary, feeds, and how to take them."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request
from starlette.responses import Response

from api.pages.open_parts import public_page, where_from
from api.pages.open_project import known
from api.pages.router import page_router
from api.problems import not_found
from api.public.course import line
from api.public.feed import LONGEST, QUIET, Feed, News, atom
from api.public.kept import DATA, kept
from api.public.named import town_of
from api.public.reach import taken
from api.public.tables import (
    LICENCE,
    LICENCE_URL,
    LICENCE_ZH,
    TABLES,
    cells,
    dictionary,
)
from api.public.told import facts_of
from api.tools import WithTools
from api.where import ProjectId
from documents.list_written import csv_of
from domain.calendar import day_of
from ledger.queries.opened import newest

router = page_router()
Region = Annotated[str | None, Query(max_length=300)]
List = Annotated[str | None, Query(max_length=100, alias="list")]


@router.get("/open/data")
async def data_page(request: Request, tools: WithTools, region: Region = None) -> Response:
    """Which files there are, what each column means, under which licence."""
    return await public_page(
        "open_data.html",
        request,
        tools,
        region=region,
        town=town_of(region) if region else None,
        up=where_from(region) if region else [],
        tables=TABLES.values(),
        licence=LICENCE,
        licence_url=LICENCE_URL,
        licence_zh=LICENCE_ZH,
    )


@router.get("/open/data/dictionary.csv")
async def dictionary_file(request: Request) -> Response:
    """数据字典."""
    return _csv(request, "dictionary", dictionary())


@router.get("/open/data/{table}.csv")
async def table_file(
    table: str, request: Request, tools: WithTools, region: Region = None, list_id: List = None
) -> Response:
    """One table of a place or a list."""
    if table not in TABLES:
        raise not_found()
    found = await taken(tools, region, list_id)
    day = day_of(await tools.ledger.now())
    name = f"{table}-{list_id or town_of(region or '')}-{day}"
    return _csv(request, name, cells(TABLES[table], found))


def _csv(request: Request, name: str, table: list[list[str]]) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.csv",
        "Link": f'<{LICENCE_URL}>; rel="license", </open/data>; rel="describedby"',
    }
    answer = Response(csv_of(table), media_type="text/csv; charset=utf-8", headers=headers)
    return kept(request, answer, DATA)


@router.get("/open/projects/{project}/feed.atom")
async def project_feed(project: ProjectId, request: Request, tools: WithTools) -> Response:
    """订阅一个项目."""
    facts = await known(project, tools)
    card, root = facts.state.card, base(request)
    page = f"{root}/open/projects/{project}"
    lines = [(x, line(x, facts.state, facts.held_back)) for x in reversed(facts.entries)]
    shown = [(x, y) for x, y in lines if y.public and x.type not in QUIET][:LONGEST]
    mark = "（样稿）" if facts.sample else ""
    feed = Feed(
        key=f"project/{project}",
        title=f"{card.name}{mark}",
        author=f"闭环 · {town_of(card.region)}",
        updated=facts.entries[-1].recorded_at,
        own=f"{page}/feed.atom",
        page=page,
        entries=[News(x.id, y.zh, f"{card.name}：{y.zh}", x.recorded_at, page) for x, y in shown],
    )
    return _atom(request, feed)


@router.get("/open/feed.atom")
async def town_feed(
    request: Request, tools: WithTools, region: Annotated[str, Query(max_length=300)]
) -> Response:
    """订阅一个地方: the last facts of all its projects."""
    found = await newest(tools.ledger, region, QUIET, LONGEST)
    if not found:
        raise not_found()
    facts = {x: await facts_of(x, tools) for x in {x.project for x in found}}
    root, entries = base(request), []
    for x in found:
        about = facts[x.project]
        told = line(x.entry, about.state, about.held_back)
        if told.public:
            page = f"{root}/open/projects/{x.project}"
            title = f"{x.name}：{told.zh}"
            entries.append(News(x.entry.id, title, title, x.entry.recorded_at, page))
    mark = "（样稿）" if any(x.sample for x in facts.values()) else ""
    feed = Feed(
        key=f"region/{region}",
        title=f"{town_of(region)}民生实事{mark}",
        author=f"闭环 · {town_of(region)}",
        updated=found[0].entry.recorded_at,
        own=f"{root}/open/feed.atom?region={quote(region)}",
        page=f"{root}/open/in/{quote(region)}",
        entries=entries,
    )
    return _atom(request, feed)


def base(request: Request) -> str:
    """Where we are found from outside, as this was."""
    return f"{request.url.scheme}://{request.url.netloc}"


def _atom(request: Request, feed: Feed) -> Response:
    answer = Response(atom(feed), media_type="application/atom+xml; charset=utf-8")
    return kept(request, answer, DATA)
