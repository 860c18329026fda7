"""储备库: what was not chosen goes on into a later year of the same congress.

The later collection asks, the earlier one gives what it knows, the later one takes it.
"""

from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, ShortText, Value
from domain.screening.item import ItemId, PoolItem


class Drawing(Value):
    """An item of an earlier reserve and the number it takes here."""

    item: ItemId
    id: ItemId


class DrawReserve(Command):
    """从往年储备库提取: items that were not chosen in an earlier year."""

    source: ItemId
    """The earlier collection."""
    items: Annotated[tuple[Drawing, ...], Field(min_length=1, max_length=100)]


class ReleaseReserve(Command):
    """A later collection of the same congress asks for items. Sent by the record itself."""

    to: ItemId
    region: ShortText
    items: Annotated[tuple[Drawing, ...], Field(min_length=1, max_length=100)]


class TakeReserve(Command):
    """The items as the earlier collection gives them. Sent by the record itself."""

    source: ItemId
    items: Annotated[tuple[PoolItem, ...], Field(min_length=1, max_length=100)]


class ReserveAsked(Event):
    """Items of an earlier reserve are asked for."""

    source: str
    region: str
    to: str
    items: tuple[Drawing, ...]
    by: str


class ReserveReleased(Event):
    """Items went on into a later collection, with all that is known of them."""

    to: str
    source: str
    items: tuple[PoolItem, ...]
    numbers: tuple[str, ...]
    """Their numbers here, in the same order."""


class ReserveTaken(Event):
    """Items of an earlier reserve entered the pool."""

    source: str
    items: tuple[PoolItem, ...]


ReserveCommand = DrawReserve | ReleaseReserve | TakeReserve
ReserveEvent = ReserveAsked | ReserveReleased | ReserveTaken
