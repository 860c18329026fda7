"""What may be done with a project: one function per command, dispatched by `decide`."""

from collections.abc import Sequence
from typing import assert_never

from domain import duty_decisions
from domain.anchors import Anchors, must_follow
from domain.base import refuse_unless
from domain.chains import after_acceptance
from domain.convening import AnchorSet, RecordMeeting, called_by_closing, convene
from domain.duty_commands import (
    AcceptDuty,
    FileDuty,
    Rebase,
)
from domain.duty_dispatch import Plain, decide_plain
from domain.duty_events import DutyScheduled, DutyVoided
from domain.evaluation.grading import Grade
from domain.forms import Claim, Consultation, InspectionFiling, Progress, Remedy, WorkPlan
from domain.given import Given, has_been_voted, must_be_system, must_reach
from domain.project import inspecting
from domain.project.assigning import assign
from domain.project.changes.breach import proven
from domain.project.changes.dispatch import decide_change
from domain.project.changes.messages import ChangeCommand
from domain.project.changes.pausing import still_paused
from domain.project.claims import check_claim, check_plan, check_progress, scope_breaches
from domain.project.consulting import check_consultation, followed_up, proposed
from domain.project.evaluated import is_evaluated, record_evaluation
from domain.project.group import AssignGroup
from domain.project.messages import (
    AdoptDecidedProject,
    AdoptProject,
    CloseProject,
    OfProject,
    ProjectAdopted,
    ProjectClosed,
    ProjectCommand,
    ProjectEvent,
    ProjectReported,
    RecordEvaluation,
    RecordReport,
    SeenCommand,
    SessionRedated,
)
from domain.project.seeing import decide_seen
from domain.project.slowness import at_progress_date, breached
from domain.project.state import Phase, Project, evolve, owners_of
from domain.rebase import Moved, redate_all
from domain.refusals import AlreadyThere, Contradicted, Unknown
from domain.regime_change import ChangeRegime, change
from domain.regimes.model import Form, Scope
from domain.scheduling import schedule
from domain.steps.decisions import take
from domain.steps.messages import JudgeAnswer, TakeStep
from domain.steps.taking import judged, with_answer

Events = Sequence[ProjectEvent]


def decide(state: Project | None, command: ProjectCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, AdoptProject):
        must_reach(command.card.region, command.card.id, given)
        return adopt(state, command, given)
    if state is None:
        raise Unknown("项目", "project", "")
    must_reach(state.card.region, state.card.id, given)
    return still_paused(state, _decide(state, command, given), given)


def _decide(state: Project, command: OfProject, given: Given) -> Events:
    if isinstance(command, ChangeCommand):
        return decide_change(state, command, given)
    if isinstance(command, SeenCommand):
        return decide_seen(state, command, given)
    if isinstance(command, Plain):
        session = state.anchors.next_session
        return decide_plain(state.duties, command, given, closed=state.closed, session=session)
    match command:
        case FileDuty():
            return file(state, command, given)
        case AcceptDuty():
            return accept(state, command, given)
        case Rebase():
            return rebase(state, command, given)
        case RecordMeeting():
            return record_meeting(state, command, given)
        case ChangeRegime():
            return change_regime(state, command, given)
        case RecordReport():
            return record_report(state, command)
        case RecordEvaluation():
            return record_evaluation(state, command, given)
        case CloseProject():
            return close(state, command, given)
        case TakeStep():
            return with_answer(take(state.steps, command, given), Scope.PROJECT, state, given)
        case JudgeAnswer():
            return judged(command, Scope.PROJECT, state, given)
        case AssignGroup():
            return assign(state, command, given)
    assert_never(command)


def adopt(state: Project | None, c: AdoptProject, given: Given) -> Events:
    """票决确定. Raises AlreadyThere, Malformed (a session before its vote, a vote to come),
    NotYours for anybody who sends in the record's place what follows from a decision."""
    if isinstance(c, AdoptDecidedProject):
        must_be_system(c.card.id, given)
    has_been_voted(c.vote, given)
    must_follow(c.next_session, c.vote)
    adopted = ProjectAdopted(**{x: getattr(c, x) for x in type(c).model_fields})
    if state is not None:
        if (state.card, state.regime, state.anchors.vote) == (c.card, c.regime, c.vote):
            return []
        raise AlreadyThere(c.card.name)
    duties = schedule(
        given.regime,
        Scope.PROJECT,
        Anchors(vote=c.vote, next_session=c.next_session, session_assumed=c.session_assumed),
        owners_of(c.card),
        given.calendar,
    )
    return [adopted, *duties]


def file(state: Project, c: FileDuty, given: Given) -> Events:
    """报送, with the checks that need the project's own sub-projects. Raises Malformed besides."""
    events: list[ProjectEvent] = list(duty_decisions.file(state.duties, c, given))
    if isinstance(c.filing, Progress):
        check_progress(state.card, c.filing)
    if isinstance(c.filing, Claim):
        check_claim(state.card, c.filing)
        breaches = scope_breaches(state.targets, c.filing)
        events += [*breaches, *breached(state, c.duty, breaches, given)]
    if isinstance(c.filing, InspectionFiling):
        duty = state.duties[c.duty]
        inspecting.check_filing(state.inspections, duty, c.filing, given.actor.party)
    if isinstance(c.filing, Remedy):
        _shows_evidence(c.filing)
    if isinstance(c.filing, Consultation):
        check_consultation(c.filing, given)
    if isinstance(c.filing, WorkPlan):
        check_plan(state.planned_completion, c.filing)
    return events


def _shows_evidence(remedy: Remedy) -> None:
    refuse_unless(
        bool(remedy.evidence),
        "整改材料应附至少一份佐证（照片、验收单等），请上传后再报。",
        "a remedy shows at least one piece of evidence; upload it first.",
    )


def accept(state: Project, c: AcceptDuty, given: Given) -> Events:
    """受理, and the duties that acceptance calls into being or lets fall."""
    events: list[ProjectEvent] = list(duty_decisions.accept(state.duties, c, given))
    after = state
    for event in events:
        after = evolve(after, event)
    if not events:
        return events
    duty = after.duties[c.duty]
    events += after_acceptance(state.duties, duty, Scope.PROJECT, state.owners, given)
    if duty.form is Form.PROGRESS and after.track.suspended is None:
        events += at_progress_date(after, duty, given)
    if duty.form is Form.CONSULTATION:
        events += proposed(after, duty, given)
    events += followed_up(after, duty, given)
    if after.verified and not state.verified:
        events += _fall_away(after, given)
    if duty.form is Form.CLAIM:
        events += proven(after, after.track.claim, c.duty, given.actor.ref)
    return events


def _fall_away(state: Project, given: Given) -> Events:
    because = f"项目已于 {given.today} 核验完成"
    return [
        DutyVoided(duty=x.id, because=because)
        for x in state.duties.values()
        if x.until_verified and x.owed and x.period_end is not None and x.period_end > given.today
    ]


def rebase(state: Project, c: Rebase, given: Given) -> Events:
    """A calendar or session changed: only dates still owed move, with their history."""
    anchors = convene(state.anchors, c)
    events: list[ProjectEvent] = []
    if anchors != state.anchors:
        events.append(_anchor_moved(anchors, c))
    if state.closed:
        return events
    moved = redate_all(state.duties, Scope.PROJECT, state.owners, anchors, c, given)
    return events + [x for x in moved if not _asks_again(state, x)]


def _asks_again(state: Project, event: Moved) -> bool:
    """Whether it brings what a verified or terminated project need not report on any more."""
    if isinstance(event, DutyScheduled):
        new, ends = True, event.until_verified
    else:
        duty = state.duties[event.duty]
        new, ends = duty.lapsed, duty.until_verified
    return new and (state.stopped or (state.verified and ends))


def _anchor_moved(anchors: Anchors, c: Rebase) -> SessionRedated | AnchorSet:
    if c.anchored is not None:
        return AnchorSet(anchored=c.anchored, because=c.because, reference=c.reference)
    return SessionRedated(
        next_session=anchors.next_session, because=c.because, reference=c.reference
    )


def record_meeting(state: Project, c: RecordMeeting, given: Given) -> Events:
    """A meeting was closed: the project's duties counted from that day begin."""
    if state.closed or state.stopped:
        return []
    return called_by_closing(state.duties, Scope.PROJECT, state.owners, c, given)


def change_regime(state: Project, c: ChangeRegime, given: Given) -> Events:
    """改用办法, with its programme. What is struck off or terminated stays under the measure it
    ended in."""
    if state.closed or state.stopped:
        return []
    events = change(
        state.regime, state.duties, Scope.PROJECT, state.owners, state.anchors, c, given
    )
    return [x for x in events if not (state.verified and _begins_anew(x))]


def _begins_anew(event: ProjectEvent) -> bool:
    return isinstance(event, DutyScheduled) and event.until_verified


def record_report(state: Project, c: RecordReport) -> Events:
    """Laid before the congress; unfinished is allowed with that mark (rulebook §10)."""
    done = is_evaluated(state) or state.phase in (Phase.REPORTED, Phase.TERMINATED)
    if done or c.programme not in (None, state.programme):
        return []
    return [ProjectReported(on=c.on, unfinished=not state.verified)]


def close(state: Project, c: CloseProject, given: Given) -> Events:
    """办结销号. Raises Contradicted unless the grade allows it (rulebook §4.2)."""
    if state.closed:
        return []
    if state.grade not in (Grade.SATISFIED, Grade.BASIC):
        raise Contradicted(
            "项目尚未测评或测评为不满意，不能销号；请先完成测评或整改后再次测评。",
            "a project is struck off only after a satisfied or basically satisfied grade.",
        )
    return [ProjectClosed(by=given.actor.ref, note=c.note)]
