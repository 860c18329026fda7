"""What is said of a weighty act before it is done: proposed, confirmed, declined, taken back."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, ShortText, Text
from domain.continuity.messages import Person
from domain.countersign.weighty import Weighty

Number = Annotated[int, Field(ge=1)]
Days = Annotated[int, Field(ge=1, le=60)]


class ProposeAct(Command):
    """提请: one person asks that a weighty act be done, and nothing is done yet."""

    target: ShortText
    """The stream in which the act would be recorded."""
    region: ShortText | None
    """Whose it is; None for what holds everywhere."""
    act: Weighty
    matter: Annotated[str, Field(max_length=300)]
    type: ShortText
    body: Annotated[str, Field(max_length=200_000)]
    """The act's command as canonical text: what is confirmed is what was proposed."""
    subject: Text
    role: ShortText
    days: Days


class ConfirmAct(Command):
    """确认: another person agrees; the act is recorded in the same transaction."""

    number: Number
    role: ShortText


class DeclineAct(Command):
    """不同意: another person says why not; or who proposed it takes it back."""

    number: Number
    role: ShortText
    reason: Text


class ActProposed(Event):
    """A weighty act waits for a second person until the end of `lapses_on`."""

    number: Number
    target: str
    region: str | None
    act: Weighty
    matter: str
    type: str
    body: str
    subject: Text
    by: Person
    role: str
    lapses_on: date


class ActConfirmed(Event):
    """A second person confirmed it, and it was done."""

    number: Number
    act: Weighty
    proposed_by: Person
    by: Person
    role: str


class ActDeclined(Event):
    """A second person did not agree, or the first took it back: nothing was done."""

    number: Number
    act: Weighty
    proposed_by: Person
    by: Person
    role: str
    reason: Text


CountersignCommand = ProposeAct | ConfirmAct | DeclineAct
CountersignEvent = ActProposed | ActConfirmed | ActDeclined
