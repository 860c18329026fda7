"""Which commands a request has brought to the door: for whoever traces it, and asks beforehand."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_NOTED: ContextVar[list[tuple[str, str]] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[list[tuple[str, str]]]:
    """Meanwhile every command of this task, and of those it starts, is added: client and id."""
    commands: list[tuple[str, str]] = []
    token = _NOTED.set(commands)
    try:
        yield commands
    finally:
        _NOTED.reset(token)


def note(client: str, command_id: str) -> None:
    """A command has come. Nothing happens where nobody asked."""
    if (noted := _NOTED.get()) is not None:
        noted.append((client, command_id))
