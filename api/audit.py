"""审计: one stream's chain, its state at any moment, and the record to take away, for machines."""

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.json_route import json_router
from api.problems import not_found
from api.purpose import MACHINE
from api.receipts import READ, Responses
from api.rights import Allowed
from api.sight import must_see
from api.tools import WithTools
from domain.names import stream_id
from domain.refusals import Unknown
from ledger.audit import Entry, Fault, history, state_as_of, verify
from ledger.audit.package import package

router = json_router("审计 audit")
Kind = Annotated[
    Literal["project", "programme", "collection"], Path(description="哪一种：项目、年度清单、征集")
]
Name = Annotated[
    str,
    Path(description="编号", examples=["LG23-01"], pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"),
]
AsOf = Annotated[date | None, Query(description="看到哪一天为止发生的事，当日 24:00")]
KnownAt = Annotated[date | None, Query(description="只算到哪一天为止记下的")]
ZIP: Responses = {
    200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}},
    **READ,
}


class ChainPage(BaseModel):
    """A part of a chain, and whether all of it is whole."""

    stream: str
    version: int
    head: str
    whole: bool
    faults: tuple[Fault, ...]
    events: list[Entry]


class StateShown(BaseModel):
    """What had happened by then, of what was known by then."""

    stream: str
    as_of: date | None
    known_at: date | None
    version: int
    events: int
    state: dict[str, Any]


@router.get("/audit/{kind}/{name}", responses=READ)
async def chain(
    caller: Allowed,
    tools: WithTools,
    kind: Kind,
    name: Name,
    after: Annotated[int, Query(ge=0, le=10_000_000, description="从第几条以后")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> ChainPage:
    """一条链：逐条重算的结果，和每条事件的三个时间与散列."""
    stream = stream_id(kind, name)
    await must_see(caller, stream, tools.ledger)
    whole = await verify(tools.ledger, stream)
    standing = await tools.ledger.standing(stream)
    last = await history(tools.ledger, stream, after=standing.version - 1, limit=1)
    return ChainPage(
        stream=stream,
        version=standing.version,
        head=last[0].hash,
        whole=whole.whole,
        faults=whole.faults,
        events=await history(tools.ledger, stream, after=after, limit=limit),
    )


@router.get("/audit/{kind}/{name}/state", responses=READ)
async def state_then(
    caller: Allowed,
    tools: WithTools,
    kind: Kind,
    name: Name,
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> StateShown:
    """某日的状态，只算某日为止记下的；当时还没有的答复“没有找到”."""
    stream = stream_id(kind, name)
    await must_see(caller, stream, tools.ledger)
    try:
        found = await state_as_of(tools.ledger, stream, as_of, known_at)
    except Unknown as error:
        raise not_found() from error
    return StateShown(as_of=as_of, known_at=known_at, **found.model_dump())


@router.get("/audit/{kind}/{name}/package", responses=ZIP, dependencies=MACHINE)
async def take_away(caller: Allowed, tools: WithTools, kind: Kind, name: Name) -> Response:
    """离线包：全部事件、清单和核对程序（python3 verify.py 离线包.zip）."""
    stream = stream_id(kind, name)
    await must_see(caller, stream, tools.ledger)
    file = f"{kind}-{name}.zip"
    where = f"attachment; filename*=UTF-8''{quote(file)}"
    content = await package(tools.ledger, [stream], file)
    headers = {"Content-Disposition": where}
    return Response(content, media_type="application/zip", headers=headers)
