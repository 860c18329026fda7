"""A ballot as it is read, and the voter's one act: casting. No choice is answered or logged."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from api.callers import Caller
from api.duties import Limit, Offset
from api.json_body import Strictly
from api.json_route import json_router
from api.matrix import scope
from api.problems import not_found
from api.receipts import READ, problems
from api.rights import Allowed
from api.sight import narrowed, reads
from api.tools import Tools, WithTools
from api.where import BallotId
from domain.ballot.paper import CHOICE_ZH, Slip
from domain.ballot.refusals import BrokenPaper
from domain.ballot.state import STATUS_ZH, Ballot, Status
from domain.base import Value
from domain.refusals import Unknown
from ledger.ballots import Ballots, Standing, new_code
from ledger.queries.ballots import BallotRow, find_ballots

router = json_router("投票 ballots")
Marks = Annotated[tuple[str, ...], Field(max_length=4)]


class ItemShown(BaseModel):
    """One line of the paper; votes only after the count."""

    item: str
    project: str
    subproject: int | None
    title: str
    votes: dict[str, int] | None


class BallotShown(BaseModel):
    """One vote as it stands, and how the caller stands to it."""

    id: str
    title: str
    region: str
    programme: str
    duty: str
    body: str
    status: str
    status_zh: str
    held_on: date | None
    family: str
    choices: dict[str, str]
    items: tuple[ItemShown, ...]
    roll: int
    present: int
    cast: int
    papers: int
    ballots: int
    receipts: tuple[str, ...]
    on_roll: bool
    voted: bool


class BallotPage(BaseModel):
    """Votes, those that are going on first."""

    items: tuple[BallotRow, ...]
    total: int


class Marked(Value):
    """The voter's marks by line of the paper, and the receipt code he wants, if he has one."""

    marks: Annotated[dict[str, Marks], Field(max_length=300)]
    receipt_code: Annotated[str, Field(min_length=1, max_length=60)] | None = None


class VoteShown(BaseModel):
    """Keep the code; `receipt` is what will stand in the published list."""

    receipt_code: str
    receipt: str


@router.get("/ballots", responses=READ)
async def find(
    caller: Allowed, tools: WithTools, limit: Limit = 20, offset: Offset = 0
) -> BallotPage:
    """各次投票，正在进行的在前."""
    region, _ = narrowed(caller, None)
    page = await find_ballots(tools.ledger, region, limit=limit, offset=offset)
    return BallotPage(items=page.items, total=page.total)


@router.get("/ballots/{ballot}", responses=READ)
async def read(ballot: BallotId, caller: Allowed, tools: WithTools) -> BallotShown:
    """一次投票：票面、进程、计票结果和回执清单."""
    state, stands = await seen_ballot(ballot, caller, tools)
    cast, papers = await Ballots(tools.ledger).turnout(ballot)
    return _shown(state, stands, cast, papers)


@router.post(
    "/ballots/{ballot}/votes",
    status_code=201,
    responses={
        200: {"model": VoteShown, "description": "同一回执码重发，票仍是一张"},
        201: {"model": VoteShown},
        **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
    },
)
async def cast_vote(
    ballot: BallotId,
    caller: Allowed,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Marked), Body()],
) -> Response:
    """投票。回执码证明这张票已计入，不证明投的是什么；重发时带同一回执码."""
    state, _ = await seen_ballot(ballot, caller, tools)
    code = sent.receipt_code or new_code()
    slip = slip_of(state, sent.marks)
    vote = await Ballots(tools.ledger).cast(ballot, caller.actor, slip, code)
    return JSONResponse(
        {"receipt_code": code, "receipt": vote.receipt}, status_code=200 if vote.repeated else 201
    )


def slip_of(state: Ballot, marks: dict[str, tuple[str, ...]]) -> Slip:
    """The marks in the paper's order. Raises BrokenPaper for a line that is not on it."""
    keys = [x.key for x in state.paper.items]
    if not set(marks) <= set(keys):
        raise BrokenPaper
    return tuple(marks.get(x, ()) for x in keys)


async def seen_ballot(ballot: str, caller: Caller, tools: Tools) -> tuple[Ballot, Standing]:
    """The vote, for staff of its region, its key holders and those on its roll. Raises Problem
    404."""
    boxes = Ballots(tools.ledger)
    try:
        state = await boxes.ballot(ballot)
    except Unknown as error:
        raise not_found() from error
    stands = await boxes.stands(ballot, caller.actor.ref)
    told = scope("ballot", caller.role)
    if told == "all" and reads(caller, state.region):
        return state, stands
    if told is None or not (stands.on_roll or caller.actor.ref in state.keepers):
        raise not_found()
    return state, stands


def _shown(state: Ballot, stands: Standing, cast: int, papers: int) -> BallotShown:
    counted = state.status in (Status.COUNTED, Status.PUBLISHED)
    votes = {x.item: x.votes for x in state.items} if counted else {}
    return BallotShown(
        id=state.id,
        title=state.title,
        region=state.region,
        programme=state.purpose.year,
        duty=state.purpose.occasion,
        body=state.body,
        status=state.status,
        status_zh=STATUS_ZH[state.status],
        held_on=state.held_on,
        family=state.paper.family.family,
        choices={x: CHOICE_ZH.get(x, x) for x in state.paper.choices},
        items=tuple(
            ItemShown(
                item=x.key,
                project=x.id,
                subproject=x.subproject,
                title=x.title,
                votes=votes.get(x.key),
            )
            for x in state.paper.items
        ),
        roll=state.roll,
        present=state.present,
        cast=cast,
        papers=papers,
        ballots=state.ballots,
        receipts=state.receipts,
        on_roll=stands.on_roll,
        voted=stands.voted,
    )
