"""What a process takes while it lives: its memory, its connections to the database."""

import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.reliability.fire.works import Works

EVERY = 5.0
MINUTE = 60.0


class Reading(NamedTuple):
    """One look at one process."""

    at: float
    """Of this machine's steady clock."""
    megabytes: float
    connections: int


class Gauge:
    """Looks at some processes every few seconds, and writes down what it saw."""

    def __init__(self, works: Works, names: Sequence[str]) -> None:
        self._works = works
        self._log = works.home / "logs" / "gauge.log"
        self._port = urlsplit(works.database).port or 5432
        self.readings: dict[str, list[Reading]] = {x: [] for x in names}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            for name, readings in self.readings.items():
                pid = self._works.children[name].process.pid
                now = Reading(time.monotonic(), megabytes(pid), connections(pid, self._port))
                readings.append(now)
                with self._log.open("a") as file:
                    file.write(json.dumps({"of": name, "pid": pid, **now._asdict()}) + "\n")
            await asyncio.sleep(EVERY)


def megabytes(pid: int) -> float:
    """The resident memory of a process that runs."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    (resident,) = (x.split()[1] for x in status if x.startswith("VmRSS:"))
    return int(resident) / 1024


def connections(pid: int, port: int) -> int:
    """How many connections a process that runs has to that port."""
    sockets = {_leads_to(x) for x in Path(f"/proc/{pid}/fd").iterdir()}
    lines = (x.split() for x in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:])
    return sum(f"socket:[{x[9]}]" in sockets for x in lines if int(x[2][-4:], 16) == port)


def _leads_to(open_file: Path) -> str:
    try:
        return str(open_file.readlink())
    except FileNotFoundError:  # closed since it was listed
        return ""


def growth(readings: Sequence[Reading]) -> float:
    """Megabytes a minute, by least squares through the least of each minute: what a process takes
    rises until it next collects its garbage, and only what is never given back is lost."""
    minutes: dict[int, float] = {}
    for one in readings:
        minute = int((one.at - readings[0].at) // MINUTE)
        minutes[minute] = min(minutes.get(minute, one.megabytes), one.megabytes)
    middle, level = mean(minutes), mean(minutes.values())
    apart = sum((x - middle) ** 2 for x in minutes)
    return sum((x - middle) * (y - level) for x, y in minutes.items()) / apart


def leaking(readings: Sequence[Reading], most: float) -> list[Reading]:
    """The same, of a process that keeps so many megabytes a minute more: what has to be seen."""
    began = readings[0].at
    return [x._replace(megabytes=x.megabytes + most * (x.at - began) / MINUTE) for x in readings]
