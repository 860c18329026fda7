"""An address that no route answers: a browser gets the page it gets for every other refusal."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.pages.look import LOOK, look_of, own
from api.pages.render import refusal_page
from api.pages.signed import SignInFirst, somebody
from api.problems import Problem
from api.tools import given_tools
from domain.refusals import Refused


def wants_a_page(request: Request) -> bool:
    """Whether somebody waits before a browser, and not a program."""
    told = request.headers.get("accept", "")
    return "text/html" in told and not request.url.path.startswith("/api/")


async def nowhere(request: Request, problem: Problem) -> Response:
    """The refusal, under the menu of whoever signed in, as far as that can be asked; or the way to
    the same address without a slash too many, which the framework would lead to by its Host."""
    path = request.url.path
    if (
        problem.status_code == 404
        and request.method == "GET"
        and path.rstrip("/") not in ("", path)
    ):
        return RedirectResponse(own(path.rstrip("/")), 307)
    LOOK.set(look_of(request))
    try:
        await somebody(request, given_tools(request))
    except (SignInFirst, Refused):
        return refusal_page(request, problem)
    return refusal_page(request, problem)
