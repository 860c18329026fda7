"""R23: ten minutes at twenty requests a second, while one process after another is restarted.

Two APIs, two workers and a watch behind a balancer of the test's own; every twenty seconds one is
asked to end in good order (SIGTERM) and started again. What the balancer could not have answered
counts as an error before the client repeats it. The second API and the second worker live through
all of it, the watch through the last six minutes: they show what a process takes that lives.
"""

import asyncio
import os
import random
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import count, cycle
from typing import Any

import httpx2
import pytest

from ledger.door import Ledger
from ledger.tokens import Tokens
from tests.reliability.conftest import Say
from tests.reliability.fire import judge
from tests.reliability.fire.battle import until
from tests.reliability.fire.gauge import Gauge, Reading, growth, leaking
from tests.reliability.fire.ground import VOTES, Ground, Plot, prepared
from tests.reliability.fire.nemesis import Nemesis
from tests.reliability.fire.robin import robin
from tests.reliability.fire.works import Works, works
from tests.support.town import PLAN

SEED, PROJECTS, PER_SECOND = 20230326, 12, 20.0
"""So few that each clock begins its history anew within the time: one that grows is no leak."""
SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
"""A shorter one, of four minutes at least, is for whoever changes the suite; the figures hold for
ten."""
RESTARTS_EVERY = 20.0
RESTARTED, WATCH, STAY = ("api-1", "worker-1"), "watch-1", ("api-2", "worker-2", "watch-1")
WATCH_UNTIL, JUDGED_FROM = 0.4, 0.5
"""Parts of the whole time: until when the watch is restarted too, from when on those who stay are
judged."""
MOST_ERRORS, MOST_GROWTH, MOST_APART = 0.001, 1.0, 4
WHY = {"reason": "缺少资金安排，请补充后重新报送。"}


class Office:
    """Units that file and a clerk who returns it in turn, and whoever reads meanwhile."""

    def __init__(self, ground: Ground, url: str, clerk: str) -> None:
        self._ground = ground
        self._clerk = clerk
        self._http = httpx2.AsyncClient(timeout=20, base_url=url)
        self._desks = cycle([(x, asyncio.Lock()) for x in ground.plots])
        self._filed: set[str] = set()
        self._keys = count()
        self._rng = random.Random(SEED)
        self.asked = self.errors = self.refused = 0
        self.acked: list[dict[str, Any]] = []

    async def step(self) -> None:
        """One request: two of three read."""
        plot, lock = next(self._desks)
        if self._rng.random() < 2 / 3:
            path = self._rng.choice((f"/api/v1/projects/{plot.id}", "/api/v1/inbox"))
            token = self._ground.tokens[plot.unit] if path.endswith("inbox") else self._clerk
            await self._until_answered("GET", path, token)
            return
        async with lock:
            await self._write(plot)

    async def _write(self, plot: Plot) -> None:
        back = plot.id in self._filed
        path = plot.path.replace("filings", "returns") if back else plot.path
        token = self._clerk if back else self._ground.tokens[plot.unit]
        answer = await self._until_answered("POST", path, token, json=WHY if back else PLAN)
        (self._filed.discard if back else self._filed.add)(plot.id)
        if answer.status_code == 201:
            self.acked.append(answer.json())

    async def _until_answered(
        self, method: str, path: str, token: str, **with_: Any
    ) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {token}"}
        if method == "POST":
            headers["Idempotency-Key"] = f"r23-{next(self._keys)}"
        self.asked += 1
        for tried in count():
            assert tried < 100, f"{method} {path} is never answered"
            try:
                answer = await self._http.request(method, path, headers=headers, **with_)
            except httpx2.TransportError:
                answer = None
            if answer is not None and answer.status_code < 500:
                self.refused += answer.status_code >= 400
                return answer
            self.errors += tried == 0
            await asyncio.sleep(0.1)
        raise AssertionError

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()


@pytest.mark.nightly
@pytest.mark.timeout(1200)
async def test_ten_minutes_of_restarts_lose_nothing_and_leak_nothing(say: Say):
    print(f"r23: seed {SEED}")
    async with works("r23", apis=2, workers=2) as made:
        ground = await prepared(made.database, PROJECTS, VOTES[-1:])
        await made.ask(made.begin)
        await until(lambda: judge.quiet(made.database), 90)
        tender = Nemesis(made, [], SEED)
        tender.spare()
        tending = asyncio.ensure_future(made.ask(tender.run))
        gauge = Gauge(made, STAY)
        async with robin(list(made.ports.values())) as (balancer, url):
            office = Office(ground, url, await _clerk(made.database))
            began = time.monotonic()
            restarting = asyncio.create_task(_restarts(made, began + WATCH_UNTIL * SECONDS))
            looking = asyncio.create_task(_later(JUDGED_FROM * SECONDS, gauge.run))
            await _paced(office)
            restarting.cancel()
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
            await until(lambda: judge.quiet(made.database), 90)
            await office.close()
        tender.stop()
        await tending
        lost = await judge.lost(made.database, office.acked)
        whole = await judge.chain(made.database)
    taken = {x: _taken(y) for x, y in gauge.readings.items()}
    figures: dict[str, Any] = {
        "lost": lost, **whole, "asked": office.asked, "refused": office.refused,
        "errors": office.errors, "dropped": balancer.dropped,
        "error_rate": round(office.errors / office.asked, 5),
    }  # fmt: skip
    say("R23", seed=SEED, seconds=SECONDS, **figures, taken=taken)
    assert lost == whole["broken"] == whole["differing"] == office.refused == 0
    assert figures["error_rate"] <= MOST_ERRORS
    for name, readings in gauge.readings.items():
        assert growth(readings) <= MOST_GROWTH, name
        assert growth(leaking(readings, 2 * MOST_GROWTH)) > MOST_GROWTH, "a leak must be seen"
        least, most = taken[name]["connections"]
        assert 0 < most <= least + MOST_APART, name


def _taken(readings: Sequence[Reading]) -> dict[str, Any]:
    counts = [x.connections for x in readings]
    return {
        "mb": round(readings[-1].megabytes),
        "mb_per_minute": round(growth(readings), 2),
        "connections": [min(counts), max(counts)],
    }


async def _paced(office: Office) -> None:
    """So many requests a second, whether those before were answered or not."""
    began, asked = time.monotonic(), []
    for n in range(int(SECONDS * PER_SECOND)):
        await asyncio.sleep(max(0.0, began + n / PER_SECOND - time.monotonic()))
        asked.append(asyncio.create_task(office.step()))
    await asyncio.gather(*asked)


async def _restarts(made: Works, watch_until: float) -> None:
    """Every twenty seconds the next process ends in good order; who tends it starts it again."""
    for name in cycle((*RESTARTED, WATCH)):
        if name == WATCH and time.monotonic() > watch_until:
            continue
        await asyncio.sleep(RESTARTS_EVERY)
        await until(lambda: _well(made), 60)
        made.strike(name, signal.SIGTERM)


async def _later(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    await asyncio.sleep(seconds)
    await do()


async def _well(made: Works) -> bool:
    return made.well()


async def _clerk(database: str) -> str:
    ledger = await Ledger.connect(database)
    token = (await Tokens(ledger.pool).issue("clerk", "clerk"))[1]
    await ledger.close()
    return token
