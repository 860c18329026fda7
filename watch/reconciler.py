"""The reconciler: does every open stream have exactly one clock, which knows its next moment?

What is wrong is repaired by a wake: the clock is started if need be and reads everything anew.
Every few minutes it looks at each; between, it only counts, so that a Temporal that has come back
with fewer clocks than it had is filled at once. It also counts what waits, and how much of the
year the clocks kept themselves.
"""

import asyncio
import time
from datetime import datetime, timedelta

import structlog
from pydantic import BaseModel, ConfigDict
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain.incidents import IncidentKind
from ledger.door import Ledger
from ledger.incidents import report
from ledger.pulse import Pulse
from ledger.queries.clocks import ClockSeen, Waiting, clocks, marks_by_actor, waiting
from watch.failing import failing, working
from watch.relay import PATIENCE, wake
from watch.rounds import TEMPORAL_AWAY, rounds
from workflows.names import TASK_QUEUE, WAKE

PAUSE = 120.0
GLANCE = 20.0
"""Seconds between looks at all clocks, and between two counts of them."""
AT_ONCE = 16
LATE = timedelta(minutes=2)
"""A clock that should have kept its moment so long ago has stopped (reliability §2.7); with PAUSE,
whatever is stuck is written down within five minutes."""
HEALTHY = 0.95
SETTLE = 2.0
"""Seconds between two looks at what seems not right."""

_RUNNING = f"TaskQueue = '{TASK_QUEUE}' AND ExecutionStatus = 'Running'"

log = structlog.get_logger("reconciler")


class Found(BaseModel):
    """What a look at all clocks found. Lists hold stream ids."""

    model_config = ConfigDict(frozen=True)

    open: int
    missing: tuple[str, ...]
    """Open, and no workflow runs."""
    wrong: tuple[str, ...]
    """Their clock has not seen the newest version, or believes in another moment, or stopped."""
    left_over: tuple[str, ...]
    """Workflows that run for a closed or unknown stream."""
    waiting: Waiting
    kept_by_clock: int
    kept_by_sweeper: int

    @property
    def clean(self) -> bool:
        """Whether every open stream has exactly one clock with the right next moment."""
        return not (self.missing or self.wrong or self.left_over)

    @property
    def share(self) -> float:
        """The share of marks that the clocks made themselves, 0 to 1."""
        made = self.kept_by_clock + self.kept_by_sweeper
        return self.kept_by_clock / made if made else 1.0


class Reconciler:
    """Compares the ledger's open streams with Temporal's running workflows."""

    def __init__(self, ledger: Ledger, client: Client) -> None:
        self._ledger = ledger
        self._client = client
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._looked: float | None = None
        self._idle = 0
        """Rounds in a row in which no worker asked for work."""

    async def run(self) -> None:
        """Until cancelled."""
        await rounds("reconciler", self.turn, GLANCE, Pulse(self._ledger))

    async def turn(self) -> None:
        """A look at all clocks, if it is time for it or there are fewer than there should be."""
        due = self._looked is None or time.monotonic() - self._looked >= PAUSE
        if due or await self._fewer():
            await self.round()
            self._looked = time.monotonic()

    async def round(self) -> None:
        """Look, say, write down what is stuck, repair. Raises one of TEMPORAL_AWAY."""
        try:
            found = await self.look()
            works = await working(self._client)
            broken = await failing(self._client, found.wrong)
        except TEMPORAL_AWAY as away:
            await report(self._ledger, IncidentKind.TEMPORAL_AWAY, {"temporal": str(away)})
            raise
        self._idle = 0 if works else self._idle + 1
        await self._write_down(found, broken)
        level = log.info if found.clean and found.share >= HEALTHY else log.warning
        level("reconciled", clean=found.clean, share=round(found.share, 4), **found.model_dump())
        await self.repair(found)

    async def _write_down(self, found: Found, broken: dict[str, str]) -> None:
        stuck: dict[IncidentKind, dict[str, str]] = {
            IncidentKind.TEMPORAL_AWAY: {},
            IncidentKind.NO_WORKER: {TASK_QUEUE: ""} if self._idle > 1 else {},
            IncidentKind.CLOCK_MISSING: dict.fromkeys(found.missing, ""),
            IncidentKind.CLOCK_WRONG: {x: "" for x in found.wrong if x not in broken},
            IncidentKind.TASK_FAILING: broken,
            IncidentKind.CLOCK_LEFT_OVER: dict.fromkeys(found.left_over, ""),
        }
        for kind, subjects in stuck.items():
            await report(self._ledger, kind, subjects)

    async def look(self) -> Found:
        """Compare, twice where something is not right: a wake may just be on its way.

        Changes nothing. Raises one of TEMPORAL_AWAY.
        """
        found = await self._compare()
        if found.clean:
            return found
        await asyncio.sleep(SETTLE)
        again = await self._compare()
        return again.model_copy(
            update={
                x: tuple(y for y in getattr(again, x) if y in getattr(found, x))
                for x in ("missing", "wrong", "left_over")
            }
        )

    async def _compare(self) -> Found:
        running = await self._running()
        open_ = {x.stream: x for x in await clocks(self._ledger)}
        now, epoch = await self._ledger.now(), await self._ledger.epoch()
        kept = await marks_by_actor(self._ledger)
        missing = await self._that_run(set(open_) - running, run=False)
        return Found(
            open=len(open_),
            missing=missing,
            wrong=tuple(
                sorted(x for x, y in open_.items() if x not in missing and _is_wrong(y, now, epoch))
            ),
            left_over=await self._that_run(running - set(open_), run=True),
            waiting=await waiting(self._ledger),
            kept_by_clock=kept.get("system:clock", 0),
            kept_by_sweeper=kept.get("system:sweeper", 0),
        )

    async def repair(self, found: Found) -> int:
        """Wake whatever is not right. How many."""
        epoch = await self._ledger.epoch()
        older = {x.stream for x in await clocks(self._ledger) if (x.epoch or 0) < epoch}
        broken = (*found.missing, *found.wrong)
        await asyncio.gather(*(self._wake(x, epoch, renewed=x in older) for x in broken))
        for stream in found.left_over:
            await self._tell(stream)
        return len(found.missing) + len(found.wrong) + len(found.left_over)

    async def _wake(self, stream: str, epoch: int, *, renewed: bool) -> None:
        async with self._seats:
            await wake(self._client, stream, epoch, renewed=renewed)

    async def _tell(self, stream: str) -> None:
        """Let a clock that is left over look; it may have ended since it was seen."""
        try:
            await self._client.get_workflow_handle(stream).signal(WAKE, rpc_timeout=PATIENCE)
        except RPCError as ended:
            if ended.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def _fewer(self) -> bool:
        """Whether fewer clocks run than streams are open, or nobody can say."""
        try:
            running = (await self._client.count_workflows(_RUNNING, rpc_timeout=PATIENCE)).count
        except TEMPORAL_AWAY:
            return True
        return running < len(await self._ledger.open_streams())

    async def _running(self) -> set[str]:
        return {
            x.id
            async for x in self._client.list_workflows(
                _RUNNING, page_size=1000, rpc_timeout=PATIENCE
            )
        }

    async def _that_run(self, streams: set[str], *, run: bool) -> tuple[str, ...]:
        """Those that really do (or do not) run: Temporal's list lags behind by moments."""
        names = sorted(streams)
        runs = await asyncio.gather(*map(self._runs, names))
        return tuple(x for x, y in zip(names, runs, strict=True) if y is run)

    async def _runs(self, stream: str) -> bool:
        try:
            async with self._seats:
                described = await self._client.get_workflow_handle(stream).describe(
                    rpc_timeout=PATIENCE
                )
        except RPCError as missing:
            if missing.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return described.status is WorkflowExecutionStatus.RUNNING


def _is_wrong(clock: ClockSeen, now: datetime, epoch: int) -> bool:
    if (clock.epoch or 0) != epoch:
        return True
    if (clock.seen_version, clock.believed_at) != (clock.version, clock.next_at):
        return True
    if clock.next_at is None or clock.seen_at is None:
        return False
    return max(clock.next_at, clock.seen_at) + LATE < now
