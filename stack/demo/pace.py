"""The pace: the ledger's clock goes on only when nothing waits, and never faster than agreed.

Temporal sleeps in real time, so a moment that the clock has just passed is brought about by a
wake. Who keeps it is the clock of the stream; the sweeper comes only where that stays away.
"""

import asyncio
import time
from datetime import datetime, timedelta
from typing import NamedTuple

from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import ClockSeen, clocks
from stack.demo.wire import PlayStopped
from watch.sweeper import Sweeper

GLANCE = 0.08  # seconds between looks at what waits
AGAIN = 15.0
"""So long a clock may take before it is woken again; twice as long before it is swept."""
GIVE_UP = 240.0
"""Seconds after which the play ends rather than stand still for ever."""
MANY = 10_000


class _Look(NamedTuple):
    """All clocks; the streams with a moment unkept, a wake on its way, a version unseen."""

    clocks: list[ClockSeen]
    due: frozenset[str]
    wakes: frozenset[str]
    behind: frozenset[str]

    @property
    def waiting(self) -> frozenset[str]:
        return self.due | self.wakes | self.behind


class Pace:
    """Moves the ledger's clock. `seconds` is what one day takes at least, in real time."""

    def __init__(self, ledger: Ledger, seconds: float) -> None:
        self._ledger = ledger
        self._seconds = seconds
        self._began = time.monotonic()
        self._days = 0
        self.stood = 0.0
        """Seconds for which the ledger's clock stood still because work was waiting."""
        self.swept = 0
        """Streams whose moment the sweeper kept, because their clock stayed away."""

    async def day_begins(self) -> None:
        """Return when the next day may begin; a play that is behind does not wait."""
        early = self._began + self._days * self._seconds - time.monotonic()
        self._days += 1
        await asyncio.sleep(max(0.0, early))

    async def to(self, instant: datetime) -> list[ClockSeen]:
        """Stand still until nothing waits; then let it be that instant, and stand until every
        moment it brought is kept. Returns the clocks as they then are. Raises PlayStopped."""
        await self.stand()
        await set_clock(self._ledger, instant)
        await self._ledger.beat()  # what was passed over counts as heard: lateness is not held
        return await self.stand()

    async def stand(self) -> list[ClockSeen]:
        """Return when no moment that has come is unkept and every clock has seen everything.

        Raises PlayStopped after GIVE_UP.
        """
        began, woken, again = time.monotonic(), set[str](), AGAIN
        while True:
            look = await self._look()
            passed = time.monotonic() - began
            if not look.waiting:
                self.stood += passed
                return look.clocks
            if passed > GIVE_UP:
                names = sorted(look.waiting)[:3]
                raise PlayStopped(f"{names} 的时钟没有应答。 These clocks do not answer.")
            late = passed > again
            if late:
                again += AGAIN
                await self._sweep(passed)
            for stream in sorted(look.waiting if late else look.due - look.wakes - woken):
                await self._ledger.wake(stream)
            woken |= look.due | look.wakes
            await asyncio.sleep(GLANCE)

    async def _look(self) -> "_Look":
        due = await self._ledger.due_streams(await self._ledger.now(), MANY)
        wakes = await self._ledger.wakes(MANY)
        seen = await clocks(self._ledger)
        behind = frozenset(x.stream for x in seen if _is_behind(x))
        return _Look(seen, frozenset(due), frozenset(x.stream for x in wakes), behind)

    async def _sweep(self, passed: float) -> None:
        if passed >= 2 * AGAIN:
            self.swept += await Sweeper(self._ledger, patience=timedelta(0)).sweep()


def _is_behind(clock: ClockSeen) -> bool:
    return (clock.seen_version, clock.believed_at) != (clock.version, clock.next_at)
