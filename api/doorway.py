"""Where it is asked who hands something in: few at once, and of one address one at a time.

What is handed in has a few connections of its own, and looking up a credential takes one. Whoever
shows made-up ones, from however many places at once, leaves one for who is known (`api.turn`).
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from ledger.lanes import READS

AT_ONCE = READS - 1
"""Credentials that nobody knows yet, looked up at once in a process."""


class Doorway:
    """The look-ups under way; the next ones stand in line, each address in its own."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._lines: dict[str, asyncio.Lock] = {}
        self._asking: Counter[str] = Counter()

    @asynccontextmanager
    async def passing(self, address: str | None, patience: float) -> AsyncIterator[None]:
        """One look-up. None: an address that stands for many. Raises TimeoutError for who waited
        for so many seconds."""
        async with AsyncExitStack() as held:
            async with asyncio.timeout(patience):
                if address is not None:
                    await held.enter_async_context(self._line_of(address))
                await held.enter_async_context(self._places)
            yield

    @asynccontextmanager
    async def _line_of(self, address: str) -> AsyncIterator[None]:
        line = self._lines.setdefault(address, asyncio.Lock())
        self._asking[address] += 1
        try:
            async with line:
                yield
        finally:
            self._asking[address] -= 1
            if not self._asking[address]:
                del self._asking[address], self._lines[address]
