"""A process that writes events as the record does: `python -m tests.reliability.log_writer URL SEED
FIRST WRITERS EACH`. Some transactions roll back; between statements it waits a little, so that
positions of a sequence are taken in one order and become visible in another.
"""

import asyncio
import random
import sys
from datetime import UTC, datetime

import asyncpg

from ledger.chain import COLUMNS, GENESIS, Head, link
from ledger.requests import Request
from tests.support.log import ADOPTED, CLERK, EVENT

ROLLED_BACK = 0.05
_PLACES = ", ".join(f"${n}" for n in range(1, len(COLUMNS) + 1))
_STREAM, _VERSION, _HASH = (COLUMNS.index(x) + 1 for x in ("stream", "version", "hash"))
_INSERT = f"""
WITH event AS (INSERT INTO events ({", ".join(COLUMNS)}) VALUES ({_PLACES}))
INSERT INTO streams (id, kind, version, head, calendar, closed)
VALUES (${_STREAM}, 'project', ${_VERSION}, ${_HASH}, '', true)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, head = excluded.head
"""
_COUNTED = "INSERT INTO naive (event) VALUES ($1) RETURNING position"


async def append(connection: asyncpg.Connection, stream: str, chance: random.Random) -> None:
    """One transaction: lock, an event, its stream's row, and the naive position."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext($1))", stream)
    found = await connection.fetchrow("SELECT version, head FROM streams WHERE id = $1", stream)
    head = Head(found["version"], found["head"]) if found else Head(0, GENESIS)
    now = datetime.now(UTC)
    request = Request(stream, ADOPTED, CLERK, stream, str(head.version))
    (row,) = link(head, [EVENT], request, now, now)
    await connection.fetchval(_COUNTED, row["id"])
    await asyncio.sleep(chance.uniform(0, 0.004))
    await connection.execute(_INSERT, *(row[x] for x in COLUMNS))


async def write(url: str, number: int, each: int, seed: int) -> None:
    """One writer: so many committed events over a few streams, some shared with the next writer."""
    chance = random.Random(seed * 1000 + number)
    connection = await asyncpg.connect(url)
    done = 0
    while done < each:
        stream = f"project:R01-{number + chance.randrange(2)}-{chance.randrange(20)}"
        transaction = connection.transaction()
        await transaction.start()
        await append(connection, stream, chance)
        if chance.random() < ROLLED_BACK:
            await transaction.rollback()
        else:
            await transaction.commit()
            done += 1
    await connection.close()


async def main(url: str, seed: int, first: int, writers: int, each: int) -> None:
    """Several writers in one process."""
    await asyncio.gather(*(write(url, first + n, each, seed) for n in range(writers)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:6])))
