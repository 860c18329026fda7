"""督查记录 on a phone: what was counted, photographs, what was found; kept there without a signal.

With the page's script a record is kept on the phone first and then handed in, as often as it takes,
under one key; without it the form is an ordinary one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from api.docs import STATIC
from api.inspections_read import records
from api.pages import words
from api.pages.duty_shown import Said
from api.pages.files import taken
from api.pages.filing_form import WrongFields, sent
from api.pages.group_counting import LABELS, counted, told_fields
from api.pages.group_home import newest_counts
from api.pages.group_mine import as_group
from api.pages.inspection_form import inspection_of
from api.pages.inspections import countable
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import Problem, not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import ProjectId
from domain.calendar import SHANGHAI
from domain.forms import Progress
from domain.project.inspections import KIND_ZH, SEVERITY_ZH
from domain.project.issues import units_of
from domain.project.state import Project
from domain.refusals import NotYours, Refused, Unknown
from ledger.people import names_of
from ledger.queries.history import history
from ledger.queries.inspections import inspections_of
from ledger.requests import Receipt
from ledger.standing import Standing

router = page_router()
FINDINGS = 3
STEPPERS = 6
"""So many sub-projects stand in sight; the others open with a touch."""
WORKER = STATIC / "group" / "worker.js"


@router.get("/group/worker.js")
async def worker() -> Response:
    """The service worker. It looks after `/group` and the inspection forms below it."""
    headers = {"Service-Worker-Allowed": "/group", "Cache-Control": "no-cache"}
    return FileResponse(WORKER, media_type="text/javascript", headers=headers)


@router.get("/group/{project}/inspection")
async def form_page(project: ProjectId, signed: WithSigned, tools: WithTools) -> Response:
    """The form; the group's own project only."""
    standing, state, spoken = await as_group(project, signed, tools)
    return await _shown(standing, state, signed, spoken, tools, Said(values={}))


@router.post("/group/{project}/inspection/filing")
async def enter(
    project: ProjectId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """存下: one record however often it is sent. Answers JSON to the script that asks for it."""
    plain = request.headers.get("accept", "") != "application/json"
    try:
        standing, state, spoken = await as_group(project, signed, tools)
    except Problem:
        if plain:
            raise
        return JSONResponse({"zh": "没有找到这个项目。"}, 404)
    said = Said(key=key_of(form), values=sent(form))
    receipt = await _recorded(form, standing, state, spoken, said, request, tools)
    if not plain:
        return _told(receipt, said)
    if receipt is not None:
        return RedirectResponse(f"/group/inspections?done={receipt.version}", 303)
    return await _shown(standing, state, signed, spoken, tools, said)


async def _recorded(  # everything a form brings
    form: FormData,
    standing: Standing,
    state: Project,
    spoken: Signed,
    said: Said,
    request: Request,
    tools: Tools,
) -> Receipt | None:
    """The receipt; None where it was refused, and then `said` says why. Raises Problem 404."""
    try:
        counts = counted(form, state)
        said.files = await taken(form, spoken, tools, said.key)
        command = inspection_of(form, told_fields(form, state, counts), said.files, said.key)
        command = command.model_copy(
            update={"visit": command.visit.model_copy(update={"counts": counts})}
        )
        if hashes := {x.sha256 for x in said.files}:
            await tools.uploads.offered(spoken, hashes, standing.stream)
        return await record(request, tools, spoken, standing.stream, command, said.key)
    except WrongFields as wrong:
        said.status, said.errors = 422, wrong.errors
    except (NotYours, Unknown) as gone:
        raise not_found() from gone
    except Problem as problem:
        said.status, said.errors = 422, {"files": problem.zh}
    except Refused as refused:
        said.status, said.refused = problem_of(refused).status_code, refused.zh
    return None


def _told(receipt: Receipt | None, said: Said) -> Response:
    """The same in JSON, for a record that was kept on the phone."""
    if receipt is not None:
        return JSONResponse(receipt.model_dump(mode="json", include={"version", "received_at"}))
    wrong = "；".join(f"{_label(x)}：{zh}" for x, zh in said.errors.items())
    return JSONResponse({"zh": said.refused or wrong}, said.status)


def _label(field: str) -> str:
    head = field.split(".", maxsplit=1)[0]
    return LABELS.get(field, "发现的问题" if head == "findings" else "填写的内容")


async def _shown(
    standing: Standing, state: Project, signed: Signed, spoken: Signed, tools: Tools, said: Said
) -> Response:
    entries = await inspections_of(tools.ledger, [standing.stream])
    counts = newest_counts(records(entries))
    duties = countable(state, spoken, standing.now)
    values = said.values or {}
    return page(
        "group_inspection.html",
        signed,
        standing.now,
        here="/group",
        sample=state.card.lead_unit_synthetic or await sample_shown(tools),
        status=said.status,
        tab="inspections",
        project=state.card.id,
        title=words.name_zh(state.card.name),
        key=said.key or new_key(),
        values=values,
        errors=said.errors,
        refused=said.refused,
        files=said.files,
        at=f"{standing.now.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}",
        kinds={x.value: zh for x, zh in KIND_ZH.items()},
        severities={x.value: zh for x, zh in SEVERITY_ZH.items()},
        units=units_of(state.card),
        parts=_parts(state, counts, await _claims(standing, tools)),
        steppers=STEPPERS,
        number=FINDINGS,
        duties=duties,
        place=_last_place(entries) or state.card.region.rsplit("/", 1)[-1],
        people=await _people(state, tools),
        me=signed.party,
        chosen=set(values.get("who", "").split()),
    )


def _parts(
    state: Project, counts: Mapping[int, int], claims: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Each sub-project with its target, what the unit said last and what the group counted last."""
    found = []
    for x in state.card.subprojects:
        target = state.targets.get(x.no)
        found.append(
            {
                "no": x.no,
                "name": words.name_zh(x.name),
                "target": target,
                "unit": target.unit if target and target.unit else "",
                "claim": claims.get(x.no),
                "last": counts.get(x.no),
            }
        )
    return found


async def _claims(standing: Standing, tools: Tools) -> dict[int, str]:
    """What the unit's newest progress report says of each sub-project."""
    found: dict[int, str] = {}
    for entry in await history(tools.ledger, standing.stream):
        if entry.type == "DutyFiled" and entry.event["filing"]["form"] == "progress":
            filed = Progress.model_validate(entry.event["filing"])
            day = f"{entry.received_at.astimezone(SHANGHAI).month}月"
            found |= {
                x.subproject: f"单位{day}报完成{words.figure(x.claimed)}%" for x in filed.rows
            }
    return found


def _last_place(entries: Sequence[Any]) -> str:
    return str(entries[-1].event["visit"]["place"]) if entries else ""


async def _people(state: Project, tools: Tools) -> list[tuple[str, str]]:
    """The group's members, as a form offers them: reference and name."""
    if state.group is None:
        return []
    refs = list(dict.fromkeys((state.group.leader, *state.group.members)))
    names = await names_of(tools.ledger, state.group.organisation, refs)
    return [(f"deputy:{x}", names.get(x, x)) for x in refs]
