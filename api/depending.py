"""What a route depends on, made in its own loop.

Where a dependency is a class or a plain function, the framework calls it by way of a thread, in
case it waits for something. Ours wait for nothing: four such ways cost a filing a third of its
time, and on a busy machine each waits for its turn (`tests/api/test_dependencies.py`).
"""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")


def in_loop(made: type[T]) -> Callable[..., Awaitable[T]]:
    """The class as a dependency: its parameters are those of its `__init__`."""

    async def make(**given: Any) -> T:
        return made(**given)

    make.__signature__ = inspect.signature(made)  # type: ignore[attr-defined]  # what the framework reads
    return make
