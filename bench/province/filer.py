"""`python -m bench.province.filer DATABASE NUMBER`: units that file work plans at a steady pace.

A process of its own, made ready as the API is: what else a test holds and asks does not stand in
the way of a filing. It says `ready`, files on until SIGTERM, whoever waits, and then says what
became of each.
"""

import asyncio
import json
import signal
import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import asyncpg

from domain.duty_commands import FileDuty
from domain.forms import WorkPlan
from domain.given import Actor
from domain.refusals import Refused
from ledger.door import Ledger
from ledger.ready import SHORT, make_ready
from stack.children import Child

PACE = 50.0
"""Filings per second."""
_PLAN = FileDuty(
    duty="work_plan",
    filing=WorkPlan(target="按清单完成", planned_completion=date(2023, 11, 30)),
)
_SOME = "SELECT id, stream, unit FROM projects ORDER BY md5(id) LIMIT $1"
"""From everywhere."""


class Filed(NamedTuple):
    """One filing."""

    stream: str
    at: float
    """When it was due to begin (`time.time`)."""
    took: float
    """Seconds from then until it was durable, or refused."""
    version: int
    """Of the stream after it; 0 where it was refused."""


def filed(child: Child) -> list[Filed]:
    """What a filer that has ended says of its filings."""
    rows = (x for x in child.said().splitlines() if x.startswith("[["))
    return [Filed(*x) for x in json.loads(next(rows))]


async def filing(ledger: Ledger, projects: Sequence[Any], stop: asyncio.Event) -> list[Filed]:
    """One plan after another until told to stop."""
    made: list[Filed] = []
    running: list[asyncio.Task[None]] = []
    began = time.time()

    async def one(row: Any, at: float) -> None:
        actor = Actor(ref=f"storm-{row['id']}", party=f"unit:{row['unit']}")
        key = f"storm-{row['id']}"
        try:
            receipt = await ledger.handle(
                row["stream"], _PLAN, actor=actor, client="storm", command_id=key
            )
            version = receipt.version
        except Refused:
            version = 0
        made.append(Filed(row["stream"], at, time.time() - at, version))

    for number, row in enumerate(projects):
        at = began + number / PACE
        await asyncio.sleep(max(0.0, at - time.time()))
        if stop.is_set():
            break
        running.append(asyncio.create_task(one(row, at)))
    await asyncio.gather(*running)
    return made


async def main() -> None:
    """File until one is asked to stop."""
    database, number = sys.argv[1:]
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    connection = await asyncpg.connect(database)
    projects = await connection.fetch(_SOME, int(number))
    await connection.close()
    ledger = await Ledger.connect(database)
    await ledger.warm()
    make_ready(SHORT)
    print("ready", flush=True)
    made = await filing(ledger, projects, stop)
    await stop.wait()
    print(json.dumps(made), flush=True)
    await ledger.close()


if __name__ == "__main__":
    asyncio.run(main())
