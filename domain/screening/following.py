"""What happens to a pool means something for other streams: an earlier or later collection."""

from collections.abc import Sequence

from domain.base import Command, Event
from domain.names import COLLECTION, stream_id
from domain.screening.reserve_messages import (
    ReleaseReserve,
    ReserveAsked,
    ReserveReleased,
    TakeReserve,
)


def owed_by_pool(event: Event) -> Sequence[tuple[str, Command]]:
    """The commands owed to other streams, each with its stream."""
    match event:
        case ReserveAsked():
            asked = ReleaseReserve(to=event.to, region=event.region, items=event.items)
            return [(stream_id(COLLECTION, event.source), asked)]
        case ReserveReleased():
            given = TakeReserve(source=event.source, items=event.items)
            return [(stream_id(COLLECTION, event.to), given)]
        case _:
            return []
