"""联络站 on pages: the counts of a region, one station with rota and opinions, and its entries."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api.field_errors import described
from api.in_reach import in_reach
from api.pages.meeting_forms import Wrong, texts_of, tried
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.sight import reads
from api.tools import Tools, WithTools
from api.where import StationId
from domain.base import Command
from domain.calendar import day_of
from domain.names import STATION, stream_id
from domain.regimes import named
from domain.regimes.sections_stations import FUNCTION_ZH, KIND_ZH
from domain.station.messages import (
    ROUTE_ZH,
    AnswerOpinion,
    FollowUpOpinion,
    PlanRota,
    ReceiveVoters,
    RouteOpinion,
    TakeOpinion,
)
from domain.station.state import Station
from ledger.queries.stations import find_stations, station_counts
from ledger.readings import by_pinyin

router = page_router()
LISTED = 200
_COMMANDS: Mapping[str, tuple[type[Command], tuple[str, ...]]] = {
    "rota": (PlanRota, ("first", "last")),
    "reception": (ReceiveVoters, ("on", "persons", "deputies", "note")),
    "opinion": (TakeOpinion, ("on", "text", "place", "deputies")),
    "route": (RouteOpinion, ("opinion", "to", "name")),
    "answer": (AnswerOpinion, ("opinion", "solved", "text")),
    "visit": (FollowUpOpinion, ("opinion", "satisfied", "on")),
}
_ZH = {
    "on": "日期",
    "persons": "人数",
    "text": "内容",
    "opinion": "意见号",
    "name": "单位",
    "first": "起",
    "last": "止",
}


@router.get("/stations")
async def stations_page(signed: WithSigned, tools: WithTools) -> Response:
    """Counts by kind, and the stations."""
    found = await find_stations(tools.ledger, signed.region, limit=LISTED)
    counts = await station_counts(tools.ledger, signed.region)
    return page(
        "stations.html",
        signed,
        await tools.ledger.now(),
        here="/registers",
        sample=await sample_shown(tools),
        stations=sorted(found.items, key=lambda x: by_pinyin(x.name)),
        total=found.total,
        counts=counts,
        opens=[x.id for x in found.items if reads(signed, x.region)],
        enrols=can(signed, "decide"),
        sums={x: sum(getattr(row, x) for row in counts) for x in _SUMS},
        kind_zh=KIND_ZH,
    )


_SUMS = ("stations", "deputies", "persons", "opinions", "routed", "answered")


@router.get("/stations/{station}")
async def station_page(
    station: StationId,
    signed: WithSigned,
    tools: WithTools,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """One station: whose turn it is, what was heard, where each opinion is."""
    return await _shown(station, signed, tools, done=done)


@router.post("/stations/{station}/entries")
async def enter(
    station: StationId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """排班, 接待, 意见, 转办, 答复, 回访."""
    await _station(station, signed, tools)
    texts = texts_of(form)
    try:
        command = _command(texts)
        stream = stream_id(STATION, station)
        receipt = await tried(record(request, tools, signed, stream, command, key_of(form)))
    except Wrong as wrong:
        return await _shown(station, signed, tools, values=texts, wrong=wrong)
    return RedirectResponse(f"/stations/{station}?done={receipt.version}", 303)


def _command(texts: Mapping[str, str]) -> Command:
    """What the form means. Raises Wrong, Problem 404."""
    shape, names = _COMMANDS.get(texts.get("what", ""), (None, ()))
    if shape is None:
        raise not_found()
    said: dict[str, Any] = {x: texts[x] for x in names if texts.get(x)}
    if "deputies" in said:
        parts = said["deputies"].replace("，", ",").replace("、", ",").split(",")
        said["deputies"] = tuple(x.strip() for x in parts if x.strip())
    try:
        return shape.model_validate(said)
    except ValidationError as error:
        wrong = described(error.errors(include_url=False))
        zh = "；".join(f"{_ZH.get(x.field, x.field)}：{x.zh}" for x in wrong)
        raise Wrong(422, zh) from error


async def _station(station: str, signed: Signed, tools: Tools) -> Station:
    found, _ = await in_reach(tools.ledger, stream_id(STATION, station), Station, signed)
    return found


async def _shown(
    station: str,
    signed: Signed,
    tools: Tools,
    *,
    values: Mapping[str, str] | None = None,
    wrong: Wrong | None = None,
    done: int | None = None,
) -> Response:
    state = await _station(station, signed, tools)
    now = await tools.ledger.now()
    today = day_of(now)
    section = named(state.regime).stations
    return page(
        "station.html",
        signed,
        now,
        here="/registers",
        sample=await sample_shown(tools),
        status=wrong.status if wrong else 200,
        one=state,
        word=section.word if section else "联络站",
        kind_zh=KIND_ZH,
        function_zh=FUNCTION_ZH,
        route_zh=ROUTE_ZH,
        coming=[x for x in state.turns if x.on >= today][:12],
        late=[x.no for x in state.opinions if x.late_on(today)],
        keeps=signed.role not in ("deputy", "deputy_group"),
        today=today,
        values=values or {},
        refused=wrong.zh if wrong else None,
        done=done,
        key=new_key(),
    )
