"""A vandal at Temporal's door: ends, cancels and resets clocks, and floods them with signals.

Whoever reaches an unguarded server can do that with a mouse. The record must not care.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.service import RPCError

from tests.reliability.fire.nemesis import write
from workflows.names import WAKE

FLOOD, PER_ROUND = 10_000, 50
"""Signals to one clock, and how many of them are under way at once."""
SOME = 200
PAUSE = (0.2, 1.0)
_DONE = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED


class Vandal:
    """Goes on until it is cancelled; what Temporal refuses it tries no second time."""

    def __init__(self, address: str, streams: Sequence[str], seed: int, log: Path) -> None:
        self._address = address
        self._streams = streams
        self._rng = random.Random(seed)
        self._log = log
        self.done: Counter[str] = Counter()

    async def run(self) -> None:
        """One flood of ten thousand beside everything else."""
        client = await Client.connect(self._address, lazy=True)
        flooded = self._rng.choice(self._streams)
        await asyncio.gather(self._again_and_again(client), self._flood(client, flooded, FLOOD))

    async def _again_and_again(self, client: Client) -> None:
        while True:
            await asyncio.sleep(self._rng.uniform(*PAUSE))
            stream = self._rng.choice(self._streams)
            what = self._rng.choice(("terminate", "cancel", "reset", "flood", "nonsense"))
            try:
                await self._do(client, what, stream)
            except (RPCError, RuntimeError):  # no clock just now, or no server
                continue
            self.done[what] += 1
            write(self._log, what, stream)

    async def _do(self, client: Client, what: str, stream: str) -> None:
        handle = client.get_workflow_handle(stream)
        match what:
            case "terminate":
                await handle.terminate("a vandal was here")
            case "cancel":
                await handle.cancel()
            case "reset":
                await reset(client, stream)
            case "flood":
                await self._flood(client, stream, SOME)
            case _:
                await handle.signal("nonsense", {"of": "no meaning"})

    async def _flood(self, client: Client, stream: str, number: int) -> None:
        handle = client.get_workflow_handle(stream)
        for _ in range(number // PER_ROUND):
            said = await asyncio.gather(
                *(handle.signal(WAKE) for _ in range(PER_ROUND)), return_exceptions=True
            )
            self.done["signals"] += sum(1 for x in said if x is None)


async def reset(client: Client, stream: str) -> None:
    """Back to the clock's first task: a new run, with the same id."""
    handle = client.get_workflow_handle(stream)
    async for event in handle.fetch_history_events():
        if event.event_type == _DONE:
            await client.workflow_service.reset_workflow_execution(
                ResetWorkflowExecutionRequest(
                    namespace=client.namespace,
                    workflow_execution=WorkflowExecution(workflow_id=stream),
                    reason="a vandal was here",
                    workflow_task_finish_event_id=event.event_id,
                    request_id=str(uuid4()),
                )
            )
            return
