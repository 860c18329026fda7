"""The poster of a collection: its QR code, its days, and where else to turn. For printing."""

import io

from fastapi import Request
from starlette.responses import Response

from api.pages.render import alone
from api.pages.router import page_router
from api.pages.wish_public import collection_of
from api.pages.wish_ways import ways_of
from api.tools import WithTools
from api.where import CollectionId

router = page_router()


@router.get("/wish/{collection}/qr.svg")
async def code(collection: CollectionId, request: Request, tools: WithTools) -> Response:
    """The QR code of the form's address, made here."""
    import segno

    await collection_of(collection, tools)
    out = io.BytesIO()
    made = segno.make(address(request, collection), error="m", micro=False)
    made.save(out, kind="svg", scale=8, border=4, xmldecl=False)
    return Response(out.getvalue(), media_type="image/svg+xml")


@router.get("/wish/{collection}/poster")
async def poster(collection: CollectionId, request: Request, tools: WithTools) -> Response:
    """征集海报: to be printed and hung up where people pass."""
    one = await collection_of(collection, tools)
    at = address(request, collection)
    return alone("wish_poster.html", one=one, at=at, ways=ways_of(one))


def address(request: Request, collection: str) -> str:
    """Where the form is found from outside, as this page was."""
    return f"{request.url.scheme}://{request.url.netloc}/wish/{collection}"
