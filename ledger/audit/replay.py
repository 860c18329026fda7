"""Does the state that decisions are made on follow from the events: folded anew, compared."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from domain.streams import State
from ledger.audit.scan import events_by_stream
from ledger.deciding import fold
from ledger.reading import read_events
from ledger.write import kept, next_at

if TYPE_CHECKING:
    from ledger.door import Ledger

_HELD = """
SELECT id, streams.version, head, closed, regime, next_at, states.version AS kept, state
FROM streams LEFT JOIN states ON stream = id
"""


class Replayed(BaseModel):
    """What was folded, and the streams whose kept state or row says something else."""

    model_config = ConfigDict(frozen=True)

    streams: int
    events: int
    differing: tuple[str, ...]


async def replay_check(ledger: "Ledger") -> Replayed:
    """Fold every stream from its first event and compare with what is kept of it, byte by byte."""
    differing: list[str] = []
    streams = events = 0
    async with ledger.pool.read(snapshot=True) as connection:
        held = {x.id: x for x in await connection.exec_driver_sql(_HELD)}
        async for name, rows in events_by_stream(connection):
            streams, events = streams + 1, events + len(rows)
            if not _same(held.pop(name, None), name, rows):
                differing.append(name)
    return Replayed(streams=streams, events=events, differing=(*differing, *held))


def folded(stream: str, rows: Sequence[Any], state: State | None = None) -> State:
    """The state that follows from the rows of a stream. Raises LookupError for none."""
    state = fold(stream, state, read_events(stream, rows))
    if state is None:
        raise LookupError(stream)
    return state


def _same(held: Any, stream: str, rows: Sequence[Any]) -> bool:
    """Whether the kept text and the row are what the events come to."""
    if held is None or held.kept is None or not 0 < held.kept <= len(rows):
        return False
    then = folded(stream, rows[: held.kept])
    after = folded(stream, rows[held.kept :], then)
    return (held.state, held.version, held.closed, held.next_at) == (
        kept(then),
        len(rows),
        getattr(after, "closed", False),
        next_at(after),
    )
