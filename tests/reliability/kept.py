"""A process of ours that is started again whenever it dies, and how often it did."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from api.rates import Rates

ROOT = Path(__file__).parents[2]
UNCOUNTED = json.dumps(dict.fromkeys(Rates.model_fields, 10_000_000))
"""A year of a county in a minute is no flood: R19 shows what is."""
READY = 150.0
"""Seconds within which a process is ready, on a machine that does much else."""


class Kept:
    """`python -m NAME`. `more` gives each start's own words for the environment."""

    def __init__(
        self, name: str, env: dict[str, str], more: Callable[[], dict[str, str]], log: Path
    ) -> None:
        self.name, self._env, self._more, self._log = name, env, more, log
        self.deaths = 0
        self.ready = asyncio.Event()
        self._over = False
        self._may_live = asyncio.Event()
        self._may_live.set()
        self._process: asyncio.subprocess.Process | None = None

    async def keep(self) -> None:
        """Start it, again and again, until it is told to end."""
        while await self._goes_on():
            with self._log.open("ab") as told:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", self.name),
                    env={**self._env, **self._more()},
                    stdout=asyncio.subprocess.PIPE,
                    stderr=told,
                    cwd=self._log.parent,
                )
            assert self._process.stdout is not None
            async for line in self._process.stdout:
                if line == b"ready\n":
                    self.ready.set()
            await self._process.wait()
            self.ready.clear()
            self.deaths += not self._over

    async def _goes_on(self) -> bool:
        await self._may_live.wait()
        return not self._over

    async def end(self) -> None:
        """End it for good."""
        self._over = True
        self._may_live.set()
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    def stay_dead(self) -> None:
        """Kill it, and start it again only when it may rise."""
        self._may_live.clear()
        self.kill()

    def rise(self) -> None:
        """It may be started again."""
        self._may_live.set()

    def kill(self) -> None:
        """As if its power were cut; it is started again."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()


def surroundings(database: str, temporal: str, home: Path, **more: str) -> dict[str, str]:
    """The environment of our processes."""
    own = {
        "DATABASE_URL": database,
        "TEMPORAL_ADDRESS": temporal,
        "BIHUAN_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "RATES": UNCOUNTED,
    }
    return {**os.environ, **own, **more}


@asynccontextmanager
async def kept(
    name: str,
    env: dict[str, str],
    folder: Path,
    more: Callable[[], dict[str, str]] = dict,
) -> AsyncIterator[Kept]:
    """A process that is ready, and kept so."""
    made = Kept(name, env, more, folder / f"{name}.log")
    task = asyncio.create_task(made.keep())
    try:
        await asyncio.wait_for(made.ready.wait(), READY)
        yield made
    finally:
        await made.end()
        await task
