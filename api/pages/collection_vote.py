"""The vote on a collection's candidates as staff run it: method, box or count, result in words."""

import re
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.collection_vote import box_of
from api.collections import seen
from api.pages.ballot_shown import is_clerk, offered
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned, accounts_of
from api.pages.vote_forms import FIGURES, adoption, agreement, hand_count, keypad_count
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.vote_shown import vote_shown
from api.where import CollectionId
from domain.base import Command
from domain.collection.state import Collection
from domain.names import BALLOT, COLLECTION, stream_id
from domain.refusals import NotYours, Refused
from domain.regimes import named
from domain.regimes.sections_ballot import FAMILY_ZH, SHORTFALL_ZH
from domain.voting.method import WAY_ZH
from ledger.queries.ballots import find_ballots

router = page_router()


@router.get("/collections/{collection}/vote")
async def vote_page(
    collection: CollectionId, request: Request, signed: WithSigned, tools: WithTools
) -> Response:
    """How far the vote is, and what is done next."""
    return await _shown(collection, request, signed, tools)


@router.post("/collections/{collection}/vote/{act}")
async def do(
    collection: CollectionId,
    act: str,
    form: Posted,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
) -> Response:
    """One act; what is refused is said on the same page, with what was filled in."""
    _, state = await seen(collection, signed, tools)
    key = key_of(form)
    try:
        if act == "box":
            name = re.sub(r"[^A-Za-z0-9._-]", "-", f"{collection}-vote-{key[:6]}")[:100]
            holders = (str(form.get("first", "")) or "-", str(form.get("second", "")) or "-")
            command: Command = box_of(state, name, holders)
            await record(request, tools, signed, stream_id(BALLOT, name), command, key)
            return RedirectResponse(f"/ballots/{name}", 303)
        command = await _meant(act, form, state)
        await record(request, tools, signed, stream_id(COLLECTION, collection), command, key)
    except NotYours:
        raise
    except Refused as refused:
        status = problem_of(refused).status_code
        return await _shown(collection, request, signed, tools, refused.zh, form, status)
    return RedirectResponse(f"/collections/{collection}/vote", 303)


async def _meant(act: str, form: FormData, state: Collection) -> Command:
    match act:
        case "method":
            return adoption(form)
        case "count":
            return hand_count(form, state)
        case "keypad":
            return await keypad_count(form, state)
        case "consultation":
            return agreement(form)
        case _:
            raise not_found()


async def _shown(
    collection: str,
    request: Request,
    signed: Signed,
    tools: Tools,
    refused: str | None = None,
    form: FormData | None = None,
    status: int = 200,
) -> Response:
    _, state = await seen(collection, signed, tools)
    clerk = is_clerk(signed)
    boxes = await find_ballots(tools.ledger, state.region, programme=collection, limit=20)
    return page(
        "collection_vote.html",
        signed,
        await tools.ledger.now(),
        here="/ballots",
        sample=await sample_shown(tools),
        status=status,
        one=state,
        vote=vote_shown(state),
        clerk=clerk,
        people=await offered(accounts_of(request), state.region) if clerk else [],
        boxes=[x for x in boxes.items if x.duty.startswith("vote-")],
        figures=FIGURES,
        values=_filled(form),
        refused=refused,
        key=new_key(),
        **_choices(state),
    )


def _choices(state: Collection) -> dict[str, Any]:
    rule = named(state.regime).ballot
    return {
        "rule": rule,
        "ways": list(WAY_ZH.items()),
        "families": [(x, FAMILY_ZH[x]) for x in rule.families] if rule else [],
        "shortfalls": [(x, SHORTFALL_ZH[x]) for x in rule.shortfalls] if rule else [],
    }


def _filled(form: FormData | None) -> dict[str, str]:
    return {k: v for k, v in form.items() if isinstance(v, str)} if form else {}
