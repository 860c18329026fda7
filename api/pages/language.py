"""Choosing the language of the pages: a link, a cookie, and back to where one was."""

from typing import Annotated, Literal

from fastapi.param_functions import Query
from starlette.responses import RedirectResponse, Response

from api.language.chosen import COOKIE
from api.pages.look import own
from api.pages.router import page_router

router = page_router()
_YEAR = 365 * 24 * 60 * 60


@router.get("/language/{code}")
async def choose(
    code: Literal["zh-CN", "en"],
    back: Annotated[str, Query(max_length=2000)] = "/",
) -> Response:
    """A preference of this browser, no fact of the record."""
    answer = RedirectResponse(own(back), 303)
    answer.set_cookie(
        COOKIE, code, max_age=_YEAR, secure=True, httponly=True, samesite="lax", path="/"
    )
    return answer
