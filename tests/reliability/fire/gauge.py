"""What an installation takes while it runs: memory of its processes, connections of its base."""

import asyncio
import json
import time
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import asyncpg

from tests.reliability.fire.works import Works

EVERY = 5.0
_CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bihuan'"


class Reading(NamedTuple):
    """One look."""

    at: float
    megabytes: float
    """Of all our processes, without the servers."""
    connections: int


class Gauge:
    """Looks every few seconds, but only when every process runs."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._log = works.home / "logs" / "gauge.log"
        self.readings: list[Reading] = []

    async def run(self) -> None:
        """Until cancelled."""
        connection = await asyncpg.connect(self._works.database)
        try:
            while True:
                await asyncio.sleep(EVERY)
                if self._works.well():
                    self._note(await connection.fetchval(_CONNECTIONS))
        finally:
            await connection.close()

    def _note(self, connections: int) -> None:
        of = {x: megabytes(self._works.children[x].process.pid) for x in self._works.parts}
        self.readings.append(Reading(time.monotonic(), sum(of.values()), connections))
        with self._log.open("a") as file:
            file.write(json.dumps({"connections": connections, "megabytes": of}) + "\n")

    def after(self, seconds: float) -> list[Reading]:
        """The readings once so many seconds were over."""
        first = self.readings[0].at
        return [x for x in self.readings if x.at - first >= seconds]


def megabytes(pid: int) -> float:
    """The resident memory of a process; 0 if it has just ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = [x.split()[1] for x in status.splitlines() if x.startswith("VmRSS:")]
    return int(found[0]) / 1024 if found else 0.0


def slope(readings: list[Reading]) -> float:
    """Megabytes per minute, by least squares."""
    at, values = [x.at / 60 for x in readings], [x.megabytes for x in readings]
    middle, level = mean(at), mean(values)
    apart = sum((x - middle) ** 2 for x in at)
    return sum((x - middle) * (y - level) for x, y in zip(at, values, strict=True)) / apart
