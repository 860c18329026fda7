"""A ledger that stands in a house of the past: it answers as it would have, and writes nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.clock import ClockMode
from ledger.door import Ledger
from ledger.line import Line
from ledger.past.moment import PastIsRead
from ledger.pool import Pool, T, Work
from ledger.refusals import Unavailable
from ledger.requests import Receipt, Request

CLIENTS = 3
"""Connections for those who look at one moment."""


class PastPool(Pool):
    """Reads that find the house's tables first, and no writes."""

    def __init__(self, url: str, settings: dict[str, str], house: str) -> None:
        super().__init__(url, CLIENTS, {**settings, "search_path": f"{house}, public"})
        self._doorplate = f"SELECT now FROM {house}.house"  # noqa: S608  # a name that we made

    @asynccontextmanager
    async def read(
        self, *, snapshot: bool = False, whole: bool = True
    ) -> AsyncIterator[AsyncConnection]:
        """As in the present. Each look holds on to the house first: were it gone, the tables of
        today would be found behind it. Raises Unavailable where it is gone."""
        async with super().read(snapshot=snapshot, whole=whole) as connection:
            try:
                await connection.exec_driver_sql(self._doorplate)
            except exc.ProgrammingError as error:
                raise Unavailable from error
            yield connection

    async def record(self, work: Callable[[Line], Awaitable[T]]) -> T:
        """Raises PastIsRead."""
        raise PastIsRead

    async def batch(self, work: Callable[[Line], Awaitable[T]]) -> T:
        """Raises PastIsRead."""
        raise PastIsRead

    async def note(self, work: Callable[[Line], Awaitable[T]]) -> T:
        """Raises PastIsRead."""
        raise PastIsRead

    async def write(self, work: Work[T]) -> T:
        """Raises PastIsRead."""
        raise PastIsRead


class PastLedger(Ledger):
    """The record as it stood at a moment."""

    def __init__(self, pool: PastPool, clock: ClockMode) -> None:
        super().__init__(pool, clock)

    async def submit(self, request: Request) -> Receipt:
        """Raises PastIsRead."""
        raise PastIsRead


def past_ledger(present: Ledger, house: str) -> PastLedger:
    """The ledger of a house that stands, beside the one of the present."""
    settings: dict[str, Any] = present.pool.settings
    return PastLedger(PastPool(present.pool.url, settings, house), present.clock)
