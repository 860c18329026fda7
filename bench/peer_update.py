"""Temporal as the record: an Update whose local activity appends to the same PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from bench.rounds import filled
from bench.temporal_flows import APPEND, QUEUE, UpdatedProject

_TABLE = """
CREATE TABLE IF NOT EXISTS update_events (
    stream text NOT NULL, version bigint NOT NULL, body text NOT NULL, PRIMARY KEY (stream, version)
)
"""
_APPEND = "INSERT INTO update_events VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
OURS = SandboxedWorkflowRunner(
    restrictions=SandboxRestrictions.default.with_passthrough_modules("bench")
)


class Appender:
    """The activity, with its connections."""

    def __init__(self, pool: Any) -> None:
        self.pool = pool

    @activity.defn(name=APPEND)
    async def append(self, stream: str, version: int, body: str) -> None:
        """One event of a stream."""
        await self.pool.execute(_APPEND, stream, version, body)


@dataclass
class UpdateWriter:
    """One client of a workflow of its own."""

    handle: WorkflowHandle[UpdatedProject, None]
    body: str

    async def step(self) -> None:
        """One command, answered when its event is appended."""
        await self.handle.execute_update(UpdatedProject.file, self.body)


@asynccontextmanager
async def update_writers(
    url: str, address: str, clients: int, events: int, body: str
) -> AsyncIterator[list[UpdateWriter]]:
    """Clients of pre-filled workflows, with the worker that carries them out."""
    client = await Client.connect(address)
    async with asyncpg.create_pool(url, min_size=clients, max_size=clients) as pool:
        await pool.execute(_TABLE)
        async with Worker(
            client,
            task_queue=QUEUE,
            workflows=[UpdatedProject],
            activities=[Appender(pool).append],
            workflow_runner=OURS,
        ):
            made = [
                UpdateWriter(
                    await client.start_workflow(
                        UpdatedProject.run, id=f"updated-{n}", task_queue=QUEUE
                    ),
                    body,
                )
                for n in range(clients)
            ]
            await filled([x.step for x in made], events)
            yield made
            await asyncio.gather(*(x.handle.terminate("the bench is over") for x in made))
