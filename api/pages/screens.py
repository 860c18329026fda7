"""大屏管理: links for the hall's devices, what they show, and the results one after another."""

from typing import Annotated

from fastapi import Path, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.open_files import base
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.screen.stage import agenda, announced_by, vote_facts
from api.sight import reads
from api.tools import Tools, WithTools
from domain.ballot.state import STATUS_ZH, Status
from ledger.ballots import Ballots
from ledger.screens import (
    Screen,
    make_screen,
    revoke_screen,
    screen_of,
    screens_in,
    set_screen,
)

router = page_router()
ScreenId = Annotated[str, Path(pattern=r"^[0-9a-f]{12}$")]
_NAME = 40


@router.get("/screens")
async def listed(signed: WithSigned, tools: WithTools) -> Response:
    """The screens of a congress, and a form for another."""
    return await _listed(signed, tools)


@router.post("/screens")
async def make(signed: WithSigned, form: Posted, request: Request, tools: WithTools) -> Response:
    """A new link, shown this once."""
    region = signed.region or str(form.get("region", "")).strip()
    if not region or len(region) > 300:
        return await _listed(signed, tools, wrong="请写明是哪个人大的会场（地区）。")
    name = str(form.get("name", "")).strip()[:_NAME] or "会场大屏"
    one, code = await make_screen(tools.ledger, region, name, signed.client)
    return await _control(signed, one, tools, link=f"{base(request)}/screen/open/{code}")


@router.get("/screens/{screen}")
async def control(screen: ScreenId, signed: WithSigned, tools: WithTools) -> Response:
    """What it shows, and what may be shown next."""
    return await _control(signed, await _mine(screen, signed, tools), tools)


@router.post("/screens/{screen}")
async def show(screen: ScreenId, signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """Agenda or a vote; the next result, the one before, all; dark or light."""
    one = await _mine(screen, signed, tools)
    await set_screen(tools.ledger, await _told(one, form, tools))
    return RedirectResponse(f"/screens/{screen}", 303)


@router.post("/screens/{screen}/revocation")
async def revoke(screen: ScreenId, signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """收回链接: the device shows nothing more."""
    await _mine(screen, signed, tools)
    await revoke_screen(tools.ledger, screen)
    return RedirectResponse("/screens", 303)


async def _told(one: Screen, form: FormData, tools: Tools) -> Screen:
    """The screen as it is to be. Raises Problem 404 for a vote that is not of its agenda."""
    match str(form.get("do", "")):
        case "agenda":
            return one.model_copy(update={"ballot": None, "step": 0})
        case "light" | "dark" as theme:
            return one.model_copy(update={"theme": theme})
        case "next":
            return one.model_copy(update={"step": min(one.step + 1, await _items(one, tools))})
        case "back":
            return one.model_copy(update={"step": max(one.step - 1, 0)})
        case "all":
            return one.model_copy(update={"step": await _items(one, tools)})
        case asked:
            if asked not in {x.id for x in await agenda(one, tools)}:
                raise not_found()
            return one.model_copy(update={"ballot": asked, "step": 0})


async def _items(one: Screen, tools: Tools) -> int:
    """How many results there are to announce; none before the box was opened."""
    if one.ballot is None:
        return 0
    state = await Ballots(tools.ledger).ballot(one.ballot)
    open_ = state.status in (Status.COUNTED, Status.PUBLISHED)
    return len(state.paper.items) if open_ else 0


async def _mine(screen: str, signed: Signed, tools: Tools) -> Screen:
    one = await screen_of(tools.ledger, screen)
    if one is None or not reads(signed, one.region):
        raise not_found()
    return one


async def _listed(signed: Signed, tools: Tools, wrong: str | None = None) -> Response:
    return page(
        "screens.html",
        signed,
        await tools.ledger.now(),
        here="/screens",
        sample=await sample_shown(tools),
        status=422 if wrong else 200,
        screens=await screens_in(tools.ledger, signed.region),
        wrong=wrong,
    )


async def _control(signed: Signed, one: Screen, tools: Tools, link: str | None = None) -> Response:
    facts = await vote_facts(one, tools) if one.ballot else None
    how = await announced_by(facts["one"], tools) if facts else None
    return page(
        "screen_control.html",
        signed,
        await tools.ledger.now(),
        here="/screens",
        sample=await sample_shown(tools),
        screen=one,
        link=link,
        rows=[(x, STATUS_ZH[Status(x.status)]) for x in await agenda(one, tools)],
        shown=facts,
        how=how,
    )
