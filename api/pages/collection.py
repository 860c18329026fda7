"""One collection on one screen: how far it is from the first suggestion to the projects, what is
missing for the next step, and who owes what meanwhile."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.collection_course import counts_of, decision_in
from api.collection_steps import course
from api.collections import seen
from api.pages.acts.offered import of_collection
from api.pages.collection_opening import listed
from api.pages.project import RECENT
from api.pages.project_head import duty_rows, note_of
from api.pages.render import page
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import Seen
from api.pages.signed import WithSigned
from api.pages.telling import told
from api.tools import WithTools
from api.where import CollectionId
from domain.calendar import day_of
from domain.regimes import named
from ledger.queries.board import calendar_now
from ledger.queries.duties import duties_of_stream
from ledger.queries.history import history

router = page_router()


@router.get("/collections")
async def collections_page(signed: WithSigned, tools: WithTools) -> Response:
    """The collections of the region, the newest session first, and a form to open one."""
    return await listed(signed, tools, {}, None)


@router.get("/collections/{collection}")
async def collection_page(
    collection: CollectionId,
    signed: WithSigned,
    tools: WithTools,
    why: Annotated[str | None, Query(max_length=100)] = None,
    every: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    """The page; `why` names the duty whose date is explained."""
    standing, state = await seen(collection, signed, tools)
    calendar, today = await calendar_now(tools.ledger), day_of(standing.now)
    own = await duties_of_stream(tools.ledger, standing.stream)
    entries = await history(tools.ledger, standing.stream)
    counts = await counts_of(state, tools)
    steps = course(state, counts, named(state.regime), today)
    late = [x for x in own if x.late]
    asked = why or next((x.duty for x in (*late, *own) if x.owed), None)
    kept = [x for x in entries if every or x.type not in ("DutyScheduled", "Reminded")]
    return page(
        "collection.html",
        signed,
        standing.now,
        here="/collections",
        sample=await sample_shown(tools),
        one=Seen(standing, state),
        state=state,
        steps=steps,
        coming=next((x for x in steps if not x.done), None),
        word=decision_in(state).word,
        counts=counts,
        late=len(late),
        rows=duty_rows(own, today, calendar, every=every),
        number=len(own),
        every=every,
        asked=asked,
        note=await note_of(own, asked, calendar, tools),
        log=[told(x, state.duties) for x in reversed(kept if every else kept[-RECENT:])],
        events=len(entries),
        audits=can(signed, "audit"),
        clerk=can(signed, "decide"),
        doable=of_collection(signed, state.id, closed=state.closed_on is not None),
    )
