"""每月一条: which deputy handed in how many suggestions in which month, beside what is asked.

Shown and no more: no source gives a consequence (S002), so nobody is reminded or sent a letter.
"""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.problems import not_found
from api.sight import reads
from api.tools import WithTools
from domain.calendar import day_of
from domain.suggestion.monthly import Coverage, month_of
from domain.terms import Term, nominal
from ledger.queries.deputies_suggestions import covered, monthly_rule, names_in

router = page_router()
_BACK = Term.parse("-5m")
"""Six months are shown, this one included."""


@router.get("/suggestions/monthly")
async def monthly_page(
    signed: WithSigned,
    tools: WithTools,
    region: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Staff see every deputy of a congress, a deputy his own months."""
    where = region or signed.region
    if where is None or signed.role == "unit" or not reads(signed, where):
        raise not_found()
    now = await tools.ledger.now()
    today = day_of(now)
    found = await covered(tools.ledger, where, nominal(today.replace(day=1), _BACK), today)
    this = month_of(today)
    return page(
        "suggestions_monthly.html",
        signed,
        now,
        here="/suggestions",
        sample=await sample_shown(tools),
        where=where,
        rule=await monthly_rule(tools.ledger, where),
        this=this,
        months=totals(found, this),
        rows=_own(signed, found),
        names=await names_in(tools.ledger, where),
    )


def totals(found: Sequence[Coverage], this: str) -> list[dict[str, Any]]:
    """Month by month: of how many deputies one was asked for, and of how many it came."""
    told = []
    for n, month in enumerate(found[0].months if found else ()):
        asked = [x.months[n] for x in found if x.months[n].asked]
        told.append(
            {
                "month": month.month,
                "handed_in": sum(x.months[n].handed_in for x in found),
                "asked": len(asked),
                "met": sum(x.met for x in asked),
                "over": month.month != this,
            }
        )
    return told


def _own(signed: Signed, found: Sequence[Coverage]) -> list[Coverage]:
    if signed.role != "deputy":
        return list(found)
    own = signed.party.partition(":")[2]
    return [x for x in found if x.deputy == own]
