"""样稿县: load a sample county beside the record, enter it as somebody, remove it wholly."""

from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.look import own
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.sample.county import MARK, TODAY, county, people, tour
from api.sample.door import SAMPLE_COOKIE
from api.sample.house import SampleHouse
from api.tools import Tools, WithTools
from domain.refusals import Refused
from ledger.account import ROLE_ZH

router = page_router()
AGAIN = "3"
"""Seconds after which the page is asked again while it is being loaded."""


async def house_of(request: Request) -> SampleHouse:
    """The house beside this record. Raises Problem 404 inside the sample itself."""
    found = getattr(request.app.state, "sample", None)
    if found is None:
        raise not_found()
    return cast("SampleHouse", found)


WithHouse = Annotated[SampleHouse, Depends(house_of)]


@router.get("/samples")
async def sample_page(
    request: Request, signed: WithSigned, tools: WithTools, house: WithHouse
) -> Response:
    """Whether it stands, who one can be there, and the first steps."""
    return await _shown(request, signed, tools, house)


@router.post("/samples/load")
async def load(
    request: Request, signed: WithSigned, _form: Posted, tools: WithTools, house: WithHouse
) -> Response:
    """Begin to load it."""
    try:
        await house.load()
    except Refused as refusal:
        return await _shown(request, signed, tools, house, refused=refusal.zh)
    return RedirectResponse("/samples", 303)


@router.post("/samples/enter")
async def enter(signed: WithSigned, form: Posted, house: WithHouse) -> Response:
    """Sign in there as one of its people, and open a page."""
    secret = await house.enter(_text(form, "login"))
    if secret is None:
        raise not_found()
    answer = RedirectResponse(own(_text(form, "at") or "/"), 303)
    answer.set_cookie(SAMPLE_COOKIE, secret, secure=True, httponly=True, samesite="lax", path="/")
    return answer


@router.post("/samples/leave")
async def leave(_signed: WithSigned, _form: Posted) -> Response:
    """Back to the record."""
    return _left("/")


@router.post("/samples/forward")
async def forward(signed: WithSigned, form: Posted, house: WithHouse) -> Response:
    """Let days pass in the sample."""
    days = _text(form, "days")
    if days not in ("1", "7", "30"):
        raise not_found()
    await house.forward(int(days))
    return RedirectResponse("/samples", 303)


@router.post("/samples/remove")
async def remove(
    request: Request, signed: WithSigned, _form: Posted, tools: WithTools, house: WithHouse
) -> Response:
    """Remove it wholly."""
    try:
        await house.remove()
    except Refused as refusal:
        return await _shown(request, signed, tools, house, refused=refusal.zh)
    return _left("/samples?removed=1")


def _left(to: str) -> Response:
    answer = RedirectResponse(to, 303)
    answer.delete_cookie(SAMPLE_COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return answer


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


async def _shown(
    request: Request, signed: Signed, tools: Tools, house: SampleHouse, refused: str | None = None
) -> Response:
    voted = county()
    stands = await house.stands()
    answer = page(
        "sample_county.html",
        signed,
        await tools.ledger.now(),
        here="/samples",
        sample=await sample_shown(tools),
        status=200 if refused is None else 409,
        voted=voted,
        published=voted.title.removeprefix(MARK),
        day=await house.today() or TODAY,
        stands=stands,
        loading=house.loading,
        progress=house.progress,
        refused=refused or house.trouble,
        removed="removed" in request.query_params and not stands,
        within=SAMPLE_COOKIE in request.cookies and stands,
        people=people(voted),
        tour=tour(voted),
        roles=ROLE_ZH,
    )
    if house.loading:
        answer.headers["Refresh"] = AGAIN
    return answer
