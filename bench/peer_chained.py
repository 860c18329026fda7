"""The library's events with a hash chain of their own, checked when an aggregate is replayed.

Our replay makes every event's hash again; a peer that checks nothing would be another race. Its
check is as cheap as that can be: a header of four columns joined as they are, and the hash kept
behind the state that is stored anyway.
"""

from hashlib import sha256
from typing import Any
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent

HEX = 64
_GENESIS = b"0" * HEX


class BrokenChain(Exception):
    """A stored event is not what was stored."""


class ChainedMapper(Mapper[UUID]):
    """The library's mapper; events of one aggregate come in their order, as the library asks."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self._last: dict[UUID | str, bytes] = {}

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The event with its hash behind its state."""
        stored = super().to_stored_event(domain_event)
        return self._with(stored, stored.state + self._next(stored, stored.state))

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The event, its hash made again. Raises BrokenChain."""
        state, said = stored_event.state[:-HEX], stored_event.state[-HEX:]
        if self._next(stored_event, state) != said:
            raise BrokenChain(stored_event.originator_id)
        return super().to_domain_event(self._with(stored_event, state))

    def _next(self, event: StoredEvent, state: bytes) -> bytes:
        name = event.originator_id
        last = self._last[name] if event.originator_version > 1 else _GENESIS
        header = f"{name}{event.originator_version}{event.topic}".encode()
        made = sha256(header + last + sha256(state).digest()).hexdigest().encode()
        self._last[name] = made
        return made

    @staticmethod
    def _with(event: StoredEvent, state: bytes) -> StoredEvent:
        return StoredEvent(
            originator_id=event.originator_id,
            originator_version=event.originator_version,
            topic=event.topic,
            state=state,
        )
