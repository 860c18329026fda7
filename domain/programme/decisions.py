"""What may be done with a programme: one function per command, dispatched by `decide`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from domain import duty_decisions
from domain.anchors import Anchors, must_follow
from domain.base import refuse_unless
from domain.chains import after_acceptance, fair
from domain.convening import AnchorSet, MeetingHeld, RecordMeeting, called_by_closing, convene
from domain.duty_commands import (
    AcceptDuty,
    Acknowledge,
    FileDuty,
    Rebase,
)
from domain.duty_dispatch import Plain, decide_plain
from domain.forms import Evaluation, InspectionFiling, RegisterCheck, SpotCheck
from domain.fulfilment import Fulfil
from domain.given import Given, has_been_voted, must_be_system, must_reach
from domain.parties import Role, party
from domain.programme import opinions
from domain.programme.changes import decide_list
from domain.programme.contact import ChangeContactSchedule, PublishContactSchedule
from domain.programme.contacting import contact
from domain.programme.evaluating import counted, possible, record_round
from domain.programme.fulfilling import fulfilled
from domain.programme.listing import NoteChange, TakeOver
from domain.programme.messages import (
    CloseProgramme,
    OpenDecidedProgramme,
    OpenProgramme,
    ProgrammeClosed,
    ProgrammeCommand,
    ProgrammeEvent,
    ProgrammeOpened,
    RecordRound,
    SeenCommand,
    SessionSet,
)
from domain.programme.opinions import DraftOpinion, EvaluateReply
from domain.programme.seeing import decide_seen
from domain.programme.state import OWNERS, Programme
from domain.project.inspecting import check_filing
from domain.rebase import redate_all
from domain.refusals import AlreadyThere, Contradicted, Unknown
from domain.regime_change import ChangeRegime, change
from domain.regimes.model import Form, Scope
from domain.regimes.when import Trigger
from domain.register import checking
from domain.scheduling import schedule, schedule_after
from domain.steps.decisions import of_this_list, take
from domain.steps.messages import JudgeAnswer, TakeStep
from domain.steps.taking import judged, with_answer

Events = Sequence[ProgrammeEvent]


def decide(state: Programme | None, command: ProgrammeCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, OpenProgramme):
        must_reach(command.region, command.id, given)
        return open_(state, command, given)
    if state is None:
        raise Unknown("年度项目清单", "programme", "")
    must_reach(state.region, state.id, given)
    if isinstance(command, SeenCommand):
        return decide_seen(state, command, given)
    if isinstance(command, Plain):
        heard = _for_all_groups(state, given) if isinstance(command, Acknowledge) else given
        session = state.anchors.next_session
        return decide_plain(state.duties, command, heard, closed=state.closed, session=session)
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
        case CloseProgramme():
            return close(state, command, given)
        case TakeStep():
            of_this_list(command.projects, state.projects)
            return with_answer(take(state.steps, command, given), Scope.PROGRAMME, state, given)
        case JudgeAnswer():
            return judged(command, Scope.PROGRAMME, state, given)
        case DraftOpinion():
            return draft_opinion(state, command, given)
        case EvaluateReply():
            return evaluate_reply(state, command, given)
        case NoteChange() | TakeOver():
            return decide_list(state, command, given)
        case RecordRound():
            return record_round(state, command, given)
        case PublishContactSchedule() | ChangeContactSchedule():
            return contact(state, command, given)
        case Fulfil():
            return fulfilled(state, command, given)
    assert_never(command)


def _for_all_groups(state: Programme, given: Given) -> Given:
    """One of the programme's deputy groups acknowledges for all of them."""
    groups = {party(Role.DEPUTY_GROUP, x) for x in state.projects}
    if given.actor.party not in groups:
        return given
    return replace(given, actor=replace(given.actor, party=party(Role.DEPUTY_GROUPS)))


def open_(state: Programme | None, c: OpenProgramme, given: Given) -> Events:
    """The congress's year begins. Raises AlreadyThere, Malformed (a session before its vote, a
    vote that is still to come), NotYours for a person in the record's place."""
    if isinstance(c, OpenDecidedProgramme):
        must_be_system(c.id, given)
    has_been_voted(c.vote, given)
    must_follow(c.next_session, c.vote)
    refuse_unless(
        len(set(c.projects)) == len(c.projects),
        "清单中有重复的项目，请合并后重报。",
        "a project stands in the list twice.",
    )
    if state is not None:
        same = (state.projects, state.regime, state.anchors.vote)
        if same == (c.projects, c.regime, c.vote):
            return []
        raise AlreadyThere(c.title)
    anchors = Anchors(vote=c.vote, next_session=c.next_session, session_assumed=c.session_assumed)
    duties = schedule(given.regime, Scope.PROGRAMME, anchors, OWNERS, given.calendar)
    return [ProgrammeOpened(**{x: getattr(c, x) for x in type(c).model_fields}), *duties]


def file(state: Programme, c: FileDuty, given: Given) -> Events:
    """报送; counts of an evaluation must be possible. Raises Malformed besides."""
    if isinstance(c.filing, Evaluation):
        possible(state, duty_decisions.find(state.duties, c.duty), c.filing, given)
    if isinstance(c.filing, RegisterCheck | SpotCheck):
        checking.possible(duty_decisions.find(state.duties, c.duty), c.filing, given)
    events = duty_decisions.file(state.duties, c, given)
    if isinstance(c.filing, InspectionFiling):
        check_filing(state.inspections, state.duties[c.duty], c.filing, given.actor.party)
    return events


def accept(state: Programme, c: AcceptDuty, given: Given) -> Events:
    """受理; accepted counts are graded, and the grade calls its duties into being."""
    events: list[ProgrammeEvent] = list(duty_decisions.accept(state.duties, c, given))
    if not events:
        return events
    duty = state.duties[c.duty]
    events += after_acceptance(state.duties, duty, Scope.PROGRAMME, OWNERS, given)
    if duty.form is not Form.EVALUATION:
        return events
    filing = next(x.filing for x in state.counted if x.duty == duty.id)
    return [*events, *counted(state, duty, filing, given)]


def draft_opinion(state: Programme, c: DraftOpinion, given: Given) -> Events:
    """审议意见 made at a meeting, and its hand-over. Raises Malformed, Contradicted for a year that
    is closed: nobody would wait for the reply."""
    if state.closed:
        raise Contradicted(
            f"“{state.title}”已经办结，新的审议意见请登记在下一年度的清单。",
            f"{state.title} is closed; put the opinion to the next year's list.",
        )
    drafted = opinions.draft(state.opinions, state.projects, c, given)
    made = schedule_after(
        given.regime,
        Scope.PROGRAMME,
        Trigger.OPINION_DRAFTED,
        c.closed_on,
        OWNERS,
        given.calendar,
        instance=str(drafted.opinion),
    )
    return [drafted, *(fair(x, given) for x in made)]


def evaluate_reply(state: Programme, c: EvaluateReply, given: Given) -> Events:
    """The reply judged; dissatisfied, another is owed. Raises Unknown, Contradicted, Malformed."""
    judged = opinions.evaluate(state.opinions, c, _replied(state, c.opinion), given)
    if judged is None:
        return []
    if not judged.again:
        return [judged]
    number = f"{judged.opinion}-{_replies(state, judged.opinion) + 1}"
    again = schedule_after(
        given.regime,
        Scope.PROGRAMME,
        Trigger.OPINION_HANDED_OVER,
        c.on,
        OWNERS,
        given.calendar,
        instance=number,
    )
    return [judged, *(fair(x, given) for x in again)]


def _replies(state: Programme, number: int) -> int:
    return next((x.replies for x in state.opinions if x.no == number), 1)


def _replied(state: Programme, number: int) -> bool:
    one = next((x for x in state.opinions if x.no == number), None)
    duty = state.duties.get(f"opinion_reply/{opinions.instance(one)}") if one else None
    return duty is not None and duty.accepted


def rebase(state: Programme, c: Rebase, given: Given) -> Events:
    """A calendar or session changed: only dates still owed move, with their history."""
    anchors = convene(state.anchors, c)
    events: list[ProgrammeEvent] = []
    if anchors != state.anchors:
        events.append(_anchor_moved(anchors, c))
    if state.closed:
        return events
    return events + list(redate_all(state.duties, Scope.PROGRAMME, OWNERS, anchors, c, given))


def _anchor_moved(anchors: Anchors, c: Rebase) -> SessionSet | AnchorSet:
    if c.anchored is not None:
        return AnchorSet(anchored=c.anchored, because=c.because, reference=c.reference)
    return SessionSet(next_session=anchors.next_session, because=c.because, reference=c.reference)


def record_meeting(state: Programme, c: RecordMeeting, given: Given) -> Events:
    """A meeting that serves this year was closed: duties counted from that day begin."""
    if c.meeting in state.held or state.closed:
        return []
    held = MeetingHeld(meeting=c.meeting, anchor=c.anchor, closed_on=c.closed_on)
    return [held, *called_by_closing(state.duties, Scope.PROGRAMME, OWNERS, c, given)]


def change_regime(state: Programme, c: ChangeRegime, given: Given) -> Events:
    """改用办法. Raises Contradicted once the year is closed, and what `change` raises."""
    if state.closed:
        raise Contradicted(f"“{state.title}”已经办结，不再改用办法。", f"{state.title} is closed.")
    return change(state.regime, state.duties, Scope.PROGRAMME, OWNERS, state.anchors, c, given)


def close(state: Programme, c: CloseProgramme, given: Given) -> Events:
    """The year is closed. Raises Contradicted while something is owed or undecided."""
    if state.closed:
        return []
    left = [x.zh for x in state.duties.values() if x.closed is None and not x.accepted]
    if left:
        raise Contradicted(
            f"还有 {len(left)} 项未办结（{'、'.join(left[:5])}），请先办结或作出免除决定。",
            f"{len(left)} duties are not done; finish or waive them first.",
        )
    return [ProgrammeClosed(by=given.actor.ref, note=c.note)]
