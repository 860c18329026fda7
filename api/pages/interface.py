"""接口: a unit's filings from its own office system, with examples that are ready to copy."""

from fastapi import Request
from starlette.responses import Response

from api.pages import words
from api.pages.desk import desk_of
from api.pages.duty_opened import opened
from api.pages.duty_shown import Said, on_the_desk
from api.pages.examples import example
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.pages.todo import todo_list
from api.problems import not_found
from api.tools import WithTools
from api.where import ADDRESSES, Named

router = page_router()


@router.get("/interface")
async def interface(signed: WithSigned, tools: WithTools, request: Request) -> Response:
    """Which duties there are, and how a token is kept."""
    listed = await todo_list(signed, tools)
    return page(
        "interface.html",
        signed,
        await tools.ledger.now(),
        here="/interface",
        sample=await sample_shown(tools),
        listed=listed,
        one=None,
        example=None,
        origin=origin_of(request),
        party=signed.party,
    )


async def of_one(where: Named, signed: WithSigned, tools: WithTools, request: Request) -> Response:
    """The examples of one duty."""
    one = await opened(where, signed, tools)
    desk = await desk_of(one, signed, tools)
    if desk is None:
        raise not_found()
    return page(
        "interface.html",
        signed,
        await tools.ledger.now(),
        here="/interface",
        sample=await sample_shown(tools),
        listed=None,
        one=one,
        name=words.duty_zh(one.duty.zh, one.duty.period),
        example=example(one, *on_the_desk(one, desk, Said())),
        origin=origin_of(request),
        party=signed.party,
    )


def origin_of(request: Request) -> str:
    """Where this is found from outside, as the page was."""
    return f"{request.url.scheme}://{request.url.netloc}"


for address in ADDRESSES:
    router.add_api_route(
        f"{address.path}/interface", of_one, methods=["GET"], dependencies=address.parameters
    )
