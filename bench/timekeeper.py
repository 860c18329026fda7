"""`python -m bench.timekeeper WHAT DATABASE TEMPORAL`: a process of the storm.

`worker` is the worker of production, with a worker for the bare timers beside it; `sudden` the
same with its jitter set to nothing; `sweeper` is the sweeper without its patience, `first` and
`second` are two that share its work. Each says `ready`, and ends on SIGTERM.
"""

import asyncio
import signal
import sys
from datetime import timedelta
from typing import Any

import asyncpg
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

import worker
from activities.clerk import Clerk
from activities.reading import SPREAD
from bench.peer_update import OURS
from bench.temporal_flows import MARK, QUEUE, BareTimer
from ledger.door import Ledger
from ledger.ready import make_ready
from watch.deployment import register_attributes, stay_current
from watch.sweeper import Sweeper

TABLE = """
CREATE TABLE IF NOT EXISTS bare_marks (
    stream text PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""
_MARK = "INSERT INTO bare_marks (stream) VALUES ($1) ON CONFLICT DO NOTHING"
NOTHING = timedelta(0)


class Marker:
    """The bare timer's activity: the mark is kept, in one row."""

    def __init__(self, pool: Any) -> None:
        self.pool = pool

    @activity.defn(name=MARK)
    async def mark(self, stream: str) -> None:
        """One mark."""
        await self.pool.execute(_MARK, stream)


async def work(database: str, address: str, spread: timedelta, stop: asyncio.Event) -> None:
    """Keep our clocks and the bare ones."""
    client = await Client.connect(address)
    await register_attributes(client)
    ledger = await Ledger.connect(database)
    async with asyncpg.create_pool(database, min_size=1, max_size=8) as pool:
        bare = Worker(
            client,
            task_queue=QUEUE,
            workflows=[BareTimer],
            activities=[Marker(pool).mark],
            workflow_runner=OURS,
            max_concurrent_activities=16,
        )
        ours = worker.make_worker(client, ledger, clerk=Clerk(ledger, spread=spread))
        async with ours, bare:
            said = asyncio.create_task(stay_current(client, lambda: print("ready", flush=True)))
            await stop.wait()
            said.cancel()
    await ledger.close()


async def sweep(database: str, share: tuple[int, int], stop: asyncio.Event) -> None:
    """Sweep what is due, at once."""
    ledger = await Ledger.connect(database)
    await ledger.warm()  # as one that has kept a day's reminders
    sweeper = Sweeper(ledger, patience=NOTHING, share=share)
    print("ready", flush=True)
    while not stop.is_set():
        if not await sweeper.sweep():
            await asyncio.sleep(0.05)
    await ledger.close()


async def main() -> None:
    """Be what one is asked to be."""
    make_ready()  # as production does
    what, database, address = sys.argv[1:]
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    match what:
        case "sweeper":
            await sweep(database, (0, 1), stop)
        case "first" | "second":
            await sweep(database, (("first", "second").index(what), 2), stop)
        case "sudden":
            await work(database, address, NOTHING, stop)
        case _:
            await work(database, address, SPREAD, stop)


if __name__ == "__main__":
    asyncio.run(main())
