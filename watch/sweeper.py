"""The sweeper: keeps what the clocks left undone, with or without Temporal.

It takes a moment at due + 120 s (the mark's own instant, with its 60 s of grace, and 60 s more),
through the same door and with the same command ids as the clock, so that both may race and one
effect remains. What it issues it also delivers, since no workflow will; and every minute whatever
was issued by somebody who did not live to deliver it.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from zlib import crc32

import structlog

from domain.refusals import Refused
from ledger.delivering import deliver
from ledger.door import Ledger
from ledger.pulse import Pulse
from watch.rounds import rounds

PAUSE = 3.0
PATIENCE = timedelta(seconds=60)
MOST = 50_000
"""Streams in one sweep: each is asked once, so that a held one keeps no other waiting."""
TOGETHER = 24
"""Streams in one transaction: few enough that a filing which meets one of them hardly waits."""
AT_ONCE = 2
"""Transactions at once: while one writes the other decides."""
HANDED = 60.0
"""Seconds between two looks for notices that whoever issued them did not hand over."""
JUMP = timedelta(seconds=5)
"""A ledger's clock that runs ahead of this machine's by more was set, or the machine slept."""

log = structlog.get_logger("sweeper")


class Sweeper:
    """Asks the ledger for the streams whose moment has passed, and keeps them."""

    def __init__(
        self, ledger: Ledger, *, patience: timedelta = PATIENCE, share: tuple[int, int] = (0, 1)
    ) -> None:
        """`share`: the first of two is (0, 2). A sweeper takes its own part first, and what the
        others left when its own is done: they may be dead."""
        self._ledger = ledger
        self._patience = patience
        self._share = share
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._seen: tuple[datetime, float] | None = None
        self._rest_until = 0.0
        self._handed: float | None = None

    async def run(self) -> None:
        """Until cancelled."""
        await rounds("sweeper", self.turn, PAUSE, Pulse(self._ledger))

    async def turn(self) -> None:
        """Sweep, unless the ledger's time has just jumped.

        Then no clock could have kept what the jump passed over: all are woken, and have the
        usual patience to do it.
        """
        if await self._jumped():
            woken = await self._ledger.wake_all()
            log.info("time jumped", woken=woken)
            self._rest_until = time.monotonic() + self._patience.total_seconds()
        if time.monotonic() >= self._rest_until:
            await self.sweep()
        if self._handed is None or time.monotonic() - self._handed >= HANDED:
            await deliver(self._ledger)
            self._handed = time.monotonic()

    async def sweep(self) -> int:
        """Keep all that is due since longer than the patience. How many streams had marks."""
        before = await self._ledger.now() - self._patience
        due = await self._ledger.due_streams(before, MOST)
        number, of = self._share
        mine = [x for x in due if crc32(x.encode()) % of == number] or due
        batches = [mine[x : x + TOGETHER] for x in range(0, len(mine), TOGETHER)]
        kept = sum(await asyncio.gather(*(self._keep_all(x) for x in batches)))
        if kept:
            log.info("swept", streams=kept)
        return kept

    async def _keep_all(self, streams: Sequence[str]) -> int:
        """A batch in one transaction, and what cannot go with it alone. How many had marks."""
        async with self._seats:
            try:
                swept = await self._ledger.keep_many(streams, by="sweeper")
            except Refused as refusal:  # busy, or away: the next round finds them again
                log.warning("left", streams=len(streams), why=str(refusal))
                return 0
            alone = [x for x in swept.left if await self._keep(x)]
            if alone:
                await deliver(self._ledger, *alone)
        return len(swept.kept) + len(alone)

    async def _keep(self, stream: str) -> bool:
        try:
            receipt = await self._ledger.keep(stream, by="sweeper")
        except Refused as refusal:
            log.warning("left", stream=stream, why=str(refusal))
            return False
        except Exception:  # of this stream alone: the others of the round are kept all the same
            log.exception("not kept", stream=stream)
            return False
        return bool(receipt and receipt.events)

    async def _jumped(self) -> bool:
        now, here = await self._ledger.now(), time.monotonic()
        before, self._seen = self._seen, (now, here)
        if before is None:
            return False
        passed = timedelta(seconds=here - before[1])
        return abs(now - before[0] - passed) > JUMP
