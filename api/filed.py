"""Receipts: what the caller's own party has filed, each with its event and its answer."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import AwareDatetime, BaseModel

from api.duties import Limit, Offset
from api.json_route import json_router
from api.receipts import READ
from api.rights import Allowed
from api.tools import WithTools
from domain.evidence import Evidence
from ledger.queries.filed import Filed, filed_by

router = json_router("报送 filing")
Answer = Literal["waits", "DutyAccepted", "DutyReturned"]


class FiledShown(BaseModel):
    """一次报送的回执."""

    stream: str
    subject: str
    title: str
    duty: str
    zh: str
    period: str | None
    version: int
    """事件编号：在该项目中的第几条."""
    hash: str
    received_at: AwareDatetime
    recorded_at: AwareDatetime
    on_time: bool
    answer: Answer
    answered_at: AwareDatetime | None
    reason: str | None
    """退回时写的缺什么."""
    evidence: list[Evidence]


class FiledPage(BaseModel):
    """Receipts, the newest first."""

    items: tuple[FiledShown, ...]
    total: int


@router.get("/filed", responses=READ)
async def own_filings(
    caller: Allowed,
    tools: WithTools,
    year: Annotated[int | None, Query(ge=1990, le=2100, description="哪一年收到的")] = None,
    answer: Annotated[Answer | None, Query(description="等收下、已收下、退回")] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> FiledPage:
    """本单位交过的材料与回执：最新的在前，精确到秒，带事件编号和散列."""
    found = await filed_by(
        tools.ledger,
        caller.party,
        caller.region,
        year=year,
        answer=answer,
        limit=limit,
        offset=offset,
    )
    return FiledPage(items=tuple(_shown(x) for x in found.items), total=found.total)


def _shown(one: Filed) -> FiledShown:
    known = one.model_dump(include=set(FiledShown.model_fields) - {"answer"})
    return FiledShown(
        **known,
        on_time=one.on_time,
        answer=one.answer or "waits",
        reason=one.reason,
        evidence=[Evidence.model_validate(x) for x in one.evidence],
    )
