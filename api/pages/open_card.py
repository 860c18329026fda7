"""The card that another site may frame, and the words by which it does: no script, no cookie."""

from html import escape
from typing import Literal

from fastapi import Request
from starlette.responses import Response

from api.guard import HEADERS
from api.pages.open_files import base
from api.pages.open_parts import public_page, where_from
from api.pages.open_project import bars, known
from api.pages.render import alone
from api.pages.router import page_router
from api.public.kept import DATA, kept
from api.public.told import told
from api.public.words import LAMP_ZH, lead
from api.tools import WithTools
from api.where import ProjectId

router = page_router()
FRAMED = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Opener-Policy": "unsafe-none",
}
"""Only here may a page of ours stand in another's frame: there is nothing in it to press."""


@router.get("/open/projects/{project}/card")
async def card(
    project: ProjectId,
    request: Request,
    tools: WithTools,
    theme: Literal["light", "dark"] = "light",
) -> Response:
    """The project in one small frame."""
    one = told(await known(project, tools))
    answer = alone(
        "open_card.html",
        one=one,
        theme=theme,
        lamp=LAMP_ZH[one.lamp],
        lead=lead(one),
        bars=[(x, *bars(x)) for x in one.parts if not x.dropped][:2],
        page=f"{base(request)}/open/projects/{project}",
    )
    answer = kept(request, answer, DATA)
    answer.headers.update(FRAMED)
    return answer


@router.get("/open/projects/{project}/embed")
async def embed_page(project: ProjectId, request: Request, tools: WithTools) -> Response:
    """What to paste into another page, with the card as it will look."""
    one = told(await known(project, tools))
    at = f"{base(request)}/open/projects/{project}/card"
    said = f'src="{at}" title="{escape(one.name)}" width="340" height="430" loading="lazy"'
    answer = await public_page(
        "open_embed.html",
        request,
        tools,
        sample=one.sample,
        one=one,
        up=where_from(one.region),
        code=f"<iframe {said}></iframe>",
    )
    answer.headers["Content-Security-Policy"] = (
        f"{HEADERS['Content-Security-Policy']}; frame-src 'self'"
    )
    return answer
