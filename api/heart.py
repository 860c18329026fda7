"""The heartbeat: says every second that filings are taken, and learns the database's time by it.

It has a connection of its own, so that a storm of filings does not look like an outage.
"""

import asyncio
import time

import structlog

from domain.incidents import IncidentKind
from domain.refusals import Refused
from ledger.door import Ledger
from ledger.incidents import report
from ledger.queries.incidents import WATCH, beats, stopped

BEAT = 1.0
"""Seconds between beats; a gap over 5 s is an outage (`reliability §2.5`)."""
LOOK = 15.0
"""Seconds between looks after the watch, which looks after everything else."""

log = structlog.get_logger("heart")


async def look_after_the_watch(ledger: Ledger) -> None:
    """Write down that the watch has stopped, or that it is back. Raises Unavailable."""
    heard = await beats(ledger)
    last = heard[WATCH].real_at.isoformat() if WATCH in heard else "从未报到"
    silent = {WATCH: last} if stopped(heard) else {}
    told = await report(ledger, IncidentKind.WATCH_SILENT, silent)
    if told.opened or told.closed:
        log.warning("watch", silent=bool(silent), last=last)


async def beat(ledger: Ledger) -> None:
    """Beat until cancelled; through a database that is away, without slowing down. Now and then
    look whether the watch beats too."""
    looked = time.monotonic()
    while True:
        await asyncio.sleep(BEAT)
        try:
            await ledger.beat()
            if time.monotonic() - looked >= LOOK:
                looked = time.monotonic()
                await look_after_the_watch(ledger)
        except (Refused, OSError, TimeoutError) as trouble:
            log.warning("no beat", trouble=str(trouble))
