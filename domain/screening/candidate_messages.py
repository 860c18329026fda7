"""What can be asked of the candidates 候选项目, and what can happen to them before the vote."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value
from domain.ruling import Ruling
from domain.screening.item import ItemId

Seats = Annotated[int, Field(ge=1, le=300)]


class MarginJudged(Value):
    """差额 as it was when the list was made: counts of candidates, and what the measure says."""

    seats: int
    least: int
    most: int
    actual: int
    ok: bool
    binding: bool
    """Whether the measure refuses another margin, or only recommends this one."""


class ListCandidates(Command):
    """提出候选项目 (P1 → P2). A later list adds to the first one."""

    on: date
    document: ShortText
    seats: Seats
    items: Annotated[tuple[ItemId, ...], Field(max_length=300)]
    because: Text | None = None
    """Why the margin is not the recommended one."""
    ruling: Ruling | None = None
    """The presidium's decision to take it so."""


class RecordHearing(Command):
    """常委会先行审议: the standing committee deliberated on the candidates (B16)."""

    ruling: Ruling
    agreed: bool
    opinion: Text


class WithdrawCandidate(Command):
    """撤回候选项目 before the vote (P2 → X1), with the presidium's consent (LAW-1 art. 22)."""

    item: ItemId
    reason: Text
    ruling: Ruling


class CandidatesListed(Event):
    """Items became candidates."""

    number: int
    on: date
    document: str
    items: tuple[str, ...]
    candidates: tuple[str, ...]
    """All that stand now, in the ballot's order."""
    margin: MarginJudged
    because: Text | None
    ruling: Ruling | None
    by: str


class CandidatesHeard(Event):
    """The standing committee deliberated on the candidates that then stood."""

    ruling: Ruling
    agreed: bool
    opinion: Text
    candidates: tuple[str, ...]
    by: str


class CandidateWithdrawn(Event):
    """A candidate is not put to the vote."""

    item: str
    reason: Text
    ruling: Ruling
    margin: MarginJudged
    """As it is without it."""
    wishes: tuple[str, ...]
    by: str


CandidateCommand = ListCandidates | RecordHearing | WithdrawCandidate
CandidateEvent = CandidatesListed | CandidatesHeard | CandidateWithdrawn
