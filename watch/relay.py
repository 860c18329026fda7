"""The relay: tells a stream's clock that there is something to see, and starts it if need be.

At least once, in no order, many at once as one. Two relays may run. A wake stays in the ledger
until Temporal has taken it, and goes only if nothing newer was recorded meanwhile.
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import structlog
from opentelemetry.trace import SpanKind, Tracer
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.trace import of_command, under
from ledger.door import Ledger
from ledger.pulse import Pulse
from ledger.watching import Wake
from watch.rounds import TEMPORAL_AWAY, rounds
from workflows.names import STATIC_DETAILS, TASK_QUEUE, WAKE, headline, workflow_of

PAUSE = 0.5
BATCH = 200
AT_ONCE = 16
PATIENCE = timedelta(seconds=10)

log = structlog.get_logger("relay")


async def wake(client: Client, stream: str, epoch: int = 0, *, renewed: bool = False) -> bool:
    """Signal the stream's clock, starting it where none runs. Whether the stream has a clock.

    `epoch` is the record's, in which a clock is started; `renewed` where one that still runs is of
    an older one, or cannot go on under the code of today, and gives way.

    One that Temporal lets nobody signal any more (it takes ten thousand in one run) is replaced
    too (reliability §2.19).
    """
    workflow = workflow_of(stream)
    if workflow is None:
        return False
    use, replace = (
        WorkflowIDConflictPolicy.USE_EXISTING,
        WorkflowIDConflictPolicy.TERMINATE_EXISTING,
    )
    try:
        await _start(client, workflow, stream, epoch, replace if renewed else use)
    except RPCError as refused:
        if refused.status is not RPCStatusCode.INVALID_ARGUMENT:
            raise
        log.warning("replaced", stream=stream, why=str(refused))
        await _start(client, workflow, stream, epoch, replace)
    return True


async def _start(
    client: Client, workflow: str, stream: str, epoch: int, conflict: WorkflowIDConflictPolicy
) -> None:
    await client.start_workflow(
        workflow,
        args=[stream, epoch],
        id=stream,
        task_queue=TASK_QUEUE,
        start_signal=WAKE,
        id_conflict_policy=conflict,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        static_summary=headline(stream),
        static_details=STATIC_DETAILS,
        rpc_timeout=PATIENCE,
    )


async def begin_anew(ledger: Ledger, client: Client, streams: Iterable[str]) -> int:
    """End the clocks of these streams and begin them from the ledger. How many.

    Raises TEMPORAL_AWAY; saying it again is no harm.
    """
    epoch = await ledger.epoch()
    seats = asyncio.Semaphore(AT_ONCE)

    async def one(stream: str) -> bool:
        async with seats:
            return await wake(client, stream, epoch, renewed=True)

    return sum(await asyncio.gather(*(one(x) for x in streams)))


class Relay:
    """Carries wakes from the ledger to Temporal; with a tracer, in the trace of the command."""

    def __init__(self, ledger: Ledger, client: Client, tracer: Tracer | None = None) -> None:
        self._ledger = ledger
        self._client = client
        self._tracer = tracer
        self._seats = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Until cancelled."""
        await rounds("relay", self.carry, PAUSE, Pulse(self._ledger))

    async def carry(self) -> int:
        """Carry every wake that stands. How many. Raises TEMPORAL_AWAY if one was not taken."""
        carried = 0
        while wakes := await self._ledger.wakes(BATCH):
            results = await asyncio.gather(*(self._carry(x) for x in wakes), return_exceptions=True)
            failed = [x for x in results if isinstance(x, BaseException)]
            carried += len(results) - len(failed)
            if failed:
                raise failed[0]
            if len(wakes) < BATCH:
                break
        return carried

    async def _carry(self, asked: Wake) -> None:
        async with self._seats:
            try:
                await self._wake(asked)
            except TEMPORAL_AWAY as trouble:
                log.warning("not taken", stream=asked.stream, trouble=str(trouble))
                raise
            self._ledger.failpoint.reach("relay")
            await self._ledger.woken(asked.stream, asked.version, asked.epoch)

    async def _wake(self, asked: Wake) -> None:
        if self._tracer is None:
            await wake(self._client, asked.stream, asked.epoch, renewed=asked.renewed)
            return
        command = await self._ledger.made_by(asked.stream, asked.version)
        with self._tracer.start_as_current_span(
            "wake",
            context=under(of_command(*command)) if command else None,
            kind=SpanKind.PRODUCER,
            attributes={"bihuan.stream": asked.stream, "bihuan.version": asked.version},
        ):
            await wake(self._client, asked.stream, asked.epoch, renewed=asked.renewed)
