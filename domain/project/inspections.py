"""视察、督查、明查暗访、座谈、调研: what somebody saw of a project, as it is asked and recorded.

People are named by opaque references or by the party they speak for, never by name.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from domain.base import Command, Count, Event, Instant, Sha256, ShortText, Text, Value, is_empty
from domain.calendar import day_of
from domain.forms import Files
from domain.parties import role_of

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}", re.ASCII)

Number = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")]
"""An inspection's number; the records of one inspection of several projects share it."""
SubprojectNo = Annotated[int, Field(ge=0, le=999)]


def _opaque(who: str) -> str:
    if _REFERENCE.fullmatch(who):
        return who
    try:
        role_of(who)
    except ValueError as error:
        raise ValueError(
            "参加人请填编号（如 deputy:D017）或单位（如 unit:区住建局），不填姓名"
            " / name people by reference, not by name"
        ) from error
    return who


Participant = Annotated[ShortText, AfterValidator(_opaque)]
"""Who took part: an opaque reference (`deputy:D017`) or a party (`unit:区住建局`)."""


class InspectionKind(StrEnum):
    """How it was looked at (rulebook §1.1 no. 11, §5)."""

    SITE_VISIT = "site_visit"
    INSPECTION = "inspection"
    ANNOUNCED = "announced_check"
    UNANNOUNCED = "unannounced_check"
    SYMPOSIUM = "symposium"
    STUDY = "study"
    CONTACT = "contact"
    RECHECK = "recheck"


KIND_ZH: dict[InspectionKind, str] = {
    InspectionKind.SITE_VISIT: "视察",
    InspectionKind.INSPECTION: "督查",
    InspectionKind.ANNOUNCED: "明查",
    InspectionKind.UNANNOUNCED: "暗访",
    InspectionKind.SYMPOSIUM: "座谈",
    InspectionKind.STUDY: "调研",
    InspectionKind.CONTACT: "联系",
    InspectionKind.RECHECK: "复查",
}


class Severity(StrEnum):
    """How bad a finding is."""

    ORDINARY = "ordinary"
    SERIOUS = "serious"
    UNSAFE = "unsafe"


SEVERITY_ZH: dict[Severity, str] = {
    Severity.ORDINARY: "一般",
    Severity.SERIOUS: "严重",
    Severity.UNSAFE: "安全隐患",
}


class Finding(Value):
    """发现的问题: each one becomes an issue owed by a unit, with a due date."""

    text: Text
    subproject: SubprojectNo | None = None
    unit: ShortText | None = None
    """The responsible unit; the sub-project's own or the lead unit where nobody is named."""
    due: date | None = None
    """The day wished for; the regime's term where none is."""
    severity: Severity = Severity.ORDINARY


class Tallied(Value):
    """How many of a sub-project's pieces were counted on the spot."""

    subproject: SubprojectNo
    number: Count


class Visit(Value):
    """What was seen: how, when, where, by whom."""

    kind: InspectionKind
    happened_at: Instant
    """When it took place; the record may be made later, as a phone finds its network again."""
    place: ShortText
    taking_part: Annotated[tuple[Participant, ...], Field(max_length=60)] = ()
    seen: Text
    subprojects: Annotated[tuple[SubprojectNo, ...], Field(max_length=200)] = ()
    """The sub-projects that were looked at; none named means the item as a whole."""
    evidence: Files = ()
    counts: Annotated[tuple[Tallied, ...], Field(max_length=200, exclude_if=is_empty)] = ()
    """清点: in the unit of the sub-project's target."""


class RecordInspection(Command):
    """登记检查记录: a visit with its findings, and the duty of the period that it fulfils."""

    number: Number
    visit: Visit
    findings: Annotated[tuple[Finding, ...], Field(max_length=20)] = ()
    counts_for: ShortText | None = None
    """An inspection or contact duty of the same party, filed by this very act."""


class NoteVisit(Command):
    """One project's record of an inspection of several; sent by the programme, nobody else."""

    number: Number
    by: str
    party: str
    on: date
    """The day on which the whole inspection was received."""
    visit: Visit
    findings: Annotated[tuple[Finding, ...], Field(max_length=20)] = ()


class CorrectInspection(Command):
    """更正检查记录: what was seen is told anew. Findings stay: they are issues of their own."""

    number: Number
    revision: Annotated[int, Field(ge=1, le=999)]
    """The revision that is corrected."""
    visit: Visit
    reason: Text


class InspectionRecorded(Event):
    """A visit, with the issues that its findings became, in their order."""

    number: str
    by: str
    party: str
    digest: Sha256
    """Of the request, so that the same told twice is known."""
    visit: Visit
    findings: tuple[Finding, ...]
    issues: tuple[str, ...]
    """The duty of each finding."""
    counts_for: str | None
    shared: bool = False
    """One record of an inspection of several projects."""


class InspectionCorrected(Event):
    """The record is told anew; what was told before stays in history."""

    number: str
    revision: int
    by: str
    digest: Sha256
    visit: Visit
    reason: Text


class Inspected(Value):
    """One inspection as a project's state keeps it: what later decisions ask about."""

    number: str
    party: str
    on: date
    digest: Sha256
    """Of what was told, so that the same told twice is known."""
    counts_for: str | None = None
    revision: int = 1


def after_visit(
    known: tuple[Inspected, ...], event: InspectionRecorded | InspectionCorrected
) -> tuple[Inspected, ...]:
    """The inspections of a stream after one was recorded or told anew."""
    on = day_of(event.visit.happened_at)
    if isinstance(event, InspectionRecorded):
        new = Inspected(
            number=event.number,
            party=event.party,
            on=on,
            digest=event.digest,
            counts_for=event.counts_for,
        )
        return (*known, new)
    told = {"on": on, "digest": event.digest, "revision": event.revision}
    return tuple(x.model_copy(update=told) if x.number == event.number else x for x in known)


def after_filing(known: tuple[Inspected, ...], number: str, duty: str) -> tuple[Inspected, ...]:
    """The inspections after one of them was handed in for a duty: it counts for no other."""
    update = {"counts_for": duty}
    return tuple(x.model_copy(update=update) if x.number == number else x for x in known)
