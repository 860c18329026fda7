"""A project's state: how it follows from its events. Cannot fail: history cannot be refused."""

from enum import StrEnum

from domain.anchors import Anchors
from domain.base import Value
from domain.convening import AnchorSet
from domain.duty import Duty
from domain.duty_events import DutyAccepted, DutyFiled, DutyReturned
from domain.duty_evolve import evolve_duties
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
from domain.project.inspections import (
    Inspected,
    InspectionCorrected,
    InspectionRecorded,
    after_filing,
    after_visit,
)
from domain.project.messages import (
    Card,
    ProjectAdopted,
    ProjectClosed,
    ProjectEvaluated,
    ProjectEvent,
    ProjectReported,
    ScopeBreached,
    SessionRedated,
)
from domain.project.progress import Course
from domain.project.slow_events import SlownessMarked
from domain.regimes.model import Form
from domain.scheduling import Owners
from domain.steps.messages import AnswerJudged, Step, StepRecommended, StepTaken
from domain.steps.state import evolve_steps


class Phase(StrEnum):
    """The project's phase (rulebook §4.2). A phase never holds back a duty."""

    ADOPTED = "P3"
    PLANNED = "P4"
    IN_PROGRESS = "P5"
    CLAIMED = "P6"
    VERIFIED = "P7"
    REPORTED = "P8"
    EVALUATED = "P9"
    CLOSED = "P10"


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
    verdict: bool | None = None
    """What the group found, as filed and not yet accepted."""
    inspections: tuple[Inspected, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """Of the consultation that was filed last: each becomes a duty when it is accepted."""
    steps: tuple[Step, ...] = ()
    recommended: tuple[str, ...] = ()
    """What was recommended already: instrument, rule and period."""

    @property
    def owners(self) -> Owners:
        """Who owes here: the lead unit, the item's one deputy group."""
        return owners_of(self.card)

    @property
    def closed(self) -> bool:
        """Whether the clock may rest for ever."""
        return self.phase is Phase.CLOSED


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
        )
    assert state is not None, "a project's first event is its adoption"
    match event:
        case ScopeBreached():
            return state.model_copy(update={"scope_breached": True})
        case SessionRedated():
            return state.model_copy(update={"anchors": state.anchors.next_at(event.next_session)})
        case AnchorSet():
            return state.model_copy(update={"anchors": state.anchors.at(event.anchored)})
        case ProjectReported():
            return state.model_copy(update={"phase": Phase.REPORTED})
        case ProjectEvaluated():
            return state.model_copy(update=_evaluated(state, event))
        case ProjectClosed():
            return state.model_copy(update={"phase": Phase.CLOSED})
        case InspectionRecorded() | InspectionCorrected():
            return state.model_copy(update={"inspections": after_visit(state.inspections, event)})
        case SlownessMarked():
            return state
        case StepTaken() | AnswerJudged():
            return state.model_copy(update={"steps": evolve_steps(state.steps, event)})
        case StepRecommended():
            return state.model_copy(update={"recommended": (*state.recommended, event.rule)})
        case _:
            duties = evolve_duties(state.duties, event)
            return state.model_copy(update={"duties": duties, **_progress(state, event)})


def _evaluated(state: Project, event: ProjectEvaluated) -> dict[str, object]:
    rounds: dict[str, object] = {"rounds": (*state.rounds, event.round)}
    if not event.final:
        return rounds
    return {**rounds, "phase": Phase.EVALUATED, "grade": event.result.grade}


def _progress(state: Project, event: ProjectEvent) -> dict[str, object]:
    match event:
        case DutyFiled(filing=Progress()):
            return {"course": progress.reported(state.course, state.duties[event.duty], event)}
        case DutyFiled(filing=WorkPlan() as plan):
            return {"course": progress.planned(state.course, plan)}
        case DutyFiled(filing=Consultation(proposals=proposals)):
            return {"proposals": proposals}
        case DutyFiled(filing=Claim()):
            return {"phase": _forward(state, Phase.CLAIMED)}
        case DutyFiled(filing=Verification(verified=verdict)):
            return {"verdict": verdict}
        case DutyFiled(filing=InspectionFiling(number=number)):
            return {"inspections": after_filing(state.inspections, number, event.duty)}
        case DutyReturned() if state.duties[event.duty].form is Form.PROGRESS:
            return {"course": progress.returned(state.course, state.duties[event.duty])}
        case DutyReturned() if state.duties[event.duty].form is Form.CLAIM:
            back = state.phase is Phase.CLAIMED
            return {"phase": Phase.IN_PROGRESS} if back else {}
        case DutyAccepted():
            return _accepted(state, state.duties[event.duty])
        case _:
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
    order = list(Phase)
    return phase if order.index(phase) > order.index(state.phase) else state.phase
