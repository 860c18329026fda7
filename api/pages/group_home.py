"""我的小组: what waits for me first, my group's projects, what comes. Made for a phone, and kept on
it for places without a signal."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from api.inspections_read import InspectionShown, records
from api.pages import words
from api.pages.group_ahead import ahead
from api.pages.group_mine import parties_of, project_ids
from api.pages.group_waiting import waiting
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.names import PROJECT, stream_id
from domain.project.card import target_zh
from domain.project.state import Project
from ledger.queries.board import calendar_now
from ledger.queries.groups import projects_named
from ledger.queries.inspections import inspections_of
from ledger.queries.projects import ProjectRow

router = page_router()
TOLD = 12
"""Of so many projects the newest count is told; of the others the light's own words."""
RECENT = 6


@router.get("/group")
async def group_page(signed: WithSigned, tools: WithTools) -> Response:
    """The phone's first page."""
    ids = await project_ids(signed, tools)
    rows = await projects_named(tools.ledger, ids)
    now = await tools.ledger.now()
    asks = await waiting(signed, ids, await calendar_now(tools.ledger), tools)
    parties = parties_of(signed, ids)
    return page(
        "group.html",
        signed,
        now,
        here="/group",
        sample=any(x.unit_synthetic for x in rows) or await sample_shown(tools),
        tab="projects",
        asks=asks,
        projects=[await shown(x, tools, counted=n < TOLD) for n, x in enumerate(rows)],
        ahead=await ahead(parties, rows, signed, day_of(now), tools),
    )


@router.get("/group/inspections")
async def inspections_page(signed: WithSigned, tools: WithTools) -> Response:
    """督查: where to record a visit, what waits in the phone, what was recorded lately."""
    rows = await projects_named(tools.ledger, await project_ids(signed, tools))
    titles = {x.stream: words.name_zh(x.name) for x in rows}
    entries = await inspections_of(tools.ledger, list(titles))
    told = records(entries)
    streams = [x.stream for x in entries if x.type == "InspectionRecorded"]
    seen = sorted(
        zip(told, streams, strict=True), key=lambda x: x[0].revisions[-1].happened_at, reverse=True
    )
    return page(
        "group_inspections.html",
        signed,
        await tools.ledger.now(),
        here="/group",
        sample=any(x.unit_synthetic for x in rows) or await sample_shown(tools),
        tab="inspections",
        projects=[(x.id, words.name_zh(x.name)) for x in rows],
        seen=[(one, titles[stream], _place(stream)) for one, stream in seen[:RECENT]],
    )


@router.get("/group/session")
async def session(signed: WithSigned) -> Response:
    """For the script that hands in what was kept on the phone: who is signed in, and the token
    that this session's forms carry."""
    return JSONResponse({"who": signed.client, "form_token": signed.form_token})


async def shown(row: ProjectRow, tools: Tools, *, counted: bool) -> dict[str, Any]:
    """One project's line: its lamp, and what the group counted last beside what was voted."""
    told = row.light_zh
    if counted:
        state = (await tools.ledger.standing(row.stream)).state
        entries = records(await inspections_of(tools.ledger, [row.stream]))
        told = _counted(state, entries) if isinstance(state, Project) else told
    return {
        "href": f"/projects/{row.id}",
        "id": row.id,
        "title": words.name_zh(row.name),
        "lamp": words.lamp(row.light, closed=row.closed),
        "why": row.light_zh,
        "told": told,
    }


def newest_counts(entries: Sequence[InspectionShown]) -> dict[int, int]:
    """What was counted last of each sub-project."""
    found: dict[int, int] = {}
    for x in sorted(entries, key=lambda x: x.revisions[-1].visit.happened_at):
        found |= {y.subproject: y.number for y in x.revisions[-1].visit.counts}
    return found


def _counted(state: Project, entries: Sequence[InspectionShown]) -> str:
    counts = newest_counts(entries)
    parts = []
    for x in state.card.subprojects[:2]:
        target = state.targets.get(x.no)
        unit = target.unit if target and target.unit else ""
        name = words.name_zh(x.name)
        if x.no in counts:
            parts.append(f"{name}清点{counts[x.no]}{unit}，目标{target_zh(target)}")
        elif target is not None:
            parts.append(f"{name}目标{target_zh(target)}，还没有清点")
    return "；".join(parts) or "名单没有写明数量"


def _place(stream: str) -> str:
    return f"/projects/{stream.removeprefix(stream_id(PROJECT, ''))}"
