"""The resolution within a collection: what of it a resolution turns on."""

from collections.abc import Sequence

from domain.adoption.decisions import Before, decide_adoption
from domain.adoption.messages import AdoptionCommand, AdoptionEvent
from domain.collection.state import Collection
from domain.duty_events import DutyEvent
from domain.given import Given


def adopt(
    state: Collection, command: AdoptionCommand, given: Given
) -> Sequence[AdoptionEvent | DutyEvent]:
    """决议、决定、公告. Raises what `decide_adoption` does."""
    before = Before(
        collection=state.id,
        region=state.region,
        adoption=state.adoption,
        voting=state.voting,
        pool=state.pool,
        duties=state.duties,
    )
    return decide_adoption(before, command, given)
