"""How much a run does: the whole of it, or so little that a test can watch it."""

from typing import NamedTuple


class Size(NamedTuple):
    """Counts and lengths of every benchmark."""

    rounds: int = 7
    seconds: float = 1.0
    """Length of one peer's round."""
    long: int = 200
    """Events of a stream before it is measured."""
    streams: int = 100
    """Streams of `long` events each that are replayed, several times."""
    deadlines: int = 2000
    """Project duties that are due at one instant."""
    quiet: float = 20.0
    """Seconds of filing in quiet times."""
    boards: tuple[int, int] = (100, 800)
    """Projects of the two boards that are compared."""
    looks: int = 40
    """Looks at each page of each board."""


TINY = Size(
    rounds=2, seconds=0.05, long=24, streams=4, deadlines=12, quiet=0.3, boards=(4, 9), looks=2
)
"""Says nothing about speed."""
