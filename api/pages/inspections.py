"""检查: entering what was seen on a phone, and one project's records and issues."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.inspections_read import issues, records
from api.pages import words
from api.pages.duty_shown import Said
from api.pages.files import taken
from api.pages.filing_form import WrongFields, sent
from api.pages.following import follows
from api.pages.inspection_form import FINDINGS, inspection_of
from api.pages.recording import key_of, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import Seen, seen
from api.pages.signed import Posted, WithSigned
from api.problems import Problem, not_found
from api.refusals import problem_of
from api.sight import hidden_duties, shown_entries
from api.tools import Tools, WithTools
from api.where import ProjectId
from domain.calendar import day_of
from domain.names import PROJECT, stream_id
from domain.parties import Role
from domain.project.inspecting import INSPECTORS
from domain.project.inspections import KIND_ZH, SEVERITY_ZH
from domain.project.issues import units_of
from domain.project.state import Project
from domain.refusals import NotYours, Refused, Unknown
from domain.regimes.model import Form
from ledger.queries.inspections import inspections_of, issues_of

router = page_router()


@router.get("/projects/{project}/inspections")
async def inspections_page(
    project: ProjectId,
    signed: WithSigned,
    tools: WithTools,
    counts_for: Annotated[str | None, Query(alias="for", max_length=100)] = None,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The records and issues; who inspects here finds the form above them."""
    one = await seen(stream_id(PROJECT, project), signed, tools)
    said = Said(done=done, values={"counts_for": counts_for or ""})
    return await _answer(one, signed, tools, said)


@router.get("/projects/{project}/inspections/{number}")
async def one_inspection(project: ProjectId, number: str) -> Response:
    """A record's own address leads to its place on the page."""
    if not number.replace("-", "").replace(".", "").replace("_", "").isalnum():
        raise not_found()
    return RedirectResponse(f"/projects/{project}/inspections#r-{number}", 303)


@router.post("/projects/{project}/inspections/filing")
async def enter(
    project: ProjectId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """登记: one record however often the button is pressed."""
    one = await seen(stream_id(PROJECT, project), signed, tools)
    stream = one.standing.stream
    if not inspects(signed, one.state):
        raise not_found()
    said = Said(key=key_of(form), values=_values(form))
    try:
        said.files = await taken(form, signed, tools, said.key)
        command = inspection_of(form, sent(form), said.files, said.key)
        if hashes := {x.sha256 for x in said.files}:
            await tools.uploads.offered(signed, hashes, stream)
        receipt = await record(request, tools, signed, stream, command, said.key)
    except WrongFields as wrong:
        said.status, said.errors = 422, wrong.errors
    except (NotYours, Unknown):
        raise
    except Problem as problem:
        said.status, said.errors = 422, {"files": problem.zh}
    except Refused as refused:
        said.status, said.refused = problem_of(refused).status_code, refused.zh
    else:
        return RedirectResponse(f"{one.place}/inspections?done={receipt.version}", 303)
    return await _answer(one, signed, tools, said)


def inspects(signed: Signed, state: object) -> bool:
    """Whether the form is for them: the item's own group, and the organs that inspect."""
    if not isinstance(state, Project) or not can(signed, "file"):
        return False
    return signed.party in (state.owners.group, *INSPECTORS)


def _values(form: Any) -> dict[str, str]:
    ticked = {f"subprojects.{x}": "on" for x in form.getlist("subprojects")}
    return {**sent(form), **ticked}


async def _answer(one: Seen, signed: Signed, tools: Tools, said: Said) -> Response:
    state, stream = one.state, one.standing.stream
    assert isinstance(state, Project)  # noqa: S101  # the stream's name says so
    facts = await field_facts(one, signed, tools)
    receipt = [
        x for x in await inspections_of(tools.ledger, [stream]) if x.version <= (said.done or 0)
    ]
    return page(
        "inspections.html",
        signed,
        one.standing.now,
        here="/",
        sample=one.sample or await sample_shown(tools),
        status=said.status,
        one=one,
        may=inspects(signed, state),
        kinds={x.value: zh for x, zh in KIND_ZH.items()},
        severities={x.value: zh for x, zh in SEVERITY_ZH.items()},
        units=units_of(state.card),
        number=FINDINGS,
        duties=countable(state, signed, one.standing.now),
        receipt=receipt[-1] if said.done and receipt else None,
        key=said.key,
        values=said.values or {},
        files=said.files,
        errors=said.errors,
        refused=said.refused,
        **facts,
    )


def countable(state: Project, signed: Signed, now: datetime) -> list[dict[str, str]]:
    """The party's own duties that a visit may count for: begun, and not filed."""
    today = day_of(now)
    return [
        {"id": x.id, "name": words.duty_zh(x.zh, x.period)}
        for x in sorted(state.duties.values(), key=lambda x: (x.due, x.id))
        if x.owed
        and x.obligor == signed.party
        and x.opens <= today
        and x.form in (Form.INSPECTION, Form.REPORT)
    ]


async def field_facts(one: Seen, signed: Signed, tools: Tools) -> dict[str, Any]:
    """What is shown of a project's inspections and issues, and whether the reader follows it."""
    stream = one.standing.stream
    hidden = hidden_duties(signed, one.state)
    entries = shown_entries(signed, one.state, await inspections_of(tools.ledger, [stream]))
    rows = [x for x in await issues_of(tools.ledger, [stream]) if x.duty not in hidden]
    found = issues(rows, entries)
    return {
        "inspections": sorted(
            records(entries), key=lambda x: x.revisions[-1].happened_at, reverse=True
        ),
        "issues": found,
        "open_issues": sum(1 for x in found if x.state in ("open", "overdue", "waiting")),
        "late_issues": sum(1 for x in found if x.state == "overdue"),
        "group": Role.DEPUTY_GROUP,
        "following": await follows(signed, stream.partition(":")[2], tools),
    }
