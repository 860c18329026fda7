"""The ledger as a process that starts finds it: a database that starts too is waited for.

After a power cut, or where PostgreSQL was restarted a moment ago, everything comes up at once; to
die of that would only mean to be started again, and again.
"""

import asyncio
import time

import asyncpg
import structlog

from ledger.door import Ledger
from ledger.refusals import Unavailable
from ledger.two_persons import TwoPersons

PATIENCE = 60.0
"""Seconds for which a database that is not there yet is waited for."""
PAUSE = 0.2
_FOR_GOOD = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError)
"""A wrong password, no such database: nothing that passes."""

log = structlog.get_logger("ledger")


async def connected(
    url: str,
    *,
    clients: int = 8,
    failpoint: str | None = None,
    patience: float = PATIENCE,
    two: TwoPersons | None = None,
) -> Ledger:
    """`Ledger.connect`, as soon as the database takes connections. Raises what that raises, and
    Unavailable once the patience is over."""
    limit, told = time.monotonic() + patience, False
    while True:
        try:
            return await Ledger.connect(url, clients=clients, failpoint=failpoint, two=two)
        except Unavailable as away:
            if isinstance(away.__cause__, _FOR_GOOD) or time.monotonic() > limit:
                raise
            if not told:
                log.warning("waiting for the database", trouble=str(away.__cause__))
            told = True
        await asyncio.sleep(PAUSE)
