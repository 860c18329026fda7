"""One stream told step by step: its state after each event, at a moment, and by another knowledge.

Everything is folded from one reading of the stream, so that a slider may ask many times a second.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from domain.base import Event
from domain.streams import State
from ledger.past.folding import founded
from ledger.past.moment import Moment
from ledger.queries.history import Entry, entry_of
from ledger.reading import read_event

if TYPE_CHECKING:
    from ledger.door import Ledger

_ALL = "SELECT * FROM events WHERE stream = $1 ORDER BY version"


class Told(NamedTuple):
    """One event as it is shown and as the domain knows it."""

    entry: Entry
    event: Event

    def counts(self, moment: Moment) -> bool:
        """Whether it had happened and was recorded by then."""
        happened = moment.as_of is None or self.entry.happened_at < moment.as_of
        return happened and (moment.known_at is None or self.entry.recorded_at < moment.known_at)


class Step(NamedTuple):
    """An event with the states on its two sides; `after` is None where it says nothing yet."""

    told: Told
    before: State | None
    after: State | None


async def told_of(ledger: "Ledger", stream: str) -> list[Told]:
    """Every event of a stream, in order."""
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql(_ALL, (stream,))).all()
    return [Told(entry_of(x), read_event(stream, x.type, x.schema, x.body)) for x in rows]


def steps(stream: str, told: Sequence[Told]) -> list[Step]:
    """Each event with the states around it; the first of a stream has none before it."""
    found: list[Step] = []
    state: State | None = None
    for x in told:
        opened = state is not None or x.entry.version == 1
        after = founded(stream, state, x.event) if opened else None
        found.append(Step(x, state, after))
        state = state if after is None else after
    return found


def state_at(stream: str, told: Sequence[Told], moment: Moment) -> State | None:
    """The state that a moment shows; None where the stream was not there yet."""
    course = steps(stream, [x for x in told if x.counts(moment)])
    return next((x.after for x in reversed(course) if x.after is not None), None)


def learnt_later(told: Sequence[Told], moment: Moment) -> list[Told]:
    """What had happened by then and was recorded only afterwards."""
    then = Moment(moment.as_of, None)
    return [x for x in told if x.counts(then) and not x.counts(moment)]


def life(told: Sequence[Told]) -> tuple[datetime, datetime]:
    """The first and the last instant of which the stream says anything. There is at least one."""
    return (
        min(x.entry.happened_at for x in told),
        max(x.entry.recorded_at for x in told),
    )
