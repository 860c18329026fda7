"""DBOS on the same PostgreSQL: a command is sent, received, done in a step, told by an event.

One workflow per project waits for commands, as a supervised year would; the client waits for the
event of its own command.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from dbos import DBOS, DBOSConfig, SetWorkflowID

from bench.rounds import filled

_TABLE = """
CREATE TABLE dbos_events (
    stream text NOT NULL, version bigint NOT NULL, body text NOT NULL, PRIMARY KEY (stream, version)
)
"""
_APPEND = "INSERT INTO dbos_events VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
_WAIT = 600.0
END = ""
_appending: list[Any] = []
"""The pool that the step uses: DBOS knows workflows and steps by name, not by object."""


@DBOS.step()
async def append(stream: str, version: int, body: str) -> None:
    """One event of a stream."""
    await _appending[0].execute(_APPEND, stream, version, body)


@DBOS.workflow()
async def project(stream: str) -> int:
    """One project: command after command, until an empty one comes."""
    version = 0
    while body := await DBOS.recv_async("command", timeout_seconds=_WAIT):
        version += 1
        await append(stream, version, body)
        await DBOS.set_event_async(f"done-{version}", version)
    return version


@dataclass
class DbosWriter:
    """One client of a project of its own."""

    stream: str
    body: str
    version: int = 0

    async def step(self) -> None:
        """One command, answered when its event is appended."""
        self.version += 1
        await DBOS.send_async(self.stream, self.body, "command")
        told = await DBOS.get_event_async(
            self.stream, f"done-{self.version}", timeout_seconds=_WAIT
        )
        assert told == self.version


@asynccontextmanager
async def dbos_writers(
    url: str, clients: int, events: int, body: str
) -> AsyncIterator[list[DbosWriter]]:
    """Clients of pre-filled workflows."""
    config: DBOSConfig = {
        "name": "bench",
        "system_database_url": url.replace("postgresql://", "postgresql+psycopg://"),
        "log_level": "ERROR",
        "sys_db_pool_size": 2 * clients,
        "notification_listener_polling_interval_sec": 0.01,
    }
    async with asyncpg.create_pool(url, min_size=1, max_size=clients) as pool:
        await pool.execute(_TABLE)
        _appending[:] = [pool]
        DBOS(config=config)
        await asyncio.to_thread(DBOS.launch)
        try:
            made = [DbosWriter(f"dbos-{n}", body) for n in range(clients)]
            running = []
            for x in made:
                with SetWorkflowID(x.stream):
                    running.append(await DBOS.start_workflow_async(project, x.stream))
            await filled([x.step for x in made], events)
            yield made
            for x in made:
                await DBOS.send_async(x.stream, END, "command")
            await asyncio.gather(*(x.get_result() for x in running))
        finally:
            await asyncio.to_thread(DBOS.destroy)
