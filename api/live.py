"""The live status of a stream's clock, asked of Temporal; without it the record is what it is."""

import asyncio
import time
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

from pydantic import BaseModel
from temporalio.client import Client
from temporalio.exceptions import TemporalError
from temporalio.service import RPCError, RPCStatusCode

from workflows.names import STATUS

PATIENCE = timedelta(seconds=1.5)
UNASKED = 3.0
"""Seconds for which a Temporal that did not answer is not asked again: to be refused costs as much
as to be answered, and to hear nothing costs each page its patience."""
AWAY = "时钟服务暂不可用，记录不受影响"
_silent: WeakKeyDictionary[Client, float] = WeakKeyDictionary()
"""When each client heard nothing."""


class Clock(BaseModel):
    """What the clock of a stream says, or in words why it says nothing."""

    available: bool
    zh: str
    en: str
    workflow_id: str
    status: dict[str, Any] | None = None


async def clock_of(temporal: Client | None, stream: str) -> Clock:
    """Never raises: a page does not hang on the clock."""
    if temporal is None or time.monotonic() - _silent.get(temporal, -UNASKED) < UNASKED:
        return _away(stream)
    try:
        async with asyncio.timeout(2 * PATIENCE.total_seconds()):  # a lazy client connects first
            handle = temporal.get_workflow_handle(stream)
            status: dict[str, Any] | None = await handle.query(
                STATUS, result_type=dict, rpc_timeout=PATIENCE
            )
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            zh, en = "时钟尚未启动，稍后自动启动；记录不受影响", "The clock has not started yet."
            return Clock(available=False, zh=zh, en=en, workflow_id=stream)
        if error.status is RPCStatusCode.UNAVAILABLE:
            _silent[temporal] = time.monotonic()
        return _away(stream)
    except (RuntimeError, OSError, TimeoutError):  # no connection came about
        _silent[temporal] = time.monotonic()
        return _away(stream)
    except TemporalError:
        return _away(stream)
    zh = "时钟运行中" if status else "时钟刚刚启动"
    return Clock(
        available=True, zh=zh, en="The clock is running.", workflow_id=stream, status=status
    )


def _away(stream: str) -> Clock:
    en = "The clock service is away; the record is not affected."
    return Clock(available=False, zh=AWAY, en=en, workflow_id=stream)
