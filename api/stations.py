"""Stations: which there are, what they did, rolled up by region; rota, receptions, opinions."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.duties import Limit, Offset
from api.in_reach import in_reach
from api.json_body import Strictly
from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.sight import narrowed
from api.station_routing import Routing, routed
from api.tools import WithTools
from api.where import StationId
from api.writing import Writing, answer
from domain.base import Day, Text, Value
from domain.calendar import day_of
from domain.names import STATION, stream_id
from domain.regimes.sections_stations import KIND_ZH, StationKind
from domain.station.messages import (
    AmendStation,
    AnswerOpinion,
    ChangeRota,
    CloseStation,
    EnrolStation,
    FollowUpOpinion,
    PlanRota,
    ReceiveVoters,
    TakeOpinion,
)
from domain.station.state import Station
from ledger.queries.stations import StationCount, StationRow, find_stations, station_counts

router = json_router("联络站 stations")
OpinionNo = Annotated[int, Path(ge=1, le=1_000_000)]


class StationPage(BaseModel):
    """Stations by region and kind."""

    items: tuple[StationRow, ...]
    total: int


class Counts(BaseModel):
    """What there is and was done in a region and below it, as of now."""

    region: str | None
    as_of: date
    kinds: tuple[StationCount, ...]
    kind_zh: dict[str, str]
    stations: int
    persons: int
    opinions: int
    routed: int
    answered: int


class StationShown(BaseModel):
    """One station with its rota and its opinions."""

    version: int
    late: tuple[int, ...]
    """The opinions whose answer is overdue."""
    station: dict[str, Any]


class Answering(Value):
    """答复."""

    solved: bool
    text: Text


class Asking(Value):
    """回访."""

    satisfied: bool
    on: Day


@router.get("/stations", responses=READ)
async def find(
    caller: Allowed,
    tools: WithTools,
    region: str | None = None,
    kind: StationKind | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> StationPage:
    """本地区及下级的联络站、活动室."""
    where, nothing = narrowed(caller, region)
    if nothing:
        return StationPage(items=(), total=0)
    page = await find_stations(tools.ledger, where, kind=kind, limit=limit, offset=offset)
    return StationPage(items=page.items, total=page.total)


@router.get("/stations/counts", responses=READ)
async def counts(
    caller: Allowed,
    tools: WithTools,
    region: Annotated[str | None, Query(max_length=300)] = None,
) -> Counts:
    """按种类汇总：站点、接待人次、意见、转办、答复."""
    where, nothing = narrowed(caller, region)
    rows = [] if nothing else await station_counts(tools.ledger, where)
    sums = {x: sum(getattr(row, x) for row in rows) for x in ("stations", "persons")}
    sums |= {x: sum(getattr(row, x) for row in rows) for x in ("opinions", "routed", "answered")}
    return Counts(
        region=where,
        as_of=day_of(await tools.ledger.now()),
        kinds=tuple(rows),
        kind_zh={str(x): zh for x, zh in KIND_ZH.items()},
        **sums,
    )


@router.get("/stations/{station}", responses=READ)
async def read(station: StationId, caller: Allowed, tools: WithTools) -> StationShown:
    """一个站点：轮值表、接待、意见到了哪一步."""
    stream = stream_id(STATION, station)
    found, standing = await in_reach(tools.ledger, stream, Station, caller)
    today = day_of(standing.now)
    return StationShown(
        version=standing.version,
        late=tuple(x.no for x in found.opinions if x.late_on(today)),
        station=found.model_dump(mode="json"),
    )


@router.post("/stations", status_code=201, responses=RECEIPT)
async def enrol(
    sent: Annotated[Any, Strictly(EnrolStation), Body()], caller: Allowed, write: Writing
) -> Response:
    """登记站点：种类、功能、进站代表."""
    if not caller.actor.reaches(sent.region):
        raise not_found()
    return answer(await write.record(caller, stream_id(STATION, sent.id), sent))


@router.post("/stations/{station}/opinions/{opinion}/route", status_code=201, responses=RECEIPT)
async def route(
    station: StationId,
    opinion: OpinionNo,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Routing), Body()],
) -> Response:
    """转办：交单位限期答复，或列为民生实事建议、转为代表建议."""
    return answer(await routed(station, opinion, sent, caller, write, tools))


@router.post("/stations/{station}/opinions/{opinion}/answer", status_code=201, responses=RECEIPT)
async def answered(
    station: StationId,
    opinion: OpinionNo,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Answering), Body()],
) -> Response:
    """答复：解决了没有，怎么答复的."""
    command = AnswerOpinion(opinion=opinion, solved=sent.solved, text=sent.text)
    return answer(await write.record(caller, stream_id(STATION, station), command))


@router.post(
    "/stations/{station}/opinions/{opinion}/return-visit", status_code=201, responses=RECEIPT
)
async def asked_again(
    station: StationId,
    opinion: OpinionNo,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Asking), Body()],
) -> Response:
    """回访：群众是否满意."""
    command = FollowUpOpinion(opinion=opinion, satisfied=sent.satisfied, on=sent.on)
    return answer(await write.record(caller, stream_id(STATION, station), command))


def _add(tail: str, body: type[Any], zh: str) -> None:
    async def act(
        station: StationId,
        caller: Allowed,
        write: Writing,
        sent: Annotated[Any, Strictly(body), Body()],
    ) -> Response:
        return answer(await write.record(caller, stream_id(STATION, station), sent))

    act.__doc__ = zh
    act.__name__ = f"{tail}_station".replace("-", "_")
    router.add_api_route(
        f"/stations/{{station}}/{tail}", act, methods=["POST"], status_code=201, responses=RECEIPT
    )


_add("setup", AmendStation, "变更站点")
_add("closing", CloseStation, "撤销站点")
_add("rota", PlanRota, "排班：按办法自动轮流，或送来排好的班")
_add("rota-changes", ChangeRota, "换班，写明原因")
_add("receptions", ReceiveVoters, "接待登记：来了多少人，不写姓名")
_add("opinions", TakeOpinion, "收到意见：写说了什么，不写是谁说的")
