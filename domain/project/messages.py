"""What can be asked of a project, and what can happen to it besides its duties."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Amount, Command, Event, ShortText, Text, Value
from domain.convening import AnchorSet, RecordMeeting
from domain.duty_commands import DutyCommand, Rebase
from domain.duty_events import DutyEvent
from domain.evaluation.grading import Result
from domain.project.inspections import (
    CorrectInspection,
    InspectionCorrected,
    InspectionRecorded,
    NoteVisit,
    RecordInspection,
)
from domain.project.slow_events import SlownessMarked
from domain.steps.messages import StepCommand, StepEvent

Op = Literal["eq", "ge", "gt", "le", "lt", "approx", "range"]


class Target(Value):
    """A voted quantity. It is never overwritten by what was built."""

    op: Op
    value: Amount
    up_to: Amount | None = None
    unit: ShortText | None = None


class Subproject(Value):
    """子项目: number 0 stands for the item itself where the source names no parts."""

    no: Annotated[int, Field(ge=0, le=999)]
    name: ShortText
    target: Target | None = None
    lead_unit: ShortText | None = None


class Card(Value):
    """What was voted: the first baseline. A newer baseline needs a decision (rulebook A0)."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    programme: ShortText
    list_id: ShortText
    item_no: ShortText | None
    name: ShortText
    region: ShortText
    subprojects: Annotated[tuple[Subproject, ...], Field(min_length=1, max_length=200)]
    target: Target | None = None
    """The item's own figure where it also names parts; it is not the sum of theirs."""
    lead_unit: ShortText
    lead_unit_synthetic: bool = False
    """The source names no unit; this one is made up and marked so."""
    co_units: tuple[ShortText, ...] = ()
    investment_wan: Amount | None = None
    planned_completion: date | None = None


class AdoptProject(Command):
    """票决确定: the congress voted it; its year of duties begins."""

    card: Card
    regime: ShortText
    vote: date
    next_session: date
    session_assumed: bool


class RecordEvaluation(Command):
    """The congress's counts for this project, from the programme's evaluation."""

    round: ShortText
    """The duty it was filed under, with its revision: one result a round."""
    final: bool
    """Whether this round grades the year; a mid-year round does not."""
    held_on: date
    result: Result


class RecordReport(Command):
    """The completion report that names this project was laid before the congress."""

    on: date


class CloseProject(Command):
    """办结销号: the clerk closes it after a grade that allows it."""

    note: Text


class ProjectAdopted(Event):
    """The project stands in the resolution; pinned to one version of one regime."""

    card: Card
    regime: str
    vote: date
    next_session: date
    session_assumed: bool
    baseline: int = 1


class ScopeBreached(Event):
    """Claimed less than voted without a decision (the 4,841 − 218 cameras of rulebook A9)."""

    subproject: int
    target: Target
    actual: Amount
    short_by: Amount


class SessionRedated(Event):
    """The next session's day was convened or moved."""

    next_session: date
    because: Text
    reference: str


class ProjectReported(Event):
    """Named in the completion report; `unfinished` where nobody verified it before."""

    on: date
    unfinished: bool


class ProjectEvaluated(Event):
    """Graded by the congress."""

    round: str
    final: bool
    held_on: date
    result: Result


class ProjectClosed(Event):
    """Struck off the list."""

    by: str
    note: Text


ProjectCommand = (
    AdoptProject
    | DutyCommand
    | Rebase
    | RecordMeeting
    | RecordEvaluation
    | RecordReport
    | CloseProject
    | RecordInspection
    | NoteVisit
    | CorrectInspection
    | StepCommand
)
ProjectEvent = (
    ProjectAdopted
    | ScopeBreached
    | SessionRedated
    | AnchorSet
    | ProjectReported
    | ProjectEvaluated
    | ProjectClosed
    | InspectionRecorded
    | InspectionCorrected
    | SlownessMarked
    | StepEvent
    | DutyEvent
)
