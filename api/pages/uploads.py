"""Evidence in pieces from a page: the same as the interface, for who is signed in there."""

import hmac
from typing import Annotated, Any

from fastapi import Body, Depends, Request
from pydantic import Field
from starlette.responses import Response

from api import in_pieces
from api.in_pieces import File
from api.json_body import Strictly
from api.json_route import json_router
from api.pages.rights import Signed
from api.pages.signed import SignInFirst, foreign, from_our_page, signed, somebody
from api.problems import Problem
from api.tools import WithTools
from api.uploads import NewUpload, Offset, Sha, shown

router = json_router("uploads", before="")
router.include_in_schema = False


class NewFile(NewUpload):
    """A file for the page of a duty."""

    place: Annotated[str, Field(max_length=300)] = ""


async def filing(request: Request, tools: WithTools) -> Signed:
    """Who files, by a script of our own page. Raises Problem 401, 403, 404."""
    try:
        actor = await signed(request, await somebody(request, tools))
    except SignInFirst as first:
        raise Problem(
            "unauthenticated",
            "登录过期了，已传的部分留着；重新登录后再选同一个文件，会接着传。",
            "Sign in again; what has arrived is kept.",
        ) from first
    from_our_page(request)
    told = request.headers.get("x-form-token", "")
    if not hmac.compare_digest(told.encode(), actor.form_token.encode()):
        raise foreign()
    return actor


Filing = Annotated[Signed, Depends(filing)]


@router.put("/uploads/{sha256}")
async def begin(
    sha256: Sha, actor: Filing, tools: WithTools, new: Annotated[Any, Strictly(NewFile), Body()]
) -> Response:
    """Begin, or say how much is there."""
    return shown(await in_pieces.begin(File(sha256, new.name, new.size, new.place), actor, tools))


@router.patch("/uploads/{sha256}")
async def add(
    sha256: Sha, offset: Offset, request: Request, actor: Filing, tools: WithTools
) -> Response:
    """One piece."""
    return shown(await in_pieces.add(sha256, offset, request, actor, tools))


@router.delete("/uploads/{sha256}")
async def give_up(sha256: Sha, actor: Filing, tools: WithTools) -> Response:
    """Give it up."""
    await in_pieces.give_up(sha256, actor, tools)
    return Response(status_code=204)
