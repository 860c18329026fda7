"""A stream's state as it was at an instant, and as it was known at another.

Events carry three times. `as_of` asks when things *happened*: a mark on its own day, a vote on
the day of the vote. `known_at` asks when they were *recorded*. A day stands for its end: 24:00 in
Asia/Shanghai.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from domain.base import Event
from domain.calendar import start_of
from domain.refusals import Unknown
from domain.streams import State
from ledger.past.folding import founded
from ledger.reading import read_event

if TYPE_CHECKING:
    from ledger.door import Ledger

_UNTIL = """
SELECT * FROM events WHERE stream = $1
  AND ($2::timestamptz IS NULL OR happened_at < $2)
  AND ($3::timestamptz IS NULL OR recorded_at < $3)
ORDER BY version
"""
_INSTANT = timedelta(microseconds=1)


class StateAsOf(BaseModel):
    """What had happened by then, and what was known of it."""

    model_config = ConfigDict(frozen=True)

    stream: str
    version: int
    """The last event that counts."""
    events: int
    state: dict[str, Any]


async def state_as_of(
    ledger: "Ledger",
    stream: str,
    as_of: date | datetime | None = None,
    known_at: date | datetime | None = None,
) -> StateAsOf:
    """Fold what had happened by `as_of` and was recorded by `known_at`; None: everything.

    Raises Unknown where nothing of the stream had happened or was known by then.
    """
    values = (stream, _end(as_of), _end(known_at))
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql(_UNTIL, values)).all()
    state = _fold(stream, [read_event(stream, x.type, x.schema, x.body) for x in rows])
    if state is None:
        raise Unknown("（在该时点的）事项流", "stream at that time", stream)
    return StateAsOf(
        stream=stream,
        version=rows[-1].version,
        events=len(rows),
        state=state.model_dump(mode="json"),  # type: ignore[attr-defined]  # every state is a Value
    )


def _end(of: date | datetime | None) -> datetime | None:
    """The first instant that no longer counts."""
    if of is None:
        return None
    return of + _INSTANT if isinstance(of, datetime) else start_of(of + timedelta(days=1))


def _fold(stream: str, events: Sequence[Event]) -> State | None:
    """The state after those events that a reader of that time could have seen.

    A reminder's day may lie before the event that brought its duty about: without the duty it
    says nothing yet.
    """
    state: State | None = None
    for event in events:
        state = founded(stream, state, event) or state
    return state
