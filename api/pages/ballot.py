"""Voting on a phone: choose, look at it once more, put it in; the receipt is shown twice.

Nothing of a choice is kept between the steps but in the voter's own form.
"""

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.ballot_shown import Filled, ballot_page, facts, is_clerk, offered
from api.pages.recording import new_key
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned, accounts_of
from api.sight import narrowed
from api.tools import Tools, WithTools
from api.voting import seen_ballot, slip_of
from api.where import BallotId
from domain.ballot.paper import CHOICE_ZH, INVALID, fits, judged
from domain.ballot.refusals import WrongKeys
from domain.ballot.state import STATUS_ZH, Ballot, Status
from ledger.ballots import Ballots, new_code, receipt_of
from ledger.queries.ballots import BallotRow, find_ballots, find_evaluations
from ledger.queries.collections import CollectionRow, find_collections

router = page_router()
MOST = 200


@router.get("/ballots")
async def ballots(request: Request, signed: WithSigned, tools: WithTools) -> Response:
    """The votes that concern the reader; a voter with one paper to fill in is led to it."""
    rows = await _concerning(signed, tools)
    waiting = [x for x in rows if x.status == Status.OPEN]
    if len(waiting) == 1 and not is_clerk(signed):
        return RedirectResponse(f"/ballots/{waiting[0].id}", 303)
    clerk = is_clerk(signed)
    region, _ = narrowed(signed, None)
    people = await offered(accounts_of(request), region or "") if clerk else []
    return page(
        "ballots.html",
        signed,
        await tools.ledger.now(),
        here="/ballots",
        sample=await sample_shown(tools),
        rows=[(x, STATUS_ZH[Status(x.status)]) for x in rows],
        owed=await find_evaluations(tools.ledger, region) if clerk else [],
        collections=await _choosing(tools, region) if clerk else [],
        people=people,
        clerk=clerk,
        key=new_key(),
    )


async def _choosing(tools: Tools, region: str | None) -> list[CollectionRow]:
    """The collections whose candidates are still to be decided on."""
    found = await find_collections(tools.ledger, region, limit=MOST)
    return [x for x in found.items if not x.closed]


@router.get("/ballots/{ballot}")
async def ballot_opened(
    ballot: BallotId,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
) -> Response:
    """The paper, the desk or the result."""
    return await ballot_page(ballot, signed, tools, accounts_of(request))


@router.post("/ballots/{ballot}/receipt")
async def check_receipt(
    ballot: BallotId, form: Posted, request: Request, signed: WithSigned, tools: WithTools
) -> Response:
    """Whether a receipt stands in the published list."""
    said = await _checked(ballot, str(form.get("receipt", "")), signed, tools)
    return await ballot_page(ballot, signed, tools, accounts_of(request), checked=said)


@router.post("/ballots/{ballot}/review")
async def review(ballot: BallotId, form: Posted, signed: WithSigned, tools: WithTools) -> Response:
    """What was chosen, once more, with the receipt to be kept."""
    state, stands = await seen_ballot(ballot, signed, tools)
    marks = _marks(state, form)
    slip = slip_of(state, marks)
    return page(
        "ballot_review.html",
        signed,
        await tools.ledger.now(),
        here="/ballots",
        sample=await sample_shown(tools),
        code=new_code(),
        spoiled=any(slip)
        and fits(state.paper, slip)
        and set(judged(state.paper, slip)) == {INVALID},
        marked=[
            (n, x.title, marks[x.key], "、".join(_mark_zh(y) for y in marks[x.key]))
            for n, x in enumerate(state.paper.items)
        ],
        **facts(state, stands, signed),
    )


@router.post("/ballots/{ballot}/paper")
async def once_more(
    ballot: BallotId, form: Posted, request: Request, signed: WithSigned, tools: WithTools
) -> Response:
    """The paper again, as it was filled in, at the item that is to be changed."""
    state, _ = await seen_ballot(ballot, signed, tools)
    at = str(form.get("at", ""))
    return await ballot_page(
        ballot,
        signed,
        tools,
        accounts_of(request),
        filled=Filled(
            _marks(state, form), int(at) if at.isascii() and at.isdigit() and len(at) < 4 else 0
        ),
    )


@router.post("/ballots/{ballot}/cast")
async def cast(ballot: BallotId, form: Posted, signed: WithSigned, tools: WithTools) -> Response:
    """Into the box; sent twice it is one vote, with the same receipt."""
    state, _ = await seen_ballot(ballot, signed, tools)
    slip = slip_of(state, _marks(state, form))
    code = str(form.get("code", ""))
    vote = await Ballots(tools.ledger).cast(ballot, signed.actor, slip, code)
    return page(
        "ballot_done.html",
        signed,
        await tools.ledger.now(),
        here="/ballots",
        sample=await sample_shown(tools),
        one=state,
        code=code,
        receipt=vote.receipt,
    )


def _mark_zh(mark: str) -> str:
    return f"第{mark}名" if mark.isdigit() else CHOICE_ZH.get(mark, mark)


def _marks(state: Ballot, form: FormData) -> dict[str, tuple[str, ...]]:
    return {
        x.key: tuple(str(y) for y in form.getlist(f"mark.{n}") if y)
        for n, x in enumerate(state.paper.items)
    }


async def _checked(ballot: str, code: str, signed: Signed, tools: Tools) -> str:
    state, _ = await seen_ballot(ballot, signed, tools)
    try:
        found = receipt_of(code, ballot) in state.receipts
    except WrongKeys:
        return "这不是一张回执码，逐字核对后再查。"
    return "这张票已经计入。" if found else "清单里没有这张票，请与计票人核对。"


async def _concerning(signed: Signed, tools: Tools) -> list[BallotRow]:
    """All of the region for staff; for others those on whose roll they are or whose key they
    hold."""
    region, _ = narrowed(signed, None)
    rows = (await find_ballots(tools.ledger, region, limit=MOST)).items
    if can(signed, "decide") or can(signed, "audit"):
        return list(rows)
    boxes = Ballots(tools.ledger)
    mine = []
    for row in rows:
        stands = await boxes.stands(row.id, signed.actor.ref)
        if stands.on_roll or signed.actor.ref in (await boxes.ballot(row.id)).keepers:
            mine.append(row)
    return mine
