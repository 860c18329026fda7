"""Histories of workflows: every run of a chain, and how many events each wake has cost."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from temporalio.api.common.v1 import Payloads
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory

KEEP = "keep_moment"
MOST_EVENTS = 18
"""So many events a turn of the clock may cost (`reliability §5.4`)."""


async def every_run(client: Client, stream: str) -> list[WorkflowHistory]:
    """All runs of a workflow, the oldest first."""
    runs: list[WorkflowHistory] = []
    run_id: str | None = None
    while run_id != "":
        history = await client.get_workflow_handle(stream, run_id=run_id).fetch_history()
        runs.insert(0, history)
        started = history.events[0].workflow_execution_started_event_attributes
        run_id = started.continued_execution_run_id
    return runs


def kept_text(history: WorkflowHistory) -> str:
    """A history as the repository keeps it: without stack traces, which name the folders of the
    machine that it ran on, and which no replay reads."""
    return json.dumps(_bare(json.loads(history.to_json())), indent=2)


def _bare(part: Any) -> Any:
    if isinstance(part, dict):
        return {x: _bare(y) for x, y in part.items() if x != "stackTrace"}
    return [_bare(x) for x in part] if isinstance(part, list) else part


def wakes(history: WorkflowHistory) -> list[int]:
    """Where in the history the moments were kept."""
    return [n for n, x in enumerate(history.events) if _asks_to_keep(x)]


def _asks_to_keep(event: HistoryEvent) -> bool:
    """Through the server, or at hand: that leaves one mark, which says what was done."""
    if event.activity_task_scheduled_event_attributes.activity_type.name == KEEP:
        return True
    done = event.marker_recorded_event_attributes.details.get("data", Payloads())
    return any(json.loads(x.data).get("activity_type") == KEEP for x in done.payloads)


def costs(history: WorkflowHistory) -> Iterator[int]:
    """Events from each kept moment to the next, as one turn of the clock."""
    at = wakes(history)
    yield from (later - earlier for earlier, later in pairwise(at))
