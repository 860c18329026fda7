"""The page of a duty, as it is opened and as it answers what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from starlette.responses import Response

from api.pages import words
from api.pages.acts.offered import of_duty
from api.pages.desk import Desk, desk_of
from api.pages.doubts import doubts
from api.pages.duty_opened import Opened, opened
from api.pages.examples import example
from api.pages.extension_shown import extension_shown
from api.pages.recording import new_key
from api.pages.render import page
from api.pages.rights import Signed, can, decides
from api.pages.samples import sample_shown
from api.pages.stakes import stakes
from api.pages.todo import todo_list
from api.tools import Tools
from domain.duty_decisions import decided_by_group
from domain.project.inspections import SEVERITY_ZH, InspectionRecorded
from domain.regimes.model import Form
from ledger.queries.inspections import inspections_of
from ledger.uploads import Upload

__all__ = ["Opened", "Said", "duty_answer", "opened"]


class WrongExtension(NamedTuple):
    """What was asked for, and why it was not taken."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    refused: str | None


@dataclass
class Said:
    """What the page says besides the duty: a receipt, or what was sent and is wrong with it."""

    status: int = 200
    done: int | None = None
    key: str = field(default_factory=new_key)
    values: Mapping[str, str] | None = None
    files: list[Upload] | None = None
    """What the form holds; None: what lies on the desk."""
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: str | None = None
    wrong_extension: WrongExtension | None = None


async def duty_answer(one: Opened, signed: Signed, tools: Tools, said: Said) -> Response:
    """The page."""
    listed = await todo_list(signed, tools) if can(signed, "owe") else None
    may_decide = decides(signed, one.duty)
    desk = await desk_of(one, signed, tools)
    values, files = on_the_desk(one, desk, said)
    return page(
        "duty.html",
        signed,
        one.seen.standing.now,
        here="/todo" if listed else "/decide" if may_decide else "/",
        sample=one.seen.sample or await sample_shown(tools),
        status=said.status,
        one=one,
        name=words.duty_zh(one.duty.zh, one.duty.period),
        to=words.who_zh(one.duty.obligee),
        may_file=can(signed, "file", one.duty) and one.duty.owed,
        may_decide=may_decide and one.waits,
        recheck=decided_by_group(one.duty),
        finding=await finding_of(one, tools),
        listed=listed,
        receipt=next((x for x in one.course.entries if x.version == said.done), None),
        told=shown_filing(one),
        key=said.key,
        values=values,
        files=files,
        desk=desk,
        doubts=doubts(one, values, files),
        stakes=stakes(one),
        example=example(one, values, files) if desk else None,
        extension=await extension_shown(one, signed, tools, said.wrong_extension),
        errors=said.errors,
        refused=said.refused,
        doable=of_duty(signed, one.address, one.duty),
    )


def on_the_desk(
    one: Opened, desk: Desk | None, said: Said
) -> tuple[Mapping[str, str], Sequence[Upload]]:
    """What the fields hold: what was sent and is wrong, else the draft, else what came back."""
    draft = desk.draft if desk else None
    values = said.values
    if values is None:
        values = draft.fields if draft else one.first_values
    files = said.files
    if files is None:
        files = list(desk.files) if desk else []
    return values, files


def shown_filing(one: Opened) -> list[dict[str, Any]]:
    """Each time it was filed, the newest first, and what was said of it."""
    found: list[dict[str, Any]] = []
    for entry in one.course.entries:
        if entry.type == "DutyFiled":
            found.insert(0, {"entry": entry, "filing": entry.event["filing"], "answer": None})
        elif entry.type in ("DutyAccepted", "DutyReturned") and found:
            found[0]["answer"] = entry
    return found


async def finding_of(one: Opened, tools: Tools) -> dict[str, Any] | None:
    """What was found, where and when, with the photographs; None for what is no issue."""
    if one.duty.form is not Form.REMEDY:
        return None
    for entry in await inspections_of(tools.ledger, [one.seen.standing.stream]):
        if entry.type == "InspectionRecorded" and one.duty.id in entry.event["issues"]:
            event = InspectionRecorded.model_validate(entry.event)
            finding = event.findings[event.issues.index(one.duty.id)]
            return {
                "text": finding.text,
                "severity": SEVERITY_ZH[finding.severity],
                "number": event.number,
                "visit": event.visit,
                "who": event.party,
            }
    return None
