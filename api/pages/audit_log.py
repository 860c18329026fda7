"""审计: the log made again from the events, beside each checkpoint and one kept elsewhere."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import WithTools
from ledger.log.checked import check_log
from ledger.log.checkpoints import keys, recent
from ledger.log.note import BadNote, Checkpoint, checkpoint_of

router = page_router()
LISTED = 20


@router.get("/audit/log")
async def audit_log(
    signed: WithSigned, tools: WithTools, kept: Annotated[str, Query(max_length=8000)] = ""
) -> Response:
    """Every event hashed anew in the log's order; every signed root compared."""
    held, unread = _read(kept)
    found = await check_log(tools.ledger, [held] if held else [])
    return page(
        "audit_log.html",
        signed,
        await tools.ledger.now(),
        here="/audit",
        sample=await sample_shown(tools),
        log=found,
        items=await recent(tools.ledger.pool, limit=LISTED),
        keys=await keys(tools.ledger.pool),
        witnesses=[x.name for x in tools.witnesses],
        kept=kept,
        held=held,
        unread=unread,
    )


def _read(kept: str) -> tuple[Checkpoint | None, str | None]:
    """The checkpoint that was pasted, as a browser sends it; or why it is none."""
    text = kept.replace("\r\n", "\n").strip()
    if not text:
        return None, None
    try:
        return checkpoint_of(f"{text}\n"), None
    except BadNote as bad:
        return None, str(bad)
