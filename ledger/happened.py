"""When a fact happened, as opposed to when its request was received or when it was recorded."""

from collections.abc import Sequence
from datetime import datetime

from domain.adoption.messages import DecisionRecorded, ResolutionPassed, ResultAnnounced
from domain.base import Event
from domain.calendar import start_of
from domain.circular.messages import CircularNoted, CircularRead
from domain.collection.messages import CollectionClosed
from domain.collection.receptions import ReceptionRecorded
from domain.convening import MeetingHeld
from domain.duty_events import (
    DutyAccepted,
    DutyFiled,
    DutyReturned,
    DutyScheduled,
    ExtensionDecided,
    Mark,
    Overdue,
)
from domain.meeting.messages import MeetingClosed, MeetingOpened
from domain.programme.contact import ContactScheduleChanged, ContactSchedulePublished
from domain.programme.inspections import TourRecorded
from domain.programme.listing import ProjectChangeNoted
from domain.programme.messages import EvaluationCounted, ProgrammeOpened
from domain.programme.opinions import OpinionDrafted, OpinionReplyEvaluated
from domain.project.changes.messages import (
    BaselineSet,
    ChangeApproved,
    ChangeRefused,
    ProjectCarriedOver,
    ProjectResumed,
    ProjectSuspended,
    ProjectTerminated,
)
from domain.project.inspections import InspectionRecorded
from domain.project.messages import ProjectAdopted, ProjectEvaluated, ProjectReported
from domain.screening.candidate_messages import (
    CandidatesHeard,
    CandidatesListed,
    CandidateWithdrawn,
)
from domain.screening.comment_messages import CommentClosed, CommentRecorded
from domain.screening.pool_messages import ReviewRecorded
from domain.session.messages import AgendaFixed
from domain.steps.messages import AnswerJudged, StepTaken
from domain.suggestion.messages import StageRecorded, SuggestionBroughtOver
from domain.voting.messages import (
    ConsultationRecorded,
    MethodAdopted,
    SelectionCounted,
    VoteCounted,
    VoteVoided,
)
from ledger.happened_work import day_of_work

_OFTEN = frozenset((DutyFiled, DutyReturned, DutyAccepted))
"""What nearly all filings are; they happen when they are received, and are asked no further."""

_DAY: dict[type[Event], str] = {
    ProjectEvaluated: "held_on",
    EvaluationCounted: "held_on",
    ProjectReported: "on",
    OpinionDrafted: "closed_on",
    StepTaken: "on",
    AnswerJudged: "on",
    OpinionReplyEvaluated: "on",
    MeetingOpened: "on",
    MeetingClosed: "on",
    MeetingHeld: "closed_on",
    BaselineSet: "on",
    ProjectSuspended: "on",
    ProjectResumed: "on",
    ProjectTerminated: "on",
    ProjectChangeNoted: "on",
    CollectionClosed: "on",
    AgendaFixed: "on",
    ReceptionRecorded: "on",
    ReviewRecorded: "on",
    CandidatesListed: "on",
    CommentRecorded: "on",
    CommentClosed: "on",
    MethodAdopted: "on",
    VoteCounted: "held_on",
    SelectionCounted: "held_on",
    VoteVoided: "held_on",
    ConsultationRecorded: "held_on",
    ResolutionPassed: "passed_on",
    DecisionRecorded: "decided_on",
    ResultAnnounced: "on",
    ContactSchedulePublished: "published_on",
    ContactScheduleChanged: "on",
    StageRecorded: "on",
}
"""Facts that have a day of their own, and the field that says it."""


def happened_at(  # noqa: PLR0911  # one line per fact
    event: Event, together: Sequence[Event], received_at: datetime
) -> datetime:
    """The instant of the fact itself: a vote's day, a due instant; else when it was received.

    `together` are all events of the command: the year's duties begin with the vote that
    brought them. A mark happened on its own day, however late the clock came to make it.
    """
    if type(event) in _OFTEN:
        return received_at
    if (field := _DAY.get(type(event))) is not None:
        return min(start_of(getattr(event, field)), received_at)
    match event:
        case Overdue():
            return event.overdue_at
        case Mark(on=day) | ProjectAdopted(vote=day) | ProgrammeOpened(vote=day):
            return start_of(day)
        case (
            ChangeApproved(ruling=ruling)
            | ChangeRefused(ruling=ruling)
            | ExtensionDecided(ruling=ruling)
            | ProjectCarriedOver(ruling=ruling)
            | CandidatesHeard(ruling=ruling)
            | CandidateWithdrawn(ruling=ruling)
        ):
            return min(start_of(ruling.on), received_at)
        case InspectionRecorded(visit=told) | TourRecorded(tour=told):
            return told.happened_at
        case CircularRead(source=source) | CircularNoted(source=source):
            return min(start_of(source.dated), received_at)
        case SuggestionBroughtOver(past=past):
            return min(start_of(past.submitted_on), received_at)
        case DutyScheduled() if event is not together[0]:
            return happened_at(together[0], together[:1], received_at)
        case _:
            worked = day_of_work(event)
            return min(start_of(worked), received_at) if worked else received_at
