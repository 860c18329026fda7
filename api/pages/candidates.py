"""候选项目 as staff see them: the margin in words, what is to be done before the vote, comments."""

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.collections import seen
from api.pages.candidate_forms import candidate_command
from api.pages.pool_doing import handles, put, said
from api.pages.pool_forms import texts_of
from api.pages.recording import key_of, new_key
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pool_shown import candidates_shown, pool_shown
from api.problems import not_found
from api.tools import Tools, WithTools
from api.where import CollectionId
from domain.calendar import day_of
from domain.refusals import Refused
from domain.regimes import named
from domain.screening.state import Phase
from ledger.queries.comments import comments_of

router = page_router()
CHANNELS = (("hotline", "热线"), ("letter", "来信"), ("visit", "来访"), ("station", "代表联络站"))
CHANNEL_ZH = {**dict(CHANNELS), "web": "网上"}


@router.get("/collections/{collection}/candidates")
async def candidates_page(
    collection: CollectionId, signed: WithSigned, tools: WithTools
) -> Response:
    """The candidates."""
    return await _shown(collection, signed, tools, {}, None)


@router.post("/collections/{collection}/candidates/{act}")
async def of_candidates(
    collection: CollectionId,
    act: str,
    form: Posted,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
) -> Response:
    """提出, 撤回, 先行审议, 公示."""
    _, one = await seen(collection, signed, tools)
    try:
        command = candidate_command(act, form, one)
        if command is None:
            raise not_found()
        await put(request, tools, signed, collection, command, key_of(form))
    except Refused as refused:
        return await _shown(collection, signed, tools, texts_of(form), said(refused))
    return RedirectResponse(f"/collections/{collection}/candidates", 303)


async def _shown(
    collection: str,
    signed: Signed,
    tools: Tools,
    values: Mapping[str, str],
    wrong: tuple[int, str] | None,
) -> Response:
    standing, one = await seen(collection, signed, tools)
    whole = pool_shown(one)
    screening = named(one.regime).screens
    return page(
        "candidates.html",
        signed,
        standing.now,
        here="/collections",
        sample=await sample_shown(tools),
        status=wrong[0] if wrong else 200,
        refused=wrong[1] if wrong else None,
        one=one,
        pool=candidates_shown(one, day_of(standing.now)),
        phases={x.id: x for x in whole.items},
        ready=[x for x in whole.items if x.phase is Phase.POOLED and not x.lacks],
        comments=await comments_of(tools.ledger, standing.stream),
        screening=screening,
        consenting=screening.consenting.zh(),
        channels=CHANNELS,
        channel_zh=CHANNEL_ZH,
        handles=handles(signed) and not one.pool.settled and not one.voting.at_work,
        values=values,
        key=new_key(),
    )
