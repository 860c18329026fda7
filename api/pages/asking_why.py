"""The page that asks what for, before an export or a person's contact is shown."""

from starlette.requests import Request
from starlette.responses import Response

from api.pages.nav import menu
from api.pages.render import alone
from api.pages.rights import Signed


def asking_why(request: Request) -> Response:
    """The same address again, with the purpose in it."""
    who: Signed | None = getattr(request.state, "signed", None)
    facts = {"signed": who, "menu": menu(who, "")} if who else {}
    given = [(k, v) for k, v in request.query_params.multi_items() if k != "purpose"]
    return alone("purpose.html", 200, path=request.url.path, given=given, **facts)
