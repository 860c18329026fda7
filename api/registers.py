"""Deputies' duty registers: which there are, one of them, its sheet, and what is published."""

from typing import Annotated, Any

from fastapi import Body, Query
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api.duties import Limit, Offset
from api.json_body import Strictly
from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ, ReceiptShown, problems
from api.register_opening import Opening, commands
from api.register_seen import (
    CoverageShown,
    FormShown,
    SheetShown,
    coverage_in,
    forms_shown,
    published,
    recommended_in,
    seen_book,
    sheet_shown,
)
from api.rights import Allowed
from api.sight import narrowed
from api.tools import WithTools
from api.where import BookId
from api.writing import Writing
from domain.base import Value
from ledger.queries.books import BookRow, BooksWanted, find_books

router = json_router("履职 registers")
Congress = Annotated[
    str, Query(description="人大组织编号", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")
]


class BookPage(BaseModel):
    """Books, the latest year first."""

    items: tuple[BookRow, ...]
    total: int


class BookShown(BaseModel):
    """One book with everything in it."""

    id: str
    deputy: str
    year: int
    region: str
    regime: str
    term: int
    group: str | None
    version: int
    forms: tuple[FormShown, ...]
    checks: tuple[dict[str, Any], ...]
    sheet: SheetShown | None
    """As it would be scored now."""
    grades: tuple[dict[str, Any], ...]
    appeals: tuple[dict[str, Any], ...]
    reminders: tuple[dict[str, Any], ...]
    recommended: bool
    """Excellent often enough in this term of office; people recommend."""


class Opened(Value):
    """The receipts, by deputy."""

    books: dict[str, ReceiptShown]


@router.get("/registers", responses=READ)
async def find(
    caller: Allowed,
    tools: WithTools,
    region: str | None = None,
    year: Annotated[int | None, Query(ge=1990, le=2100)] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> BookPage:
    """代表看自己的，代表小组看本组保管的，人大机关看本地区的."""
    where, nothing = narrowed(caller, region)
    if nothing:
        return BookPage(items=(), total=0)
    name = caller.party.partition(":")[2] or None
    wanted = BooksWanted(
        region=where,
        year=year,
        deputy=name if caller.role == "deputy" else None,
        group=name if caller.role == "deputy_group" else None,
        here_only=caller.role in ("deputy", "deputy_group"),
    )
    page = await find_books(tools.ledger, wanted, limit=limit, offset=offset)
    return BookPage(items=page.items, total=page.total)


@router.get("/registers/coverage", responses=READ)
async def covered(caller: Allowed, tools: WithTools, congress: Congress) -> CoverageShown:
    """述职覆盖：一届之内谁述过职、谁还没有."""
    found = await coverage_in(congress, caller, tools)
    if found is None:
        raise not_found()
    return found


@router.get("/registers/{book}", responses=READ)
async def read(book: BookId, caller: Allowed, tools: WithTools) -> BookShown:
    """一本登记册：13项表格、检查、评分表、考核、申诉."""
    seen = await seen_book(book, caller, tools)
    found, sheet = seen.book, seen.sheet
    return BookShown(
        id=found.id,
        deputy=found.deputy,
        year=found.year,
        region=found.region,
        regime=found.regime,
        term=found.term,
        group=found.group,
        version=seen.version,
        forms=forms_shown(seen),
        checks=tuple(x.model_dump(mode="json") for x in found.checks),
        sheet=sheet_shown(seen.section, sheet) if sheet else None,
        grades=tuple(x.model_dump(mode="json") for x in found.grades),
        appeals=tuple(x.model_dump(mode="json") for x in found.appeals),
        reminders=tuple(x.model_dump(mode="json") for x in found.reminders),
        recommended=await recommended_in(seen, tools),
    )


@router.get("/registers/{book}/published", responses=READ)
async def public_part(book: BookId, caller: Allowed, tools: WithTools) -> dict[str, Any]:
    """可以公开的履职信息（代表法第五十八条），以办法规定的为限."""
    return published(await seen_book(book, caller, tools))


@router.post(
    "/registers",
    status_code=201,
    responses={
        200: {"model": Opened, "description": "记录中已有，没有新的登记"},
        201: {"model": Opened},
        **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
    },
)
async def open_books(
    sent: Annotated[Any, Strictly(Opening), Body()],
    caller: Allowed,
    write: Writing,
    tools: WithTools,
) -> Response:
    """建册：一人一册，由所在代表小组保管. 中断后用同一编号重发，即接着登记."""
    receipts = {
        ref: await write.record(caller, stream, command, part=f"/{ref}")
        for ref, stream, command in await commands(sent, caller, tools)
    }
    shown = {x: y.model_dump(mode="json", exclude={"repeated"}) for x, y in receipts.items()}
    new = any(x.events for x in receipts.values())
    return JSONResponse({"books": shown}, status_code=201 if new else 200)
