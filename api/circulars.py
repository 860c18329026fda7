"""督查通报 handed in: read row by row, compared with what the units say, recorded as it stands."""

import asyncio
import hashlib
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api.depending import in_loop
from api.evidence import BODY, received_whole
from api.intake import keep
from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ, ReceiptShown, problems
from api.rights import Allowed
from api.sheet import records_of
from api.sight import sees
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from api.writing import Writing
from domain.base import ShortText
from domain.circular.messages import (
    CircularRead,
    CircularRow,
    ReadCircular,
    RejectedRow,
    Source,
)
from domain.circular.reading import Read, read_circular
from domain.names import PROGRAMME, stream_id
from domain.project.inspections import Number
from domain.refusals import Malformed, Unknown
from ledger.queries.circulars import circulars_of, items_of
from ledger.uploads import Upload

router = json_router("通报 circulars")
_MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class RowShown(CircularRow):
    """A row taken, with what it says against the unit's own report."""

    differs_by_points: Decimal | None
    """通报的实际进度减去单位申报，百分点；没有可比的为空."""
    contradiction: bool


class CircularAnswer(BaseModel):
    """What became of each row; the receipt is empty in a dry run."""

    dry_run: bool
    rows: tuple[RowShown, ...]
    rejected: tuple[RejectedRow, ...]
    contradictions: int
    receipt: ReceiptShown | None


class CircularShown(BaseModel):
    """A circular on record."""

    source: Source
    rows: tuple[RowShown, ...]
    rejected: tuple[RejectedRow, ...]
    contradictions: int


class CircularsPage(BaseModel):
    """The circulars of a congress's year, in the order in which they were read."""

    items: tuple[CircularShown, ...]


class Asked:
    """Where the circular comes from, as the address says it."""

    def __init__(  # the fields of a source
        self,
        number: Annotated[Number, Query(description="通报编号，如 DK2023-Q2")],
        source: Annotated[ShortText, Query(description="发出通报的机构")],
        dated: Annotated[date, Query(description="通报日期")],
        period: Annotated[
            str,
            Query(
                description="期间，如 2023-Q2；行内另写的以行内为准",
                pattern=r"^[0-9]{4}(-(M(0[1-9]|1[0-2])|Q[1-4]|H[12]))?$",
            ),
        ],
        counts_for: Annotated[
            ShortText | None, Query(description="算作本机关哪一事项的报送")
        ] = None,
        name: Annotated[str | None, Query(max_length=500, description="原始内容的文件名")] = None,
        dry_run: Annotated[bool, Query(description="只试读，不登记")] = False,
    ) -> None:
        self.number, self.source, self.dated = number, source, dated
        self.period, self.counts_for = period, counts_for
        self.name, self.dry_run = name, dry_run

    def read_from(self, file: str, content: bytes) -> Source:
        """The source of that file."""
        sha256 = hashlib.sha256(content).hexdigest()
        return Source(
            number=self.number,
            name=self.source,
            dated=self.dated,
            period=self.period,
            sha256=sha256,
            file=file,
        )


@router.post(
    "/programmes/{programme}/circulars",
    status_code=201,
    openapi_extra=BODY,
    responses={
        200: {"model": CircularAnswer, "description": "试读，或记录中已有"},
        201: {"model": CircularAnswer, "description": "已登记"},
        **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
    },
)
async def hand_in(  # what a route is given
    programme: ProgrammeId,
    request: Request,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    asked: Annotated[Asked, Depends(in_loop(Asked))],
) -> Response:
    """导入政府督查通报（CSV、XLSX）：逐行核对，与单位申报不一致的标出，不作更正."""
    stream = stream_id(PROGRAMME, programme)
    await _seen(stream, caller, tools)
    name, content = await received_whole(request, asked.name)
    file, records = await asyncio.to_thread(records_of, name, content)
    found = read_circular(records, await items_of(tools.ledger, programme), asked.period)
    if asked.dry_run:
        return _answer(found, None, dry_run=True)
    if not found.rows:
        raise Malformed(
            "没有一行可以采用，没有登记；请按试读结果（dry_run=true）逐行修改。",
            "no row could be taken and nothing was recorded; see dry_run=true.",
        )
    source = asked.read_from(file, content)
    await _kept(source, content, stream, caller, write.key, tools)
    command = ReadCircular(
        source=source, rows=found.rows, rejected=found.rejected, counts_for=asked.counts_for
    )
    receipt = await write.record(caller, stream, command)
    shown = ReceiptShown.model_validate(receipt.model_dump(exclude={"repeated"}))
    return _answer(found, shown, dry_run=False)


@router.get("/programmes/{programme}/circulars", responses=READ)
async def read(programme: ProgrammeId, caller: Allowed, tools: WithTools) -> CircularsPage:
    """已登记的督查通报，逐行与单位申报并列."""
    stream = stream_id(PROGRAMME, programme)
    await _seen(stream, caller, tools)
    found = [CircularRead.model_validate(x.event) for x in await circulars_of(tools.ledger, stream)]
    return CircularsPage(items=tuple(_circular(x) for x in found))


def _circular(event: CircularRead) -> CircularShown:
    rows = tuple(shown(x) for x in event.rows)
    return CircularShown(
        source=event.source,
        rows=rows,
        rejected=event.rejected,
        contradictions=sum(1 for x in rows if x.contradiction),
    )


def shown(row: CircularRow) -> RowShown:
    """A row with its difference."""
    return RowShown(
        **row.model_dump(), differs_by_points=row.differs_by, contradiction=row.contradicts
    )


def _answer(found: Read, receipt: ReceiptShown | None, *, dry_run: bool) -> Response:
    rows = tuple(shown(x) for x in found.rows)
    answer = CircularAnswer(
        dry_run=dry_run,
        rows=rows,
        rejected=found.rejected,
        contradictions=sum(1 for x in rows if x.contradiction),
        receipt=receipt,
    )
    new = receipt is not None and bool(receipt.events)
    return JSONResponse(answer.model_dump(mode="json"), status_code=201 if new else 200)


async def _seen(stream: str, caller: Allowed, tools: Tools) -> None:
    try:
        state = (await tools.ledger.standing(stream)).state
    except Unknown as error:
        raise not_found() from error
    if not sees(caller, state):
        raise not_found()


async def _kept(
    source: Source, content: bytes, stream: str, caller: Allowed, key: str, tools: Tools
) -> None:
    """The file itself, which who sees the programme can fetch."""
    await keep(source.sha256, content, tools.store, tools.rules)
    new = Upload.of(
        caller,
        sha256=source.sha256,
        name=source.file,
        media_type=_MEDIA[source.file.rpartition(".")[2].lower()],
        size=len(content),
    )
    await tools.uploads.keep(new, caller.client, f"{key}:file")
    await tools.uploads.offered(caller, {source.sha256}, stream)
