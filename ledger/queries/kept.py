"""Counts of a large region, told again for a while, with the moment of which they are true.

What stands in a league table of a hundred thousand projects changes with every filing and costs
seconds to count. So it is counted once a minute at most, while somebody looks, and so seldom that
counting takes no more than a fiftieth of a core: who looks is told the last count at once, and as
of when it is. A county's own counts are always of this moment.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

import structlog

from domain.calendar import day_of
from domain.refusals import Refused
from ledger.behalf import read_for

if TYPE_CHECKING:
    from ledger.door import Ledger

LARGE = 5_000
"""Projects of a region from which on its counts are kept."""
FRESH, OLDEST = 60.0, 600.0
"""Seconds after which a count is made again behind the reader's back, and before his eyes."""
SHARE = 50.0
"""It is left alone for so many times as long as it took."""
ROOM = 500
"""So many counts are kept."""
_LARGE = """
SELECT ledger_now() AS now, count(*) >= $2 AS large FROM (
    SELECT FROM projects
    WHERE $1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/') LIMIT $2
) AS found
"""
T = TypeVar("T")
log = structlog.get_logger("kept")


class Kept(NamedTuple, Generic[T]):
    """A count, and the ledger's time of which it is true."""

    value: T
    at: datetime


class _Entry(NamedTuple):
    kept: Kept[Any]
    made: float
    took: float


@dataclass
class _Counts:
    entries: OrderedDict[Hashable, _Entry] = field(default_factory=OrderedDict)
    making: dict[Hashable, asyncio.Task[Kept[Any]]] = field(default_factory=dict)


_COUNTS: "WeakKeyDictionary[Ledger, _Counts]" = WeakKeyDictionary()


async def kept(
    ledger: "Ledger", region: str | None, key: Hashable, make: Callable[[], Awaitable[T]]
) -> Kept[T]:
    """What `make` counts, now or, for a large region, lately; `key` is all that it turns on."""
    async with ledger.pool.read() as connection:
        row = (await connection.exec_driver_sql(_LARGE, (region, LARGE))).one()
    if not row.large:
        return Kept(await make(), row.now)
    counts = _COUNTS.setdefault(ledger, _Counts())
    entry = counts.entries.get(key)
    age = None if entry is None else time.monotonic() - entry.made
    if entry is None or age is None or day_of(entry.kept.at) != day_of(row.now) or age > OLDEST:
        return cast("Kept[T]", await asyncio.shield(_begin(counts, key, row.now, make)))
    if age > max(FRESH, SHARE * entry.took):
        _begin(counts, key, row.now, make)
    counts.entries.move_to_end(key)
    return entry.kept


def _begin(
    counts: _Counts, key: Hashable, now: datetime, make: Callable[[], Awaitable[T]]
) -> "asyncio.Task[Kept[Any]]":
    """The one count that is being made."""
    if key not in counts.making:
        task = counts.making[key] = asyncio.create_task(_make(counts, key, now, make))
        task.add_done_callback(lambda x: _done(counts, key, x))
    return counts.making[key]


async def _make(
    counts: _Counts, key: Hashable, now: datetime, make: Callable[[], Awaitable[T]]
) -> Kept[T]:
    read_for(None)  # it is counted for everybody who asks by the same key
    began = time.monotonic()
    found = Kept(await make(), now)
    made = time.monotonic()
    counts.entries[key] = _Entry(found, made, made - began)
    counts.entries.move_to_end(key)
    while len(counts.entries) > ROOM:
        counts.entries.popitem(last=False)
    return found


def _done(counts: _Counts, key: Hashable, task: "asyncio.Task[Kept[Any]]") -> None:
    counts.making.pop(key, None)
    if not task.cancelled() and isinstance(error := task.exception(), Refused):
        log.warning("not counted anew", why=str(error))
