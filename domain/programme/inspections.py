"""集中视察: several projects seen at once. One act, one record in each project, one number."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, Instant, Sha256, ShortText, Text, Value
from domain.forms import Files
from domain.project.inspections import (
    Finding,
    InspectionKind,
    NoteVisit,
    Number,
    Participant,
    SubprojectNo,
    Visit,
)


class ProjectVisit(Value):
    """What was seen of one project."""

    project: ShortText
    place: ShortText
    seen: Text
    subprojects: Annotated[tuple[SubprojectNo, ...], Field(max_length=200)] = ()
    findings: Annotated[tuple[Finding, ...], Field(max_length=20)] = ()
    evidence: Files = ()


Visits = Annotated[tuple[ProjectVisit, ...], Field(min_length=1, max_length=300)]


class Tour(Value):
    """How, when and by whom the projects were seen."""

    kind: InspectionKind
    happened_at: Instant
    taking_part: Annotated[tuple[Participant, ...], Field(max_length=60)] = ()
    visits: Visits


class RecordTour(Command):
    """登记集中视察, and the duty of the programme that it fulfils."""

    number: Number
    tour: Tour
    counts_for: ShortText | None = None


class TourRecorded(Event):
    """Several projects were seen; each gets its own record of it."""

    number: str
    by: str
    party: str
    on: date
    """The day of receipt, from which default terms of findings are counted."""
    digest: Sha256
    tour: Tour
    counts_for: str | None

    def visit_of(self, one: ProjectVisit) -> NoteVisit:
        """What one project is told."""
        return NoteVisit(
            number=self.number,
            by=self.by,
            party=self.party,
            on=self.on,
            visit=Visit(
                kind=self.tour.kind,
                happened_at=self.tour.happened_at,
                place=one.place,
                taking_part=self.tour.taking_part,
                seen=one.seen,
                subprojects=one.subprojects,
                evidence=one.evidence,
            ),
            findings=one.findings,
        )
