"""One congress's year: what the organs owe, why each date is that day, and its projects."""

from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.arranging import ScheduleShown, schedule_shown
from api.pages import words
from api.pages.acts.offered import of_programme
from api.pages.changed import year_ending
from api.pages.convening_due import to_convene
from api.pages.duty_ways import ways_of
from api.pages.origin_told import origin_facts
from api.pages.project import RECENT
from api.pages.project_head import duty_rows, note_of
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import seen
from api.pages.signed import WithSigned
from api.pages.telling import told
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from domain.calendar import day_of
from domain.matching.schedule import ContactSchedule
from domain.names import PROGRAMME, stream_id
from domain.programme.state import Programme
from ledger.people import names_of
from ledger.queries.board import calendar_now
from ledger.queries.completion import endings
from ledger.queries.duties import duties_of_stream
from ledger.queries.history import history
from ledger.queries.projects import ProjectRow, Wanted, find_projects
from ledger.queries.punctuality import punctuality_of

router = page_router()


@router.get("/programmes/{programme}")
async def programme_page(
    programme: ProgrammeId,
    signed: WithSigned,
    tools: WithTools,
    why: Annotated[str | None, Query(max_length=100)] = None,
    every: Annotated[bool, Query(alias="all")] = False,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The page; `why` names the duty whose date is explained."""
    one = await seen(stream_id(PROGRAMME, programme), signed, tools)
    calendar = await calendar_now(tools.ledger)
    own = await duties_of_stream(tools.ledger, one.standing.stream)
    entries = await history(tools.ledger, one.standing.stream)
    projects = await find_projects(tools.ledger, Wanted(programme=programme), limit=200)
    late = [x for x in own if x.late]
    asked = why or next((x.duty for x in (*late, *own) if x.owed), None)
    kept = [x for x in entries if every or x.type not in ("DutyScheduled", "Reminded")]
    log = kept if every else kept[-RECENT:]
    return page(
        "programme.html",
        signed,
        one.standing.now,
        here="/",
        sample=await sample_shown(tools) or any(x.unit_synthetic for x in projects.items),
        one=one,
        late=len(late),
        rows=duty_rows(own, day_of(one.standing.now), calendar, every=every, ways=ways_of(entries)),
        number=len(own),
        every=every,
        asked=asked,
        note=await note_of(own, asked, calendar, tools),
        log=[told(x, one.state.duties) for x in reversed(log)],
        events=len(entries),
        audits=can(signed, "audit"),
        ending=year_ending(
            await endings(tools.ledger, programme),
            await punctuality_of(tools.ledger, programme),
            ahead=day_of(one.standing.now) < one.state.anchors.next_session,
        ),
        projects=[_row(x) for x in projects.items],
        schedule=await _schedule(one.state, signed, tools),
        staff=can(signed, "board"),
        doable=of_programme(signed, one.state) if isinstance(one.state, Programme) else [],
        done=done,
        to_convene=to_convene(one.state) if isinstance(one.state, Programme) else [],
        convenes=can(signed, "meet"),
        **await origin_facts(one.state, tools),
    )


def _row(x: ProjectRow) -> dict[str, Any]:
    """A project's line on the page."""
    return {
        "id": x.id,
        "name": words.name_zh(x.name),
        "unit": words.who_zh(f"unit:{x.unit}"),
        "lamp": words.lamp(x.light, closed=x.closed),
        "late": x.overdue,
    }


async def _schedule(state: Any, signed: Signed, tools: Tools) -> ScheduleShown | None:
    """监督联系安排表 once it is published; names for the congress's own office alone."""
    known: ContactSchedule | None = state.schedule
    if known is None:
        return None
    office = can(signed, "board")
    names = await names_of(tools.ledger, known.organisation) if office else {}
    return schedule_shown(known, names)
