"""What can be asked of a project, and what can happen to it besides its duties."""

from datetime import date

from domain.adoption.origin import Origin
from domain.base import Amount, Command, Event, ShortText, Text
from domain.circular.messages import CircularNoted, NoteCircular
from domain.convening import AnchorSet, RecordMeeting
from domain.duty_commands import DutyCommand, Rebase
from domain.duty_events import DutyEvent
from domain.evaluation.grading import Result
from domain.evaluation.rounds import PartResult
from domain.project.card import Card, Op, Subproject, Target
from domain.project.changes.messages import ChangeCommand, ChangeEvent
from domain.project.group import AssignGroup, GroupAssigned
from domain.project.inspections import (
    CorrectInspection,
    InspectionCorrected,
    InspectionRecorded,
    NoteVisit,
    RecordInspection,
)
from domain.project.slow_events import SlownessMarked
from domain.regime_change import ChangeRegime, RegimeChanged
from domain.steps.messages import StepCommand, StepEvent

__all__ = ["Card", "Op", "Subproject", "Target"]


class AdoptProject(Command):
    """票决确定: the congress voted it; its year of duties begins."""

    card: Card
    regime: ShortText
    vote: date
    next_session: date
    session_assumed: bool
    replaces: ShortText | None = None
    """The item whose place this one takes, by a decision of those who vote items."""


class AdoptDecidedProject(AdoptProject):
    """What a decision on record here opens; sent by the record itself, never by a person."""

    origin: Origin


class RecordEvaluation(Command):
    """The congress's counts for this project, from the programme's evaluation."""

    round: ShortText
    """The duty it was filed under, with its revision: one result a round."""
    final: bool
    """Whether this round grades the year; a mid-year round does not."""
    held_on: date
    result: Result
    programme: ShortText | None = None
    """The list in which it was evaluated: a year that ended does not grade the next one."""
    parts: tuple[PartResult, ...] = ()


class RecordReport(Command):
    """The completion report that names this project was laid before the congress."""

    on: date
    programme: ShortText | None = None


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
    replaces: str | None = None
    origin: Origin | None = None
    """None for a list that was imported as voted elsewhere: nothing of its vote is proven here."""


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
    parts: tuple[PartResult, ...] = ()


class ProjectClosed(Event):
    """Struck off the list."""

    by: str
    note: Text


SeenCommand = RecordInspection | NoteVisit | CorrectInspection | NoteCircular
"""What somebody outside the unit saw or read of the project."""
OfProject = (
    DutyCommand
    | Rebase
    | RecordMeeting
    | RecordEvaluation
    | RecordReport
    | CloseProject
    | ChangeRegime
    | StepCommand
    | ChangeCommand
    | SeenCommand
    | AssignGroup
)
"""What is asked of a project that stands."""
ProjectCommand = AdoptProject | AdoptDecidedProject | OfProject
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
    | CircularNoted
    | SlownessMarked
    | StepEvent
    | ChangeEvent
    | RegimeChanged
    | GroupAssigned
    | DutyEvent
)
