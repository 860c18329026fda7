"""What the clock's own history says: each look at the ledger, why it looked and what it found."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import UTC
from typing import Any, NamedTuple

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory
from temporalio.converter import DataConverter
from temporalio.exceptions import TemporalError
from temporalio.service import RPCError, RPCStatusCode

from domain.witness import Look

PATIENCE = 5.0
RUNS = 50
"""So many runs are read back at most."""
_LOCAL = "core_local_activity"


class Testimony(NamedTuple):
    """Everything that is kept; None of it: the clock service is away, or knows no such clock."""

    looks: tuple[Look, ...]
    whole: bool
    """Whether it is kept from the first run on."""


async def testimony(client: Client | None, stream: str) -> Testimony | None:
    """The clock's history of a stream, all its runs in order. None where nothing can be asked."""
    if client is None:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            runs = [x async for x in _runs(client, stream)]
    except RPCError as error:
        return Testimony((), True) if error.status is RPCStatusCode.NOT_FOUND else None
    except (TemporalError, RuntimeError, OSError, TimeoutError):
        return None
    looks = [x for run in reversed(runs) for x in await looks_of(run)]
    return Testimony(tuple(looks), not _before(runs[-1]))


async def _runs(client: Client, stream: str) -> AsyncIterator[WorkflowHistory]:
    """The newest run, and those that it continues, as far as they are kept."""
    run_id: str | None = None
    for _ in range(RUNS):
        try:
            history = await client.get_workflow_handle(stream, run_id=run_id).fetch_history()
        except RPCError as error:
            if run_id is not None and error.status is RPCStatusCode.NOT_FOUND:
                return
            raise
        yield history
        run_id = _before(history)
        if not run_id:
            return


def _before(history: WorkflowHistory) -> str:
    started = history.events[0].workflow_execution_started_event_attributes
    return started.continued_execution_run_id


async def looks_of(history: WorkflowHistory) -> list[Look]:
    """The looks of one run. A look at the beginning of a run is named so."""
    found: list[Look] = []
    why = "began"
    for event in history.events:
        match event.event_type:
            case EventType.EVENT_TYPE_TIMER_FIRED:
                why = "fired"
            case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
                why = "woken"
            case _:
                version = await _found(event)
                if version is not None:
                    at = event.event_time.ToDatetime(tzinfo=UTC)
                    found.append(Look(event.event_id, history.run_id, at, why, version))
    return found


async def _found(event: HistoryEvent) -> int | None:
    """The version that an answer of the clerk names; None where the event is no such answer."""
    for payload in _payloads(event):
        (value,) = await DataConverter.default.decode([payload])
        if isinstance(value, dict) and isinstance(value.get("version"), int):
            return int(value["version"])
    return None


def _payloads(event: HistoryEvent) -> Iterable[Any]:
    if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
        return event.activity_task_completed_event_attributes.result.payloads
    if event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED:
        marker = event.marker_recorded_event_attributes
        if marker.marker_name == _LOCAL and "result" in marker.details:
            return marker.details["result"].payloads
    return ()
