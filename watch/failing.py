"""What Temporal can tell of a clock that does not go: its own code fails, or nobody works."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from workflows.names import TASK_QUEUE

ATTEMPTS = 3
"""A task of a clock that was tried so often fails by its own code, not by a worker that died."""
MOST = 500
"""Clocks asked one by one; the rest has the same fault, or the next round's turn."""
AT_ONCE = 16
RECENT = timedelta(minutes=2)
PATIENCE = timedelta(seconds=10)


async def failing(client: Client, streams: Iterable[str]) -> dict[str, str]:
    """Those of these streams whose clock fails again and again: how often. Raises RPCError."""
    seats = asyncio.Semaphore(AT_ONCE)

    async def one(stream: str) -> tuple[str, int]:
        async with seats:
            try:
                seen = await client.get_workflow_handle(stream).describe(rpc_timeout=PATIENCE)
            except RPCError as missing:
                if missing.status is RPCStatusCode.NOT_FOUND:
                    return stream, 0
                raise
            return stream, seen.raw_description.pending_workflow_task.attempt

    asked = [x for _, x in zip(range(MOST), streams, strict=False)]
    tried = await asyncio.gather(*(one(x) for x in asked))
    return {stream: f"第 {n} 次" for stream, n in tried if n >= ATTEMPTS}


async def working(client: Client) -> bool:
    """Whether a worker asked for work in these minutes. Raises RPCError."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    queue = await client.workflow_service.describe_task_queue(request, timeout=PATIENCE)
    since = datetime.now(UTC) - RECENT
    return any(x.last_access_time.ToDatetime(UTC) > since for x in queue.pollers)
