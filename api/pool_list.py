"""候选项目清单: a file of candidates into the pool, tried first, taken whole or not at all."""

import asyncio
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api.collections import seen
from api.depending import in_loop
from api.evidence import BODY, received_whole
from api.json_route import json_router
from api.list_import import MOST_LINES, read_within
from api.lists_shown import RowShown, row_shown
from api.problems import FieldError, Problem
from api.receipts import ReceiptShown, problems
from api.rights import Allowed
from api.tools import WithTools
from api.where import CollectionId
from api.writing import Writing
from domain.lists import Lists, Reading
from domain.lists.candidates import Standing, items_of, standing_in
from domain.lists.kinds import CANDIDATES
from domain.lists.mapping import reading_of
from domain.names import COLLECTION, stream_id
from domain.refusals import Malformed
from domain.screening.item import Source

router = json_router("项目库 pool")


class CandidateShown(BaseModel):
    """One candidate of the file."""

    id: str
    title: str
    state: str
    """new：可以入库；known：已在库中；changed：库中内容不同。"""


class PoolListAnswer(BaseModel):
    """What became of the file."""

    dry_run: bool
    source: Source
    items: tuple[CandidateShown, ...]
    skipped: tuple[RowShown, ...]
    notes: tuple[str, ...]
    receipts: tuple[ReceiptShown, ...] = ()


class Asked:
    """What is said of the file in the address."""

    def __init__(
        self,
        source: Annotated[Source, Query(description="由谁提出；文件各行同一来源")],
        values: Annotated[
            list[str] | None,
            Query(alias="set", max_length=20, description="各行共有的内容，如 list_id=NC20C"),
        ] = None,
        columns: Annotated[
            list[str] | None,
            Query(alias="map", max_length=60, description="表头对应，如 项目全称=item_name_zh"),
        ] = None,
        name: Annotated[str | None, Query(max_length=500, description="原始内容的文件名")] = None,
        dry_run: Annotated[bool, Query(description="只试读，不登记")] = False,
    ) -> None:
        self.source, self.name, self.dry_run = source, name, dry_run
        self.columns, self.values = columns or [], values or []

    def reading(self) -> Reading:
        """How the file is read. Raises Malformed."""
        if self.source is Source.RESERVE:
            raise Malformed("储备项目请从往年储备库提取。", "items of a reserve are drawn from it.")
        how = reading_of((), self.columns, self.values)
        return how._replace(kinds=CANDIDATES, assumed_kind="candidate")


@router.post(
    "/collections/{collection}/pool/list",
    status_code=201,
    openapi_extra=BODY,
    responses={
        200: {"model": PoolListAnswer, "description": "试读，或库中已有"},
        201: {"model": PoolListAnswer, "description": "已入库"},
        **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
    },
)
async def hand_in(  # what a route is given
    collection: CollectionId,
    request: Request,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    asked: Annotated[Asked, Depends(in_loop(Asked))],
) -> Response:
    """候选项目清单（CSV、XLSX）入库：先试读（dry_run=true）；有读不出的格子不入库."""
    _, one = await seen(collection, caller, tools)
    _, content = await received_whole(request, asked.name or "清单")
    _, lists = await asyncio.to_thread(read_within, content, asked.reading(), MOST_LINES)
    found = standing_in(one.pool, items_of(lists, asked.source))
    if asked.dry_run:
        return _answer(asked, lists, found)
    _ready(lists, found)
    stream = stream_id(COLLECTION, collection)
    receipts = [await write.record(caller, stream, x, part=f"/{x.id}") for x in found.new]
    shown = (ReceiptShown.model_validate(x.model_dump(exclude={"repeated"})) for x in receipts)
    return _answer(asked, lists, found, tuple(shown))


def _ready(lists: Lists, found: Standing) -> None:
    """Raises Malformed or Problem 409 where the file cannot be taken as it stands."""
    broken = sum(1 for x in lists.skipped if x.faults)
    if broken or not (found.new or found.known or found.changed):
        raise Malformed(
            f"有 {broken} 行的格子读不出，或没有候选项目，没有入库；请看试读结果（dry_run）。",
            "nothing was recorded; see dry_run=true.",
        )
    if found.changed:
        errors = [FieldError(field=x, zh="库中内容不同", en="differs") for x in found.changed[:50]]
        raise Problem(
            "conflict",
            f"{len(found.changed)} 个项目已在库中且内容不同，没有入库；请在项目库中修改。",
            f"{len(found.changed)} items stand in the pool with other contents.",
            errors=errors,
        )


def _answer(
    asked: Asked, lists: Lists, found: Standing, receipts: tuple[ReceiptShown, ...] = ()
) -> Response:
    state = {**dict.fromkeys(found.known, "known"), **dict.fromkeys(found.changed, "changed")}
    told = PoolListAnswer(
        dry_run=asked.dry_run,
        source=asked.source,
        items=tuple(
            CandidateShown(id=x.id, title=x.name, state=state.get(x.id, "new")) for x in lists.cards
        ),
        skipped=tuple(row_shown(x) for x in lists.skipped),
        notes=lists.notes,
        receipts=receipts,
    )
    return JSONResponse(told.model_dump(mode="json"), status_code=201 if receipts else 200)
