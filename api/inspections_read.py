"""Inspections and issues as they are read: what was seen, what is wrong, who owes it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from fastapi import Query
from pydantic import AwareDatetime, BaseModel

from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ
from api.rights import Allowed
from api.sight import hidden_duties, sees, shown_entries
from api.tools import Tools, WithTools
from api.where import ProgrammeId, ProjectId
from api.words import STATUS_ZH
from domain.duty import Status
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.parties import label_zh
from domain.programme.state import Programme
from domain.project.inspections import (
    KIND_ZH,
    SEVERITY_ZH,
    Finding,
    InspectionKind,
    Severity,
    Visit,
)
from domain.project.state import Project
from domain.refusals import Unknown
from ledger.queries.duties import DutyRow
from ledger.queries.history import Entry
from ledger.queries.inspections import inspections_of, issues_of

router = json_router("检查 inspections")
IssueState = Literal["open", "overdue", "waiting", "closed", "dropped"]
STATE_OF: dict[Status, IssueState] = {
    Status.PLANNED: "open",
    Status.OPEN: "open",
    Status.OVERDUE: "overdue",
    Status.SUBMITTED: "waiting",
    Status.FULFILLED: "closed",
    Status.FULFILLED_LATE: "closed",
    Status.WAIVED: "dropped",
    Status.VOID: "dropped",
}
STATE_ZH: dict[IssueState, str] = {
    "open": "整改中",
    "overdue": "整改逾期",
    "waiting": "已报整改，待复查",
    "closed": "已销号",
    "dropped": "已免除或失效",
}


class Told(BaseModel):
    """One revision of a record."""

    revision: int
    visit: Visit
    reason: str | None
    """Why it was told anew."""
    happened_at: AwareDatetime
    received_at: AwareDatetime


class InspectionShown(BaseModel):
    """One record with all its revisions, the newest last."""

    number: str
    party: str
    party_zh: str
    kind: InspectionKind
    kind_zh: str
    counts_for: str | None
    shared: bool
    issues: tuple[str, ...]
    revisions: tuple[Told, ...]


class IssueShown(BaseModel):
    """A finding and what became of it."""

    project: str
    title: str
    duty: str
    inspection: str
    found_on: date
    text: str
    subproject: int | None
    severity: Severity
    severity_zh: str
    flagged: bool
    """Serious or unsafe."""
    unit: str
    due: date
    original_due: date
    overdue: bool
    """Was overdue once."""
    status: Status
    status_zh: str
    state: IssueState
    state_zh: str


class InspectionsPage(BaseModel):
    """A project's inspections, by the time of the visit, and its issues, by due date."""

    inspections: tuple[InspectionShown, ...]
    issues: tuple[IssueShown, ...]


class IssuesPage(BaseModel):
    """The issues of a congress's year."""

    items: tuple[IssueShown, ...]
    counts: dict[IssueState, int]


@router.get("/projects/{project}/inspections", responses=READ)
async def read(project: ProjectId, caller: Allowed, tools: WithTools) -> InspectionsPage:
    """一个项目的检查记录（含更正）与问题清单."""
    stream = stream_id(PROJECT, project)
    state = await _state(stream, tools)
    if not isinstance(state, Project) or not sees(caller, state):
        raise not_found()
    hidden = hidden_duties(caller, state)
    entries = shown_entries(caller, state, await inspections_of(tools.ledger, [stream]))
    rows = [x for x in await issues_of(tools.ledger, [stream]) if x.duty not in hidden]
    return InspectionsPage(inspections=records(entries), issues=issues(rows, entries))


@router.get("/programmes/{programme}/issues", responses=READ)
async def read_issues(
    programme: ProgrammeId,
    caller: Allowed,
    tools: WithTools,
    state: Annotated[IssueState | None, Query(description="只看这一状态的")] = None,
) -> IssuesPage:
    """一个年度清单全部项目的问题清单：谁欠、何时查出、是否逾期、是否销号."""
    programme_state = await _state(stream_id(PROGRAMME, programme), tools)
    if not isinstance(programme_state, Programme) or not sees(caller, programme_state):
        raise not_found()
    streams = [stream_id(PROJECT, x) for x in programme_state.projects if _own(caller, x)]
    entries = await inspections_of(tools.ledger, streams)
    found = issues(await issues_of(tools.ledger, streams), entries)
    counts: dict[IssueState, int] = dict.fromkeys(STATE_ZH, 0)
    for one in found:
        counts[one.state] += 1
    return IssuesPage(
        items=tuple(x for x in found if state is None or x.state == state), counts=counts
    )


def _own(caller: Allowed, project: str) -> bool:
    """A deputy group is shown the project that it supervises, not its neighbours'."""
    return caller.role != "deputy_group" or caller.party in (
        "deputy_groups",
        f"deputy_group:{project}",
    )


async def _state(stream: str, tools: Tools) -> object:
    try:
        return (await tools.ledger.standing(stream)).state
    except Unknown as error:
        raise not_found() from error


def records(entries: Sequence[Entry]) -> tuple[InspectionShown, ...]:
    """Each record with what was told of it anew."""
    shown = []
    for entry in (x for x in entries if x.type == "InspectionRecorded"):
        event = entry.event
        told = [x for x in entries if x.event["number"] == event["number"]]
        last = max(told, key=lambda x: x.version).event["visit"]["kind"]
        shown.append(
            InspectionShown(
                number=event["number"],
                party=event["party"],
                party_zh=label_zh(event["party"]),
                kind=last,
                kind_zh=KIND_ZH[InspectionKind(last)],
                counts_for=event["counts_for"],
                shared=event["shared"],
                issues=tuple(event["issues"]),
                revisions=tuple(_told(x) for x in sorted(told, key=lambda x: x.version)),
            )
        )
    return tuple(shown)


def _told(entry: Entry) -> Told:
    return Told(
        revision=entry.event.get("revision", 1),
        visit=Visit.model_validate(entry.event["visit"]),
        reason=entry.event.get("reason"),
        happened_at=entry.event["visit"]["happened_at"],
        received_at=entry.received_at,
    )


def issues(rows: Sequence[DutyRow], entries: Sequence[Entry]) -> tuple[IssueShown, ...]:
    """The duties that findings became, each with the finding itself."""
    found = {
        (entry.stream, issue): (entry, Finding.model_validate(finding))
        for entry in entries
        if entry.type == "InspectionRecorded"
        for issue, finding in zip(entry.event["issues"], entry.event["findings"], strict=True)
    }
    return tuple(_issue(x, *found[x.stream, x.duty]) for x in rows if (x.stream, x.duty) in found)


def _issue(row: DutyRow, entry: Entry, finding: Finding) -> IssueShown:
    state = STATE_OF[row.status]
    return IssueShown(
        project=row.subject,
        title=row.title,
        duty=row.duty,
        inspection=entry.event["number"],
        found_on=row.opens,
        text=finding.text,
        subproject=finding.subproject,
        severity=finding.severity,
        severity_zh=SEVERITY_ZH[finding.severity],
        flagged=finding.severity is not Severity.ORDINARY,
        unit=label_zh(row.obligor),
        due=row.due,
        original_due=row.original_due,
        overdue=row.overdue or row.late,
        status=row.status,
        status_zh=STATUS_ZH[row.status],
        state=state,
        state_zh=STATE_ZH[state],
    )
