"""The floor: one transaction of plain asyncpg that inserts an event and upserts its stream's row.

The texts are a real event's body and a real cached state, so that the same bytes are kept; nothing
is decided, checked, hashed or projected. `lean` leaves the state out too.
"""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import Any

import asyncpg

_TABLES = """
CREATE TABLE raw_events (
    id uuid PRIMARY KEY, stream text NOT NULL, version bigint NOT NULL, type text NOT NULL,
    body text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(), UNIQUE (stream, version)
);
CREATE TABLE raw_streams (id text PRIMARY KEY, version bigint NOT NULL, state text NOT NULL)
"""
_EVENT = """
INSERT INTO raw_events (id, stream, version, type, body) VALUES (gen_random_uuid(), $1, $2, $3, $4)
"""
_STREAM = """
INSERT INTO raw_streams VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state
"""
_SAMPLE = """
SELECT events.type, events.body, states.state FROM events JOIN states USING (stream)
ORDER BY events.version DESC LIMIT 1
"""


@dataclass
class RawWriter:
    """One client with a connection and a stream of its own."""

    connection: Any
    stream: str
    kind: str
    body: str
    state: str
    versions: Any

    async def step(self) -> None:
        """One event."""
        version = next(self.versions)
        async with self.connection.transaction():
            await self.connection.execute(_EVENT, self.stream, version, self.kind, self.body)
            await self.connection.execute(_STREAM, self.stream, version, self.state)


async def raw_writers(url: str, clients: int, events: int) -> tuple[list[RawWriter], ...]:
    """Writers of the same texts as the ledger in this database, and lean ones; both pre-filled."""
    one = await asyncpg.connect(url)
    await one.execute(_TABLES)
    sample = await one.fetchrow(_SAMPLE)
    await one.close()
    assert sample is not None, "the ledger in this database has events"
    made: list[list[RawWriter]] = []
    for name, state in (("raw", sample["state"]), ("lean", "")):
        lines = [await asyncpg.connect(url) for _ in range(clients)]
        made.append(
            [
                RawWriter(x, f"{name}:{n}", sample["type"], sample["body"], state, count(1))
                for n, x in enumerate(lines)
            ]
        )
    await asyncio.gather(*(_fill(x, events) for some in made for x in some))
    return tuple(made)


async def _fill(writer: RawWriter, events: int) -> None:
    for _ in range(events):
        await writer.step()


async def close(writers: list[RawWriter]) -> None:
    """Close their connections."""
    await asyncio.gather(*(x.connection.close() for x in writers))
