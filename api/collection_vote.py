"""The vote on a collection's candidates: its method, its box or hand count, a street's minutes."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Body
from pydantic import Field
from starlette.responses import Response

from api.collections import seen
from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.tools import WithTools
from api.vote_shown import VoteShown, vote_shown
from api.where import CollectionId
from api.writing import Writing, answer
from domain.ballot.messages import OfProjects, PrepareBallot
from domain.base import ShortText, Text, Value
from domain.collection.state import Collection
from domain.collection.vote import standing_of
from domain.names import BALLOT, COLLECTION, stream_id
from domain.regimes import named
from domain.voting.adopting import body_of
from domain.voting.box import in_box
from domain.voting.decisions import decision_of, paper_of, rules
from domain.voting.messages import AdoptMethod, EnterCount, Lines, RecordConsultation
from domain.voting.method import Hands, Method

router = json_router("票决 voting")
Figure = Annotated[int, Field(ge=0, le=10_000)]


class Adoption(Value):
    """通过票决办法（街道为票选办法）：办法、举手表决的人数、会议和文号."""

    method: Method
    hands: Hands
    on: date
    session: ShortText
    document: ShortText
    margin_reason: Text | None = None
    """差额与建议不同的理由."""


class Box(Value):
    """设箱: who holds the two keys; what is voted on follows from the collection."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    keepers: tuple[ShortText, ShortText]


class Entry(Value):
    """计票录入: what one of two people counted."""

    round: Annotated[int, Field(ge=1, le=20)]
    source: Literal["papers", "keypad"] = "papers"
    held_on: date
    roll: Annotated[int, Field(ge=1, le=10_000)]
    present: Figure
    issued: Figure
    returned: Figure
    lines: Lines


class Agreement(Value):
    """会商: what a street's meeting agreed on."""

    held_on: date
    present: Annotated[int, Field(ge=1, le=10_000)]
    chosen: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=300)]
    minutes: ShortText
    note: Text | None = None


@router.get("/collections/{collection}/vote", responses=READ)
async def read(collection: CollectionId, caller: Allowed, tools: WithTools) -> VoteShown:
    """票决的办法、现在应进行的投票和各次结果（街道为票选或会商）."""
    _, state = await seen(collection, caller, tools)
    return vote_shown(state)


@router.post("/collections/{collection}/method", status_code=201, responses=RECEIPT)
async def adopt_method(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Adoption), Body()],
) -> Response:
    """登记通过的票决办法：超过全体半数赞成才算通过；投票前先有办法."""
    command = AdoptMethod(**dict(sent))
    return answer(await write.record(caller, stream_id(COLLECTION, collection), command))


@router.post("/collections/{collection}/ballots", status_code=201, responses=RECEIPT)
async def prepare_box(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Box), Body()],
) -> Response:
    """为现在应进行的投票设箱；票面按候选名单和办法生成."""
    _, state = await seen(collection, caller, tools)
    command = box_of(state, sent.id, sent.keepers)
    return answer(await write.record(caller, stream_id(BALLOT, sent.id), command))


@router.post("/collections/{collection}/counts", status_code=201, responses=RECEIPT)
async def enter_count(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Entry), Body()],
) -> Response:
    """录入人工计票结果：两人分别录入，一致为止；收回多于发出的，投票无效."""
    command = EnterCount(**dict(sent))
    return answer(await write.record(caller, stream_id(COLLECTION, collection), command))


@router.post("/collections/{collection}/consultation", status_code=201, responses=RECEIPT)
async def record_consultation(
    collection: CollectionId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Agreement), Body()],
) -> Response:
    """登记街道议政代表会会商的结果：只有纪要，没有票数."""
    command = RecordConsultation(**dict(sent))
    return answer(await write.record(caller, stream_id(COLLECTION, collection), command))


def box_of(state: Collection, box: str, keepers: tuple[str, str]) -> PrepareBallot:
    """The box for the vote that is due. Raises Contradicted: no method, no candidates, decided."""
    regime, standing = named(state.regime), standing_of(state)
    due, adopted = in_box(standing, regime)
    word = decision_of(regime).word
    again = "" if due.occasion == "first" else f"（第{due.round}次）"
    return PrepareBallot(
        id=box,
        title=f"{state.title} · 项目{word}{again}"[:300],
        region=state.region,
        regime=state.regime,
        purpose=OfProjects(collection=state.id, round=due.round, method=adopted.document),
        body=body_of(rules(regime)),
        paper=paper_of(due, adopted),
        keepers=keepers,
    )
