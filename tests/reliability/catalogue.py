"""What the suite promises: one line a test, with the pass figures it must reach.

`make reliability` prints one JSON line for each, with the figures of that run; a missing line fails
the run. `python -m tests.reliability` writes the table of `docs/reliability.md`.
"""

from typing import NamedTuple


class Promise(NamedTuple):
    """One test of the suite."""

    what: str
    load: str
    fault: str
    passes: str
    """The figures that the test itself asserts, in words."""
    nightly: bool = False


PROMISES: dict[str, Promise] = {}
