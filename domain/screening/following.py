"""What a pool means for other streams: the wishes it answers, an earlier or later collection."""

from collections.abc import Sequence

from domain.base import Command, Event
from domain.names import COLLECTION, WISH, stream_id
from domain.screening.pool_messages import ItemPooled, WishesLinked, WishUnlinked
from domain.screening.reserve_messages import (
    ReleaseReserve,
    ReserveAsked,
    ReserveReleased,
    TakeReserve,
)
from domain.wish.messages import PoolWish, UnpoolWish

Owed = Sequence[tuple[str, Command]]


def owed_by_pool(event: Event) -> Owed:
    """The commands owed to other streams, each with its stream."""
    match event:
        case ItemPooled(item=item):
            return [(stream_id(WISH, x), PoolWish(item=item.id)) for x in item.wishes]
        case WishesLinked(item=name, wishes=wishes):
            return [(stream_id(WISH, x), PoolWish(item=name)) for x in wishes]
        case WishUnlinked(item=name, wish=wish):
            return [(stream_id(WISH, wish), UnpoolWish(item=name))]
        case ReserveAsked():
            asked = ReleaseReserve(to=event.to, region=event.region, items=event.items)
            return [(stream_id(COLLECTION, event.source), asked)]
        case ReserveReleased():
            given = TakeReserve(source=event.source, items=event.items)
            return [(stream_id(COLLECTION, event.to), given)]
        case _:
            return []
