"""Deputies' activities: told once, read by every book of those who took part; sums with marks."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body, Query
from pydantic import BaseModel, create_model
from starlette.responses import Response

from api.duties import Limit, Offset
from api.forms import Hashes
from api.json_body import Strictly
from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.rulings import documents_of
from api.sight import narrowed
from api.tools import WithTools
from api.where import ActivityId
from api.writing import Writing, answer
from domain.activity.figures import Figure, Sum, add_up
from domain.activity.kinds import FIGURE_ZH, RULES, ActivityKind, FigureName
from domain.activity.messages import ActivityId as NewId
from domain.activity.messages import AnnulActivity, CorrectActivity, RecordActivity, Told
from domain.base import ShortText, Text, Value
from domain.names import ACTIVITY, stream_id
from ledger.queries.stations import ActivityRow, activity_figures, find_activities

router = json_router("代表活动 activities")
Year = Annotated[int | None, Query(ge=1990, le=2100)]


class ActivityShown(BaseModel):
    """One activity in a list."""

    id: str
    region: str
    kind: str
    kind_zh: str
    title: str
    on: date
    until: date | None
    organiser: str
    deputies: tuple[str, ...]
    figures: tuple[Figure, ...]
    source: str | None


class ActivityPage(BaseModel):
    """Activities, the latest first."""

    items: tuple[ActivityShown, ...]
    total: int


class SumShown(BaseModel):
    """A sum as it may be said, with how many leaves said nothing."""

    what: str
    zh: str
    unit: str
    sum: Sum
    said: str


Telling: Any = create_model(
    "ActivityTelling", __base__=Told, __doc__=Told.__doc__, evidence=(Hashes, ())
)
"""An activity with its files named by hash."""


class Recording(Value):
    """登记代表活动."""

    id: NewId
    region: ShortText
    told: Telling


class Correcting(Value):
    """更正：整个重报."""

    told: Telling
    because: Text


@router.get("/activities", responses=READ)
async def find(
    caller: Allowed,
    tools: WithTools,
    region: str | None = None,
    kind: ActivityKind | None = None,
    year: Year = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> ActivityPage:
    """本地区及下级的代表活动，日期近的在前."""
    where, nothing = narrowed(caller, region)
    if nothing:
        return ActivityPage(items=(), total=0)
    page = await find_activities(
        tools.ledger, where, kind=kind, year=year, limit=limit, offset=offset
    )
    return ActivityPage(items=tuple(shown(x) for x in page.items), total=page.total)


@router.get("/activities/figures", responses=READ)
async def figures(
    caller: Allowed, tools: WithTools, region: str | None = None, year: Year = None
) -> dict[str, list[SumShown]]:
    """按活动种类加总；“余”“约”随之带到合计，没有写的算作未知."""
    where, nothing = narrowed(caller, region)
    rows = () if nothing else await activity_figures(tools.ledger, where, year)
    kinds: dict[str, list[tuple[Figure, ...]]] = {}
    for x in rows:
        kinds.setdefault(x.kind, []).append(x.counted)
    return {kind: _sums(told) for kind, told in kinds.items()}


@router.post("/activities", status_code=201, responses=RECEIPT)
async def record(
    sent: Annotated[Any, Strictly(Recording), Body()],
    caller: Allowed,
    write: Writing,
    tools: WithTools,
) -> Response:
    """登记代表活动：参加的代表填编号，不写姓名."""
    if not caller.actor.reaches(sent.region):
        raise not_found()
    told = await _told(sent.id, sent.told, caller, tools)
    command = RecordActivity(id=sent.id, region=sent.region, told=told)
    return answer(await write.record(caller, stream_id(ACTIVITY, sent.id), command))


def shown(row: ActivityRow) -> ActivityShown:
    """A row as it is answered."""
    plain = row.model_dump(include={"id", "region", "kind", "title", "organiser", "deputies"})
    return ActivityShown(
        **plain,
        kind_zh=RULES[ActivityKind(row.kind)].zh,
        on=row.held_on,
        until=row.ended_on,
        figures=row.counted,
        source=row.source,
    )


def _sums(told: list[tuple[Figure, ...]]) -> list[SumShown]:
    made = []
    for what in FigureName:
        found = add_up(what, told)
        zh, unit = FIGURE_ZH[what]
        if found.leaves:
            made.append(SumShown(what=what, zh=zh, unit=unit, sum=found, said=found.zh))
    return made


@router.post("/activities/{activity}/corrections", status_code=201, responses=RECEIPT)
async def correct(
    activity: ActivityId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Correcting), Body()],
) -> Response:
    """更正：整个重报，写明原因；原来写的留在历史里."""
    told = await _told(activity, sent.told, caller, tools)
    command = CorrectActivity(told=told, because=sent.because)
    return answer(await write.record(caller, stream_id(ACTIVITY, activity), command))


@router.post("/activities/{activity}/annulment", status_code=201, responses=RECEIPT)
async def annul(
    activity: ActivityId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(AnnulActivity), Body()],
) -> Response:
    """撤销：没有举行，或者重复登记."""
    return answer(await write.record(caller, stream_id(ACTIVITY, activity), sent))


async def _told(activity: str, sent: Any, caller: Allowed, tools: WithTools) -> Told:
    stream = stream_id(ACTIVITY, activity)
    files = await documents_of(sent.evidence, "told.evidence", stream, caller, tools)
    return Told(
        **{x: getattr(sent, x) for x in Told.model_fields if x != "evidence"}, evidence=files
    )
