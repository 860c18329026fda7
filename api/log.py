"""账册 for machines: checkpoints, proofs, receipts, and the cosignatures of witnesses."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.json_route import json_router
from api.problems import not_found
from api.receipts import problems
from api.tools import WithPresent
from domain.refusals import Unknown
from ledger.log.checkpoints import cosign, keys, recent
from ledger.log.proofs import LogReceipt, log_receipt
from ledger.log.tree import consistency_of, size_of

router = json_router("账册 transparency log")
OPEN = problems(401, 403, 404, 422, 500, 503)
Size = Annotated[int, Query(ge=1, le=10**15)]
Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="回执上的散列")]


class CheckpointShown(BaseModel):
    """A checkpoint: what was signed, when, and who else looked."""

    size: int
    root: str
    at: AwareDatetime
    witnesses: tuple[str, ...]
    note: str
    """C2SP signed note."""


class Checkpoints(BaseModel):
    """The newest first, and the public keys that signed here; pin the one you got elsewhere."""

    keys: tuple[str, ...]
    witnesses: tuple[str, ...]
    items: tuple[CheckpointShown, ...]


class Consistency(BaseModel):
    """That the first `new` events begin with the first `old`."""

    old: int
    new: int
    root: str
    proof: tuple[str, ...]


class Cosigned(BaseModel):
    """A checkpoint with a witness' line under it."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field(max_length=20_000)


class Witnessed(BaseModel):
    """Whose line was kept."""

    witness: str


@router.get("/open/log/checkpoints", responses=problems(401, 403, 422, 500, 503))
async def checkpoints(
    tools: WithPresent,
    before: Annotated[int | None, Query(ge=1, le=10**15, description="小于这个条数的")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Checkpoints:
    """校验点，新的在前."""
    pool = tools.ledger.pool
    found = await recent(pool, before=before, limit=limit)
    return Checkpoints(
        keys=tuple(await keys(pool)),
        witnesses=tuple(str(x) for x in tools.witnesses),
        items=tuple(
            CheckpointShown(
                size=x.size, root=x.root.hex(), at=x.at, witnesses=x.witnesses, note=x.note
            )
            for x in found
        ),
    )


@router.get("/open/log/consistency", responses=OPEN)
async def consistency(tools: WithPresent, old: Size, new: Size) -> Consistency:
    """前 new 条的开头就是前 old 条：证明（RFC 6962）."""
    async with tools.ledger.pool.read() as connection:
        if not old <= new <= await size_of(connection):
            raise not_found()
        proof, root = await consistency_of(connection, old, new)
    return Consistency(old=old, new=new, root=root.hex(), proof=tuple(x.hex() for x in proof))


@router.get("/open/log/receipts/{digest}", responses=OPEN)
async def receipt(tools: WithPresent, digest: Hash) -> LogReceipt:
    """一张回执在账册里的位置和证明；登记后一分钟内有签过的校验点."""
    try:
        return await log_receipt(tools.ledger.pool, digest)
    except Unknown as error:
        raise not_found() from error


@router.post(
    "/open/log/cosignatures", responses=problems(400, 404, 408, 409, 413, 415, 422, 500, 503)
)
async def cosignature(tools: WithPresent, body: Cosigned) -> Witnessed:
    """见证方联签：只收登记过公钥的见证方对这里校验点的签名."""
    return Witnessed(witness=await cosign(tools.ledger.pool, body.note, tools.witnesses))
