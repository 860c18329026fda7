"""Our own processes under `bihuan up`: each is started again when it dies, within bounds.

A part that dies loses nothing, since the record is in PostgreSQL; one that keeps dying has
something to say, and then everything stops with its last words.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from stack.children import Child

MOST = 5
"""So many deaths within a minute are not chance."""
WITHIN = 60.0  # seconds
PAUSE = 1.0  # seconds before it is started again


@dataclass
class Part:
    """One of our processes and how it is started."""

    name: str
    begin: Callable[[], Child]
    child: Child = field(init=False)
    deaths: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.child = self.begin()

    def stop(self) -> None:
        """Stop the process that runs now."""
        self.child.stop()

    def look_after(self) -> None:
        """Start it again if it died. Raises DidNotStart or DiskFull when it keeps dying."""
        if self.child.alive:
            return
        now = time.monotonic()
        self.deaths = [x for x in self.deaths if now - x < WITHIN] + [now]
        if len(self.deaths) >= MOST:
            raise self.child.failure()
        ended = self.child.process.returncode
        print(
            f"{self.name} 意外停止（{ended}），重新启动；记录不受影响。"
            f" {self.name} ended ({ended}) and is started again; the record is not affected.",
            flush=True,
        )
        time.sleep(PAUSE)
        self.child = self.begin()
