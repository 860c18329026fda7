"""The clerk's and the key holders' side of a ballot: each button is one act, refused in words."""

import re
from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.ballot_paper import paper_for
from api.pages.ballot_shown import ballot_page
from api.pages.recording import key_of, record
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned, accounts_of, check
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.voting import seen_ballot
from api.where import BallotId
from domain.ballot.messages import PrepareBallot, PublishBallot, Purpose, TakeKey
from domain.ballot.paper import INVALID, ItemCount
from domain.ballot.state import Ballot
from domain.names import BALLOT, stream_id
from domain.refusals import Malformed, NotYours, Refused, Unknown
from ledger.ballots import Ballots, By, new_key

router = page_router()
Act = Callable[[Ballots, FormData, By], Awaitable[object]]


@router.post("/ballots")
async def prepare(form: Posted, request: Request, signed: WithSigned, tools: WithTools) -> Response:
    """设箱: for an evaluation that is owed, with the two people who hold the keys."""
    programme, _, duty = str(form.get("duty", "")).partition("|")
    year, body, paper = await paper_for(
        tools, signed, programme, duty, parts=form.get("parts") == "yes"
    )
    name = re.sub(r"[^A-Za-z0-9._-]", "-", f"{programme}-{duty}-{key_of(form)[:6]}")[:100]
    command = PrepareBallot(
        id=name,
        title=f"{year.title} · {year.duties[duty].zh}"[:300],
        region=year.region,
        regime=year.regime,
        purpose=Purpose(programme=programme, duty=duty),
        body=body,
        paper=paper,
        keepers=(str(form.get("first", "")) or "-", str(form.get("second", "")) or "-"),
    )
    await record(request, tools, signed, stream_id(BALLOT, name), command, key_of(form))
    return RedirectResponse(f"/ballots/{name}", 303)


@router.post("/ballots/{ballot}/key")
async def take_key(
    ballot: BallotId, form: Posted, request: Request, signed: WithSigned, tools: WithTools
) -> Response:
    """领钥匙: the code is on this one page and nowhere else."""
    state, _ = await seen_ballot(ballot, signed, tools)
    made = new_key(ballot)
    command = TakeKey(public_key=made.public)
    await record(request, tools, signed, stream_id(BALLOT, ballot), command, key_of(form))
    return page(
        "ballot_key.html",
        signed,
        await tools.ledger.now(),
        here="/ballots",
        sample=await sample_shown(tools),
        one=state,
        code=made.code,
    )


async def _open(boxes: Ballots, form: FormData, by: By, ballot: str) -> object:
    voters = [str(x) for x in form.getlist("voter")]
    return await boxes.open(ballot, voters, _number(form, "present"), by)


async def _papers(boxes: Ballots, form: FormData, by: By, ballot: str) -> object:
    voters = [str(x) for x in form.getlist("voter")]
    return await boxes.issue_papers(ballot, voters, by.actor)


async def _close(boxes: Ballots, form: FormData, by: By, ballot: str) -> object:
    present = _number(form, "present") if form.get("present") else None
    return await boxes.close(ballot, by, present)


async def _enter(boxes: Ballots, form: FormData, by: By, ballot: str) -> object:
    state = await boxes.ballot(ballot)
    return await boxes.enter_papers(ballot, _entry(state, form), by)


async def _count(boxes: Ballots, form: FormData, by: By, ballot: str) -> object:
    codes = (str(form.get("first", "")), str(form.get("second", "")))
    return await boxes.count(ballot, codes, by)


async def _annul(boxes: Ballots, form: FormData, by: By, ballot: str) -> object:
    return await boxes.annul(ballot, _sentence(form, "reason"), by)


async def _publish(boxes: Ballots, form: FormData, by: By, ballot: str) -> object:
    return await boxes.ledger.handle(
        stream_id(BALLOT, ballot),
        PublishBallot(where=_sentence(form, "where")),
        actor=by.actor,
        client=by.client,
        command_id=by.key,
        received_at=by.received_at,
    )


ACTS = {
    "opening": _open,
    "papers": _papers,
    "closing": _close,
    "entry": _enter,
    "count": _count,
    "annulment": _annul,
    "publication": _publish,
}


@router.post("/ballots/{ballot}/{act}")
async def do(
    ballot: BallotId, act: str, form: Posted, request: Request, signed: WithSigned, tools: WithTools
) -> Response:
    """One act; what is refused is said on the same page."""
    state, _ = await seen_ballot(ballot, signed, tools)
    _may(act, state, signed)
    try:
        await ACTS[act](Ballots(tools.ledger), form, _by(request, form, signed, tools), ballot)
    except (NotYours, Unknown):
        raise
    except Refused as refused:
        status = problem_of(refused).status_code
        accounts = accounts_of(request)
        return await ballot_page(ballot, signed, tools, accounts, refused=refused.zh, status=status)
    return RedirectResponse(f"/ballots/{ballot}", 303)


def _may(act: str, state: Ballot, signed: Signed) -> None:
    if act not in ACTS:
        raise not_found()
    if act != "entry" or signed.actor.ref not in state.keepers:
        check(signed, "decide")


def _by(request: Request, form: FormData, signed: Signed, tools: Tools) -> By:
    told = "received_at" in request.state
    at = request.state.received_at if told else tools.heart.arrived()
    return By(signed.actor, signed.client, key_of(form), at)


def _number(form: FormData, name: str) -> int:
    text = str(form.get(name, "")).strip()
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise Malformed("请填写出席人数。", "say how many are present.")
    return int(text)


def _sentence(form: FormData, name: str) -> str:
    text = str(form.get(name, "")).strip()
    if not 0 < len(text) <= 1000:
        raise Malformed("请写明，不能空着。", "this cannot be left empty.")
    return text


def _entry(state: Ballot, form: FormData) -> tuple[ItemCount, ...]:
    choices = (*state.paper.choices, INVALID)
    rows = []
    for n, item in enumerate(state.paper.items):
        given = {x: str(form.get(f"votes.{n}.{x}", "")).strip() or "0" for x in choices}
        if not all(re.fullmatch(r"[0-9]{1,5}", x) for x in given.values()):
            raise Malformed("票数请填整数。", "votes are whole numbers.")
        rows.append(ItemCount(item=item.key, votes={x: int(y) for x, y in given.items()}))
    return tuple(rows)
