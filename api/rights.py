"""The door of the interface: the operation's line of the matrix, asked before anything else.

A route declares `caller: Allowed` and has its line in `matrix.toml`; `AnyCaller` is for lines with
the right `any`, where the handler itself looks how the caller stands to the object.
"""

from typing import Annotated

from fastapi import Depends, Request

from api.callers import AnyCaller, Caller
from api.json_route import own_part
from api.matrix import Right, right_for
from api.problems import forbidden, not_found
from api.sight import sees_stream
from api.tools import Tools, WithTools
from api.where import stream_in


async def allowed(request: Request, caller: AnyCaller, tools: WithTools) -> Caller:
    """The caller, whose role may do this. Raises Problem 401, 403 or 404.

    Who may not even see the object is not told that another role may do this to it.
    """
    await must(request, caller, tools, right_of(request))
    return caller


Allowed = Annotated[Caller, Depends(allowed)]


def right_of(request: Request) -> Right:
    """The right that the operation of this request takes. The application does not start with an
    operation that has no line (`api.doors`)."""
    return right_for(f"{request.method} {own_part(request.scope['route'].path)}", page=False)


async def must(request: Request, caller: Caller, tools: Tools, right: Right) -> None:
    """Raises Problem 403, or 404 for who is not shown the object, unless the caller holds the
    right."""
    if caller.role in right.tokens:
        return
    request.state.refused_right = right.name
    raise forbidden(right.who) if await _seen(request, caller, tools) else not_found()


async def _seen(request: Request, caller: Caller, tools: Tools) -> bool:
    stream = stream_in(request)
    return stream is None or await sees_stream(caller, stream, tools.ledger)
