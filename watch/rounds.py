"""Rounds: the same step again and again, through whatever is away for a while.

A process that must outlive the others does not end because a database or Temporal does: it says
so in its log, waits longer each time, and goes on.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from temporalio.service import RPCError

from domain.refusals import Refused
from ledger.pulse import Pulse

TEMPORAL_AWAY = (RPCError, RuntimeError)
"""What a client raises while Temporal does not answer; RuntimeError before it ever connected."""
LONGEST_WAIT = 15.0
"""Seconds between tries while something is away."""

log = structlog.get_logger("watch")


async def rounds(
    name: str,
    step: Callable[[], Awaitable[object]],
    pause: float,
    pulse: Pulse | None = None,
) -> None:
    """Take the step for ever, `pause` seconds apart; after failures up to LONGEST_WAIT. After each,
    in vain or not, the pulse says that this part turns."""
    wait = pause
    while True:
        try:
            await step()
        except (*TEMPORAL_AWAY, Refused, OSError) as trouble:
            wait = min(max(wait, 0.5) * 2, LONGEST_WAIT)
            log.warning("away", part=name, trouble=str(trouble), again_in=wait)
        except Exception:
            wait = LONGEST_WAIT
            log.exception("failed", part=name, again_in=wait)
        else:
            wait = pause
        if pulse is not None:
            await pulse.beat(f"watch:{name}")
        await asyncio.sleep(wait)
