"""One project's line of the completion report: every figure names the event that said it."""

from datetime import date
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from domain.base import Event, Value
from domain.completion.outcome import Outcome
from domain.completion.year_end import YearEnd
from domain.project.card import Target
from domain.project.changes.messages import Kind


class Told(NamedTuple):
    """An event of a project's history with what finds it again."""

    version: int
    id: str
    hash: str
    event: Event


class Source(Value):
    """Where a figure stands in the record: anybody can look it up and check its hash."""

    version: int
    id: str
    hash: str
    type: str


T = TypeVar("T")


class Sourced(Value, Generic[T]):
    """A figure and the event that said it."""

    value: T
    source: Source


class PartEntry(Value):
    """One sub-project."""

    no: int
    name: str
    voted: Sourced[Target] | None
    """The target as voted; None where the list names none."""
    target: Sourced[Target] | None
    """The target that holds, which only a decision changes."""
    actual: Sourced[Decimal] | None
    share: Sourced[Decimal] | None
    """The share last reported and accepted, in percent."""
    outcome: Outcome
    dropped: Sourced[str] | None
    """The document by which it is no longer to be built."""
    planned_share: Sourced[Decimal] | None = None
    """The share planned by then, of the same report as `share`, in percent."""
    proven: bool = True
    """False where that report came without any evidence."""


class ChangeEntry(Value):
    """One request and its decision."""

    number: int
    kind: Kind
    asked: Sourced[str]
    """The reason that was given."""
    approved: bool | None
    decided: Sourced[str] | None
    """The document of the decision."""


class Entry(Value):
    """What became of one project in its year."""

    id: str
    name: str
    unit: str
    programme: str
    adopted: Source
    parts: tuple[PartEntry, ...]
    outcome: Outcome
    early: bool
    ending: YearEnd
    ending_zh: str
    planned: Sourced[date] | None
    """The completion day that holds."""
    voted_completion: Sourced[date] | None
    claimed: Sourced[date] | None
    verified: Sourced[bool] | None
    """What the group found, once accepted."""
    money_voted: Sourced[Decimal] | None
    money: Sourced[Decimal] | None
    """万元, as decided last."""
    spent: Sourced[Decimal] | None
    changes: tuple[ChangeEntry, ...]
    breaches: tuple[Sourced[Decimal], ...]
    """Sub-projects still short of their target without a decision: by how much."""
    suspended: Sourced[date] | None
    terminated: Sourced[date] | None
    carried_over: Sourced[str] | None
    grade: Sourced[str] | None
    reasons: tuple[Sourced[str], ...]
    """Why it is not done, in the words of those who said so."""

    @property
    def complete(self) -> bool:
        """Every part complete or lawfully dropped, and verified."""
        done = self.outcome in (Outcome.FULFILLED, Outcome.OVER_FULFILLED)
        return done and self.terminated is None and self.carried_over is None
