"""One project: its verdict, its year, its three lines, its ladder, its duties and its history."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.pages import ladder_told, three_lines
from api.pages.acts.offered import of_project
from api.pages.changed import changed
from api.pages.duty_ways import ways_of
from api.pages.inspections import field_facts, inspects
from api.pages.origin_told import origin_facts
from api.pages.project_head import duty_rows, note_of, project_head
from api.pages.project_papers import files_of, letters_of
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.scale import Scale
from api.pages.seen import seen
from api.pages.signed import WithSigned
from api.pages.telling import told
from api.pages.year_line import Year, year_line
from api.sight import hidden_duties, sees_meeting, shown_entries
from api.tools import Tools, WithTools
from api.where import ProjectId
from domain.calendar import day_of
from domain.circular.messages import LAMP_ZH, CircularNoted
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.project.card import target_zh
from domain.project.state import Project
from domain.regimes.model import Form
from ledger.queries.board import calendar_now
from ledger.queries.duties import DutyRow, duties_of_stream
from ledger.queries.history import Entry, history
from ledger.queries.meetings import MeetingRow, find_meetings

router = page_router()
RECENT = 12


@router.get("/projects/{project}")
async def project_page(
    project: ProjectId,
    signed: WithSigned,
    tools: WithTools,
    why: Annotated[str | None, Query(max_length=100)] = None,
    every: Annotated[bool, Query(alias="all")] = False,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The page; `why` names the duty whose date is explained."""
    one = await seen(stream_id(PROJECT, project), signed, tools)
    assert isinstance(one.state, Project)  # noqa: S101  # the stream's name says so
    calendar = await calendar_now(tools.ledger)
    hidden = hidden_duties(signed, one.state)
    rows = await duties_of_stream(tools.ledger, one.standing.stream)
    own = [x for x in rows if x.duty not in hidden]
    shared = await duties_of_stream(tools.ledger, stream_id(PROGRAMME, one.state.programme))
    told_all = await history(tools.ledger, one.standing.stream)
    entries = shown_entries(signed, one.state, told_all)
    today, ways = day_of(one.standing.now), ways_of(entries)
    meetings = await _meetings(one.state.programme, signed, tools)
    top = ladder_told.focus([x for x in one.state.duties.values() if x.id not in hidden])
    asked = why or (top.id if top else next((x.duty for x in own if x.owed), None))
    return page(
        "project.html",
        signed,
        one.standing.now,
        here="/",
        sample=one.sample or await sample_shown(tools),
        one=one,
        today=today,
        head=project_head(one, own, today, calendar),
        year=year_line(Year(one.state, own, shared, ways, meetings, today, calendar)),
        lines=_lines(one.state, entries, own, today),
        rows=duty_rows(own, today, calendar, every=every, ways=ways),
        number=len(own),
        every=every,
        ladder=ladder_told.ladder(top, entries) if top else None,
        note=await note_of(own, asked, calendar, tools),
        asked=asked,
        log=_log(entries, one.state, every=every),
        events=len(entries),
        audits=can(signed, "audit"),
        staff=can(signed, "board"),
        may_inspect=inspects(signed, one.state),
        done=done,
        **_told_of(one.state, own, entries, signed),
        letters=await letters_of(one.standing.stream, entries, signed, tools, every=every),
        **await field_facts(one, signed, tools),
        **await origin_facts(one.state, tools),
    )


async def _meetings(programme: str, signed: Signed, tools: Tools) -> Sequence[MeetingRow]:
    """The list's meetings, as far as he may know of them."""
    found = await find_meetings(tools.ledger, programme=programme, limit=20)
    return [x for x in found.items if sees_meeting(signed, x, (programme,))]


def _told_of(
    state: Project, own: Sequence[DutyRow], entries: Sequence[Entry], signed: Signed
) -> dict[str, Any]:
    """What its history holds besides the duties, and what can be done about it."""
    return {
        "files": files_of(entries, state.duties),
        "circulars": _circulars(entries),
        "changed": changed(state, own),
        "doable": of_project(signed, state),
    }


def _lines(
    state: Project, entries: Sequence[Entry], own: Sequence[DutyRow], today: date
) -> dict[str, Any]:
    found = three_lines.three_lines(state, entries)
    last = max((x.due for x in own if x.form == Form.PROGRESS), default=today)
    scale = Scale(state.anchors.vote, max(last, today))
    charts = [three_lines.drawn(x, scale, today) for x in found[: three_lines.CHARTS] if x.points]
    targets = {x.no: target_zh(x.target) for x in state.card.subprojects}
    units = {x.no: (x.target.unit if x.target else None) or "" for x in state.card.subprojects}
    return {"all": found, "charts": charts, "targets": targets, "units": units}


def _circulars(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """What the government's own circulars say, beside what the unit had said; the newest first."""
    noted = [CircularNoted.model_validate(x.event) for x in entries if x.type == "CircularNoted"]
    return [
        {
            "source": x.source,
            "row": row,
            "light": LAMP_ZH[row.light] if row.light else "",
            "differs": row.differs_by if row.contradicts else None,
        }
        for x in reversed(noted)
        for row in x.rows
    ]


def _log(entries: Sequence[Entry], state: Project, *, every: bool) -> list[dict[str, Any]]:
    kept = [x for x in entries if every or x.type not in ("DutyScheduled", "Reminded")]
    kept = kept if every else kept[-RECENT:]
    return [told(x, state.duties) for x in reversed(kept)]
