"""The sequencer's rounds: soon again while there is something, seldom where looking is dear."""

import asyncio
import time

import structlog

from ledger.log.sequencer import sequence
from ledger.pool import Pool
from watch.rounds import rounds

PAUSE = 0.05
SHARE = 20
"""It rests this many times as long as it looked, so that looking costs a twentieth of a core."""
LONGEST = 5.0

log = structlog.get_logger("sequencer")


class Sequencer:
    """Puts committed events in order for the log. Two may run: one works, one waits."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._gaps: tuple[str, ...] = ()

    async def run(self) -> None:
        """Until cancelled."""
        await rounds("sequencer", self.look, PAUSE)

    async def look(self) -> int:
        """Order everything that is committed. How many events. Raises Unavailable."""
        began, added = time.monotonic(), 0
        while True:
            done = await sequence(self._pool)
            if done is None:
                return added
            added += done.added
            if not done.full:
                break
        if done.gaps != self._gaps:
            self._gaps = done.gaps
            log.error("a version is missing", streams=done.gaps[:20], number=len(done.gaps))
        if not added:
            looked = time.monotonic() - began
            await asyncio.sleep(max(0.0, min(looked * SHARE, LONGEST) - PAUSE))
        return added
