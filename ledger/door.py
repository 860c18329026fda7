"""The one door: a command goes in, its events are recorded, a receipt comes out.

BEGIN · lock the stream · decide on the state known here · one statement that appends, projects and
marks the wake · COMMIT. Callers that come at once share all of it (`ledger.together`). A repeat is
found by its key whenever the decision refuses or has nothing to say, or when the key proves to be
taken.
"""

from datetime import datetime
from typing import Self

import asyncpg

from domain.base import Command
from domain.given import Actor
from ledger.batch import Batches
from ledger.clock import ClockMode, clock_mode
from ledger.failpoint import failpoint_of
from ledger.heart import Heart
from ledger.noted import note
from ledger.pool import Pool
from ledger.refusals import Unavailable
from ledger.repeats import first_receipt
from ledger.requests import EventRef, Receipt, Request
from ledger.standing import Standings
from ledger.sweeping import Sweeping
from ledger.together import Together
from ledger.two_persons import TwoPersons, admitted, publishes
from ledger.warming import warm
from ledger.watching import Watching

__all__ = ["EventRef", "Ledger", "Receipt"]

_COLLISIONS = 5
"""How often a race for a new stream is run again before we say that we do not know."""


class Ledger(Batches, Sweeping, Heart, Watching, Standings):
    """The record: every fact goes through `handle`, and nothing else writes events."""

    def __init__(self, pool: Pool, clock: ClockMode) -> None:
        super().__init__(pool, clock)
        self._together = Together(self.settle, self._alone)

    @classmethod
    async def connect(
        cls,
        url: str,
        *,
        clients: int = 8,
        failpoint: str | None = None,
        two: TwoPersons | None = None,
    ) -> Self:
        """A ledger on a migrated database. Raises UnsafeDatabase, NotMigrated,
        Unavailable, MeasureAltered, and FailpointRefused where the clock is real."""
        pool = await Pool.connect(url, clients=clients)
        try:
            ledger = cls(pool, await clock_mode(pool))
            ledger.failpoint = failpoint_of(failpoint, ledger.clock)
            ledger.two = two
            await ledger.measures.check(pool)
        except BaseException:
            await pool.close()
            raise
        return ledger

    async def warm(self) -> None:
        """Open what the first who files would wait for, as far as the database lets us."""
        await warm(self.pool)

    async def close(self) -> None:
        """Let what runs come to its end, and close every connection."""
        await self._together.close()
        await self.pool.close()

    async def handle(
        self,
        stream: str,
        command: Command,
        *,
        actor: Actor,
        client: str,
        command_id: str,
        received_at: datetime | None = None,
        reason: str | None = None,
    ) -> Receipt:
        """Record what the command means for its stream, once for ever.

        Raises what the domain refuses, ReusedKey, StaleReceipt, and Unavailable, after which the
        same command with the same id finds out what became of it.
        """
        return await self.submit(
            Request(stream, command, actor, client, command_id, received_at, reason)
        )

    async def submit(self, request: Request) -> Receipt:
        """`handle` for a request that stands already. Raises NeedsTwo besides."""
        note(request.client, request.command_id)
        request = admitted(request, self.two)
        await self.measures.hold(self.pool, request.command, published=publishes(self.two))
        receipt = await self._together.submit(request)
        self.failpoint.reach("door")
        return receipt

    async def _alone(self, request: Request) -> Receipt:
        """A request by itself: it waits for its stream, and finds a repeat by the taken key."""
        for _ in range(_COLLISIONS):
            try:
                receipt, news = await self.pool.record(lambda x: self.carry_out(x, request))
            except asyncpg.IntegrityConstraintViolationError:
                found = await self._found(request)
                if found is not None:
                    return found
                continue  # somebody opened the stream between our look and our write
            self.remember(news)
            return receipt
        raise Unavailable

    async def _found(self, request: Request) -> Receipt | None:
        async with self.pool.read() as connection:
            return await first_receipt(connection, request)
