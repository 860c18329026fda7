"""A project's state: how it follows from its events. Cannot fail: history cannot be refused."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from domain.adoption.origin import Origin
from domain.anchors import Anchors
from domain.base import Value
from domain.circular.messages import CircularNoted
from domain.convening import AnchorSet
from domain.duty import Duty
from domain.duty_events import DutyAccepted, DutyEvent, DutyFiled, DutyReturned
from domain.duty_evolve import OF_DUTIES, evolve_duties, evolve_duty
from domain.evaluation.grading import Grade
from domain.forms import (
    Claim,
    Consultation,
    InspectionFiling,
    Progress,
    Proposal,
    Verification,
    WorkPlan,
)
from domain.parties import Role, party
from domain.project import progress
from domain.project.card import Card, Target
from domain.project.changes.evolve import Change, changed
from domain.project.changes.track import Track
from domain.project.changes.track import accepted as track_accepted
from domain.project.changes.track import filed as track_filed
from domain.project.group import Assigned, GroupAssigned
from domain.project.inspections import (
    Inspected,
    InspectionCorrected,
    InspectionRecorded,
    after_filing,
    after_visit,
)
from domain.project.messages import (
    ProjectAdopted,
    ProjectClosed,
    ProjectEvaluated,
    ProjectEvent,
    ProjectReported,
    SessionRedated,
)
from domain.project.phase import Phase
from domain.project.progress import Course
from domain.project.slow_events import SlownessMarked
from domain.regime_change import RegimeChanged
from domain.regimes.model import Form
from domain.scheduling import Owners
from domain.steps.messages import AnswerJudged, Step, StepRecommended, StepTaken
from domain.steps.state import evolve_steps

__all__ = ["Phase", "Project", "evolve", "owners_of"]


class Project(Value):
    """One voted project as the record knows it."""

    card: Card
    regime: str
    anchors: Anchors
    baseline: int
    phase: Phase
    duties: dict[str, Duty]
    course: Course = Course()
    scope_breached: bool = False
    verified: bool = False
    grade: Grade | None = None
    rounds: tuple[str, ...] = ()
    failures: int = 0
    """How often it was evaluated as dissatisfied in a round that grades the year."""
    verdict: bool | None = None
    """What the group found, as filed and not yet accepted."""
    inspections: tuple[Inspected, ...] = ()
    circulars: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """Of the consultation that was filed last: each becomes a duty when it is accepted."""
    steps: tuple[Step, ...] = ()
    group: Assigned | None = None
    """Who contacts it, by the published contact schedule."""
    recommended: tuple[str, ...] = ()
    """What was recommended already: instrument, rule and period."""
    track: Track = Track()
    origin: Origin | None = None
    """The decision that opened it; None for an imported list."""

    @property
    def owners(self) -> Owners:
        """Who owes here: the lead unit, the item's one deputy group."""
        return owners_of(self.card)

    @property
    def closed(self) -> bool:
        """Whether the clock may rest for ever."""
        if self.phase is Phase.TERMINATED:
            return all(x.closed is not None or x.accepted for x in self.duties.values())
        return self.phase is Phase.CLOSED

    @property
    def stopped(self) -> bool:
        """Terminated: it owes what had begun, and nothing new."""
        return self.phase is Phase.TERMINATED

    @property
    def programme(self) -> str:
        """The list it stands in this year."""
        return self.track.programme or self.card.programme

    @property
    def targets(self) -> dict[int, Target | None]:
        """The targets of the current baseline, by sub-project."""
        return self.track.targets(self.card)

    @property
    def planned_completion(self) -> date | None:
        """T: decided, else planned, else as the list says."""
        return self.track.planned_completion or self.card.planned_completion


def owners_of(card: Card) -> Owners:
    """The unit and the deputy group behind a card's roles."""
    return Owners(unit=party(Role.UNIT, card.lead_unit), group=party(Role.DEPUTY_GROUP, card.id))


def evolve(state: Project | None, event: ProjectEvent) -> Project:
    """The state after the event."""
    if isinstance(event, ProjectAdopted):
        return Project.model_construct(
            card=event.card,
            regime=event.regime,
            anchors=Anchors(
                vote=event.vote,
                next_session=event.next_session,
                session_assumed=event.session_assumed,
            ),
            baseline=event.baseline,
            phase=Phase.ADOPTED,
            duties={},
            origin=event.origin,
        )
    assert state is not None, "a project's first event is its adoption"
    if type(event) in OF_DUTIES:
        told = cast("DutyEvent", event)
        now = {"duties": evolve_duties(state.duties, told), **_besides(state, told)}
        return state.model_copy(update=now)
    return _evolve(state, event)


def evolve_all(state: Project | None, events: Iterable[ProjectEvent]) -> Project | None:
    """`evolve` by one event after another, in a project that nobody else knows yet: its duties
    and fields change in place, and a long history costs one copy."""
    ours = False
    for event in events:
        if state is None or type(event) not in OF_DUTIES:
            state = evolve(state, event)
            continue
        if not ours:
            state, ours = state.model_copy(update={"duties": dict(state.duties)}), True
        told = cast("DutyEvent", event)
        now = _besides(state, told)
        state.duties[told.duty] = evolve_duty(state.duties, told)
        state.__dict__.update(now)
    return state


def _evolve(state: Project, event: ProjectEvent) -> Project:
    if isinstance(event, Change):
        return state.model_copy(update=changed(state, event))
    match event:
        case RegimeChanged():
            return state.model_copy(update={"regime": event.regime})
        case SessionRedated():
            return state.model_copy(update={"anchors": state.anchors.next_at(event.next_session)})
        case AnchorSet():
            return state.model_copy(update={"anchors": state.anchors.at(event.anchored)})
        case ProjectReported():
            return state.model_copy(update={"phase": _forward(state, Phase.REPORTED)})
        case ProjectEvaluated():
            return state.model_copy(update=_evaluated(state, event))
        case ProjectClosed():
            return state.model_copy(update={"phase": Phase.CLOSED})
        case CircularNoted():
            return state.model_copy(update={"circulars": (*state.circulars, event.source.number)})
        case InspectionRecorded() | InspectionCorrected():
            return state.model_copy(update={"inspections": after_visit(state.inspections, event)})
        case GroupAssigned():
            group = {x: getattr(event, x) for x in Assigned.model_fields}
            return state.model_copy(update={"group": Assigned.model_construct(**group)})
        case SlownessMarked():
            return state
        case StepTaken() | AnswerJudged():
            return state.model_copy(update={"steps": evolve_steps(state.steps, event)})
        case StepRecommended():
            return state.model_copy(update={"recommended": (*state.recommended, event.rule)})
        case _:
            raise TypeError(type(event).__name__)  # of duties: not asked here


def _evaluated(state: Project, event: ProjectEvaluated) -> dict[str, object]:
    rounds: dict[str, object] = {"rounds": (*state.rounds, event.round)}
    if not event.final or state.phase is Phase.TERMINATED:
        return rounds
    grade = event.result.grade
    if grade is Grade.DISSATISFIED:
        failed = {"phase": Phase.RECTIFYING, "failures": state.failures + 1}
        return {**rounds, **failed, "grade": grade}
    again = state.failures > 0 and grade is not None
    return {**rounds, "phase": Phase.RE_EVALUATED if again else Phase.EVALUATED, "grade": grade}


def _besides(state: Project, event: DutyEvent) -> dict[str, object]:
    """What of the project is new after a duty's event, besides the duty."""
    if isinstance(event, DutyFiled):
        return _filed(state, event)
    if isinstance(event, DutyReturned):
        return _returned(state, state.duties[event.duty])
    if isinstance(event, DutyAccepted):
        duty = state.duties[event.duty]
        return {"track": track_accepted(state.track, duty.form), **_accepted(state, duty)}
    return {}


def _filed(state: Project, event: DutyFiled) -> dict[str, object]:
    match event.filing:
        case Progress():
            return {"course": progress.reported(state.course, state.duties[event.duty], event)}
        case WorkPlan() as plan:
            course = progress.planned(state.course, plan)
            return {"course": course, "track": track_filed(state.track, event)}
        case Consultation(proposals=proposals):
            return {"proposals": proposals}
        case Claim():
            phase = _forward(state, Phase.CLAIMED)
            return {"phase": phase, "track": track_filed(state.track, event)}
        case Verification(verified=verdict):
            return {"verdict": verdict}
        case InspectionFiling(number=number):
            return {"inspections": after_filing(state.inspections, number, event.duty)}
        case _:
            return {}


def _returned(state: Project, duty: Duty) -> dict[str, object]:
    if duty.form is Form.PROGRESS:
        return {"course": progress.returned(state.course, duty)}
    if duty.form is Form.CLAIM and state.phase is Phase.CLAIMED:
        return {"phase": Phase.IN_PROGRESS}
    return {}


def _accepted(state: Project, duty: Duty) -> dict[str, object]:
    match duty.form:
        case Form.WORK_PLAN:
            return {"phase": _forward(state, Phase.PLANNED)}
        case Form.PROGRESS:
            course = progress.accepted(state.course, duty)
            started = any(x.started for x in course.lags)
            return {
                "course": course,
                "phase": _forward(state, Phase.IN_PROGRESS) if started else state.phase,
            }
        case Form.VERIFICATION if state.verdict:
            return {"phase": _forward(state, Phase.VERIFIED), "verified": True}
        case Form.VERIFICATION:
            back = state.phase is Phase.CLAIMED
            return {"phase": Phase.IN_PROGRESS} if back else {}
        case _:
            return {}


def _forward(state: Project, phase: Phase) -> Phase:
    order = list(Phase)  # TERMINATED last: nothing goes on from there
    return phase if order.index(phase) > order.index(state.phase) else state.phase
