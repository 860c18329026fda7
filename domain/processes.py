"""Facts that touch many streams: one event in its own stream, one command for each affected one.

The commands are written down in the transaction of the event and carried out by whoever comes
first; each has an id made from its cause, so that carrying it out twice does nothing.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain.adoption.following import opened_by
from domain.adoption.messages import DecisionRecorded, ResolutionPassed
from domain.anchors import AnchorDay
from domain.ballot.messages import BallotCounted, BallotPublished, OfProjects, Purpose
from domain.ballot.state import Ballot
from domain.base import Command, Event
from domain.circular.messages import CircularRead
from domain.collection.state import Collection
from domain.convening import RecordMeeting
from domain.duty_commands import Rebase
from domain.duty_events import DutyAccepted, DutyFiled
from domain.forms import ItemCounts
from domain.matching.schedule import ContactRow
from domain.meeting.messages import (
    MeetingCancelled,
    MeetingClosed,
    MeetingConvened,
    MeetingMoved,
    MeetingOpened,
    Served,
)
from domain.meeting.state import Life, Meeting
from domain.names import COLLECTION, PROGRAMME, PROJECT, stream_id
from domain.papers.messages import PaperIssued, Papers
from domain.programme.contact import ContactScheduleChanged, ContactSchedulePublished
from domain.programme.inspections import TourRecorded
from domain.programme.messages import EvaluationCounted, ItemResult, RecordRound, SessionSet
from domain.programme.state import Programme
from domain.project.changes.telling import list_notes
from domain.project.group import AssignGroup
from domain.project.messages import RecordEvaluation, RecordReport
from domain.project.state import Project
from domain.publishing import of_box, of_paper
from domain.regime_change import ChangeRegime, RegimeChanged
from domain.register.checking import notes
from domain.screening.following import owed_by_pool
from domain.voting.box import vote_of

COMPLETION_REPORT = "completion_report"
"""The programme duty whose acceptance lays every project's completion before the congress."""


class FollowUp(NamedTuple):
    """A command owed to another stream because of an event."""

    stream: str
    command: Command


def follow_ups(state: object, event: Event) -> Sequence[FollowUp]:
    """What an event means for other streams. `state` is the state of its own after it."""
    match state:
        case Programme():
            return _of_programme(state, event)
        case Project():
            return [FollowUp(*x) for x in list_notes(state, event)]
        case Meeting():
            return _of_meeting(state, event)
        case Collection():
            return _of_collection(state, event)
        case Ballot() if isinstance(event, BallotCounted):
            return [_of_ballot(state, event)]
        case Ballot() if isinstance(event, BallotPublished):
            return [FollowUp(*x) for x in of_box(state, event)]
        case Papers() if isinstance(event, PaperIssued):
            return [FollowUp(*x) for x in of_paper(state, event)]
        case _:
            return []


def _of_collection(state: Collection, event: Event) -> Sequence[FollowUp]:
    """What a decision opens, the year's list and its projects; what the pool owes to wishes."""
    match event:
        case ResolutionPassed() | DecisionRecorded():
            found = opened_by(event, state.list_title, state.region, state.regime)
        case _:
            found = owed_by_pool(event)
    return [FollowUp(*x) for x in found]


def _of_programme(state: Programme, event: Event) -> Sequence[FollowUp]:
    match event:
        case SessionSet():
            command: Command = Rebase(
                next_session=event.next_session, because=event.because, reference=event.reference
            )
            return [_to(x, command) for x in state.here]
        case RegimeChanged():
            moved = ChangeRegime.model_validate(
                {x: getattr(event, x) for x in ChangeRegime.model_fields}
            )
            return [_to(x, moved) for x in state.here]
        case EvaluationCounted():
            return [_graded(state, event, x) for x in event.items]
        case TourRecorded():
            return [_to(x.project, event.visit_of(x)) for x in event.tour.visits]
        case CircularRead():
            return [_to(project, note) for project, note in event.notes()]
        case ContactSchedulePublished():
            return [_to(x.project, _group(state, event.organisation, x)) for x in event.rows]
        case ContactScheduleChanged(row=row):
            return [_to(row.project, _group(state, event.organisation, row, event.because))]
        case DutyAccepted(duty=duty) if duty == COMPLETION_REPORT:
            report = RecordReport(on=state.anchors.next_session, programme=state.id)
            return [_to(x, report) for x in state.projects]
        case DutyFiled(duty=duty, filing=filing):
            return [FollowUp(*x) for x in notes(state.id, state.duties[duty], filing)]
        case _:
            return []


def _graded(state: Programme, event: EvaluationCounted, item: ItemResult) -> FollowUp:
    command = RecordEvaluation(
        round=event.round,
        final=event.final,
        held_on=event.held_on,
        result=item.result,
        programme=state.id,
        parts=tuple(x for x in event.parts if x.project == item.project),
    )
    return _to(item.project, command)


def _group(
    state: Programme, organisation: str, row: ContactRow, because: str | None = None
) -> AssignGroup:
    number = state.schedule.number if state.schedule else ""
    return AssignGroup(schedule=number, organisation=organisation, row=row, because=because)


def _of_meeting(state: Meeting, event: Event) -> Sequence[FollowUp]:
    """To the programmes that the meeting serves and at once to their projects: from its first
    moment on nobody is called late on the old day."""
    match event:
        case MeetingConvened(title=title, document=document):
            return _day(state, f"{title}定于 {event.opens} 召开", document)
        case MeetingMoved(reason=reason, document=document):
            return _day(state, f"{state.title}改期至 {event.opens}：{reason}", document)
        case MeetingOpened(on=on):
            return _day(state, f"{state.title}已于 {on} 开幕", state.document)
        case MeetingCancelled(reason=reason, document=document):
            return _day(state, f"{state.title}取消：{reason}", document)
        case MeetingClosed(on=on):
            return [
                FollowUp(
                    stream, RecordMeeting(meeting=state.id, anchor=served.anchor, closed_on=on)
                )
                for served in state.serves
                for stream in streams_of(served)
            ]
        case _:
            return []


def _day(state: Meeting, because: str, document: str) -> Sequence[FollowUp]:
    day = None if state.life is Life.CANCELLED else state.day
    return [
        FollowUp(
            stream,
            Rebase(
                anchored=AnchorDay(anchor=served.anchor, day=day, meeting=state.id),
                because=because,
                reference=document,
            ),
        )
        for served in state.serves
        if served.anchor is not None
        for stream in streams_of(served)
    ]


def streams_of(served: Served) -> Sequence[str]:
    """The programme's stream and its projects'; before the vote, the collection's."""
    if served.before:
        return [stream_id(COLLECTION, served.programme)]
    projects = (stream_id(PROJECT, x) for x in served.projects)
    return [stream_id(PROGRAMME, served.programme), *projects]


def _of_ballot(box: Ballot, event: BallotCounted) -> FollowUp:
    """The sums go to the collection whose candidates they are about, or to the congress's year
    that owes the evaluation."""
    assert box.held_on is not None, "a box is counted after it was opened"
    if isinstance(box.purpose, OfProjects):
        return FollowUp(stream_id(COLLECTION, box.purpose.collection), vote_of(box, event))
    return _to_programme(box, box.purpose, box.held_on, event)


def _to_programme(box: Ballot, purpose: Purpose, held_on: date, event: BallotCounted) -> FollowUp:
    lines = zip(box.paper.items, event.items, strict=True)
    command = RecordRound(
        ballot=box.id,
        duty=purpose.duty,
        held_on=held_on,
        roll=box.roll,
        present=box.present,
        items=tuple(
            ItemCounts(project=x.id, subproject=x.subproject, counts=y.grades) for x, y in lines
        ),
        counted_at=event.counted_at,
    )
    return FollowUp(stream_id(PROGRAMME, purpose.programme), command)


def _to(project: str, command: Command) -> FollowUp:
    return FollowUp(stream_id(PROJECT, project), command)
