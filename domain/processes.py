"""Facts that touch many streams: one event in its own stream, one command for each affected one.

The commands are written down in the transaction of the event and carried out by whoever comes
first; each has an id made from its cause, so that carrying it out twice does nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from domain.base import Command, Event
from domain.duty_commands import Rebase
from domain.duty_events import DutyAccepted
from domain.names import PROJECT, stream_id
from domain.programme.inspections import TourRecorded
from domain.programme.messages import EvaluationCounted, SessionSet
from domain.programme.state import Programme
from domain.project.messages import RecordEvaluation, RecordReport

COMPLETION_REPORT = "completion_report"
"""The programme duty whose acceptance lays every project's completion before the congress."""


class FollowUp(NamedTuple):
    """A command owed to another stream because of an event."""

    stream: str
    command: Command


def follow_ups(state: object, event: Event) -> Sequence[FollowUp]:
    """What an event of a programme means for its projects. `state` is the state after it."""
    if not isinstance(state, Programme):
        return []
    match event:
        case SessionSet():
            command: Command = Rebase(
                next_session=event.next_session, because=event.because, reference=event.reference
            )
            return [_to(x, command) for x in state.projects]
        case EvaluationCounted():
            return [
                _to(
                    x.project,
                    RecordEvaluation(
                        round=event.round,
                        final=event.final,
                        held_on=event.held_on,
                        result=x.result,
                    ),
                )
                for x in event.items
            ]
        case TourRecorded():
            return [_to(x.project, event.visit_of(x)) for x in event.tour.visits]
        case DutyAccepted(duty=duty) if duty == COMPLETION_REPORT:
            on = state.anchors.next_session
            return [_to(x, RecordReport(on=on)) for x in state.projects]
        case _:
            return []


def _to(project: str, command: Command) -> FollowUp:
    return FollowUp(stream_id(PROJECT, project), command)
