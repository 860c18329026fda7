"""The one timer of a clock: set anew only where the moment has changed."""

import asyncio
import math
from datetime import timedelta

from temporalio import workflow


class Alarm:
    """A durable timer with a readable summary, which stands in Temporal until its moment."""

    def __init__(self) -> None:
        self._timer: asyncio.Task[None] | None = None
        self._fires = 0.0
        self._summary = ""

    @property
    def fired(self) -> bool:
        """Whether its moment has come."""
        return self._timer is not None and self._timer.done()

    def set(self, delay_ms: int | None, summary: str) -> None:
        """Let it fire after the delay, or never. One that runs for that moment goes on running."""
        if delay_ms is None:
            self.stop()
            return
        delay = timedelta(milliseconds=delay_ms).total_seconds()
        fires = workflow.time() + delay
        same = self._summary == summary and math.isclose(self._fires, fires, abs_tol=1.0)
        if self._timer is None or self.fired or not same:
            self.stop()
            self._timer = asyncio.create_task(workflow.sleep(delay, summary=summary))
            self._fires, self._summary = fires, summary

    def stop(self) -> None:
        """Take it back."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
