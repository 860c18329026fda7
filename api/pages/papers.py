"""通报与报告: the year's papers, a draft of each kind, and the way to its editor."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from starlette.responses import Response

from api import papers as interface
from api.pages.paper_shown import Which, year_of
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import Seen, seen
from api.pages.signed import WithSigned, check
from api.papers import Format, issued
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from domain.calendar import day_of
from domain.names import PROGRAMME, stream_id
from domain.papers.messages import PAPER_ZH, PaperKind
from domain.periods import Period
from domain.regimes import named
from domain.regimes.when import Every
from ledger.drafts import Draft, Drafts

router = page_router()


@router.get("/programmes/{programme}/papers")
async def papers_page(programme: ProgrammeId, signed: WithSigned, tools: WithTools) -> Response:
    """Everything issued, and what can be issued now."""
    one = await seen(stream_id(PROGRAMME, programme), signed, tools)
    return await _shown(one, programme, signed, tools)


@router.get("/programmes/{programme}/papers/draft.{form}")
async def draft(
    programme: ProgrammeId,
    form: Format,
    kind: PaperKind,
    signed: WithSigned,
    tools: WithTools,
    period: str | None = None,
) -> Response:
    """The draft's file."""
    return await interface.draft(programme, form, kind, signed, tools, period or None)


@router.get("/programmes/{programme}/papers/{no}.{form}")
async def fetch(
    programme: ProgrammeId, no: interface.No, form: Format, signed: WithSigned, tools: WithTools
) -> Response:
    """An issued paper's file."""
    return await interface.fetch(programme, no, form, signed, tools)


_EVERY: dict[PaperKind, tuple[Every, ...]] = {
    PaperKind.CIRCULAR: ("quarter", "month"),
    PaperKind.HALF_YEAR: ("half",),
}


async def _shown(one: Seen, programme: str, signed: Signed, tools: Tools) -> Response:
    check(signed, "read", one.state)
    state = year_of(one)
    drafts = await Drafts(tools.ledger.pool).of_party(signed.party)
    return page(
        "papers.html",
        signed,
        one.standing.now,
        here="/",
        sample=await sample_shown(tools),
        one=one,
        papers=await issued(programme, tools, named(state.regime).decision),
        kinds=_kinds(day_of(one.standing.now), drafts, programme),
        issuer=interface.issuer_of(state),
        may_issue=can(signed, "decide"),
        programme=programme,
    )


def _kinds(
    today: date, drafts: Mapping[tuple[str, str], Draft], programme: str
) -> list[dict[str, Any]]:
    """Each kind with the periods that one may choose: the one that ended last, and the running
    one; beside it when its draft was kept."""
    found: list[dict[str, Any]] = []
    for kind in PaperKind:
        periods: list[str | None] = [y for x in _EVERY.get(kind, ()) for y in _last_two(x, today)]
        for period in periods or [None]:
            which = Which(programme, kind, period)
            kept = drafts.get(which.place)
            found.append({"zh": PAPER_ZH[kind], "which": which, "kept": kept})
    return found


def _last_two(every: Every, today: date) -> list[str]:
    now = Period.containing(every, today)
    last = Period.containing(every, now.first - timedelta(days=1))
    return [last.name, now.name]
