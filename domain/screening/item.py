"""An item of the project pool: what is proposed, for whom, by when, with whose money.

What is not known yet stays empty and is said to be missing; a candidate has no gaps of that kind.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.base import Amount, Count, ShortText, Text, Value
from domain.project.card import Target

ItemId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
WishIds = Annotated[tuple[ItemId, ...], Field(max_length=1000)]


class Source(StrEnum):
    """Where an item comes from."""

    WISHES = "wishes"
    DEPARTMENT = "department"
    DEPUTIES = "deputies"
    RESERVE = "reserve"


SOURCE_ZH: dict[Source, str] = {
    Source.WISHES: "群众建议",
    Source.DEPARTMENT: "部门提出",
    Source.DEPUTIES: "代表提出",
    Source.RESERVE: "储备库",
}


class Share(Value):
    """Who pays how much of it, in 万元; the amount is empty where only the payer is named."""

    payer: ShortText
    wan: Amount | None = None


class Cost(Value):
    """What it costs in 万元, and who pays."""

    wan: Amount
    paid_by: Annotated[tuple[Share, ...], Field(max_length=20)] = ()


class Benefit(Value):
    """How many of whom it serves: 8,295 户 of 7 villages."""

    number: Count
    unit: ShortText = "人"
    whom: ShortText


class Milestone(Value):
    """What is reached by a day: one a year at least, where an item takes longer (B19)."""

    by: date
    goal: ShortText


class Part(Value):
    """子项目: a part of the item with its own figure and unit."""

    name: ShortText
    target: Target | None = None
    unit: ShortText | None = None


class Draft(Value):
    """What an item says of itself."""

    title: ShortText
    source: Source
    proposer: ShortText | None = None
    """The department, or the number of the deputies' motion; never a person."""
    place: ShortText | None = None
    unit: ShortText | None = None
    co_units: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()
    target: Target | None = None
    parts: Annotated[tuple[Part, ...], Field(max_length=200)] = ()
    cost: Cost | None = None
    benefit: Benefit | None = None
    finish: date | None = None
    milestones: Annotated[tuple[Milestone, ...], Field(max_length=50)] = ()
    why: Text | None = None


class Past(Value):
    """Where an item stood in an earlier year, so that nothing of it is lost."""

    collection: ShortText
    item: ItemId
    year: int
    outcome: ShortText
    """What became of it there, in words."""


class PoolItem(Draft):
    """An item as it stands in the pool, with the wishes it answers."""

    id: ItemId
    wishes: WishIds = ()
    past: Annotated[tuple[Past, ...], Field(max_length=50)] = ()

    @property
    def draft(self) -> Draft:
        """What it says of itself, without its number and wishes."""
        return Draft(**{x: getattr(self, x) for x in Draft.model_fields})
