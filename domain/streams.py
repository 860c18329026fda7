"""The kinds of streams: how each decides, evolves and is read."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from domain import measures
from domain.activity import activities
from domain.activity.messages import ActivityCommand, ActivityEvent
from domain.almanac import almanac
from domain.anchors import Anchors
from domain.appraisal import decisions as appraisal
from domain.appraisal.messages import AppraisalCommand, AppraisalEvent
from domain.appraisal.state import Appraisal
from domain.appraisal.state import evolve as evolve_appraisal
from domain.ballot import decisions as ballot
from domain.ballot.messages import BallotCommand, BallotEvent
from domain.ballot.state import Ballot
from domain.ballot.state import evolve as evolve_ballot
from domain.base import Command, Event, Value
from domain.collection import decisions as collection
from domain.collection.messages import CollectionCommand, CollectionEvent
from domain.collection.state import Collection
from domain.collection.state import evolve as evolve_collection
from domain.continuity import decisions as continuity
from domain.continuity.messages import ContinuityCommand, ContinuityEvent
from domain.countersign import decisions as countersign
from domain.countersign.messages import CountersignCommand, CountersignEvent
from domain.duty import Duty
from domain.figures import decisions as figures
from domain.figures.messages import FiguresCommand, FiguresEvent
from domain.figures.state import Book as FiguresBook
from domain.figures.state import evolve as evolve_figures
from domain.given import Given
from domain.meeting import decisions as meeting
from domain.meeting.messages import MeetingCommand, MeetingEvent
from domain.meeting.state import Meeting
from domain.meeting.state import evolve as evolve_meeting
from domain.names import (
    ACTIVITY,
    APPRAISAL,
    BALLOT,
    CALENDAR,
    COLLECTION,
    CONTINUITY,
    COUNTERSIGN,
    FIGURES,
    MEASURE,
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
from domain.organisation import decisions as organisation
from domain.organisation.messages import OrganisationCommand, OrganisationEvent
from domain.organisation.state import Organisation
from domain.organisation.state import evolve as evolve_organisation
from domain.papers import papers
from domain.papers.messages import PaperCommand, PaperEvent, Papers
from domain.programme import decisions as programme
from domain.programme.messages import ProgrammeCommand, ProgrammeEvent
from domain.programme.state import Programme
from domain.programme.state import evolve as evolve_programme
from domain.project import decisions as project
from domain.project.messages import ProjectCommand, ProjectEvent
from domain.project.state import Project
from domain.project.state import evolve as evolve_project
from domain.project.state import evolve_all as evolve_all_of_project
from domain.refusals import Unknown
from domain.register import decisions as register
from domain.register.messages import BookCommand, BookEvent
from domain.register.state import Book
from domain.register.state import evolve as evolve_book
from domain.service import outages
from domain.station import decisions as station
from domain.station.messages import StationCommand, StationEvent
from domain.station.state import Station
from domain.station.state import evolve as evolve_station
from domain.suggestion import decisions as suggestion
from domain.suggestion.messages import SuggestionCommand, SuggestionEvent
from domain.suggestion.state import Suggestion
from domain.suggestion.state import evolve as evolve_suggestion
from domain.topics import decisions as topics
from domain.topics.messages import TopicsCommand, TopicsEvent
from domain.topics.state import Topics
from domain.topics.state import evolve as evolve_topics
from domain.wish import decisions as wish
from domain.wish.messages import WishCommand, WishEvent
from domain.wish.state import Wish
from domain.wish.state import evolve as evolve_wish


class State(Protocol):
    """What both kinds of state have in common."""

    @property
    def regime(self) -> str: ...
    @property
    def anchors(self) -> Anchors: ...
    @property
    def duties(self) -> dict[str, Duty]: ...
    @property
    def closed(self) -> bool: ...


class Kind(NamedTuple):
    """How one kind of stream decides, evolves and is read."""

    name: str
    decide: Any
    evolve: Any
    state: type[Value]
    events: Any
    commands: Any
    """The closed unions of its messages."""
    evolve_all: Any = None
    """`evolve` by many events in less time, where their number makes that worth while."""


KINDS: dict[str, Kind] = {
    PROJECT: Kind(
        PROJECT,
        project.decide,
        evolve_project,
        Project,
        ProjectEvent,
        ProjectCommand,
        evolve_all_of_project,
    ),
    PROGRAMME: Kind(
        PROGRAMME, programme.decide, evolve_programme, Programme, ProgrammeEvent, ProgrammeCommand
    ),
    ORGANISATION: Kind(
        ORGANISATION,
        organisation.decide,
        evolve_organisation,
        Organisation,
        OrganisationEvent,
        OrganisationCommand,
    ),
    BALLOT: Kind(BALLOT, ballot.decide, evolve_ballot, Ballot, BallotEvent, BallotCommand),
    MEETING: Kind(MEETING, meeting.decide, evolve_meeting, Meeting, MeetingEvent, MeetingCommand),
    COLLECTION: Kind(
        COLLECTION,
        collection.decide,
        evolve_collection,
        Collection,
        CollectionEvent,
        CollectionCommand,
    ),
    WISH: Kind(WISH, wish.decide, evolve_wish, Wish, WishEvent, WishCommand),
    PAPERS: Kind(PAPERS, papers.decide, papers.evolve, Papers, PaperEvent, PaperCommand),
    SUGGESTION: Kind(
        SUGGESTION,
        suggestion.decide,
        evolve_suggestion,
        Suggestion,
        SuggestionEvent,
        SuggestionCommand,
    ),
    REGISTER: Kind(REGISTER, register.decide, evolve_book, Book, BookEvent, BookCommand),
    STATION: Kind(STATION, station.decide, evolve_station, Station, StationEvent, StationCommand),
    ACTIVITY: Kind(
        ACTIVITY,
        activities.decide,
        activities.evolve,
        activities.Activity,
        ActivityEvent,
        ActivityCommand,
    ),
    FIGURES: Kind(
        FIGURES, figures.decide, evolve_figures, FiguresBook, FiguresEvent, FiguresCommand
    ),
    TOPICS: Kind(TOPICS, topics.decide, evolve_topics, Topics, TopicsEvent, TopicsCommand),
    APPRAISAL: Kind(
        APPRAISAL, appraisal.decide, evolve_appraisal, Appraisal, AppraisalEvent, AppraisalCommand
    ),
    CALENDAR: Kind(
        CALENDAR,
        almanac.decide,
        almanac.evolve,
        almanac.Almanac,
        almanac.AlmanacEvent,
        almanac.AlmanacCommand,
    ),
    SERVICE: Kind(
        SERVICE,
        outages.decide,
        outages.evolve,
        outages.Service,
        outages.ServiceEvent,
        outages.ServiceCommand,
    ),
    CONTINUITY: Kind(
        CONTINUITY,
        continuity.decide,
        continuity.evolve,
        continuity.Continuity,
        ContinuityEvent,
        ContinuityCommand,
    ),
    COUNTERSIGN: Kind(
        COUNTERSIGN,
        countersign.decide,
        countersign.evolve,
        countersign.Countersigned,
        CountersignEvent,
        CountersignCommand,
    ),
    MEASURE: Kind(
        MEASURE,
        measures.decide,
        measures.evolve,
        measures.Measure,
        measures.MeasureEvent,
        measures.MeasureCommand,
    ),
}


def kind_of(stream: str) -> Kind:
    """The kind of a stream by its id. Raises Unknown."""
    name = kind_name(stream)
    if name not in KINDS:
        raise Unknown("流", "stream", stream)
    return KINDS[name]


def decide(stream: str, state: State | None, command: Command, given: Given) -> Sequence[Event]:
    """The events of a command to a stream."""
    events: Sequence[Event] = kind_of(stream).decide(state, command, given)
    return events


def evolve(stream: str, state: State | None, event: Event) -> State:
    """The state of a stream after an event."""
    after: State = kind_of(stream).evolve(state, event)
    return after


def evolve_all(stream: str, state: State | None, events: Sequence[Event]) -> State | None:
    """The state of a stream after the events, as `evolve` by one after another."""
    kind = kind_of(stream)
    if kind.evolve_all is not None and len(events) > 1:
        after: State | None = kind.evolve_all(state, events)
        return after
    for event in events:
        state = kind.evolve(state, event)
    return state
