"""A battle: midnights come one after another, units file around each, and the nemesis strikes.

Each wave is one due instant; then time jumps to the evening before the next. After the last one it
jumps to where the marks of lateness are made, and goes on by itself: timers fire under fire. Then
the nemesis is quiet, everything comes back, and is waited for with a deadline.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.reliability.fire import judge
from tests.reliability.fire.ground import VOTES, Ground, prepared
from tests.reliability.fire.herd import Herd, planned
from tests.reliability.fire.nemesis import Blow, Nemesis
from tests.reliability.fire.vandal import Vandal
from tests.reliability.fire.works import Works, works

LEAD, AFTER = 9.0, 7.5
"""Seconds of a wave before and after its due instant; every API has heard of the jump by then."""
MARKS = timedelta(seconds=57)
"""After the last due instant: the first marks of lateness come three seconds later."""
GRACE = timedelta(seconds=60)
JUDGED = timedelta(seconds=185)
"""After the last due instant: from then on a mark that was not made is missing, and the judge looks
for those of the last midnight too (`judge._MISSING`: due, a minute of grace, two of patience)."""
HEALED = 240.0
"""Seconds in which everything must be kept and seen after the last blow."""
CLOCKS = 90.0


@dataclass
class Battle:
    """The installation, what it stands on, who files and who strikes."""

    works: Works
    ground: Ground
    herd: Herd
    nemesis: Nemesis
    vandal: Vandal | None = None

    async def fought(self, seconds: float) -> dict[str, Any]:
        """So many seconds of it; the figures that the judge finds after everything is quiet."""
        began, vandalism = time.monotonic(), asyncio.ensure_future(self._vandalism())
        for due_at in self.ground.midnights():
            await self._wave(due_at)
        last = self.ground.midnights()[-1]
        await self.ground.move(last + MARKS)
        await asyncio.sleep(max(0.0, seconds - (time.monotonic() - began)))
        self.nemesis.spare()
        vandalism.cancel()
        await asyncio.gather(vandalism, return_exceptions=True)
        over = await self.ground.moment(last + JUDGED)
        healed = await self._quiet_after(over)
        found = await judge.figures(self.works.database, self.herd.filings)
        done = dict(self.vandal.done) if self.vandal else {}
        return {"blows": self.nemesis.blows, **done, "healed_s": healed, **found}

    async def _vandalism(self) -> None:
        if self.vandal is not None:
            await self.vandal.run()

    async def _wave(self, due_at: datetime) -> None:
        await self.ground.move(due_at - timedelta(seconds=LEAD))
        due = await self.ground.moment(due_at)
        plans = planned(self.ground.due(due_at), due, self.herd.rng)
        await self.herd.file(plans)
        await asyncio.sleep(max(0.0, due + AFTER - time.time()))

    async def _quiet_after(self, moment: float) -> float:
        """Seconds from the last blow until nothing was left to be done, at that moment or later."""
        began = time.monotonic()

        async def done() -> bool:
            ready = time.time() > moment and self.works.well()
            return ready and await judge.quiet(self.works.database)

        await until(done, HEALED)
        return round(time.monotonic() - began, 1)


async def until(holds: Callable[[], Awaitable[bool]], seconds: float) -> float:
    """Seconds until it holds; fails when it does not in time."""
    began = time.monotonic()
    while not await holds():
        assert time.monotonic() - began < seconds, "did not come true in time"
        await asyncio.sleep(0.25)
    return time.monotonic() - began


@asynccontextmanager
async def battle(
    name: str,
    blows: Callable[[Works], list[Blow]],
    *,
    seed: int,
    projects: int,
    waves: int,
    every: tuple[float, float] = (2.0, 5.0),
    vandalised: bool = False,
) -> AsyncIterator[Battle]:
    """An installation with every clock running, and a nemesis that begins at once."""
    print(f"{name}: seed {seed}")
    async with works(name) as made:
        ground = await prepared(made.database, projects, VOTES[:waves])
        await made.ask(made.begin)
        await until(lambda: judge.quiet(made.database), CLOCKS)
        herd = Herd(ground, made.urls, random.Random(seed))
        nemesis = Nemesis(made, blows(made), seed, every)
        streams = [x.stream for x in ground.plots]
        vandal = Vandal(made.temporal, streams, seed, nemesis.log) if vandalised else None
        striking = asyncio.ensure_future(made.ask(nemesis.run))
        try:
            yield Battle(made, ground, herd, nemesis, vandal)
        finally:
            nemesis.stop()
            await striking
            await herd.close()
