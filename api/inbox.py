"""What is addressed to the caller: reminders, notices, letters, escalations."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel

from api.duties import Limit, Offset
from api.json_route import json_router
from api.receipts import READ
from api.rights import Allowed
from api.tools import WithTools
from domain.dispatch import CHANNEL_ZH, Channel
from domain.names import kind_name
from domain.outcomes import OUTCOME_ZH
from ledger.queries.inbox import Notice, inbox_of
from ledger.queries.sent import Delivery

router = json_router("收件箱 inbox")


class DeliveryShown(BaseModel):
    """One message outside; anything but `sent` is not delivered. The address is not shown."""

    channel: str
    channel_zh: str
    outcome: Literal["waiting", "sent", "refused", "unknown"]
    outcome_zh: str
    attempt: int
    at: AwareDatetime | None
    reason: str | None
    again_at: AwareDatetime | None


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
    number: str | None
    """The number outside messages name it by; None while none was composed."""
    deliveries: tuple[DeliveryShown, ...]


class Inbox(BaseModel):
    """Notices, the newest first."""

    items: tuple[NoticeShown, ...]
    total: int


@router.get("/inbox", responses=READ)
async def inbox(
    caller: Allowed,
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
    return Inbox(items=tuple(shown(x) for x in page.items), total=page.total)


def shown(notice: Notice) -> NoticeShown:
    """The notice as a person reads it."""
    kind = f"{kind_name(notice.stream)}s"
    subject = notice.stream.partition(":")[2]
    waits = 1 <= notice.level <= 3 and notice.acknowledged_at is None
    at = f"/api/v1/{kind}/{subject}/duties/{notice.duty}/acknowledgements"
    known = notice.model_dump(include=set(NoticeShown.model_fields))
    known["deliveries"] = tuple(_delivery(x) for x in notice.deliveries)
    return NoticeShown(**known, subject=subject, acknowledge_at=at if waits else None)


def _delivery(one: Delivery) -> DeliveryShown:
    known = one.model_dump(include=set(DeliveryShown.model_fields))
    channel_zh = CHANNEL_ZH[Channel(one.channel)]
    return DeliveryShown(**known, channel_zh=channel_zh, outcome_zh=OUTCOME_ZH[one.outcome])
