"""Choosing light or dark, and single keys: open to everybody, the public too."""

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.pages.look import KEYS, THEME, YEAR, own, theme_of
from api.pages.router import page_router
from api.pages.signed import from_our_page

router = page_router()


@router.post("/look")
async def look(request: Request) -> Response:
    """Keeps what was pressed and goes back to the page. Raises Problem 403."""
    from_our_page(request)
    async with request.form(max_files=0, max_fields=10) as form:
        answer = RedirectResponse(own(str(form.get("back", "/"))), 303)
        if "theme" in form:
            _keep(answer, THEME, theme_of(str(form["theme"])))
        if "keys" in form:
            _keep(answer, KEYS, "off" if form["keys"] == "off" else "on")
    return answer


def _keep(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(
        name, value, max_age=YEAR, secure=True, httponly=True, samesite="lax", path="/"
    )
