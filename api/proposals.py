"""双人办理 proposals: weighty acts that wait for a second person, confirmed or declined by one."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Body, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.callers import Caller
from api.json_body import Strictly
from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.tools import Tools, WithTools
from api.writing import Writing, answer, signer
from domain.base import Text, Value
from domain.countersign.weighty import Weighty
from domain.names import COUNTERSIGN, stream_id
from ledger.countersign import confirm, decline
from ledger.queries.proposals import ProposalRow, acts_of, find_proposals, one_proposal

router = json_router("双人办理 proposals")
Target = Annotated[
    str,
    Path(
        description="要办的事记在哪个流里",
        examples=["project:LG23-01"],
        pattern=r"^[a-z]{1,20}:[A-Za-z0-9][A-Za-z0-9._@-]{0,149}$",
    ),
]
Number = Annotated[int, Path(description="第几件提请", ge=1, le=1_000_000)]


class ProposalShown(BaseModel):
    """One proposal, and what became of it."""

    target: str
    number: int
    act: Weighty
    subject: str
    proposed_by: str
    proposed_at: datetime
    lapses_on: date
    """The last day on which it can be confirmed."""
    outcome: str
    """waits, confirmed, declined, withdrawn, lapsed."""
    settled_by: str | None
    settled_at: datetime | None
    reason: str | None


class ProposalsShown(BaseModel):
    """Some of them and the number of all."""

    items: tuple[ProposalShown, ...]
    total: int


class Declining(Value):
    """不同意, or taken back by who proposed it."""

    reason: Text


@router.get("/proposals", responses=READ)
async def list_proposals(
    caller: Allowed,
    tools: WithTools,
    past: Annotated[bool, Query(description="已经了结或失效的")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> ProposalsShown:
    """等待第二人确认的事，最先失效的在前."""
    acts = acts_for(caller)
    found = await find_proposals(
        tools.ledger, caller.region, acts, past=past, limit=limit, offset=offset
    )
    return ProposalsShown(items=tuple(_shown(x) for x in found.items), total=found.total)


@router.get("/proposals/{target}/{number}", responses=READ)
async def read_proposal(
    target: Target, number: Number, caller: Allowed, tools: WithTools
) -> ProposalShown:
    """一件提请，和它的结果."""
    return _shown(await seen(target, number, caller, tools))


@router.post("/proposals/{target}/{number}/confirmations", status_code=201, responses=RECEIPT)
async def confirm_proposal(
    target: Target, number: Number, caller: Allowed, write: Writing, tools: WithTools
) -> Response:
    """确认并办理：在同一事务中登记；须由有账号的另一人办理，令牌不行."""
    await seen(target, number, caller, tools)
    return answer(await confirm(tools.ledger, target, number, signer(caller), write.key))


@router.post("/proposals/{target}/{number}/refusals", status_code=201, responses=RECEIPT)
async def decline_proposal(
    target: Target,
    number: Number,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Declining), Body()],
) -> Response:
    """不同意，说明理由；提请人自己办理的，是撤回."""
    await seen(target, number, caller, tools)
    by = signer(caller)
    return answer(await decline(tools.ledger, target, number, sent.reason, by, write.key))


def acts_for(caller: Caller) -> list[str]:
    """The acts whose proposals are shown to the caller. Raises Problem 404 where there are none."""
    acts = acts_of(caller.acts_as) if caller.acts_as else [str(x) for x in Weighty]
    if not acts or (caller.role == "admin" and not caller.acts_as):
        raise not_found()
    return acts


async def seen(target: str, number: int, caller: Caller, tools: Tools) -> ProposalRow:
    """The proposal, where it is shown to the caller. Raises Problem 404."""
    acts = acts_for(caller)
    found = await one_proposal(tools.ledger, stream_id(COUNTERSIGN, target), number)
    if found is None or found.act not in acts:
        raise not_found()
    if found.region is not None and not caller.actor.reaches(found.region):
        raise not_found()
    return found


def _shown(x: ProposalRow) -> ProposalShown:
    said = {y: getattr(x, y) for y in ProposalShown.model_fields}
    return ProposalShown(**{**said, "outcome": "lapsed" if x.lapsed else x.outcome})
