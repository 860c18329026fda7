"""The naive controls: a project as a workflow that decides by what the queue brings first.

A filing is an Update that appends through a local activity; the deadline is a timer. Nothing in it
is wrong by itself. Under load it accuses the innocent, and lets those wait who file at a midnight:
a test that the naive way passes has lost its teeth.

Workflow code: the sandbox loads this file by itself.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from temporalio import activity, workflow
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

QUEUE, APPEND = "naive", "naive-append"
AT_ONCE = 16
_TABLE = (
    "CREATE TABLE IF NOT EXISTS naive_events (stream text, fact text, PRIMARY KEY (stream, fact))"
)
_APPEND = "INSERT INTO naive_events VALUES ($1, $2) ON CONFLICT DO NOTHING"


@workflow.defn
class NaiveProject:
    """Filed, or overdue: whichever was processed first."""

    def __init__(self) -> None:
        self.filed = False

    @workflow.run
    async def run(self, due: float) -> str:
        """Wait for the filing or the deadline. What it was."""
        left = timedelta(seconds=max(0.0, due - workflow.time()))
        try:
            await workflow.wait_condition(lambda: self.filed, timeout=left)
        except TimeoutError:
            await _append("overdue")
            await workflow.wait_condition(workflow.all_handlers_finished)
            return "overdue"
        await workflow.wait_condition(workflow.all_handlers_finished)
        return "filed"

    @workflow.update
    async def file(self) -> None:
        """The unit's filing, accepted once it is appended."""
        await _append("filed")
        self.filed = True


async def _append(fact: str) -> None:
    await workflow.execute_local_activity(
        APPEND,
        args=[workflow.info().workflow_id, fact],
        start_to_close_timeout=timedelta(seconds=30),
    )


class Appender:
    """The activity, with its connections."""

    def __init__(self, pool: Any) -> None:
        self.pool = pool

    @activity.defn(name=APPEND)
    async def append(self, stream: str, fact: str) -> None:
        """One event."""
        await self.pool.execute(_APPEND, stream, fact)


Handles = Sequence[WorkflowHandle[NaiveProject, str]]


@asynccontextmanager
async def naive(address: str, pool: Any, number: int, due: float) -> AsyncIterator[Handles]:
    """So many naive projects with one deadline (this machine's clock), and their worker."""
    client = await Client.connect(address)
    await pool.execute(_TABLE)
    async with Worker(
        client,
        task_queue=QUEUE,
        workflows=[NaiveProject],
        activities=[Appender(pool).append],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        names = [f"naive-{due:.0f}-{n}" for n in range(number)]

        async def start(name: str) -> WorkflowHandle[NaiveProject, str]:
            return await client.start_workflow(NaiveProject.run, due, id=name, task_queue=QUEUE)

        yield await some_at_once(names, start)


async def some_at_once(over: Sequence[Any], do: Callable[[Any], Awaitable[Any]]) -> list[Any]:
    """Do it for each, a bounded number at once."""
    seats = asyncio.Semaphore(AT_ONCE)

    async def one(x: Any) -> Any:
        async with seats:
            return await do(x)

    return list(await asyncio.gather(*map(one, over)))


async def filed_at(handle: WorkflowHandle[NaiveProject, str], at: float) -> float:
    """File at that time; the seconds until it was answered, however it was."""
    await asyncio.sleep(max(0.0, at - time.time()))
    began = time.time()
    try:
        await handle.execute_update(NaiveProject.file)
    except (WorkflowUpdateFailedError, RPCError):
        return time.time() - began  # too late: it has ended, or the server was too busy
    return time.time() - began
