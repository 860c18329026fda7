"""日历、邮件和关注的项目: what somebody wants to be told, and how; no fact of the record."""

from uuid import UUID

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.pages import words
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import seen
from api.pages.signed import Posted, WithSigned, check
from api.refusals import problem_of
from api.sight import sees_project
from api.tools import Tools, WithTools
from domain.dispatch import CHANNEL_ZH, Channel
from domain.names import PROJECT, stream_id
from domain.news import EVERY_ZH
from domain.refusals import Refused
from ledger.calendar_links import Kind, links_of, make_link, revoke_link
from ledger.follows import follow, followed_by, unfollow
from ledger.newsletters import choose, newsletter_of, stop
from ledger.queries.groups import projects_named

router = page_router()
KIND_ZH = {"group": "小组的日历", "person": "我的日历"}
CHANNELS = (Channel.MAIL, Channel.SMS)
"""A person is written to by mail or short message; robots speak in groups' rooms."""


@router.get("/following")
async def following_page(signed: WithSigned, tools: WithTools) -> Response:
    """The three of them."""
    return await _shown(signed, tools)


@router.post("/following/projects/{project}")
async def follow_project(
    project: str, signed: WithSigned, form: Posted, tools: WithTools
) -> Response:
    """关注 or 不再关注, and back to the project."""
    await seen(stream_id(PROJECT, project), signed, tools)
    if form.get("do") == "stop":
        await unfollow(tools.ledger, signed.account.id, project)
    else:
        await follow(tools.ledger, signed.account.id, project)
    back = "/following" if form.get("back") == "following" else f"/projects/{project}"
    return RedirectResponse(back, 303)


@router.post("/following/letters")
async def letters(signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """How often and where to; 不发 forgets the address."""
    told = {x: str(form.get(x, "")).strip() for x in ("every", "channel", "address")}
    every = next((x for x in EVERY_ZH if x == told["every"]), None)
    channel = next((x for x in CHANNELS if x == told["channel"]), Channel.MAIL)
    if every is None:
        await stop(tools.ledger, signed.account.id)
        return RedirectResponse("/following#letters", 303)
    try:
        await choose(tools.ledger, signed.account.id, every, channel, told["address"])
    except Refused as refused:
        status = problem_of(refused).status_code
        return await _shown(signed, tools, values=told, wrong=refused.zh, status=status)
    return RedirectResponse("/following#letters", 303)


@router.post("/following/calendars")
async def new_link(
    signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """A new link, shown on this page and never again."""
    kind: Kind = "group" if form.get("kind") == "group" else "person"
    check(signed, "group" if kind == "group" else "read")
    secret = await make_link(tools.ledger, signed.account.id, kind)
    link = f"{str(request.base_url).rstrip('/')}/calendar/{secret}.ics"
    return await _shown(signed, tools, link=link)


@router.post("/following/calendars/{link}/revocation")
async def revoke(link: UUID, signed: WithSigned, _form: Posted, tools: WithTools) -> Response:
    """The link opens nothing any more."""
    await revoke_link(tools.ledger, signed.account.id, link)
    return RedirectResponse("/following", 303)


async def follows(signed: Signed, project: str, tools: Tools) -> bool:
    """Whether the reader follows the project."""
    return project in await followed_by(tools.ledger, signed.account.id)


async def _shown(
    signed: Signed,
    tools: Tools,
    *,
    link: str | None = None,
    values: dict[str, str] | None = None,
    wrong: str | None = None,
    status: int = 200,
) -> Response:
    chosen = await newsletter_of(tools.ledger, signed.account.id)
    kept = chosen._asdict() if chosen else {}
    ids = await followed_by(tools.ledger, signed.account.id)
    rows = await projects_named(tools.ledger, ids)
    return page(
        "following.html",
        signed,
        await tools.ledger.now(),
        here="/group",
        sample=await sample_shown(tools),
        status=status,
        tab="projects",
        link=link,
        links=[(x, KIND_ZH[x.kind]) for x in await links_of(tools.ledger, signed.account.id)],
        kinds=[x for x in KIND_ZH.items() if x[0] == "person" or signed.role in _GROUPS],
        every=EVERY_ZH,
        channels=[(x.value, CHANNEL_ZH[x]) for x in CHANNELS],
        chosen=chosen,
        values=values or {x: str(y) for x, y in kept.items()},
        wrong=wrong,
        projects=[
            (x.id, words.name_zh(x.name))
            for x in rows
            if sees_project(signed, x.id, x.region, x.unit)
        ],
    )


_GROUPS = ("deputy_group", "deputy")
