"""Does the state that decisions are made on follow from the events: folded anew, compared."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from domain.streams import State
from ledger.audit.scan import events_by_stream
from ledger.deciding import fold
from ledger.reading import read_event
from ledger.write import cached, next_at

if TYPE_CHECKING:
    from ledger.door import Ledger

_CACHED = "SELECT id, version, state, closed, regime, next_at FROM streams"


class Replayed(BaseModel):
    """What was folded, and the streams whose cached state says something else."""

    model_config = ConfigDict(frozen=True)

    streams: int
    events: int
    differing: tuple[str, ...]


async def replay_check(ledger: "Ledger") -> Replayed:
    """Fold every stream from its first event and compare with its row, byte by byte."""
    differing: list[str] = []
    streams = events = 0
    async with ledger.pool.read(snapshot=True) as connection:
        known = {x.id: x for x in await connection.exec_driver_sql(_CACHED)}
        async for name, rows in events_by_stream(connection):
            streams, events = streams + 1, events + len(rows)
            if not _same(known.pop(name, None), folded(name, rows), len(rows)):
                differing.append(name)
    return Replayed(streams=streams, events=events, differing=(*differing, *known))


def folded(stream: str, rows: list[Any]) -> State:
    """The state that follows from the rows of a stream. Raises LookupError for none."""
    events = [read_event(stream, x.type, x.schema, x.body) for x in rows]
    state = fold(stream, None, events)
    if state is None:
        raise LookupError(stream)
    return state


def _same(row: Any, state: State, version: int) -> bool:
    return row is not None and (row.version, row.state, row.closed, row.next_at) == (
        version,
        cached(state),
        getattr(state, "closed", False),
        next_at(state),
    )
