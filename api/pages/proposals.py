"""待确认: weighty acts that wait for a second person, and what became of the others."""

from starlette.responses import Response

from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.proposals import acts_for
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.countersign.weighty import WEIGHTY_ZH
from domain.names import PROJECT
from ledger.account import ROLE_ZH
from ledger.queries.proposals import ProposalRow, find_proposals
from ledger.queries.titles import titles_of
from ledger.signing import names_of

router = page_router()
WAITING, PAST = 100, 20
OUTCOME_ZH = {
    "confirmed": "已确认并办理",
    "declined": "不同意",
    "withdrawn": "已撤回",
    "lapsed": "过期失效",
    "waits": "等待确认",
}


@router.get("/proposals")
async def waiting(signed: WithSigned, tools: WithTools) -> Response:
    """What waits, the soonest to lapse first; below it what was settled lately."""
    acts = acts_for(signed)
    found = await find_proposals(tools.ledger, signed.region, acts, limit=WAITING)
    past = await find_proposals(tools.ledger, signed.region, acts, past=True, limit=PAST)
    told = await told_of(tools, signed, (*found.items, *past.items))
    now = await tools.ledger.now()
    return page(
        "proposals.html",
        signed,
        now,
        here="/proposals",
        sample=await sample_shown(tools),
        waiting=told[: len(found.items)],
        total=found.total,
        others=sum(1 for x in found.items if x.proposed_by != signed.client),
        past=told[len(found.items) :],
        today=day_of(now),
    )


async def told_of(
    tools: Tools, signed: Signed, rows: tuple[ProposalRow, ...]
) -> list[dict[str, object]]:
    """Each as the pages tell it: names for their own office, nothing of them in the record."""
    refs = {y for x in rows for y in (x.proposed_by, x.settled_by) if y}
    names = await names_of(tools.ledger.pool, refs) if refs else {}
    titles = await titles_of(tools.ledger, [x.target for x in rows]) if rows else {}
    return [
        {
            "href": f"/proposals/{x.target}/{x.number}",
            "zh": WEIGHTY_ZH[x.act],
            "subject": x.subject,
            "title": titles.get(x.target, ""),
            "by": names.get(x.proposed_by) or ROLE_ZH.get(x.role, "工作人员"),  # type: ignore[call-overload]  # a role of an older release is told in general
            "mine": x.proposed_by == signed.client,
            "at": x.proposed_at,
            "until": x.lapses_on,
            "outcome": OUTCOME_ZH["lapsed" if x.lapsed else x.outcome],
            "settled_by": names.get(x.settled_by or "", ""),
            "settled_at": x.settled_at,
            "reason": x.reason,
        }
        for x in rows
    ]


def place_of(target: str) -> str | None:
    """The page of what the act is about; None where it has none."""
    kind, _, name = target.partition(":")
    kinds = (PROJECT, "programme", "collection", "suggestion")
    return f"/{kind}s/{name}" if kind in kinds else None
