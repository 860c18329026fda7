"""What every way out offers: one message to one address, and an honest answer of what became of it.

A channel raises nothing for trouble outside: that is an outcome. Its reasons are our own sentences
with the other side's code; foreign text could hold an address or a key.
"""

from datetime import datetime
from typing import NamedTuple, Protocol

from domain.outcomes import Outcome


class Letter(NamedTuple):
    """A message as it leaves; the same at every repeat."""

    id: str
    message_id: str
    subject: str
    text: str
    composed_at: datetime


class WayOut(Protocol):
    """A mail server, robots of one kind, a gateway."""

    async def send(self, letter: Letter, address: str) -> Outcome:
        """Send the letter to that address, once."""
