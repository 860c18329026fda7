"""The ballot paper: what stands on it, how it may be marked, which marks count (rulebook B6, E3).

A slip is what one voter marked; it is never stored. Only sums per item and choice are, for a whole
slip of ten items is rare enough to be recognised by somebody who asked for it beforehand.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.base import Count, ShortText, Value
from domain.forms import Counts

INVALID = "invalid"
"""No mark, several marks, or more than the paper allows: counted apart, never as a vote."""
BLANK = "blank"
"""Not chosen, on a paper where one chooses some."""
MOST_MARKS = 4
"""Marks beside one item that are kept; two are already one too many."""
_GRADED = ("satisfied", "basic", "dissatisfied", "abstain")
_VOTED = ("for", "against", "abstain")
CHOICE_ZH = {
    "satisfied": "满意",
    "basic": "基本满意",
    "dissatisfied": "不满意",
    "abstain": "弃权",
    "for": "赞成",
    "against": "反对",
    "chosen": "选",
    BLANK: "未选",
    INVALID: "无效",
}
Seats = Annotated[int, Field(ge=1, le=99)]


class Graded(Value):
    """Each item satisfied, basically satisfied, dissatisfied or abstained from."""

    family: Literal["graded"] = "graded"


class ForAgainst(Value):
    """Each item for, against or abstained from (东阳, 板芙)."""

    family: Literal["for_against"] = "for_against"
    most: Seats | None = None
    """Where it is said, a paper that is for more items than these is void (B10)."""


class UpTo(Value):
    """Choose so many at most; fewer is valid, more is not (B10)."""

    family: Literal["up_to"] = "up_to"
    seats: Seats


class Ranked(Value):
    """Number the items from 1; no number twice (rulebook B6 c)."""

    family: Literal["ranked"] = "ranked"
    places: Seats


Family = Annotated[Graded | ForAgainst | UpTo | Ranked, Field(discriminator="family")]


class PaperItem(Value):
    """One line of the paper: a project, one of its sub-projects, or a candidate."""

    id: ShortText
    title: ShortText
    subproject: Annotated[int, Field(ge=0, le=999)] | None = None

    @property
    def key(self) -> str:
        """What tells the lines of a paper apart."""
        return self.id if self.subproject is None else f"{self.id}#{self.subproject}"


class Paper(Value):
    """A ballot paper. Raises ValueError for a line that stands on it twice."""

    family: Family
    items: Annotated[tuple[PaperItem, ...], Field(min_length=1, max_length=300)]

    @model_validator(mode="after")
    def _once(self) -> "Paper":
        if len({x.key for x in self.items}) != len(self.items):
            raise ValueError("票面上同一项目出现两次 / an item stands on the paper twice")
        return self

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be marked beside an item."""
        match self.family:
            case Graded():
                return _GRADED
            case ForAgainst():
                return _VOTED
            case UpTo():
                return ("chosen",)
            case Ranked(places=places):
                return tuple(str(x) for x in range(1, places + 1))


Slip = tuple[tuple[str, ...], ...]
"""The marks of one voter, item by item in the paper's order."""


class ItemCount(Value):
    """One item's ballots: how many made each choice, `invalid` and `blank` among them."""

    item: ShortText
    votes: dict[str, Count]

    @property
    def total(self) -> int:
        """All ballots, invalid ones too."""
        return sum(self.votes.values())

    @property
    def grades(self) -> Counts:
        """The counts of an evaluation."""
        return Counts(**{x: self.votes.get(x, 0) for x in Counts.model_fields})


def fits(paper: Paper, slip: Sequence[Sequence[str]]) -> bool:
    """Whether the slip is one of this paper, however it was marked."""
    known = set(paper.choices)
    return len(slip) == len(paper.items) and all(
        len(set(marks)) == len(marks) <= MOST_MARKS and known.issuperset(marks) for marks in slip
    )


def judged(paper: Paper, slip: Slip) -> tuple[str, ...]:
    """What each item gets of this slip: a choice, `blank` or `invalid`."""
    match paper.family:
        case ForAgainst(most=most) if most is not None:
            spoiled = sum(marks == ("for",) for marks in slip) > most
            return (INVALID,) * len(slip) if spoiled else _one_each(slip)
        case Graded() | ForAgainst():
            return _one_each(slip)
        case UpTo(seats=seats):
            spoiled = sum(map(bool, slip)) > seats
        case Ranked():
            places = Counter(place for marks in slip for place in marks)
            spoiled = max(places.values(), default=0) > 1 or any(len(x) > 1 for x in slip)
    if spoiled:
        return (INVALID,) * len(slip)
    return tuple(marks[0] if marks else BLANK for marks in slip)


def _one_each(slip: Slip) -> tuple[str, ...]:
    return tuple(marks[0] if len(marks) == 1 else INVALID for marks in slip)


def count(paper: Paper, slips: Iterable[Slip]) -> tuple[ItemCount, ...]:
    """The sums of the slips; nothing of a single slip is left in them."""
    sums = [Counter[str]() for _ in paper.items]
    for slip in slips:
        for held, verdict in zip(sums, judged(paper, slip), strict=True):
            held[verdict] += 1
    return tuple(_counted(x, held) for x, held in zip(paper.items, sums, strict=True))


def together(one: Sequence[ItemCount], other: Sequence[ItemCount]) -> tuple[ItemCount, ...]:
    """The sums of both, item by item."""
    return tuple(
        ItemCount(item=x.item, votes=dict(sorted((Counter(x.votes) + Counter(y.votes)).items())))
        for x, y in zip(one, other, strict=True)
    )


def differing(one: Sequence[ItemCount], other: Sequence[ItemCount]) -> tuple[str, ...]:
    """The items for which two entries of the same papers say something else."""
    return tuple(
        x.item for x, y in zip(one, other, strict=True) if Counter(x.votes) != Counter(y.votes)
    )


def _counted(item: PaperItem, sums: Counter[str]) -> ItemCount:
    return ItemCount(item=item.key, votes=dict(sorted(sums.items())))
