"""Events as they are read back: the stored text, upcast and parsed to what the domain knows."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_args

from domain.activity.messages import ActivityCommand, ActivityEvent
from domain.almanac.almanac import AlmanacCommand, AlmanacEvent
from domain.appraisal.messages import AppraisalCommand, AppraisalEvent
from domain.ballot.messages import BallotCommand, BallotEvent
from domain.base import Command, Event
from domain.collection.messages import CollectionCommand, CollectionEvent
from domain.figures.messages import FiguresCommand, FiguresEvent
from domain.meeting.messages import MeetingCommand, MeetingEvent
from domain.names import (
    ACTIVITY,
    APPRAISAL,
    BALLOT,
    CALENDAR,
    COLLECTION,
    FIGURES,
    MEETING,
    ORGANISATION,
    PAPERS,
    PROGRAMME,
    PROJECT,
    REGISTER,
    SERVICE,
    STATION,
    SUGGESTION,
    TOPICS,
    WISH,
    kind_name,
)
from domain.organisation.messages import OrganisationCommand, OrganisationEvent
from domain.papers.messages import PaperCommand, PaperEvent
from domain.programme.messages import ProgrammeCommand, ProgrammeEvent
from domain.project.messages import ProjectCommand, ProjectEvent
from domain.register.messages import BookCommand, BookEvent
from domain.service.outages import ServiceCommand, ServiceEvent
from domain.station.messages import StationCommand, StationEvent
from domain.suggestion.messages import SuggestionCommand, SuggestionEvent
from domain.topics.messages import TopicsCommand, TopicsEvent
from domain.wish.messages import WishCommand, WishEvent
from ledger.upcasts import UPCASTS, Upcasts, current_schema, upcast

_EVENTS, _COMMANDS = 0, 1
_UNIONS: Mapping[str, tuple[Any, Any]] = {
    PROJECT: (ProjectEvent, ProjectCommand),
    PROGRAMME: (ProgrammeEvent, ProgrammeCommand),
    ORGANISATION: (OrganisationEvent, OrganisationCommand),
    BALLOT: (BallotEvent, BallotCommand),
    MEETING: (MeetingEvent, MeetingCommand),
    COLLECTION: (CollectionEvent, CollectionCommand),
    WISH: (WishEvent, WishCommand),
    PAPERS: (PaperEvent, PaperCommand),
    SUGGESTION: (SuggestionEvent, SuggestionCommand),
    REGISTER: (BookEvent, BookCommand),
    STATION: (StationEvent, StationCommand),
    ACTIVITY: (ActivityEvent, ActivityCommand),
    FIGURES: (FiguresEvent, FiguresCommand),
    TOPICS: (TopicsEvent, TopicsCommand),
    APPRAISAL: (AppraisalEvent, AppraisalCommand),
    CALENDAR: (AlmanacEvent, AlmanacCommand),
    SERVICE: (ServiceEvent, ServiceCommand),
}


def read_event(
    stream: str, event_type: str, schema: int, body: str, upcasts: Upcasts = UPCASTS
) -> Event:
    """The event of a stored row. Raises KeyError for a type that this stream does not have."""
    shape = _shapes(kind_name(stream), _EVENTS)[event_type]
    if schema != current_schema(event_type, upcasts):
        body = json.dumps(upcast(event_type, schema, json.loads(body), upcasts))
    event: Event = shape.__pydantic_validator__.validate_json(body)
    return event


def read_events(stream: str, rows: Iterable[Mapping[str, Any]]) -> list[Event]:
    """The events of stored rows of one stream. Raises KeyError as `read_event`."""
    shapes = _shapes(kind_name(stream), _EVENTS)
    return [
        shapes[x["type"]].__pydantic_validator__.validate_json(x["body"])
        if x["schema"] == current_schema(x["type"])
        else read_event(stream, x["type"], x["schema"], x["body"])
        for x in rows
    ]


def read_command(stream: str, command_type: str, body: str) -> Command:
    """A command written down for later."""
    shape = _shapes(kind_name(stream), _COMMANDS)[command_type]
    command: Command = shape.model_validate_json(body)
    return command


@cache
def _shapes(kind: str, of: int) -> Mapping[str, type[Any]]:
    """The message classes of a kind of stream by name, out of its unions."""
    union = _UNIONS[kind][of]
    return {x.__name__: x for x in get_args(union) or (union,)}
