"""The workflows that stand beside ours: an Update that appends, and a bare timer with one activity.

Workflow code: the sandbox loads this file by itself.
"""

from datetime import timedelta

from temporalio import workflow

QUEUE = "bench"
APPEND, MARK = "append", "mark"


@workflow.defn
class UpdatedProject:
    """The workflow as the record: each Update appends its event through a local activity."""

    def __init__(self) -> None:
        self.filed = 0

    @workflow.run
    async def run(self) -> None:
        """Until the bench is over."""
        await workflow.wait_condition(lambda: False)

    @workflow.update
    async def file(self, body: str) -> int:
        """One command."""
        self.filed += 1
        await workflow.execute_local_activity(
            APPEND,
            args=[workflow.info().workflow_id, self.filed, body],
            start_to_close_timeout=timedelta(seconds=30),
        )
        return self.filed


@workflow.defn
class BareTimer:
    """The least that a deadline can be: one timer, one activity."""

    @workflow.run
    async def run(self, delay_ms: int) -> None:
        """Sleep, then mark."""
        await workflow.sleep(timedelta(milliseconds=delay_ms))
        await workflow.execute_activity(
            MARK, workflow.info().workflow_id, start_to_close_timeout=timedelta(seconds=60)
        )
