"""代表建议: the deputy's own, a form to hand one in, the unit's, the office's queue, figures."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.callers import STAFF
from api.pages.meeting_forms import Wrong, texts_of, tried
from api.pages.recording import key_of, new_key, record
from api.pages.render import alone, page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.suggestion_forms import submission_of
from api.suggestions_read import figures_shown, listed
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.names import SUGGESTION, stream_id
from domain.regimes import known
from domain.suggestion.state import LIFE_ZH, Life
from ledger.queries.deputies_suggestions import regime_in
from ledger.queries.suggestions import (
    Wanted,
    any_made_up,
    figures_of,
    find_suggestions,
    sessions_of,
)

router = page_router()
LISTED = 50
QUEUE = (Life.SUBMITTED, Life.RETURNED, Life.ASSESSING, Life.CONTENT)
"""What waits for the office."""


@router.get("/suggestions")
async def suggestions_page(
    signed: WithSigned,
    tools: WithTools,
    life: Annotated[str | None, Query(pattern="^[a-z_]+$")] = None,
    q: Annotated[str | None, Query(max_length=300)] = None,
    start: Annotated[int, Query(alias="from", ge=0, le=1_000_000)] = 0,
) -> Response:
    """The list of whoever signed in, and what each may do next."""
    return await _listed(signed, tools, {"life": life or "", "q": q or "", "from": start}, {}, None)


@router.post("/suggestions/submit")
async def submit(signed: WithSigned, form: Posted, request: Request, tools: WithTools) -> Response:
    """Hand one in: a deputy by himself, the office from paper."""
    texts = texts_of(form)
    try:
        key = key_of(form)
        frame = await _frame(signed, tools, texts)
        number = f"{day_of(await tools.ledger.now()):%Y%m%d}-{key[:8]}"
        command = submission_of(number, texts, frame)
        stream = stream_id(SUGGESTION, command.id)
        await tried(record(request, tools, signed, stream, command, key))
    except Wrong as wrong:
        return await _listed(signed, tools, {"life": "", "q": "", "from": 0}, texts, wrong)
    return RedirectResponse(f"/suggestions/{command.id}", 303)


@router.get("/open/suggestions")
async def public_page(
    tools: WithTools, region: Annotated[str | None, Query(max_length=300)] = None
) -> Response:
    """For everybody: how many came, what became of them, how content the deputies are. No names,
    no contents."""
    found, classes = await figures_of(tools.ledger, region)
    return alone(
        "suggestions_open.html",
        region=region,
        shown=figures_shown(found, classes, await sessions_of(tools.ledger, region)),
        now=await tools.ledger.now(),
        made_up=await any_made_up(tools.ledger, region),
        sample=await sample_shown(tools),
    )


async def _frame(signed: Signed, tools: Tools, texts: Mapping[str, str]) -> dict[str, Any]:
    """What the form does not ask of whom it is clear: the deputy, the congress, its measure."""
    region = signed.region or texts.get("region", "")
    frame: dict[str, Any] = {"region": region}
    if signed.role == "deputy":
        frame["deputy"] = signed.party.partition(":")[2]
    regime = await regime_in(tools.ledger, region) or texts.get("regime")
    if not regime:
        raise Wrong(422, "本地还没有用过哪部办法，请先由人大机关选定办法、登记第一件建议")
    return {**frame, "regime": regime}


async def _listed(
    signed: Signed,
    tools: Tools,
    asked: Mapping[str, Any],
    values: Mapping[str, str],
    wrong: Wrong | None,
) -> Response:
    found, classes = await figures_of(tools.ledger, signed.region)
    here = await find_suggestions(
        tools.ledger, _wanted(signed, asked), limit=LISTED, offset=asked["from"]
    )
    measures = sorted(x.ref for x in known().values() if x.suggestions is not None)
    fixed = signed.region is not None and await regime_in(tools.ledger, signed.region)
    return page(
        "suggestions.html",
        signed,
        await tools.ledger.now(),
        here="/suggestions",
        sample=await sample_shown(tools),
        status=wrong.status if wrong else 200,
        refused=wrong.zh if wrong else None,
        values=values,
        key=new_key(),
        items=[listed(x) for x in here.items],
        total=here.total,
        asked=asked,
        after=asked["from"] + LISTED if asked["from"] + LISTED < here.total else None,
        shown=figures_shown(found, classes, {}),
        queue=await _queue(signed, tools) if signed.role == "clerk" else [],
        lives=[("open", "全部在办"), *((x.value, zh) for x, zh in LIFE_ZH.items())],
        may_submit=signed.role in ("deputy", "clerk"),
        measures=[] if fixed else measures,
        mine=signed.party.partition(":")[2],
    )


def _wanted(signed: Signed, asked: Mapping[str, Any]) -> Wanted:
    own = signed.party.partition(":")[2]
    return Wanted(
        region=signed.region,
        life=asked["life"] or None,
        text=asked["q"] or None,
        unit=own if signed.role == "unit" else None,
        deputy=own if signed.role == "deputy" and not asked["life"] else None,
        here_only=signed.role not in STAFF,
    )


async def _queue(signed: Signed, tools: Tools) -> list[dict[str, Any]]:
    """What waits for the office, by where it stands."""
    parts = []
    for life in QUEUE:
        page_of = await find_suggestions(
            tools.ledger, Wanted(region=signed.region, life=life), oldest=True, limit=5
        )
        if page_of.total:
            parts.append({"life": life, "zh": LIFE_ZH[life], "page": page_of})
    return parts
