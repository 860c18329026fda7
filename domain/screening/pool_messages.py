"""What can be asked of the items of a pool, and what can happen to them.

Wishes are named by their number alone; who stands behind one is not known here.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value
from domain.regimes.sections_screening import Check, ReviewKind
from domain.screening.item import Draft, ItemId, PoolItem, WishIds

Items = Annotated[tuple[ItemId, ...], Field(max_length=300)]
Wishes = Annotated[tuple[ItemId, ...], Field(min_length=1, max_length=1000)]


class Verdict(StrEnum):
    """What a person found by one check."""

    MET = "met"
    NOT_MET = "not_met"


class Judgement(Value):
    """One check of one item, with its reason."""

    check: Check
    verdict: Verdict
    reason: Text


class Returned(Value):
    """An item that goes back to the pool to be worked on."""

    item: ItemId
    reason: Text


class AddPoolItem(Command):
    """入库."""

    id: ItemId
    draft: Draft
    wishes: WishIds = ()


class AmendPoolItem(Command):
    """完善、修改, before it is a candidate. What it said before stays on record."""

    item: ItemId
    draft: Draft
    because: Text


class LinkWishes(Command):
    """对应群众建议: wishes that this item answers too."""

    item: ItemId
    wishes: Wishes


class UnlinkWish(Command):
    """A wish was linked by mistake."""

    item: ItemId
    wish: ItemId
    because: Text


class ScreenItem(Command):
    """筛选: what was found by some or all of the checks."""

    item: ItemId
    judgements: Annotated[tuple[Judgement, ...], Field(min_length=1, max_length=20)]


class RejectItem(Command):
    """不予列入 (P1 → X0)."""

    item: ItemId
    reason: Text


class RecordReview(Command):
    """政府常务会议、联合筛选: what it let pass, and what it sent back to the pool."""

    kind: ReviewKind
    on: date
    document: ShortText
    """会议纪要, its number."""
    organs: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()
    """Who took part: departments, never persons."""
    passed: Items = ()
    returned: Annotated[tuple[Returned, ...], Field(max_length=300)] = ()


class ItemPooled(Event):
    """An item entered the pool."""

    item: PoolItem
    by: str


class ItemAmended(Event):
    """An item says something else from now on."""

    item: str
    draft: Draft
    version: int
    because: Text
    by: str


class WishesLinked(Event):
    """These wishes are answered by the item."""

    item: str
    wishes: tuple[str, ...]
    by: str


class WishUnlinked(Event):
    """The wish is not answered by the item."""

    item: str
    wish: str
    because: Text
    by: str


class ItemScreened(Event):
    """Checks of an item as it then was."""

    item: str
    version: int
    judgements: tuple[Judgement, ...]
    on: date
    by: str


class ItemRejected(Event):
    """The item is not pursued this year."""

    item: str
    reason: Text
    on: date
    wishes: tuple[str, ...]
    by: str


class ReviewRecorded(Event):
    """The government went through these items together."""

    number: int
    kind: ReviewKind
    on: date
    document: str
    organs: tuple[str, ...]
    passed: tuple[str, ...]
    returned: tuple[Returned, ...]
    by: str


ItemCommand = (
    AddPoolItem | AmendPoolItem | LinkWishes | UnlinkWish | ScreenItem | RejectItem | RecordReview
)
ItemEvent = (
    ItemPooled
    | ItemAmended
    | WishesLinked
    | WishUnlinked
    | ItemScreened
    | ItemRejected
    | ReviewRecorded
)
