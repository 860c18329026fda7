"""运行状况 for machines: what is stuck, what was and until when, and whether anybody watches."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from api.callers import Caller
from api.json_route import json_router
from api.receipts import READ
from api.rights import Allowed
from api.tools import WithPresent
from domain.incidents import INCIDENTS, IncidentKind, told
from ledger.door import Ledger
from ledger.queries.incidents import Beat, IncidentRow, beats, incidents, stopped

router = json_router("运行状况 incidents")


class IncidentShown(IncidentRow):
    """One incident, and what to do about it."""

    zh: str
    en: str
    do: str


class Incidents(BaseModel):
    """Those that were asked for, and when the processes were last heard."""

    watched: bool
    """Whether the watch runs; where it does not, an empty list means nothing."""
    items: tuple[IncidentShown, ...]
    beats: tuple[Beat, ...]


@router.get("/incidents", responses=READ)
async def listed(
    caller: Allowed,
    tools: WithPresent,
    closed: Annotated[bool, Query(description="已了结的也要")] = False,
    kind: Annotated[IncidentKind | None, Query(description="哪一种")] = None,
    subject: Annotated[str | None, Query(description="哪个流或部件", max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Incidents:
    """异常：卡住的是什么、从何时起、到何时止、怎么办；时间是机器的真实时间."""
    rows = await incidents(
        tools.ledger, closed=closed, kind=kind, subject=subject, region=caller.region, limit=limit
    )
    return await shown(caller, tools.ledger, rows)


async def shown(caller: Caller, ledger: Ledger, rows: list[IncidentRow]) -> Incidents:
    """The rows with what to do; administrators have no part in what business is about."""
    heard = await beats(ledger)
    return Incidents(
        watched=not stopped(heard),
        items=tuple(_one(x, blind=caller.role == "admin") for x in rows),
        beats=tuple(heard.values()),
    )


def _one(row: IncidentRow, *, blind: bool) -> IncidentShown:
    how = told(row.kind)
    own = row.model_dump()
    if blind and row.kind in {x.value for x, y in INCIDENTS.items() if y.by_hand}:
        own |= {"detail": "", "note": None}
    return IncidentShown(**own, zh=how.zh, en=how.en, do=how.do)
