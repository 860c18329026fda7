"""A collection's state: how it follows from its events. Cannot fail."""

from datetime import date
from typing import cast

from domain.adoption.messages import (
    AdoptionEvent,
    DecisionRecorded,
    ResolutionPassed,
    ResultAnnounced,
)
from domain.adoption.state import Adoption, evolve_adoption
from domain.anchors import Anchors
from domain.base import Value
from domain.collection.messages import (
    CollectionClosed,
    CollectionEvent,
    CollectionExtended,
    CollectionOpened,
)
from domain.collection.receptions import Reception, ReceptionRecorded, known
from domain.convening import AnchorSet, MeetingHeld
from domain.duty import Duty
from domain.duty_events import DutyEvent
from domain.duty_evolve import OF_DUTIES, evolve_duties
from domain.regime_change import RegimeChanged
from domain.scheduling import Owners
from domain.screening.evolving import evolve_pool
from domain.screening.messages import PoolEvent
from domain.screening.state import Pool
from domain.session.messages import AgendaDrafted, AgendaFixed
from domain.session.state import Agenda, evolve_agenda
from domain.voting.messages import ConsultationRecorded, SelectionCounted, VoteCounted, VotingEvent
from domain.voting.state import Voting, evolve_voting

_DECIDING = VoteCounted | SelectionCounted | ConsultationRecorded
OWNERS = Owners()
"""Before a vote organs owe, which have no name of their own here."""


class Collection(Value):
    """One congress's months before its vote, as the record knows them."""

    id: str
    title: str
    region: str
    regime: str
    year: int
    anchors: Anchors
    duties: dict[str, Duty]
    opens: date
    closes: date
    closed_on: date | None = None
    """When the collecting of wishes was closed by somebody; None where its last day decides."""
    receptions: tuple[Reception, ...] = ()
    """Where deputies met people for it."""
    agenda: Agenda | None = None
    """Of the session at which projects are chosen, once it was drafted."""
    held: tuple[str, ...] = ()
    """Meetings that served it and were closed."""
    pool: Pool = Pool()
    """The items proposed, how far each is, and the candidates among them."""
    voting: Voting = Voting()
    """The method of the vote on the candidates, and what was counted."""
    adoption: Adoption | None = None
    """The resolution, or a street's decision, and its announcement."""

    @property
    def owners(self) -> Owners:
        """Who owes here: organs only."""
        return OWNERS

    @property
    def closed(self) -> bool:
        """Decided and announced, and nothing is owed here any more: its clock rests."""
        if self.adoption is None or self.adoption.announced_on is None:
            return False
        return all(x.closed is not None or x.accepted for x in self.duties.values())

    @property
    def list_title(self) -> str:
        """What the year's list is called that follows from this collection."""
        return self.title.removesuffix("征集")

    @property
    def session(self) -> date:
        """C0, the day of the session at which the vote is held."""
        assert self.anchors.session is not None, "a collection's anchors have a session"
        return self.anchors.session

    @property
    def last(self) -> date:
        """The last day on which wishes are taken."""
        return self.closes if self.closed_on is None else min(self.closes, self.closed_on)

    def takes_wishes(self, today: date) -> bool:
        """Whether a wish can be handed in on that day."""
        return not self.closed and self.opens <= today <= self.last


def evolve(state: Collection | None, event: CollectionEvent) -> Collection:
    """The state after the event."""
    if isinstance(event, CollectionOpened):
        return _opened(event)
    assert state is not None, "a collection's first event is its opening"
    if type(event) in OF_DUTIES:
        duties = evolve_duties(state.duties, cast("DutyEvent", event))
        return state.model_copy(update={"duties": duties})
    if isinstance(event, PoolEvent):
        return state.model_copy(update={"pool": evolve_pool(state.pool, event)})
    if isinstance(event, VotingEvent):
        return _voted(state, event)
    return _evolve(state, event)


def _voted(state: Collection, event: VotingEvent) -> Collection:
    """What is lost goes back to the pool at once (rulebook B17)."""
    voting = evolve_voting(state.voting, event)
    lost = event.returned if isinstance(event, _DECIDING) else ()
    return state.model_copy(update={"voting": voting, "pool": state.pool.lose(lost)})


def _opened(event: CollectionOpened) -> Collection:
    return Collection(
        id=event.id,
        title=event.title,
        region=event.region,
        regime=event.regime,
        year=event.year,
        anchors=Anchors.before(event.session, event.since, assumed=event.session_assumed),
        duties={},
        opens=event.opens,
        closes=event.closes,
    )


def _evolve(state: Collection, event: CollectionEvent) -> Collection:
    match event:
        case CollectionExtended():
            return state.model_copy(update={"closes": event.closes})
        case CollectionClosed():
            return state.model_copy(update={"closed_on": event.on})
        case ReceptionRecorded():
            return state.model_copy(update={"receptions": (*state.receptions, known(event))})
        case AnchorSet():
            return state.model_copy(update={"anchors": state.anchors.at(event.anchored)})
        case MeetingHeld():
            return state.model_copy(update={"held": (*state.held, event.meeting)})
        case AgendaDrafted() | AgendaFixed():
            return state.model_copy(update={"agenda": evolve_agenda(event)})
        case ResolutionPassed() | DecisionRecorded() | ResultAnnounced():
            return state.model_copy(update=_adopted(state, event))
        case RegimeChanged():
            return state.model_copy(update={"regime": event.regime})
        case _:
            raise TypeError(type(event).__name__)  # of duties: not asked here


def _adopted(state: Collection, event: AdoptionEvent) -> dict[str, object]:
    kept = evolve_adoption(state.adoption, event)
    if kept is None or isinstance(event, ResultAnnounced):
        return {"adoption": kept}
    return {"adoption": kept, "pool": state.pool.win(kept.items)}
