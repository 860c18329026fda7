"""审计: a stream's events with their hashes, whether the chain is whole, and any day as it was."""

import json
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Path, Query
from starlette.responses import Response

from api.pages.render import page
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import Seen, seen
from api.pages.signed import WithSigned, check
from api.pages.telling import told
from api.problems import not_found
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.names import stream_id
from domain.refusals import Unknown
from ledger.audit import StateAsOf, history, state_as_of, verify
from ledger.queries.origins import before
from ledger.queries.projects import Wanted, find_projects

router = page_router()
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"


@router.get("/audit")
async def streams(
    signed: WithSigned,
    tools: WithTools,
    q: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Which stream to read."""
    check(signed, "audit")
    wanted = Wanted(region=signed.region, text=q.strip() or None)
    found = await find_projects(tools.ledger, wanted, limit=100)
    return page(
        "audit_streams.html",
        signed,
        await tools.ledger.now(),
        here="/audit",
        sample=await sample_shown(tools),
        items=found.items,
        total=found.total,
        q=q,
    )


@router.get("/audit/{kind}/{name}")
async def stream_page(
    kind: Literal["project", "programme", "collection"],
    name: Annotated[str, Path(pattern=_ID)],
    signed: WithSigned,
    tools: WithTools,
    as_of: date | None = None,
    known_at: date | None = None,
) -> Response:
    """The chain, and the state on a day as it was known on another."""
    one = await seen(stream_id(kind, name), signed, tools)
    if not can(signed, "audit", one.state):
        raise not_found()
    stream = one.standing.stream
    entries = await history(tools.ledger, stream)
    whole = await verify(tools.ledger, stream)
    then = await _then(stream, as_of, known_at, tools)
    facts = [
        {
            **told(x, one.state.duties),
            "type": x.type,
            "happened": x.happened_at,
            "recorded": x.recorded_at,
            "known": then is None or x.version <= then.version,
            "event": json.dumps(x.event, ensure_ascii=False, indent=1),
            "actor": x.actor,
        }
        for x in reversed(entries)
    ]
    return page(
        "audit.html",
        signed,
        one.standing.now,
        here="/audit",
        sample=one.sample or await sample_shown(tools),
        one=one,
        facts=facts,
        whole=whole,
        as_of=as_of,
        known_at=known_at,
        then=then,
        differing=differing(then, one) if then else [],
        asked=as_of is not None or known_at is not None,
        today=day_of(one.standing.now),
        before=await before(tools.ledger, stream),
    )


async def _then(
    stream: str, as_of: date | None, known_at: date | None, tools: Tools
) -> StateAsOf | None:
    if as_of is None and known_at is None:
        return None
    try:
        return await state_as_of(tools.ledger, stream, as_of, known_at)
    except Unknown:
        return None


def differing(then: StateAsOf, one: Seen) -> list[dict[str, Any]]:
    """The duties that stood otherwise than they stand now."""
    before = then.state.get("duties", {})
    found = []
    for name, duty in one.state.duties.items():
        now = json.loads(duty.model_dump_json())
        was = before.get(name)
        if was != now:
            found.append({"name": duty.zh, "was": _standing(was), "now": _standing(now)})
    return found


def _standing(duty: dict[str, Any] | None) -> str:
    if duty is None:
        return "还没有这条义务"
    filed = duty.get("submission")
    if filed:
        state = "已收下" if filed["accepted"] else "已交，等收下"
    else:
        state = "已结束" if duty.get("closed") else "欠着"
    level = f"，升到第{duty['level']}级" if duty.get("level") else ""
    return f"{duty['due']}到期，{state}{level}"
