"""查看记录 for machines: who asked for what, and whether the log of it is whole."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.callers import Caller
from api.json_route import json_router
from api.receipts import READ
from api.rights import Allowed
from api.tools import WithPresent
from domain.calendar import start_of
from domain.names import PROJECT, stream_id
from ledger.access.chain import Broken, verify_reads
from ledger.access.found import Sought, VisitRow, reads

router = json_router("查看记录 reads")
NEWEST = 2000
"""Lines of which the chain is verified with every look; `bihuan reads verify` takes them all."""


class Asked(BaseModel):
    """Which lines, as an address says it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    who: str = Field("", max_length=100, description="谁：账号或令牌的编号")
    what: str = Field("", max_length=300, description="看了什么：项目编号，或 programme:LG23")
    since: date | None = Field(None, description="从哪一天")
    until: date | None = Field(None, description="到哪一天为止")
    refused: bool = Field(default=False, description="只看没有成功的")
    purposed: bool = Field(default=False, description="只看写了用途的")
    before: int | None = Field(None, ge=1, le=10**15, description="早于第几行")
    limit: int = Field(50, ge=1, le=200)

    def sought(self, caller: Caller) -> Sought:
        """What the caller may look for: an auditor everybody's reads, the office auditors'."""
        what = self.what.strip()
        return Sought(
            before=self.before,
            subject=self.who.strip() or None,
            object=(what if ":" in what else stream_id(PROJECT, what)) if what else None,
            role=None if caller.role == "auditor" else "auditor",
            region=caller.region,
            since=start_of(self.since) if self.since else None,
            until=start_of(self.until + timedelta(days=1)) if self.until else None,
            refused=self.refused,
            purposed=self.purposed,
        )

    @field_validator("since", "until")
    @classmethod
    def _of_our_time(cls, day: date | None) -> date | None:
        if day is not None and not 2000 <= day.year <= 2999:
            raise ValueError("2000-2999")
        return day


class Reads(BaseModel):
    """Lines, the newest first."""

    whole: bool
    """Whether the newest part of the chain is unbroken."""
    faults: tuple[Broken, ...]
    items: list[VisitRow]


@router.get("/reads", responses=READ)
async def listed(caller: Allowed, tools: WithPresent, asked: Annotated[Asked, Query()]) -> Reads:
    """谁在什么时候看了什么、结果如何；审计员看全部，人大机关看审计员的."""
    found = await verify_reads(tools.ledger, NEWEST)
    items = await reads(tools.ledger, asked.sought(caller), asked.limit)
    return Reads(whole=found.whole, faults=found.faults, items=items)
