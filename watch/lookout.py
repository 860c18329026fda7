"""The lookout: beats for the watch, and writes down what is stuck as far as the record tells.

It needs no Temporal. What every busy minute shows for a moment (a wake on its way, a notice about
to be handed over) is stuck only when it is still there after a while.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable

import structlog

from domain.incidents import IncidentKind
from ledger.door import Ledger
from ledger.incidents import report
from ledger.pulse import Pulse
from ledger.queries.incidents import WATCH
from ledger.queries.stuck import Stuck, stuck
from watch.rounds import rounds

PAUSE = 5.0
LOOK = 20.0
"""Seconds between two looks; beats come oftener."""
KINDS = (
    IncidentKind.MOMENT_UNDONE,
    IncidentKind.WAKE_WAITING,
    IncidentKind.FOLLOW_UP_UNDONE,
    IncidentKind.FOLLOW_UP_REFUSED,
    IncidentKind.NOTICE_UNDELIVERED,
    IncidentKind.CHANNEL_FAILING,
    IncidentKind.MESSAGE_GIVEN_UP,
    IncidentKind.API_SILENT,
    IncidentKind.PART_SILENT,
    IncidentKind.LOG_UNSIGNED,
    IncidentKind.LOG_BEHIND,
    IncidentKind.LOG_GAP,
    IncidentKind.BEHIND_RECEIPT,
)
PATIENCE: dict[IncidentKind, float] = {
    IncidentKind.WAKE_WAITING: 180.0,
    IncidentKind.FOLLOW_UP_UNDONE: 120.0,
    IncidentKind.NOTICE_UNDELIVERED: 120.0,
    IncidentKind.CHANNEL_FAILING: 60.0,
    IncidentKind.LOG_BEHIND: 60.0,
}
"""Seconds for which the same thing has to be there before it is an incident; others are at once."""

log = structlog.get_logger("lookout")


PARTS = ("relay", "sweeper", "reconciler", "receipts", "sequencer", "reads", "erasures")
"""What turns in every watch."""


class Lookout:
    """Looks every so often, at these parts of the watch too. `patience` replaces how long each kind
    may stay."""

    def __init__(
        self,
        ledger: Ledger,
        parts: Collection[str] = PARTS,
        *,
        patience: dict[IncidentKind, float] | None = None,
    ) -> None:
        self._ledger = ledger
        self._parts = parts
        self._pulse = Pulse(ledger)
        self._patience = PATIENCE if patience is None else patience
        self._since: dict[tuple[IncidentKind, str, str], float] = {}
        self._looked: float | None = None

    async def run(self) -> None:
        """Until cancelled."""
        await rounds("lookout", self.turn, PAUSE)

    async def turn(self) -> None:
        """Beat; look, and forget what nobody asks for any more, where the last look is some time
        ago. Raises Unavailable."""
        await self._pulse.beat(WATCH)
        now = time.monotonic()
        if self._looked is None or now - self._looked >= LOOK:
            self._looked = now
            await self.look()
            await self._ledger.forget_touched()

    async def look(self) -> dict[IncidentKind, dict[str, str]]:
        """Look once and write down what is stuck: detail by subject, by kind."""
        found = self._that_stayed(await stuck(self._ledger, self._parts))
        for kind in KINDS:
            told = await report(self._ledger, kind, found[kind])
            if told.opened or told.closed:
                log.warning(
                    "incidents", kind=kind, opened=told.opened[:20], closed=len(told.closed)
                )
        return found

    def _that_stayed(self, seen: Iterable[Stuck]) -> dict[IncidentKind, dict[str, str]]:
        now = time.monotonic()
        before, self._since = self._since, {}
        stayed: dict[IncidentKind, dict[str, str]] = defaultdict(dict)
        for one in seen:
            moves = one.detail if one.kind is IncidentKind.WAKE_WAITING else ""
            key = (one.kind, one.subject, moves)
            since = self._since[key] = before.get(key, now)
            if now - since >= self._patience.get(one.kind, 0.0):
                stayed[one.kind][one.subject] = one.detail
        return stayed
