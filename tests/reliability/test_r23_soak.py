"""R23: ten minutes at twenty requests a second, while one process after another is restarted.

Two APIs, two workers and a watch behind a balancer of the test's own; each is asked to end in good
order (SIGTERM) and started again, every twenty seconds another. What the balancer could not have
answered counts as an error before the client repeats it.
"""

import asyncio
import os
import random
import signal
import time
from itertools import count, cycle
from typing import Any

import httpx2
import pytest

from ledger.door import Ledger
from ledger.tokens import Tokens
from tests.reliability.conftest import Say
from tests.reliability.fire import judge
from tests.reliability.fire.battle import until
from tests.reliability.fire.gauge import Gauge, slope
from tests.reliability.fire.ground import VOTES, Ground, Plot, prepared
from tests.reliability.fire.nemesis import Nemesis
from tests.reliability.fire.robin import robin
from tests.reliability.fire.works import Works, works
from tests.support.town import PLAN

SEED, PROJECTS, PER_SECOND = 20230326, 60, 20.0
SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
"""A shorter one is for whoever changes the suite; the figures hold for ten minutes."""
RESTARTS_EVERY, WARM = 20.0, 110.0
MOST_ERRORS, MOST_SLOPE, MOST_APART = 0.001, 1.0, 4
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
        tending, gauge = asyncio.ensure_future(made.ask(tender.run)), Gauge(made)
        looking = asyncio.create_task(gauge.run())
        async with robin(list(made.ports.values())) as (balancer, url):
            office = Office(ground, url, await _clerk(made.database))
            restarting = asyncio.create_task(_restarts(made))
            await _paced(office)
            restarting.cancel()
            await until(lambda: judge.quiet(made.database), 90)
            await office.close()
        looking.cancel()
        tender.stop()
        await tending
        lost = await judge.lost(made.database, office.acked)
        whole = await judge.chain(made.database)
    readings = gauge.after(min(WARM, SECONDS / 4))
    connections = [x.connections for x in readings]
    figures: dict[str, Any] = {
        "lost": lost, **whole, "asked": office.asked, "refused": office.refused,
        "errors": office.errors, "dropped": balancer.dropped,
        "error_rate": round(office.errors / office.asked, 5),
        "mb_per_minute": round(slope(readings), 2), "mb": round(readings[-1].megabytes),
        "connections": [min(connections), max(connections)],
    }  # fmt: skip
    say("R23", seed=SEED, seconds=SECONDS, **figures)
    assert lost == whole["broken"] == whole["differing"] == office.refused == 0
    assert figures["error_rate"] <= MOST_ERRORS
    assert figures["mb_per_minute"] <= MOST_SLOPE
    assert max(connections) - min(connections) <= MOST_APART


async def _paced(office: Office) -> None:
    """So many requests a second, whether those before were answered or not."""
    began, asked = time.monotonic(), []
    for n in range(int(SECONDS * PER_SECOND)):
        await asyncio.sleep(max(0.0, began + n / PER_SECOND - time.monotonic()))
        asked.append(asyncio.create_task(office.step()))
    await asyncio.gather(*asked)


async def _restarts(made: Works) -> None:
    """Every twenty seconds the next process ends in good order; who tends it starts it again."""
    for name in cycle(("api-1", "worker-1", "api-2", "watch-1", "worker-2")):
        await asyncio.sleep(RESTARTS_EVERY)
        await until(lambda: _well(made), 60)
        made.strike(name, signal.SIGTERM)


async def _well(made: Works) -> bool:
    return made.well()


async def _clerk(database: str) -> str:
    ledger = await Ledger.connect(database)
    token = (await Tokens(ledger.pool).issue("clerk", "clerk"))[1]
    await ledger.close()
    return token
