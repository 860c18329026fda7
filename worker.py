"""Composition root of the Temporal worker: `python -m worker`, and one factory for the tests too.

The worker is versioned and AUTO_UPGRADE: a build makes itself current when it starts, and every
open clock goes on with it at its next task (`tests/workflows/test_replay.py` keeps that safe).
"""

import gc

if __name__ == "__main__":
    gc.disable()  # until all is imported: none of it is garbage, and to look for some takes as long

import asyncio
import signal
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import timedelta

from opentelemetry.trace import Tracer
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Interceptor, Worker, WorkerDeploymentConfig
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

import settings
from activities.clerk import Clerk
from activities.post import Post
from activities.trace import Traced
from ledger.door import Ledger
from ledger.reaching import connected
from ledger.ready import make_ready
from stack.links import temporal_client
from stack.tracing import traces
from watch.deployment import build_id, reached, stay_current
from watch.logs import to_json_lines
from watch.metrics import served
from workflows.names import DEPLOYMENT, TASK_QUEUE
from workflows.programme_year import ProgrammeYear
from workflows.project_supervision import ProjectSupervision
from workflows.suggestion_handling import SuggestionHandling

WORKFLOWS = (ProjectSupervision, ProgrammeYear, SuggestionHandling)
RUNNER = SandboxedWorkflowRunner(
    restrictions=SandboxRestrictions.default.with_passthrough_modules(
        *("domain", "ledger", "activities", "workflows", "pydantic", "pydantic_core", "sqlalchemy")
    )
)
"""The sandbox, with our own modules loaded once instead of for each workflow."""

AT_ONCE = 8
"""Activities by way of the server at once: one per connection of the ledger."""
HANDS = 8
"""Clocks turned at once, by the same measure; the rest wait at the server and not in here, where
their tasks would grow old."""
STICKY = timedelta(seconds=60)
"""A clock that waits for its turn in the midnight of thousands goes on waiting for the worker that
has it in its hands; after Temporal's ten seconds each of them would be read anew."""
CLOCKS = 5000
"""Clocks held in memory between their moments; others are read anew from their histories."""


def make_worker(
    client: Client,
    ledger: Ledger,
    *,
    clerk: Clerk | None = None,
    post: Post | None = None,
    interceptors: Sequence[Interceptor] = (),
) -> Worker:
    """The worker of production and of the tests. `clerk` and `post` replace its own."""
    clerk, post = clerk or Clerk(ledger), post or Post(ledger)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=WORKFLOWS,
        activities=[clerk.read_agenda, clerk.keep_moment, post.deliver],
        interceptors=interceptors,
        workflow_runner=RUNNER,
        max_concurrent_activities=AT_ONCE,
        max_concurrent_local_activities=HANDS,
        max_concurrent_workflow_tasks=HANDS,
        max_cached_workflows=CLOCKS,
        sticky_queue_schedule_to_start_timeout=STICKY,
        deployment_config=WorkerDeploymentConfig(
            version=WorkerDeploymentVersion(DEPLOYMENT, build_id()),
            use_worker_versioning=True,
            default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
        ),
    )


async def run(own: settings.Settings, tracer: Tracer | None = None) -> None:
    """Work until SIGTERM or SIGINT, then finish what is in hand."""
    ledger = await connected(own.database, failpoint=own.failpoint)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    client = await temporal_client(own, own.temporal, lazy=True)
    try:
        await until(reached(client), stop)
        if stop.is_set():
            return
        # A worker wants a client that is not lazy.
        client = await temporal_client(own, own.temporal, runtime=own.sdk_runtime())
        traced = [Traced(tracer)] if tracer else []
        async with make_worker(client, ledger, interceptors=traced):
            await until(stay_current(client, lambda: print("ready", flush=True)), stop)
    finally:
        await ledger.close()


async def until(work: Coroutine[None, None, None], stop: asyncio.Event) -> None:
    """Do the work until it is done or one is asked to stop. Raises what the work raises."""
    stopping = asyncio.create_task(stop.wait())
    working = asyncio.create_task(work)
    await asyncio.wait({stopping, working}, return_when=asyncio.FIRST_COMPLETED)
    for task in (stopping, working):
        task.cancel()
    with suppress(asyncio.CancelledError):
        await working


def main() -> None:
    """Entry of `python -m worker`."""
    to_json_lines()
    make_ready()
    gc.enable()
    own = settings.read()
    with served(own.metrics, "worker"), traces(own, "worker") as tracer:
        asyncio.run(run(own, tracer))


if __name__ == "__main__":
    main()
