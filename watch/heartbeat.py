"""The heartbeat of whoever takes filings: the API beats, so that an outage is known afterwards.

A gap over 5 s becomes an outage in the ledger; what fell due in it is nobody's fault
(reliability §2.5). Only a process that answers filings may beat.
"""

from ledger.door import Ledger
from watch.rounds import rounds

EVERY = 1.0


async def beat(ledger: Ledger) -> None:
    """Beat until cancelled."""
    await rounds("heartbeat", ledger.beat, EVERY)
