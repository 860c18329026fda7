"""`python -m bench.desk DATABASE LONG`: units that file one after another at a steady pace.

A process of its own, as the API's is: what else the benchmark holds and asks does not stand in
the way of a filing. It says `ready`, files until SIGTERM, and then says of each filing when it was
due (seconds since 1970) and how many seconds it took.
"""

import asyncio
import json
import signal
import sys
import time
from collections.abc import Sequence
from itertools import cycle
from typing import NamedTuple

from bench.rounds import latencies
from bench.town import Filer, planning
from ledger.door import Ledger
from stack.children import Child

PACE = 20.0
"""Filings per second, in quiet times and in the storm."""
DESKS = 20


class Filing(NamedTuple):
    """One filing: when it was due, and how long it took until it was durable."""

    at: float
    took: float


class Desk:
    """Units that file one after another, each on its own project."""

    def __init__(self, filers: list[Filer]) -> None:
        self._filers = cycle([(x, asyncio.Lock()) for x in filers])

    async def step(self) -> None:
        """The next unit's filing, or its return."""
        filer, lock = next(self._filers)
        async with lock:
            await filer.step()


def filed(child: Child) -> list[Filing]:
    """What a desk that has ended says of its filings."""
    rows = (x for x in child.said().splitlines() if x.startswith("[["))
    return [Filing(*x) for x in json.loads(next(rows))]


def within(filings: Sequence[Filing], began: float, ended: float) -> list[float]:
    """The seconds that those took which were due in that time."""
    return [x.took for x in filings if began <= x.at < ended]


async def main() -> None:
    """File until one is asked to stop."""
    database, long = sys.argv[1:]
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    ledger = await Ledger.connect(database)
    desk = Desk(await planning(ledger, range(DESKS), int(long)))
    print("ready", flush=True)
    began = time.time()
    taken = await latencies(desk.step, per_second=PACE, until=stop.is_set)
    print(json.dumps([(began + due, x) for due, x in taken]), flush=True)
    await ledger.close()


if __name__ == "__main__":
    asyncio.run(main())
