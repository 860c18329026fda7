"""The nemesis: kills what it likes, when it likes, by a seed, and writes down what it did.

Between its blows it is also the supervisor: what died is started again, as an installation's is.
"""

import json
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.reliability.fire.works import POSTGRES, TEMPORAL, ZYGOTE, Works

EVERY = (2.0, 5.0)
"""Seconds between blows."""
GLANCE = 0.1


class Blow(NamedTuple):
    """Something that can be done to an installation."""

    name: str
    strike: Callable[[Works], None]
    targets: tuple[str, ...]
    weight: int = 1


def kill(*names: str) -> Blow:
    """kill -9."""

    def strike(works: Works) -> None:
        for name in names:
            works.strike(name)

    return Blow("kill " + "+".join(names), strike, names)


IMMEDIATE = Blow("postgres immediate", lambda x: x.strike(POSTGRES, signal.SIGQUIT), (POSTGRES,), 2)
WIPE = Blow("temporal wiped", Works.wipe_temporal, (TEMPORAL,))


def everything(works: Works) -> list[Blow]:
    """Every process, both APIs at once, PostgreSQL in two ways."""
    ours = [kill(x)._replace(weight=2) for x in works.parts]
    beside = [kill(TEMPORAL)._replace(weight=2), kill(POSTGRES), IMMEDIATE, kill(ZYGOTE)]
    return [*ours, kill(*works.ports), *beside]


class Nemesis:
    """Strikes until it is told to stop; then heals and is quiet."""

    def __init__(
        self,
        works: Works,
        blows: Sequence[Blow],
        seed: int,
        every: tuple[float, float] = EVERY,
    ) -> None:
        self._works = works
        self._blows = blows
        self._rng = random.Random(seed)
        self._every = every
        self._stop = False
        self._striking = True
        self.log = works.home / "logs" / "nemesis.log"
        self.done: Counter[str] = Counter()

    def run(self) -> None:
        """In the thread of the works, until `stop`."""
        following = time.monotonic() + self._rng.uniform(*self._every)
        while not self._stop:
            if self._striking and time.monotonic() >= following:
                self._strike()
                following = time.monotonic() + self._rng.uniform(*self._every)
            for name in self._works.tend():
                self._note("started", name)
            time.sleep(GLANCE)

    def spare(self) -> None:
        """No more blows; what is dead still comes back."""
        self._striking = False

    def stop(self) -> None:
        """Leave."""
        self._stop = True

    @property
    def blows(self) -> int:
        """How many there were."""
        return self.done.total()

    def _strike(self) -> None:
        """The next blow of the seed, if its targets stand: what gets up is no target."""
        blow = self._rng.choices(self._blows, [x.weight for x in self._blows])[0]
        if not all(map(self._works.stands, blow.targets)):
            return
        blow.strike(self._works)
        self.done[blow.name] += 1
        self._note("struck", blow.name)

    def _note(self, what: str, whom: str) -> None:
        write(self.log, what, whom)


def write(log: Path, what: str, whom: str) -> None:
    """One line of a nemesis' own log, with this machine's time."""
    with log.open("a") as file:
        file.write(json.dumps({"at": round(time.time(), 3), what: whom}) + "\n")
