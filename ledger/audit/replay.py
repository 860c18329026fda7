"""Does the state that decisions are made on follow from the events: folded anew, compared.

A text kept by a release whose states had another shape is not read by anybody (`ledger.kept`), and
accuses nobody here: it is counted apart, until `replace` or the stream's own course renews it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.streams import State
from ledger.audit.scan import events_by_stream
from ledger.deciding import fold
from ledger.kept import is_outdated, kept
from ledger.line import Asking
from ledger.reading import read_events
from ledger.write import next_at

if TYPE_CHECKING:
    from ledger.door import Ledger

_HELD = """
SELECT id, streams.version, head, closed, regime, next_at, states.version AS kept, state
FROM streams LEFT JOIN states ON stream = id
"""
_FEW = 200
"""Texts in one transaction."""
_RENEW = "UPDATE states SET state = $3 WHERE stream = $1 AND version = $2"


class Replayed(BaseModel):
    """What was folded, and the streams whose kept state or row says something else."""

    model_config = ConfigDict(frozen=True)

    streams: int
    events: int
    differing: tuple[str, ...]
    outdated: int = 0
    """Texts of another release's shape: not read, and no difference."""
    renewed: int = 0
    """Texts that were put in the place of those, and of differing ones."""


class _Found(NamedTuple):
    """One stream: whether its row and its text follow, and the text that would."""

    same: bool
    outdated: bool = False
    renew: tuple[str, int, str] | None = None


async def replay_check(ledger: "Ledger", *, replace: bool = False) -> Replayed:
    """Fold every stream from its first event and compare with what is kept of it, byte by byte;
    with `replace` put the right texts in the place of differing and outdated ones."""
    differing: list[str] = []
    renew: list[tuple[str, int, str]] = []
    streams = events = outdated = renewed = 0
    async with ledger.pool.read(snapshot=True) as connection:
        held = {x.id: x for x in await connection.exec_driver_sql(_HELD)}
        async for name, rows in events_by_stream(connection):
            streams, events = streams + 1, events + len(rows)
            found = _compared(held.pop(name, None), name, rows)
            outdated += found.outdated
            if not found.same:
                differing.append(name)
            if replace and found.renew is not None:
                renew.append(found.renew)
            if len(renew) >= _FEW:
                renewed += await _renew(ledger, renew)
        renewed += await _renew(ledger, renew)
    return Replayed(
        streams=streams,
        events=events,
        differing=(*differing, *held),
        outdated=outdated,
        renewed=renewed,
    )


def folded(stream: str, rows: Sequence[Any], state: State | None = None) -> State:
    """The state that follows from the rows of a stream. Raises LookupError for none."""
    state = fold(stream, state, read_events(stream, rows))
    if state is None:
        raise LookupError(stream)
    return state


def _compared(held: Any, stream: str, rows: Sequence[Any]) -> _Found:
    """The kept text and the row, beside what the events come to."""
    if held is None or held.kept is None or not 0 < held.kept <= len(rows):
        return _Found(same=False)
    then = folded(stream, rows[: held.kept])
    after = folded(stream, rows[held.kept :], then)
    row = (held.version, held.closed, held.next_at)
    right = row == (len(rows), getattr(after, "closed", False), next_at(after))
    text, outdated = kept(then), is_outdated(stream, held.state)
    same = outdated or held.state == text
    renew = None if held.state == text else (stream, held.kept, text)
    return _Found(right and same, outdated, renew)


async def _renew(ledger: "Ledger", texts: list[tuple[str, int, str]]) -> int:
    """Put these texts in their place. A text that its stream has renewed meanwhile is left alone:
    its version is another."""
    taken = texts.copy()
    texts.clear()

    async def write(connection: Asking) -> None:
        for text in taken:
            await connection.exec_driver_sql(_RENEW, text)

    if taken:
        await ledger.pool.record(write)
    return len(taken)
