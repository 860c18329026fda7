"""Real clocks on a skipping time: a ledger whose clock follows Temporal's virtual time.

`perform` says a play to the ledger, and takes virtual time from one moment to the next: the
time-skipping server does not wait for activities in flight, so each moment is settled first.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

import worker
from activities.reading import SPREAD
from domain.calendar import start_of
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import clocks
from tests.support.play import VOTED, Play, Said
from watch.deployment import make_current, register_attributes
from watch.relay import Relay

PROGRAMS = Path(sys.executable).parent
OPENS = start_of(VOTED) + timedelta(hours=15)
MOMENT = SPREAD + timedelta(seconds=1)
"""After a mark's own instant, every stream's jitter is over."""


class InStep(Interceptor):
    """Before each activity, brings the ledger's clock to the virtual time, never back."""

    def __init__(self, env: WorkflowEnvironment, ledger: Ledger, apart: timedelta) -> None:
        self.env = env
        self.ledger = ledger
        self.apart = apart
        self.reached: datetime | None = None
        self.lock = asyncio.Lock()

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002  # the SDK's word
        return _Step(next, self)

    async def to(self, instant: datetime) -> None:
        async with self.lock:
            if self.reached is None or instant > self.reached:
                self.reached = instant
                await set_clock(self.ledger, instant)


class _Step(ActivityInboundInterceptor):
    def __init__(self, next: ActivityInboundInterceptor, step: InStep) -> None:  # noqa: A002
        super().__init__(next)
        self.step = step

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        await self.step.to(await self.step.env.get_current_time() + self.step.apart)
        return await super().execute_activity(input)


@dataclass
class Theatre:
    """A time-skipping server, a worker in step with the ledger, and the relay between them."""

    env: WorkflowEnvironment
    ledger: Ledger
    step: InStep
    relay: Relay
    lost: frozenset[int] = frozenset()
    """Which of the commands' wakes are lost on the way, by number."""

    async def perform(self, said: Sequence[Said]) -> None:
        for number, line in enumerate(said):
            await self.live_until(line.at)
            async with self.step.lock:  # an activity under way must not move the clock between
                await set_clock(self.ledger, line.at)
                await say(self.ledger, line)
            if number in self.lost:
                await self.lose_wakes()
            else:
                await self.carry()
            await self.settle(line.at, number in self.lost)

    async def carry(self) -> None:
        """Carry the wakes. Where a clock comes to its end in the very moment in which it is woken,
        this test server says so instead of starting it anew as a real one does: the relay's next
        round carries what it left."""
        try:
            await self.relay.carry()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            await self.relay.carry()

    async def live_until(self, instant: datetime) -> None:
        """Virtual time goes on, each moment in its turn."""
        while True:
            due = [x.next_at for x in await clocks(self.ledger) if x.next_at is not None]
            moment = min(due, default=instant) + MOMENT
            await self._sleep_until(min(moment, instant))
            if moment >= instant:
                return
            await self.settle(moment)

    async def settle(self, now: datetime, unseen: bool = False) -> None:
        """Wait, in real time, until every clock has seen everything and kept what is due."""

        async def settled() -> bool:
            return all(
                (unseen or x.seen_version == x.version)
                and (x.next_at is None or x.next_at + MOMENT > now)
                for x in await clocks(self.ledger)
            )

        await eventually(settled)

    async def lose_wakes(self) -> None:
        for wake in await self.ledger.wakes(100):
            await self.ledger.woken(wake.stream, wake.version, wake.epoch)

    async def _sleep_until(self, instant: datetime) -> None:
        now = await self.env.get_current_time() + self.step.apart
        if instant > now:
            await self.env.sleep(instant - now)


async def say(ledger: Ledger, line: Said) -> None:
    """One line of a play, to the ledger."""
    key = f"{line.at.isoformat()} {type(line.command).__name__} {getattr(line.command, 'duty', '')}"
    await ledger.handle(
        line.stream,
        line.command,
        actor=line.by,
        client="play",
        command_id=f"{line.stream} {key}",
        received_at=line.at,
    )


async def begin(ledger: Ledger, regime: str = "baofeng@1") -> Play:
    """Three real projects and their programme, voted on the last day of March 2023."""
    play = Play(regime).open()
    await set_clock(ledger, OPENS)
    for line in play.said:
        await say(ledger, line)
    return play


@asynccontextmanager
async def theatre(ledger: Ledger, opens: datetime, **with_: Any) -> AsyncIterator[Theatre]:
    """A fresh time-skipping server (its clock leaks from test to test) with our worker."""
    env = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(PROGRAMS / "temporal-test-server")
    )
    async with env:
        await register_attributes(env.client)
        step = InStep(env, ledger, opens - await env.get_current_time())
        async with worker.make_worker(env.client, ledger, interceptors=[step], **with_):
            yield Theatre(env, ledger, step, Relay(ledger, env.client))


@asynccontextmanager
async def real_server(**with_: Any) -> AsyncIterator[Client]:
    """A real Temporal server in memory, with our search attributes."""
    env = await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(PROGRAMS / "temporal"), dev_server_log_level="error", **with_
    )
    async with env:
        await register_attributes(env.client)
        yield env.client


@asynccontextmanager
async def working(client: Client, ledger: Ledger, **with_: Any) -> AsyncIterator[None]:
    """Our worker, current."""
    async with worker.make_worker(client, ledger, **with_):
        await eventually(lambda: make_current(client))
        yield


async def eventually(holds: Callable[[], Any], seconds: float = 20.0) -> None:
    """Return as soon as it holds; fail when it does not in time. Looking takes a third of the time
    at most: the clocks that are waited for work in the same process."""
    limit = time.monotonic() + seconds
    looked = time.monotonic()
    while not await holds():
        now = time.monotonic()
        assert now < limit, "did not come true in time"
        await asyncio.sleep(max(0.01, 2 * (now - looked)))
        looked = time.monotonic()
