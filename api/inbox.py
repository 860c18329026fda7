"""What is addressed to the caller: reminders, notices, letters, escalations."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel

from api.duties import Limit, Offset
from api.json_route import json_router
from api.receipts import READ
from api.rights import Obligor
from api.tools import WithTools
from domain.names import PROJECT, kind_name
from ledger.queries.inbox import Notice, inbox_of

router = json_router("收件箱 inbox")


class NoticeShown(BaseModel):
    """One notice; where it wants to be acknowledged, the address and what to send there."""

    id: UUID
    subject: str
    title: str
    duty: str
    kind: str
    zh: str
    because: str
    on: date
    recorded_at: AwareDatetime
    acknowledged_at: AwareDatetime | None
    revision: int
    level: int
    acknowledge_at: str | None


class Inbox(BaseModel):
    """Notices, the newest first."""

    items: tuple[NoticeShown, ...]
    total: int


@router.get("/inbox", responses=READ)
async def inbox(
    caller: Obligor,
    tools: WithTools,
    unacknowledged: Annotated[bool, Query(description="只看待签收的")] = False,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Inbox:
    """收件箱：催办、督办函、升级通知等，最新的在前."""
    page = await inbox_of(
        tools.ledger,
        caller.party,
        caller.region,
        unacknowledged=unacknowledged,
        limit=limit,
        offset=offset,
    )
    return Inbox(items=tuple(_shown(x) for x in page.items), total=page.total)


def _shown(notice: Notice) -> NoticeShown:
    kind = "projects" if kind_name(notice.stream) == PROJECT else "programmes"
    subject = notice.stream.partition(":")[2]
    waits = 1 <= notice.level <= 3 and notice.acknowledged_at is None
    at = f"/api/v1/{kind}/{subject}/duties/{notice.duty}/acknowledgements"
    known = notice.model_dump(include=set(NoticeShown.model_fields))
    return NoticeShown(**known, subject=subject, acknowledge_at=at if waits else None)
