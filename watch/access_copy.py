"""The log of reads, copied out of the database line by line, best onto another machine
(ASVS 16.4.3), and its oldest lines let go once a day."""

import time

import structlog

from ledger.access.keeping import PART, Copy, let_go
from ledger.door import Ledger
from ledger.pulse import Pulse
from watch.rounds import rounds

PAUSE = 2.0
DAY = 86_400.0
NAME = "watch:reads"
log = structlog.get_logger("access")


class AccessCopy:
    """Keeps the copy, and the time for which lines are kept."""

    def __init__(self, ledger: Ledger, copy: Copy, days: int) -> None:
        self._ledger, self._copy, self._days = ledger, copy, days
        self._let_go_at = -DAY
        self._pulse = Pulse(ledger)

    async def run(self) -> None:
        """Until cancelled. Its beat says that it could copy: silence becomes an incident."""
        await self._pulse.begin(NAME)
        await rounds("access copy", self.look, PAUSE)

    async def look(self) -> int:
        """Copy what is new; once a day let the oldest go, which are all copied by then. How many
        lines were copied. Raises Unavailable, OSError."""
        copied = 0
        while True:
            lines = await self._copy.go_on(self._ledger)
            copied += lines
            if lines < PART:
                break
        if time.monotonic() - self._let_go_at >= DAY:
            while gone := await let_go(self._ledger, self._days):
                log.info("reads let go", lines=gone)
            self._let_go_at = time.monotonic()
        await self._pulse.beat(NAME)
        return copied
