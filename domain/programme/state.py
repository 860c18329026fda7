"""A programme's state: how it follows from its events. Cannot fail."""

from datetime import date
from typing import cast

from pydantic import Field

from domain.adoption.origin import Decided
from domain.anchors import Anchors
from domain.base import Value
from domain.calendar import day_of
from domain.circular.messages import CircularRead, Known
from domain.convening import AnchorSet, MeetingHeld
from domain.duty import Duty
from domain.duty_events import DutyEvent, DutyFiled
from domain.duty_evolve import OF_DUTIES, evolve_duties
from domain.evaluation.grading import Grade
from domain.evaluation.rounds import Overall
from domain.forms import Evaluation, InspectionFiling
from domain.matching.schedule import ContactSchedule
from domain.programme.contact import (
    ContactScheduleChanged,
    ContactSchedulePublished,
    evolve_schedule,
)
from domain.programme.inspections import TourRecorded
from domain.programme.listing import Noted, ProjectChangeNoted, ProjectTakenOver, noted
from domain.programme.messages import (
    EvaluationCounted,
    ProgrammeClosed,
    ProgrammeEvent,
    ProgrammeOpened,
    SessionSet,
)
from domain.programme.opinions import (
    Opinion,
    OpinionDrafted,
    OpinionReplyEvaluated,
    evolve_opinions,
)
from domain.project.inspections import Inspected, after_filing
from domain.regime_change import RegimeChanged
from domain.scheduling import Owners
from domain.steps.messages import AnswerJudged, Step, StepRecommended, StepTaken
from domain.steps.state import evolve_steps

OWNERS = Owners()
"""Programme duties are owed by organs, which have no name of their own here."""


class Counted(Value):
    """Counts that were filed and wait for acceptance."""

    duty: str
    filing: Evaluation


class Held(Value):
    """A round that was counted, reduced to what later rounds and pages need."""

    round: str
    final: bool
    again: bool
    held_on: date
    failed: tuple[str, ...]
    overall: Overall | None
    ballot: str | None


class Programme(Value):
    """One congress and year as the record knows it."""

    id: str
    title: str
    region: str
    regime: str
    anchors: Anchors
    projects: tuple[str, ...]
    duties: dict[str, Duty]
    counted: tuple[Counted, ...] = ()
    rounds: tuple[str, ...] = ()
    results: tuple[Held, ...] = ()
    failures: dict[str, int] = Field(default_factory=dict)
    """How often each project failed that has not passed since."""
    closed: bool = False
    held: tuple[str, ...] = ()
    """Meetings that served this year and were closed."""
    inspections: tuple[Inspected, ...] = ()
    circulars: tuple[Known, ...] = ()
    steps: tuple[Step, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    schedule: ContactSchedule | None = None
    """监督联系安排表, once it was published."""
    origin: Decided | None = None
    """The decision that opened it; None for an imported list."""

    @property
    def owners(self) -> Owners:
        """Who owes here: organs only."""
        return OWNERS

    noted: tuple[Noted, ...] = ()

    def _left(self, what: str) -> frozenset[str]:
        return frozenset(x.project for x in self.noted if x.what == what)

    @property
    def evaluated(self) -> tuple[str, ...]:
        """The projects that ballots are about: those that were not terminated."""
        gone = self._left("terminated")
        return tuple(x for x in self.projects if x not in gone)

    @property
    def here(self) -> tuple[str, ...]:
        """The projects whose year hangs on this list's days: those not carried over."""
        gone = self._left("carried_over")
        return tuple(x for x in self.projects if x not in gone)


def evolve(state: Programme | None, event: ProgrammeEvent) -> Programme:
    """The state after the event."""
    if isinstance(event, ProgrammeOpened):
        return Programme.model_construct(
            id=event.id,
            title=event.title,
            region=event.region,
            regime=event.regime,
            anchors=Anchors(
                vote=event.vote,
                next_session=event.next_session,
                session_assumed=event.session_assumed,
            ),
            projects=event.projects,
            duties={},
            origin=event.origin,
        )
    assert state is not None, "a programme's first event is its opening"
    if type(event) in OF_DUTIES:
        return state.model_copy(update=_duties(state, cast("DutyEvent", event)))
    return _evolve(state, event)


def _evolve(state: Programme, event: ProgrammeEvent) -> Programme:
    match event:
        case RegimeChanged():
            return state.model_copy(update={"regime": event.regime})
        case SessionSet():
            return state.model_copy(update={"anchors": state.anchors.next_at(event.next_session)})
        case AnchorSet():
            return state.model_copy(update={"anchors": state.anchors.at(event.anchored)})
        case MeetingHeld():
            return state.model_copy(update={"held": (*state.held, event.meeting)})
        case EvaluationCounted():
            return state.model_copy(update=_counted(state, event))
        case CircularRead():
            known = Known(number=event.source.number, digest=event.digest)
            return state.model_copy(update={"circulars": (*state.circulars, known)})
        case TourRecorded():
            return state.model_copy(update={"inspections": (*state.inspections, _seen(event))})
        case StepTaken() | AnswerJudged():
            return state.model_copy(update={"steps": evolve_steps(state.steps, event)})
        case StepRecommended():
            return state
        case OpinionDrafted() | OpinionReplyEvaluated():
            return state.model_copy(update={"opinions": evolve_opinions(state.opinions, event)})
        case ProjectChangeNoted() | ProjectTakenOver():
            return state.model_copy(update=noted(state, event))
        case ContactSchedulePublished() | ContactScheduleChanged():
            return state.model_copy(update={"schedule": evolve_schedule(state.schedule, event)})
        case ProgrammeClosed():
            return state.model_copy(update={"closed": True})
        case _:
            raise TypeError(type(event).__name__)  # of duties: not asked here


def _counted(state: Programme, event: EvaluationCounted) -> dict[str, object]:
    grades = {x.project: x.result.grade for x in event.items}
    failed = tuple(x for x, grade in grades.items() if grade is Grade.DISSATISFIED)
    held = Held(
        round=event.round,
        final=event.final,
        again=event.again,
        held_on=event.held_on,
        failed=failed,
        overall=event.overall,
        ballot=event.ballot,
    )
    failures = dict(state.failures)
    for project, grade in grades.items() if event.final else ():
        if grade is Grade.DISSATISFIED:
            failures[project] = failures.get(project, 0) + 1
        elif grade is not None:
            failures.pop(project, None)
    return {
        "rounds": (*state.rounds, event.round),
        "results": (*state.results, held),
        "failures": failures,
    }


def _seen(event: TourRecorded) -> Inspected:
    on = day_of(event.tour.happened_at)
    return Inspected(
        number=event.number,
        party=event.party,
        on=on,
        digest=event.digest,
        counts_for=event.counts_for,
    )


def _duties(state: Programme, event: DutyEvent) -> dict[str, object]:
    changed: dict[str, object] = {"duties": evolve_duties(state.duties, event)}
    if isinstance(event, DutyFiled) and isinstance(event.filing, Evaluation):
        others = [x for x in state.counted if x.duty != event.duty]
        changed["counted"] = (*others, Counted(duty=event.duty, filing=event.filing))
    if isinstance(event, DutyFiled) and isinstance(event.filing, InspectionFiling):
        changed["inspections"] = after_filing(state.inspections, event.filing.number, event.duty)
    return changed
