"""The post: delivers what the ledger issued. Today to the inbox; it may fail and delays nothing."""

from temporalio import activity

from ledger.delivering import deliver
from ledger.door import Ledger


class Post:
    """Carries notices to their addressees."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @activity.defn
    async def deliver(self, stream: str) -> int:
        """Deliver the notices of a stream that are not yet delivered. How many."""
        return await deliver(self._ledger, stream)
