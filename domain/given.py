"""What a decision is given besides the state: time, caller, rules. Nothing is looked up inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from domain.base import refuse_unless
from domain.calendar import Calendar, day_of
from domain.countersign.persons import Persons
from domain.parties import Role, role_of
from domain.refusals import NotYours
from domain.regimes.model import Regime


@dataclass(frozen=True)
class Actor:
    """Who asks: an opaque reference (never a name), the party spoken for, and where.

    `region` is the path of the congress (province/city/county, in words): the same office name
    exists in every county. Staff, and the office for deputies' work, reach what lies below their
    region; everybody else only their own. None reaches everywhere: the system itself, and an
    installation of one congress.
    """

    ref: str
    party: str
    region: str | None = None

    @property
    def role(self) -> Role | None:
        """The party's role; None for the system and for staff who speak for nobody."""
        return None if self.party in ("system", "clerk") else role_of(self.party)

    def reaches(self, region: str) -> bool:
        """Whether this actor may touch what belongs to that region."""
        if self.region is None or self.region == region:
            return True
        below = self.role in (None, Role.LIAISON_OFFICE)
        return below and region.startswith(f"{self.region}/")


SYSTEM = Actor(ref="system", party="system")


@dataclass(frozen=True)
class Outage:
    """A time in which nobody could file: the gap in the service's heartbeat."""

    id: str
    started: datetime
    ended: datetime

    def covers(self, due_at: datetime) -> bool:
        """Whether filing was impossible up to this due instant (reliability §2.5)."""
        return self.started < due_at <= self.ended + timedelta(seconds=5)


class Wanted(Exception):
    """The decision turns on the outages, which were not fetched: fetch them and ask again."""


@dataclass(frozen=True)
class Given:
    """The facts around a command, fetched before it is decided."""

    actor: Actor
    received_at: datetime
    """When the complete request had arrived, on the database's clock: decides on time or late."""
    now: datetime
    calendar: Calendar
    regime: Regime
    outages: Sequence[Outage] | None = None
    heard_until: datetime | None = None
    """Up to when the service is known to have answered; None where no heartbeat is kept."""
    silent: bool = False
    """Whether it has said nothing for so long that it will be called an outage, once it speaks."""
    persons: Persons | None = None
    """Who answers for a weighty act; None where nobody asked for two, and for all other acts."""

    @cached_property
    def today(self) -> date:
        """The Shanghai day of receipt."""
        return day_of(self.received_at)

    def outage_over(self, due_at: datetime) -> Outage | None:
        """The outage in which a due instant lies. Raises Wanted if outages were not fetched."""
        if self.outages is None:
            raise Wanted
        return next((x for x in self.outages if x.covers(due_at)), None)

    def unheard_at(self, due_at: datetime) -> bool:
        """Whether it is not yet known that the service answered up to a due instant."""
        return self.heard_until is not None and self.heard_until < due_at


def has_been_voted(vote: date, given: Given) -> None:
    """Raises Malformed for a vote that is still to come on the day of receipt."""
    refuse_unless(
        vote <= given.today,
        f"票决日 {vote} 还没有到（今天是 {given.today}），请在票决之后登记。",
        f"the vote of {vote} is still to come (today is {given.today}).",
    )


def must_be_office(name: str, given: Given) -> None:
    """Raises NotYours unless the congress's own office asks, or the system for it."""
    if given.actor.role is not None:
        raise NotYours(name)


def must_be_system(name: str, given: Given) -> None:
    """Raises NotYours for a person: what follows from a fact on record is sent by the record."""
    if given.actor.party != SYSTEM.party:
        raise NotYours(name)


def must_reach(region: str, name: str, given: Given) -> None:
    """Raises NotYours unless the actor may touch what belongs to that region."""
    if not given.actor.reaches(region):
        raise NotYours(name)
