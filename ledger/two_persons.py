"""Whether this installation asks for two persons, of which acts, and where one may do it alone.

All of it is ours: no source names the acts, the days, or the township with a single clerk.
"""

from dataclasses import replace
from typing import NamedTuple

from domain.countersign.persons import Persons
from domain.countersign.refusals import NeedsTwo
from domain.countersign.weighty import Weighty, weighty
from domain.given import SYSTEM, Actor
from ledger.requests import Request

EVERYWHERE = "*"
DAYS = 7


class TwoPersons(NamedTuple):
    """What is asked for."""

    acts: frozenset[Weighty] = frozenset(Weighty)
    alone: tuple[str, ...] = ()
    """Regions whose office has one clerk only, as `省/市/县/乡`; `*` for every region."""
    days: int = DAYS
    """Days after the proposal's own within which it can be confirmed."""

    def asks(self, act: Weighty, actor: Actor) -> bool:
        """Whether that takes a second person where the actor sits."""
        alone = EVERYWHERE in self.alone or (actor.region or EVERYWHERE) in self.alone
        return act in self.acts and not alone


def admitted(request: Request, two: TwoPersons | None) -> Request:
    """The request as it may be carried out: a weighty act of one person says that it was one.

    What follows from a fact on record is sent by the record and asks nobody again.
    Raises NeedsTwo.
    """
    if two is None or request.persons is not None or request.actor.party == SYSTEM.party:
        return request
    act = weighty(request.command)
    if act is None:
        return request
    if two.asks(act, request.actor):
        raise NeedsTwo(act)
    return replace(request, persons=Persons(proposed_by=request.actor.ref, confirmed_by=None))


def publishes(two: TwoPersons | None) -> bool:
    """Whether a measure of the place's own must be published before a year stands under it."""
    return two is not None and Weighty.MEASURE in two.acts
