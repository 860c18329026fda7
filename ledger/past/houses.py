"""The houses that stand: found, made, kept a while, and thrown away; few, and none too old.

A house is never stale: its name is made of the moment, of how many events count there and when the
last of them was recorded, and of the program. Two who want the same one wait for the same making;
two processes are kept apart by a lock in the database.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.door import Ledger
from ledger.past.builder import Builder
from ledger.past.edition import edition
from ledger.past.ledger import PastLedger, past_ledger
from ledger.past.making import Plan
from ledger.past.moment import INSTANT, Moment
from ledger.refusals import Crowded, Unavailable

MOST = 12
"""Houses that stand at once, whoever made them; twice as many while all were just looked at."""
QUEUE, OF_ONE = 8, 3
"""Houses that may wait to be made in one process: of all together, and of one who asks. Ours."""
IDLE = timedelta(minutes=30)
"""One that nobody looked at for so long is thrown away."""
SETTLED = timedelta(minutes=1)
"""Nothing is recorded any more with an instant so long ago (the longest transaction: 20 s)."""
_TOUCH = 60.0
_REMEMBERED = 500
_Key = tuple[datetime, datetime | None, int]

_EXTENT = """
SELECT count(*) AS events, max(recorded_at) AS last FROM events
WHERE happened_at < $1 AND recorded_at < $2
"""
_TOTAL = "SELECT coalesce(sum(version), 0)::bigint AS total, ledger_now() AS now FROM streams"
_STANDS = "SELECT EXISTS (SELECT FROM past_houses WHERE name = $1)"
_TOUCHED = "UPDATE past_houses SET used_at = clock_timestamp() WHERE name = $1"
_OLD = """
SELECT name FROM (
    SELECT name, used_at, row_number() OVER (ORDER BY used_at DESC) AS rank FROM past_houses
) AS ranked
WHERE used_at < clock_timestamp() - $1::interval
   OR (rank > $2 AND used_at < clock_timestamp() - interval '2 minutes') OR rank > 2 * $2
ORDER BY used_at
"""
_LEFT = "DELETE FROM past_houses WHERE name = $1"


class Building(Exception):
    """The house is being made; come again. `done` events of `of` are in it, as far as is known."""

    def __init__(self, done: int, of: int) -> None:
        super().__init__(f"{done}/{of}")
        self.done, self.of = done, of


@dataclass
class _Standing:
    """A house with its ledger, and when it was last said to be in use."""

    ledger: PastLedger
    touched: float


class _Making(NamedTuple):
    """A house on its way, and who asked for it first."""

    task: asyncio.Task[PastLedger]
    asker: str


class Houses:
    """Finding and making houses beside a present ledger."""

    def __init__(self, present: Ledger) -> None:
        self._present = present
        self._builder = Builder(present.pool.url)
        self._standing: dict[str, _Standing] = {}
        self._making: dict[str, _Making] = {}
        self._extents: dict[_Key, tuple[int, datetime | None]] = {}

    async def at(self, moment: Moment, patience: float = 60.0, *, asker: str = "") -> PastLedger:
        """The ledger of a moment that is not today. Raises Building after that many seconds,
        Crowded, NotMade, Unavailable."""
        plan = await self._plan(moment)
        standing = self._standing.get(plan.name)
        if standing is not None and await self._still(plan.name, standing):
            return standing.ledger
        making = self._making.get(plan.name) or self._begun(plan, asker)
        done, _ = await asyncio.wait([making.task], timeout=patience)
        if not done:
            raise Building(*self._builder.progress.get(plan.name, (0, 0)))
        return making.task.result()

    def _begun(self, plan: Plan, asker: str) -> _Making:
        """Raises Crowded: whoever walks through a year day by day leaves room for the next."""
        own = sum(x.asker == asker for x in self._making.values())
        if own >= OF_ONE or len(self._making) >= QUEUE:
            raise Crowded
        making = self._making[plan.name] = _Making(asyncio.create_task(self._made(plan)), asker)
        making.task.add_done_callback(lambda _: self._making.pop(plan.name, None))
        return making

    async def close(self) -> None:
        """End what runs; the houses stay, for the next who looks."""
        making = [x.task for x in self._making.values()]
        for task in making:
            task.cancel()
        await asyncio.gather(*making, return_exceptions=True)
        await self._builder.close()
        for standing in self._standing.values():
            await standing.ledger.close()
        self._standing.clear()

    async def _plan(self, moment: Moment) -> Plan:
        """Which house it is: the events that count there decide, not the words of the question."""
        as_of = moment.as_of or moment.known_at
        if as_of is None:
            raise ValueError("today is no house of the past")
        async with self._present.pool.read(snapshot=True) as connection:
            row = (await connection.exec_driver_sql(_TOTAL)).one()
            known_at = moment.known_at or row.now
            settled = known_at < row.now - SETTLED
            key = (as_of, moment.known_at, 0 if settled else row.total)
            if key not in self._extents:
                self._extents[key] = await _extent(connection, as_of, known_at)
                while len(self._extents) > _REMEMBERED:
                    del self._extents[next(iter(self._extents))]
        events, last = self._extents[key]
        known = as_of if last is None else last + INSTANT
        until = min(as_of, moment.known_at or as_of)
        made_by = await asyncio.to_thread(edition)  # it reads our own files, once
        said = "|".join((made_by, *(x.isoformat() for x in (as_of, known, until)), str(events)))
        name = f"past_{sha256(said.encode()).hexdigest()[:16]}"
        return Plan(name, as_of, known, until, made_by)

    async def _still(self, name: str, standing: _Standing) -> bool:
        """Whether it stands yet; somebody else may have thrown it away."""
        if time.monotonic() - standing.touched < _TOUCH:
            return True
        done = await self._present.pool.write(lambda x: x.exec_driver_sql(_TOUCHED, (name,)))
        if done.rowcount:
            standing.touched = time.monotonic()
            return True
        del self._standing[name]
        await standing.ledger.close()
        return False

    async def _made(self, plan: Plan) -> PastLedger:
        async with self._present.pool.read() as connection:
            there = (await connection.exec_driver_sql(_STANDS, (plan.name,))).scalar_one()
        if not there:
            await self._clear()
            await self._builder.make(plan)
        await self._present.pool.write(lambda x: x.exec_driver_sql(_TOUCHED, (plan.name,)))
        ledger = past_ledger(self._present, plan.name)
        self._standing[plan.name] = _Standing(ledger, time.monotonic())
        return ledger

    async def _clear(self) -> None:
        """Throw away what is too old or too many. What somebody reads at this instant stays."""
        async with self._present.pool.read() as connection:
            old = await connection.exec_driver_sql(_OLD, (IDLE, MOST - 1))
            names = list(old.scalars())
        for name in names:
            held = self._standing.pop(name, None)
            if held is not None:
                await held.ledger.close()
            with suppress(Unavailable):  # somebody reads there: the next one throws it away
                await self._present.pool.write(partial(_throw_away, name))


async def _extent(
    connection: AsyncConnection, as_of: datetime, known_at: datetime
) -> tuple[int, datetime | None]:
    row = (await connection.exec_driver_sql(_EXTENT, (as_of, known_at))).one()
    return row.events, row.last


async def _throw_away(name: str, connection: AsyncConnection) -> None:
    await connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {name} CASCADE")
    await connection.exec_driver_sql(_LEFT, (name,))
