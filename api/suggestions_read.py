"""Deputies' suggestions as they are read: lists, figures with their denominators, one of them."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from api.callers import STAFF, Caller
from api.duties import Limit, Offset, with_courses
from api.json_route import json_router
from api.live import Clock, clock_of
from api.problems import not_found
from api.project_shown import HistoryPage
from api.receipts import READ
from api.rights import Allowed
from api.shown import DutyShown
from api.sight import narrowed, sees
from api.suggestion_search import Search
from api.tools import Tools, WithTools
from api.where import SuggestionId
from domain.names import SUGGESTION, stream_id
from domain.refusals import Unknown
from domain.suggestion.figures import Figures, Share
from domain.suggestion.proposal import VERDICT_ZH, Proposal, StageDone
from domain.suggestion.state import LIFE_ZH, Life, Suggestion
from ledger.queries.deputies_suggestions import covered
from ledger.queries.duties import duties_of_stream
from ledger.queries.history import history
from ledger.queries.suggestions import (
    SuggestionRow,
    figures_of,
    find_suggestions,
    sessions_of,
)
from ledger.standing import Standing

router = json_router("代表建议 suggestions")
Short = Annotated[str | None, Query(min_length=1, max_length=300)]


class SuggestionListed(SuggestionRow):
    """A suggestion in a list."""

    life_zh: str
    verdict_zh: str | None


class SuggestionPage(BaseModel):
    """Suggestions, the newest first."""

    items: tuple[SuggestionListed, ...]
    total: int


class Rate(BaseModel):
    """A rate beside its counts; null where there is nothing to be a share of."""

    percent: str | None
    part: int
    part_zh: str
    whole: int
    whole_zh: str
    zh: str


class FiguresShown(BaseModel):
    """收到 = 办结 + 在办 + 撤回. 办结率与满意率分母不同，不可互换."""

    collected: int
    completed: int
    in_hand: int
    withdrawn: int
    balanced: bool
    completion: Rate
    satisfaction: Rate
    content: Rate
    classes: dict[str, int]
    sessions: dict[str, tuple[int, int]]
    """Of each congress: collected, completed."""


class MonthShown(BaseModel):
    """One deputy's month."""

    month: str
    handed_in: int
    asked: int
    met: bool


class CoverageShown(BaseModel):
    """One deputy over the months."""

    deputy: str
    met: int
    asked: int
    months: tuple[MonthShown, ...]


class SuggestionShown(BaseModel):
    """One suggestion: what it asks, who handles it, how far it is, what is owed."""

    proposal: Proposal
    submitted_on: date
    seconders: tuple[str, ...]
    life: Life
    life_zh: str
    lead: str | None
    co: tuple[str, ...]
    assigned_on: date | None
    difficult: bool
    stages: tuple[StageDone, ...]
    replies: int
    kind: str | None
    verdict: str | None
    linked: tuple[str, ...]
    closed_on: date | None
    version: int
    duties: tuple[DutyShown, ...]
    clock: Clock | None


@router.get("/suggestions", responses=READ)
async def find(
    caller: Allowed, tools: WithTools, asked: Annotated[Search, Query()]
) -> SuggestionPage:
    """代表建议清单：承办单位只见交本单位办理的，代表见本人大的，人大机关见本级及下级的."""
    where, nothing = narrowed(caller, asked.region)
    if nothing:
        return SuggestionPage(items=(), total=0)
    own = caller.party.partition(":")[2] if caller.role == "unit" else None
    wanted = asked.wanted(where, own, here_only=caller.role not in STAFF)
    page = await find_suggestions(tools.ledger, wanted, limit=asked.limit, offset=asked.offset)
    return SuggestionPage(items=tuple(listed(x) for x in page.items), total=page.total)


@router.get("/suggestions/figures", responses=READ)
async def figures(
    caller: Allowed,
    tools: WithTools,
    session: Short = None,
    raised: Annotated[str | None, Query(pattern="^(session|recess)$")] = None,
    region: str | None = None,
) -> FiguresShown:
    """收到、办结、在办、撤回，办结率和满意率，各写明分母."""
    where, nothing = narrowed(caller, region)
    if nothing:
        return figures_shown(Figures(), {}, {})
    found, classes = await figures_of(tools.ledger, where, session, raised)
    return figures_shown(found, classes, await sessions_of(tools.ledger, where))


@router.get("/suggestions/coverage", responses=READ)
async def coverage(
    caller: Allowed, tools: WithTools, region: str, first: date, last: date
) -> tuple[CoverageShown, ...]:
    """每名代表每月提出的件数；只列明，不催办. 代表名单取自人大组织表."""
    _, nothing = narrowed(caller, region)
    if nothing:
        raise not_found()
    found = await covered(tools.ledger, region, first, last)
    return tuple(
        CoverageShown(
            deputy=x.deputy,
            met=x.met,
            asked=x.asked,
            months=tuple(MonthShown(**y._asdict(), met=y.met) for y in x.months),
        )
        for x in found
    )


@router.get("/suggestions/{suggestion}", responses=READ)
async def read(suggestion: SuggestionId, caller: Allowed, tools: WithTools) -> SuggestionShown:
    """一件建议：内容、承办、阶段、答复与反馈、期限与时钟."""
    standing, state = await seen(suggestion, caller, tools)
    rows = await duties_of_stream(tools.ledger, standing.stream)
    fields = set(SuggestionShown.model_fields) & set(Suggestion.model_fields) - {"duties"}
    return SuggestionShown(
        **{x: getattr(state, x) for x in fields},
        life_zh=LIFE_ZH[state.life],
        version=standing.version,
        duties=await with_courses(rows, tools),
        clock=await clock_of(tools.temporal, standing.stream),
    )


@router.get("/suggestions/{suggestion}/history", responses=READ)
async def read_history(
    suggestion: SuggestionId,
    caller: Allowed,
    tools: WithTools,
    after: Offset = 0,
    limit: Limit = 50,
) -> HistoryPage:
    """一件建议的全部经过."""
    standing, _ = await seen(suggestion, caller, tools)
    entries = await history(tools.ledger, standing.stream, after=after, limit=limit)
    return HistoryPage.model_validate(
        {"items": [x.model_dump() for x in entries], "total": standing.version}
    )


def listed(row: SuggestionRow) -> SuggestionListed:
    """A row as it is answered."""
    verdict_zh = VERDICT_ZH[row.verdict] if row.verdict else None  # type: ignore[index]  # as the record wrote it
    return SuggestionListed(
        **row.model_dump(), life_zh=LIFE_ZH[Life(row.life)], verdict_zh=verdict_zh
    )


def figures_shown(
    found: Figures, classes: dict[str, int], sessions: dict[str, tuple[int, int]]
) -> FiguresShown:
    """The sums and their rates as they are answered."""
    return FiguresShown(
        **found.model_dump(include={"collected", "completed", "in_hand", "withdrawn"}),
        balanced=found.balanced,
        completion=_rate(found.completion()),
        satisfaction=_rate(found.satisfaction()),
        content=_rate(found.content()),
        classes=classes,
        sessions=sessions,
    )


def _rate(share: Share) -> Rate:
    percent = None if share.percent is None else str(share.percent)
    return Rate(**{**share._asdict(), "percent": percent}, zh=share.zh)


async def seen(suggestion: str, caller: Caller, tools: Tools) -> tuple[Standing, Suggestion]:
    """The suggestion as it stands, to who may see it. Raises Problem 404."""
    try:
        standing = await tools.ledger.standing(stream_id(SUGGESTION, suggestion))
    except Unknown as error:
        raise not_found() from error
    state: object = standing.state
    if not isinstance(state, Suggestion) or not sees(caller, state):
        raise not_found()
    return standing, state
