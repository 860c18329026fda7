"""The sequencer's rounds: soon again while there is something, seldom where looking is dear."""

import asyncio
import time

from ledger.log.sequencer import sequence
from ledger.pool import Pool
from ledger.pulse import Pulse
from watch.rounds import rounds

PAUSE = 0.05
SHARE = 20
"""It rests this many times as long as it looked, so that looking costs a twentieth of a core."""
LONGEST = 5.0

NAME = "watch:sequencer"


class Sequencer:
    """Puts committed events in order for the log. Two may run: one works, one waits."""

    def __init__(self, pool: Pool, pulse: Pulse | None = None) -> None:
        self._pool = pool
        self._pulse = pulse

    async def run(self) -> None:
        """Until cancelled."""
        if self._pulse is not None:
            await self._pulse.begin(NAME)
        await rounds("sequencer", self.look, PAUSE)

    async def look(self) -> int:
        """Order everything that is committed. How many events. Its beat says that it could; who
        waits for another does not beat. Raises Unavailable."""
        began, added = time.monotonic(), 0
        while True:
            done = await sequence(self._pool)
            if done is None:
                return added
            added += done.added
            if self._pulse is not None:
                await self._pulse.beat(NAME)
            if not done.full:
                break
        if not added:
            looked = time.monotonic() - began
            await asyncio.sleep(max(0.0, min(looked * SHARE, LONGEST) - PAUSE))
        return added
