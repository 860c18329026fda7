"""That a process turns: a row that says when, by the machine's own time and by the ledger's."""

import time
from typing import TYPE_CHECKING

from domain.refusals import Refused

if TYPE_CHECKING:
    from ledger.door import Ledger

_BEAT = """
INSERT INTO heartbeats (service, ledger_at, real_at)
VALUES ($1, ledger_now(), clock_timestamp())
ON CONFLICT (service) DO UPDATE SET ledger_at = excluded.ledger_at, real_at = excluded.real_at
"""
_BEGIN = """
INSERT INTO heartbeats (service, ledger_at, real_at)
VALUES ($1, ledger_now(), clock_timestamp()) ON CONFLICT (service) DO NOTHING
"""
SELDOM = 5.0
"""Seconds between two rows of one name: who turns twice a second need not write as often."""


class Pulse:
    """Beats for a process and its parts; a database that is away is no trouble of theirs."""

    def __init__(self, ledger: "Ledger") -> None:
        self._ledger = ledger
        self._last: dict[str, float] = {}

    async def begin(self, service: str) -> None:
        """Let it count as heard now if it never was: a part that never succeeds is silent too."""
        await self._write(_BEGIN, service)

    async def beat(self, service: str) -> None:
        """Say that it turns, unless it was said a moment ago."""
        now = time.monotonic()
        if now - self._last.get(service, -SELDOM) < SELDOM:
            return
        if await self._write(_BEAT, service):
            self._last[service] = now

    async def _write(self, statement: str, service: str) -> bool:
        try:
            await self._ledger.pool.write(lambda x: x.exec_driver_sql(statement, (service,)))
        except (Refused, OSError, TimeoutError):
            return False  # the part itself says that the database is away
        return True
