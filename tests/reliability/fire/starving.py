"""Processes that take the processor away from everybody else."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

BUSY = "while True: pass"


@contextmanager
def starving(number: int = 2) -> Iterator[None]:
    """So many busy loops, as long as this lasts."""
    loops = [subprocess.Popen([sys.executable, "-S", "-c", BUSY]) for _ in range(number)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
