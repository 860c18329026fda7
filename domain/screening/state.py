"""A collection's pool: its items and how far each of them is.

P1 pooled → P2 candidate → P3 adopted, with the ways out drawn in rulebook §4.2 and no others.
"""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from domain.base import Value
from domain.regimes.sections_screening import Check, ReviewKind
from domain.screening.candidate_messages import MarginJudged
from domain.screening.item import PoolItem
from domain.screening.pool_messages import Verdict


class Phase(StrEnum):
    """Where an item stands (rulebook §4.2)."""

    POOLED = "pooled"
    CANDIDATE = "candidate"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


PHASE_ZH: dict[Phase, str] = {
    Phase.POOLED: "已入库",
    Phase.CANDIDATE: "候选项目",
    Phase.ADOPTED: "已经确定",
    Phase.REJECTED: "不予列入",
    Phase.WITHDRAWN: "已撤回",
}


class Judged(Value):
    """One check as a person made it, of the version that then stood."""

    check: Check
    verdict: Verdict
    reason: str
    version: int
    on: date
    by: str


class Reviewed(Value):
    """What the last meeting on the pool did with an item."""

    number: int
    passed: bool
    version: int
    reason: str | None


class Entry(Value):
    """An item and how far it is."""

    item: PoolItem
    phase: Phase = Phase.POOLED
    version: int = 1
    judged: tuple[Judged, ...] = ()
    """The last judgement of each check."""
    review: Reviewed | None = None
    listed: int | None = None
    """In which list it became a candidate."""
    lost: bool = False
    """It stood for the vote and was not chosen."""
    ended: str | None = None
    """Why it was rejected or withdrawn."""
    taken_by: str | None = None
    """The later collection that it went on into."""

    def judgement(self, check: Check) -> Judged | None:
        """What was found by a check of the item as it stands; None where nobody made it since."""
        found = next((x for x in self.judged if x.check is check), None)
        return found if found and found.version == self.version else None


class Review(Value):
    """One meeting of the government on the pool."""

    number: int
    kind: ReviewKind
    on: date
    document: str


class Commenting(Value):
    """The time in which the public is asked."""

    opens: date
    closes: date
    where: str
    closed_on: date | None = None


class Said(Value):
    """A comment, without its words: they stand in its event."""

    item: str | None
    on: date
    taken: bool | None = None
    """None until it is answered."""


class Heard(Value):
    """What the standing committee did with the candidates that then stood."""

    on: date
    document: str
    agreed: bool
    candidates: tuple[str, ...]


class Pool(Value):
    """Everything proposed for one year. `Pool()` before anything was."""

    entries: dict[str, Entry] = Field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    lists: int = 0
    listed_on: date | None = None
    document: str | None = None
    order: tuple[str, ...] = ()
    """Everything that was ever listed, in the ballot's order."""
    margin: MarginJudged | None = None
    because: str | None = None
    """Why the margin is not the recommended one."""
    comment: Commenting | None = None
    comments: dict[str, Said] = Field(default_factory=dict)
    heard: Heard | None = None
    asked: tuple[tuple[str, str], ...] = ()
    """Collection and item of what was asked of an earlier reserve."""
    settled: bool = False
    """The choice was made: what is still in the pool is the reserve."""

    @property
    def candidates(self) -> tuple[PoolItem, ...]:
        """What the vote is about, in the ballot's order; after the vote what it was about."""
        found = (self.entries[x] for x in self.order)
        return tuple(x.item for x in found if x.phase is not Phase.WITHDRAWN)

    @property
    def standing(self) -> tuple[str, ...]:
        """The numbers of those that can still be chosen."""
        return tuple(x for x in self.order if self.entries[x].phase is Phase.CANDIDATE)

    @property
    def seats(self) -> int | None:
        """How many are to be chosen, as the list says; None before there is one."""
        return self.margin.seats if self.margin else None

    @property
    def reserve(self) -> tuple[Entry, ...]:
        """储备库: what was not chosen and did not go on into a later year."""
        pooled = (x for x in self.entries.values() if x.phase is Phase.POOLED)
        return tuple(x for x in pooled if (self.settled or x.lost) and x.taken_by is None)

    def item(self, name: str) -> PoolItem:
        """The item of that number. Raises KeyError."""
        return self.entries[name].item

    def lose(self, items: Iterable[str]) -> "Pool":
        """After a vote that did not choose these: P2 → P1, into the reserve."""
        gone = {x for x in items if x in self.entries}
        return self.with_entries(
            x.model_copy(update={"phase": Phase.POOLED, "lost": True})
            for name, x in self.entries.items()
            if name in gone and x.phase is Phase.CANDIDATE
        )

    def win(self, items: Collection[str]) -> "Pool":
        """After the resolution on these: P2 → P3, every other candidate back into the reserve."""
        won = self.with_entries(
            x.model_copy(update={"phase": Phase.ADOPTED})
            for name, x in self.entries.items()
            if name in items
        )
        rest = [x for x in won.standing if x not in items]
        return won.lose(rest).model_copy(update={"settled": True})

    def with_entries(self, entries: Iterable[Entry]) -> "Pool":
        """With these entries as they are now."""
        changed = {x.item.id: x for x in entries}
        return self.model_copy(update={"entries": {**self.entries, **changed}}) if changed else self
