"""账册 for people: the newest checkpoints, who cosigned them, and one's own receipt looked up."""

from typing import Annotated
from uuid import NAMESPACE_URL, uuid5

from fastapi import Path, Query, Request
from starlette.responses import Response

from api.pages.open_files import base
from api.pages.open_parts import public_frame
from api.pages.router import page_router
from api.problems import not_found
from api.public.feed import Feed, News, atom
from api.tools import Tools, WithTools
from domain.refusals import Unknown
from ledger.log.checkpoints import Kept, at_size, keys, newest, recent
from ledger.log.proofs import LogReceipt, log_receipt

router = page_router()
LISTED = 30


@router.get("/open/log")
async def log_page(
    tools: WithTools,
    hash: Annotated[str, Query(max_length=200)] = "",  # noqa: A002  # the address' own word
) -> Response:
    """What was signed, by whom it was seen, and whether my event stands in it."""
    asked = hash.strip().lower()
    pool = tools.ledger.pool
    return await public_frame(
        "open_log.html",
        tools,
        asked=asked,
        found=await _receipt(asked, tools) if asked else None,
        items=await recent(pool, limit=LISTED),
        keys=await keys(pool),
        witnesses=[x.name for x in tools.witnesses],
    )


@router.get("/open/log/checkpoint")
async def newest_checkpoint(tools: WithTools) -> Response:
    """The newest signed note, as witnesses read it."""
    found = await newest(tools.ledger.pool)
    if found is None:
        raise not_found()
    return _plain(found)


@router.get("/open/log/checkpoints/{size}")
async def one_checkpoint(tools: WithTools, size: Annotated[int, Path(ge=0, le=10**15)]) -> Response:
    """The signed note of that size."""
    try:
        return _plain(await at_size(tools.ledger.pool, size))
    except Unknown as error:
        raise not_found() from error


@router.get("/open/log/feed.atom")
async def feed(request: Request, tools: WithTools) -> Response:
    """Checkpoints as news: whoever subscribes holds a copy that nobody here can take back."""
    found = await recent(tools.ledger.pool, limit=LISTED)
    if not found:
        raise not_found()
    here = base(request)
    told = Feed(
        key="log",
        title="账册校验点",
        author="闭环",
        updated=found[0].at,
        own=f"{here}/open/log/feed.atom",
        page=f"{here}/open/log",
        entries=[_news(x, here) for x in found],
    )
    return Response(atom(told), media_type="application/atom+xml")


def _news(x: Kept, here: str) -> News:
    link = f"{here}/open/log/checkpoints/{x.size}"
    own = uuid5(NAMESPACE_URL, f"urn:bihuan:log:{x.size}:{x.root.hex()}")
    return News(own, f"{x.size}条", x.note, x.at, link)


def _plain(found: Kept) -> Response:
    return Response(found.note, media_type="text/plain; charset=utf-8")


async def _receipt(asked: str, tools: Tools) -> LogReceipt | None:
    try:
        return await log_receipt(tools.ledger.pool, asked)
    except (Unknown, ValueError):
        return None
