"""Failpoints: places at which a process ends itself, as if it were killed. Off unless configured.

They show what a death between a commit and what follows it costs: nothing. An installation whose
clock is real refuses them.
"""

import os
import re
import signal
from typing import Literal, get_args

from ledger.clock import ClockMode
from ledger.refusals import FailpointRefused

Point = Literal["door", "relay", "clerk"]
"""After a commit and before its answer; after a wake was carried and before that is noted; after a
moment was kept and before the clock hears of it."""
POINTS: tuple[str, ...] = get_args(Point)
SPEC = rf"^({'|'.join(POINTS)})(:[1-9]\d{{0,5}})?$"
"""`relay:7`: the seventh time that the point is reached."""


class Failpoint:
    """One point, or none."""

    def __init__(self, spec: str | None = None) -> None:
        """Raises ValueError for what is no point."""
        if spec is not None and not re.fullmatch(SPEC, spec):
            raise ValueError(f"{spec!r} is no failpoint")
        name, _, times = (spec or "").partition(":")
        self._name = name
        self._left = int(times or 1)

    def __bool__(self) -> bool:
        """Whether it is set."""
        return bool(self._name)

    def reach(self, point: Point) -> None:
        """Come by. Does not return where the process is to end here."""
        if point != self._name:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


OFF = Failpoint()


def failpoint_of(spec: str | None, clock: ClockMode) -> Failpoint:
    """What was configured. Raises FailpointRefused where the clock is real, and ValueError."""
    made = Failpoint(spec)
    if made and clock == "real":
        raise FailpointRefused
    return made
