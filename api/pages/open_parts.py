"""What every public page shares: its frame, its way up, and that it may be kept."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.pages.render import alone
from api.pages.samples import sample_shown
from api.public.kept import kept
from api.public.named import town_of
from api.tools import Tools


async def public_page(
    template: str, request: Request, tools: Tools, *, sample: bool = False, **facts: Any
) -> Response:
    """A page that is the same for everybody, and so may be kept."""
    marked = sample or await sample_shown(tools)
    now = await tools.ledger.now()
    return kept(request, alone(template, sample=marked, now=now, **facts))


def where_from(region: str) -> list[tuple[str, str]]:
    """The way down to a region: each part's path and name."""
    parts = region.split("/")
    return [(path, town_of(path)) for path in ("/".join(parts[: n + 1]) for n in range(len(parts)))]


async def public_frame(
    template: str, tools: Tools, *, sample: bool = False, status: int = 200, **facts: Any
) -> Response:
    """A page within the public frame that is one reader's own: nobody keeps it."""
    marked = sample or await sample_shown(tools)
    return alone(template, status, sample=marked, now=await tools.ledger.now(), **facts)
