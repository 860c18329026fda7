"""A ballot box as its clerk runs it: set up, opened, sealed, counted with two keys, announced."""

from typing import Annotated, Any

from fastapi import Body
from pydantic import Field
from starlette.responses import JSONResponse, Response

from api.ballot_paper import paper_for
from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import RECEIPT, ReceiptShown, problems
from api.rights import Allowed
from api.tools import WithTools
from api.where import BallotId
from api.writing import Writing, answer
from domain.ballot.messages import PrepareBallot, PublicKey, PublishBallot, Purpose, TakeKey
from domain.ballot.paper import ItemCount
from domain.base import ShortText, Text, Value
from domain.names import BALLOT, stream_id
from ledger.ballots import Ballots, new_key

router = json_router("投票 ballots")
Present = Annotated[int, Field(ge=0, le=10_000)]
Voters = Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=10_000)]
Code = Annotated[str, Field(min_length=1, max_length=60)]


class Preparation(Value):
    """设箱: which evaluation is voted on, and who holds the two keys."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    programme: ShortText
    duty: ShortText
    """The evaluation that is owed: `evaluation`, `mid_year_evaluation`, `second_evaluation`."""
    keepers: tuple[ShortText, ShortText]
    """The two key holders, as `GET /me` names them."""
    by_subproject: bool = False


class KeyOffered(Value):
    """A public key that was made elsewhere; without one a key is made here and shown once."""

    public_key: PublicKey | None = None


class KeyShown(Value):
    """The receipt, and the code of a key that was made here: it is kept nowhere else."""

    receipt: ReceiptShown
    code: str | None


class Opening(Value):
    """开始投票: the roll, and how many are present."""

    voters: Voters
    present: Present


class Handed(Value):
    """Who was handed a paper."""

    voters: Voters


class Papers(Value):
    """How many papers were handed out so far."""

    papers: int


class Closing(Value):
    """封箱; `present` where heads were counted again."""

    present: Present | None = None


class Entry(Value):
    """纸质票: the counts of each item, invalid ones too."""

    items: Annotated[tuple[ItemCount, ...], Field(min_length=1, max_length=300)]


class Keys(Value):
    """Both holders' codes."""

    keys: tuple[Code, Code]


class Announcement(Value):
    """公布: where and how."""

    where: Text


class Annulment(Value):
    """作废: why."""

    reason: Text


@router.post("/ballots", status_code=201, responses=RECEIPT)
async def prepare_ballot(
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Preparation), Body()],
) -> Response:
    """设箱：票面按该项测评应评的项目生成."""
    year, body, paper = await paper_for(
        tools, caller, sent.programme, sent.duty, parts=sent.by_subproject
    )
    command = PrepareBallot(
        id=sent.id,
        title=f"{year.title} · {year.duties[sent.duty].zh}"[:300],
        region=year.region,
        regime=year.regime,
        purpose=Purpose(programme=sent.programme, duty=sent.duty),
        body=body,
        paper=paper,
        keepers=sent.keepers,
    )
    return answer(await write.record(caller, stream_id(BALLOT, sent.id), command))


@router.post(
    "/ballots/{ballot}/keys", status_code=201, responses={**RECEIPT, 201: {"model": KeyShown}}
)
async def take_key(
    ballot: BallotId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(KeyOffered), Body()],
) -> Response:
    """领钥匙：只显示这一次。持钥人也可自行生成，只交公钥."""
    made = None if sent.public_key else new_key(ballot)
    public = sent.public_key or (made.public if made else "")
    receipt = await write.record(caller, stream_id(BALLOT, ballot), TakeKey(public_key=public))
    shown = receipt.model_dump(mode="json", exclude={"repeated"})
    new = made is not None and bool(receipt.events) and not receipt.repeated
    return JSONResponse(
        {"receipt": shown, "code": made.code if made and new else None}, status_code=201
    )


@router.post("/ballots/{ballot}/opening", status_code=201, responses=RECEIPT)
async def open_voting(
    ballot: BallotId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Opening), Body()],
) -> Response:
    """固定名册，开始投票；未达法定人数的不能开始."""
    boxes = Ballots(tools.ledger)
    return answer(await boxes.open(ballot, sent.voters, sent.present, write.by(caller)))


@router.post(
    "/ballots/{ballot}/papers",
    status_code=200,
    responses={
        200: {"model": Papers},
        **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
    },
)
async def hand_out_papers(
    ballot: BallotId,
    caller: Allowed,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Handed), Body()],
) -> Papers:
    """登记哪些人领了纸质票；领了的不能再用手机投."""
    boxes = Ballots(tools.ledger)
    return Papers(papers=await boxes.issue_papers(ballot, sent.voters, caller.actor))


@router.post("/ballots/{ballot}/closing", status_code=201, responses=RECEIPT)
async def close_voting(
    ballot: BallotId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Closing), Body()],
) -> Response:
    """封箱."""
    return answer(await Ballots(tools.ledger).close(ballot, write.by(caller), sent.present))


@router.post("/ballots/{ballot}/paper-entries", status_code=201, responses=RECEIPT)
async def enter_papers(
    ballot: BallotId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Entry), Body()],
) -> Response:
    """录入纸质票：两人分别录入，一致为止."""
    return answer(await Ballots(tools.ledger).enter_papers(ballot, sent.items, write.by(caller)))


@router.post("/ballots/{ballot}/count", status_code=201, responses=RECEIPT)
async def count_ballot(
    ballot: BallotId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Keys), Body()],
) -> Response:
    """两把钥匙同时开箱计票；选票随即销毁，只留各项票数."""
    return answer(await Ballots(tools.ledger).count(ballot, sent.keys, write.by(caller)))


@router.post("/ballots/{ballot}/publication", status_code=201, responses=RECEIPT)
async def publish_ballot(
    ballot: BallotId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Announcement), Body()],
) -> Response:
    """公布结果."""
    command = PublishBallot(where=sent.where)
    return answer(await write.record(caller, stream_id(BALLOT, ballot), command))


@router.post("/ballots/{ballot}/annulment", status_code=201, responses=RECEIPT)
async def annul_ballot(
    ballot: BallotId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Annulment), Body()],
) -> Response:
    """作废，箱中未开的票一并销毁."""
    return answer(await Ballots(tools.ledger).annul(ballot, sent.reason, write.by(caller)))
