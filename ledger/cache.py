"""Parsed states of the streams used last, so that the straight way parses nothing twice.

An entry is only ever used for the chain head that the locked row names: it cannot be stale.
"""

from collections import OrderedDict
from typing import NamedTuple

from domain.streams import State
from ledger.chain import START, Head

ROOM = 2000
"""How many streams are remembered."""


class Known(NamedTuple):
    """A parsed state and the chain head it stands for."""

    head: Head
    state: State | None


UNKNOWN = Known(START, None)


class StateCache:
    """State by stream, for one head each."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._known: OrderedDict[str, Known] = OrderedDict()

    def known(self, stream: str) -> Known:
        """The state known here and the head it is for; the start and None where none is.

        Ask once before the row is read and keep the answer: an entry may fall out meanwhile.
        """
        entry = self._known.get(stream)
        if entry is None:
            return UNKNOWN
        self._known.move_to_end(stream)
        return entry

    def remember(self, stream: str, head: Head, state: State) -> None:
        """Keep the state of a head that is committed."""
        self._known[stream] = Known(head, state)
        self._known.move_to_end(stream)
        while len(self._known) > self._room:
            self._known.popitem(last=False)
