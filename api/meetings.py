"""Meetings: convened, moved, opened, closed, cancelled; what hangs on them follows."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.convening import (
    Cancelling,
    ClosingDay,
    Convening,
    Moving,
    OpeningDay,
    SigningIn,
    in_reach,
)
from api.duties import Limit, Offset
from api.json_body import Strictly
from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.sight import narrowed, reads
from api.tools import WithTools
from api.where import MeetingId
from api.writing import Writing, answer
from domain.base import Command
from domain.meeting.kinds import RULES, MeetingKind
from domain.meeting.state import LIFE_ZH, Life
from domain.names import MEETING, stream_id
from ledger.dry_run import dry_run
from ledger.queries.meetings import MeetingRow, find_meetings

router = json_router("会议 meetings")
Year = Annotated[int | None, Query(ge=2004, le=2100, description="开会年份")]


class MeetingShown(BaseModel):
    """One meeting and how far it is."""

    id: str
    title: str
    kind: str
    kind_zh: str
    tier: str
    region: str
    convened_by: str
    document: str
    opens: date
    closes: date | None
    first_opens: date
    moved: int
    life: str
    life_zh: str
    opened_on: date | None
    roll: int | None
    present: int | None
    closed_on: date | None
    programmes: tuple[str, ...]
    anchors: tuple[str, ...]
    version: int


class MeetingPage(BaseModel):
    """Meetings, the latest first."""

    items: tuple[MeetingShown, ...]
    total: int


@router.get("/meetings", responses=READ)
async def find(
    caller: Allowed,
    tools: WithTools,
    region: str | None = None,
    year: Year = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> MeetingPage:
    """本地区及下级的会议，日期近的在前."""
    where, nothing = narrowed(caller, region)
    if nothing:
        return MeetingPage(items=(), total=0)
    page = await find_meetings(tools.ledger, where, year=year, limit=limit, offset=offset)
    return MeetingPage(items=tuple(shown(x) for x in page.items), total=page.total)


@router.get("/meetings/{meeting}", responses=READ)
async def read(meeting: MeetingId, caller: Allowed, tools: WithTools) -> MeetingShown:
    """一次会议."""
    page = await find_meetings(tools.ledger, meeting=meeting, limit=1)
    row = next((x for x in page.items if reads(caller, x.region)), None)
    if row is None:
        raise not_found()
    return shown(row)


@router.post("/meetings", status_code=201, responses=RECEIPT)
async def convene(
    sent: Annotated[Any, Strictly(Convening), Body()],
    caller: Allowed,
    write: Writing,
    tools: WithTools,
) -> Response:
    """召集会议：依附于它的期限随之产生或改期. 先用 preview 看会影响谁."""
    command = await sent.command(caller, tools)
    if not in_reach(caller, command):
        raise not_found()
    stream = stream_id(MEETING, sent.id)
    await dry_run(tools.ledger, stream, command, caller.actor)
    return answer(await write.record(caller, stream, command))


def shown(row: MeetingRow) -> MeetingShown:
    """A row as it is answered."""
    return MeetingShown(
        **row.model_dump(exclude={"stream"}),
        kind_zh=RULES[MeetingKind(row.kind)].zh,
        life_zh=LIFE_ZH[Life(row.life)],
    )


def _add(tail: str, body: type[Any], zh: str) -> None:
    async def act(
        meeting: MeetingId,
        caller: Allowed,
        write: Writing,
        tools: WithTools,
        sent: Annotated[Any, Strictly(body), Body()],
    ) -> Response:
        stream, command = stream_id(MEETING, meeting), sent.command()
        await _possible(tools, stream, command, caller)
        return answer(await write.record(caller, stream, command))

    act.__doc__ = zh
    act.__name__ = f"{tail}_meeting".replace("-", "_")
    router.add_api_route(
        f"/meetings/{{meeting}}/{tail}",
        act,
        methods=["POST"],
        status_code=201,
        responses=RECEIPT,
    )


async def _possible(tools: WithTools, stream: str, command: Command, caller: Allowed) -> None:
    """Nothing is recorded that a stream hanging on the meeting would refuse."""
    await dry_run(tools.ledger, stream, command, caller.actor)


_add("moves", Moving, "改期：开幕前决定（地方组织法第十四条）")
_add("opening", OpeningDay, "开幕：登记应到、实到人数；不足法定人数的不能举行")
_add("closing", ClosingDay, "闭幕：从闭幕日起算的期限开始")
_add("attendance", SigningIn, "签到：谁出席、请假、缺席、列席，填代表编号；更换名单的写明原因")
_add("cancellation", Cancelling, "取消：依附于它的期限失效，并写明原因")
