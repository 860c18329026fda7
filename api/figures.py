"""Figures of a region: sums with all they rest on, what contradicts them, and telling leaves."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Body, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.callers import Caller
from api.json_body import Strictly
from api.json_route import json_router
from api.one_stream import Told, tell
from api.problems import not_found
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.sight import reads
from api.tools import Tools, WithTools
from api.writing import Writing, answer
from domain.base import ShortText, Value
from domain.calendar import day_of
from domain.figures.beside import roll_up
from domain.figures.catalogue import metrics
from domain.figures.figure import Figure, Scope
from domain.figures.messages import (
    CorrectFigure,
    NoteClaims,
    OpenFigures,
    Period,
    TellFigures,
    WithdrawClaim,
)
from domain.names import FIGURES, stream_id
from ledger.queries.figures import Found, find_figures

router = json_router("统计 figures")
BookId = Annotated[
    str,
    Path(
        description="统计台账编号",
        examples=["shangluo"],
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
    ),
]
AsOf = Annotated[
    date | None,
    Query(
        description="统计时点；不给则为今天。是数所说的那一天，往往后来才报，所以不像别处那样回到那天的"
        "记录；要看那时系统里有哪些数，用 known_at"
    ),
]
Periods = Annotated[
    list[Period], Query(description="年度或期间，可多个；不给则不分期间", max_length=40)
]


class Opening(Value):
    """建立一个地区的统计台账."""

    region: ShortText
    title: ShortText


class RolledUp(BaseModel):
    """Every figure of a scope that anything is known of."""

    region: str
    periods: tuple[str, ...]
    as_of: date
    figures: tuple[Figure, ...]
    conflicts: int
    as_now: tuple[str, ...]
    """问过去某日的，这些指标中系统记录的部分仍按现时记录计."""
    days: tuple[date, ...]
    """另有填报数或公布数的统计时点，最近的在前."""
    below: tuple[str, ...]
    """下辖各地，可再逐一汇总."""


@router.get("/figures", responses=READ)
async def read(
    caller: Allowed,
    tools: WithTools,
    region: Annotated[ShortText, Query(description="汇总范围：本地区或所辖地区")],
    periods: Periods = [],  # noqa: B006  # a query's default, never written to
    as_of: AsOf = None,
) -> RolledUp:
    """本地区及所辖各地的合计数；未报的列为未知，公布数与合计数不同的并列指出。"""
    return await rolled_up(tools, caller, region, tuple(periods), as_of)


@router.put("/figures/{book}", status_code=201, responses=RECEIPT)
async def open_figures(
    book: BookId, caller: Allowed, write: Writing, sent: Annotated[Any, Strictly(Opening), Body()]
) -> Response:
    """建立统计台账。"""
    command = OpenFigures(id=book, region=sent.region, title=sent.title)
    return answer(await write.record(caller, stream_id(FIGURES, book), command))


_ZH = "填报统计数；已填报的相同数不重复登记，不同的拒绝，请用更正。"
_ANEW = "撤下登记有误的公布数；原来登记的留在历史里，再登记正确的。"
tell(
    router,
    FIGURES,
    "/figures/{book}",
    BookId,
    (
        Told("tell", "told", TellFigures, _ZH),
        Told("correct", "corrections", CorrectFigure, "更正填报有误的数；原数留存。"),
        Told("note_claims", "claims", NoteClaims, "登记公开发布的数；与合计数并列，谁也不改谁。"),
        Told("withdraw_claim", "claims/withdrawals", WithdrawClaim, _ANEW),
    ),
)


async def rolled_up(
    tools: Tools, caller: Caller, region: str, periods: tuple[str, ...], as_of: date | None
) -> RolledUp:
    """Every figure of a region in the caller's reach. Raises Problem 404 beyond it."""
    return (await gathered(tools, caller, region, periods, as_of))[0]


async def gathered(
    tools: Tools, caller: Caller, region: str, periods: tuple[str, ...], as_of: date | None
) -> tuple[RolledUp, Found]:
    """The figures, and what they were made from. Raises Problem 404 beyond the caller's reach."""
    if not reads(caller, region):
        raise not_found()
    today = day_of(await tools.ledger.now())
    day = as_of or today
    scope = Scope(region=region, periods=periods, as_of=day)
    found = await find_figures(tools.ledger, scope)
    figures = [
        roll_up(name, scope, found.leaves, found.claims, found.expected.get(name, ()))
        for name in metrics()
    ]
    known = [x for x in figures if x.leaves or x.claims or x.unknown]
    shown = RolledUp(
        region=region,
        periods=periods,
        as_of=day,
        figures=tuple(known),
        conflicts=sum(len(x.conflicts) for x in known),
        as_now=tuple(x.metric for x in known if day < today and metrics()[x.metric].as_now),
        days=tuple(sorted(found.days - {day}, reverse=True)[:12]),
        below=tuple(nearest(region, found.below)),
    )
    return shown, found


def nearest(region: str, below: Sequence[str]) -> list[str]:
    """The regions one step below, of all that lie there."""
    first = (x.removeprefix(f"{region}/").split("/")[0] for x in below)
    return list(dict.fromkeys(f"{region}/{x}" for x in first))
