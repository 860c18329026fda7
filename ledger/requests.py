"""What is asked of the ledger, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.base import Command
from domain.countersign.persons import Persons
from domain.given import Actor
from ledger.canon import fingerprint


@dataclass(frozen=True)
class Request:
    """One command to one stream, from one client, under one id for ever."""

    stream: str
    command: Command
    actor: Actor
    client: str
    command_id: str
    received_at: datetime | None = None
    """When the complete request had arrived, on the ledger's clock; None: at the lock."""
    reason: str | None = None
    persons: Persons | None = None
    """Who answers for a weighty act: said by the door, never by who asks."""

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the stream and the canonical command."""
        return fingerprint(self.stream, self.command)


class EventRef(BaseModel):
    """An event as a receipt names it."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    type: str
    version: int
    hash: str


class Receipt(BaseModel):
    """What was recorded. A repeat gets the first answer again, marked `repeated`."""

    model_config = ConfigDict(frozen=True)

    stream: str
    version: int
    """The stream's version after the command."""
    events: tuple[EventRef, ...]
    """Empty where the command said what the record knew already."""
    received_at: AwareDatetime
    recorded_at: AwareDatetime
    repeated: bool = False
