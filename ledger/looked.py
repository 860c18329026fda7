"""Which objects the request that is being answered looked at, for the log of reads.

Noted where the record is read, so that no page and no route can forget to say it. What is looked
up to decide whether something may be shown counts too: rather one too many than one too few.
"""

from collections.abc import Iterable
from contextvars import ContextVar

_looked: ContextVar[set[str] | None] = ContextVar("looked", default=None)


def look() -> set[str]:
    """Begin to note, for this task and those that it begins: the set that grows."""
    seen: set[str] = set()
    _looked.set(seen)
    return seen


def looked_at(*objects: str) -> None:
    """Note that these were read."""
    seen = _looked.get()
    if seen is not None:
        seen.update(objects)


def all_looked_at(objects: Iterable[str]) -> None:
    """Note that all of these were read."""
    seen = _looked.get()
    if seen is not None:
        seen.update(objects)
