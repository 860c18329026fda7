"""The heartbeat: says every second that filings are taken, and learns the database's time by it.

It has a connection of its own, so that a storm of filings does not look like an outage.
"""

import asyncio

import structlog

from domain.refusals import Refused
from ledger.door import Ledger

BEAT = 1.0
"""Seconds between beats; a gap over 5 s is an outage (`reliability §2.5`)."""

log = structlog.get_logger("heart")


async def beat(ledger: Ledger) -> None:
    """Beat until cancelled; through a database that is away, without slowing down."""
    while True:
        await asyncio.sleep(BEAT)
        try:
            await ledger.beat()
        except (Refused, OSError, TimeoutError) as trouble:
            log.warning("no beat", trouble=str(trouble))
