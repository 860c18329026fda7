"""A hall's keypad report handed in: read, compared with the candidates, entered as one of two.

The report itself is not kept: it may say who pressed what.
"""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api.collections import seen
from api.depending import in_loop
from api.evidence import BODY, received_whole
from api.json_route import json_router
from api.receipts import ReceiptShown, problems
from api.rights import Allowed
from api.sheet import records_of
from api.tools import WithTools
from api.where import CollectionId
from api.writing import Writing
from domain.collection.state import Collection
from domain.collection.vote import candidates_of
from domain.names import COLLECTION, stream_id
from domain.voting.keypad import Report, named_as, read_report
from domain.voting.messages import EnterCount
from domain.voting.outcome import Tallied

router = json_router("票决 voting")


class KeypadAnswer(BaseModel):
    """What was read; the receipt is empty in a dry run."""

    dry_run: bool
    devices: int
    lines: tuple[Tallied, ...]
    receipt: ReceiptShown | None


class Asked:
    """What the report does not say itself."""

    def __init__(
        self,
        round: Annotated[int, Query(ge=1, le=20, description="第几次投票")],  # noqa: A002
        held_on: Annotated[date, Query(description="投票日")],
        roll: Annotated[int, Query(ge=1, le=10_000, description="全体人数")],
        present: Annotated[int, Query(ge=0, le=10_000, description="出席人数")],
        name: Annotated[str | None, Query(max_length=500, description="原始内容的文件名")] = None,
        dry_run: Annotated[bool, Query(description="只试读，不录入")] = False,
    ) -> None:
        self.round, self.held_on, self.roll, self.present = round, held_on, roll, present
        self.name, self.dry_run = name, dry_run


@router.post(
    "/collections/{collection}/keypad-report",
    status_code=201,
    openapi_extra=BODY,
    responses={
        200: {"model": KeypadAnswer, "description": "试读"},
        201: {"model": KeypadAnswer},
        **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
    },
)
async def read_keypads(
    request: Request,
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    asked: Annotated[Asked, Depends(in_loop(Asked))],
) -> Response:
    """导入表决器报告（CSV、XLSX）：票数或逐键记录；两人各导入一遍，一致才算."""
    _, state = await seen(collection, caller, tools)
    name, content = await received_whole(request, asked.name)
    report = await asyncio.to_thread(read_keypad_file, state, name, content)
    receipt = None
    if not asked.dry_run:
        command = entry_of(report, asked.round, asked.held_on, asked.roll, asked.present)
        receipt = await write.record(caller, stream_id(COLLECTION, collection), command)
    said = KeypadAnswer(
        dry_run=asked.dry_run,
        devices=report.devices,
        lines=report.lines,
        receipt=ReceiptShown.model_validate(receipt.model_dump()) if receipt else None,
    )
    new = receipt is not None and bool(receipt.events)
    return JSONResponse(said.model_dump(mode="json"), status_code=201 if new else 200)


def read_keypad_file(state: Collection, name: str, content: bytes) -> Report:
    """The report in the candidates' numbers. Raises NotAList, Malformed."""
    report = read_report(records_of(name, content)[1])
    listed = candidates_of(state)
    items = listed.items if listed else ()
    names = {x.title: x.id for x in items} | {x.id: x.id for x in items}
    return Report(named_as(report.lines, names), report.devices)


def entry_of(report: Report, number: int, held_on: date, roll: int, present: int) -> EnterCount:
    """The report as one of two entries: so many keypads, so many ballots."""
    return EnterCount(
        round=number,
        source="keypad",
        held_on=held_on,
        roll=roll,
        present=present,
        issued=report.devices,
        returned=report.devices,
        lines=report.lines,
    )
