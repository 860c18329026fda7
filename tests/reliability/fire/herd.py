"""The units: a herd that files through HTTP at the last moment, and repeats until it knows.

Whatever is no answer (a broken connection, a timeout, 503) is a "maybe": the same request under the
same key goes out again, to whichever API answers. Some press the button twice.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import httpx2

from tests.reliability.fire.ground import Ground, Plot
from tests.support.town import PLAN

NEAR, ELSEWHERE = 0.70, 0.85
"""So many file within NEARLY of due; up to here some time around it; the rest never."""
NEARLY, AROUND = 3.0, 7.0
TWICE = 0.15
PATIENCE = 10.0
MAYBE = {408, 429, 500, 502, 503, 504}
LONGEST = 120.0
"""Seconds after which a unit gives up, which is a failure of ours."""


@dataclass
class Filing:
    """One unit's filing: when it is tried first, how often, and what came of it."""

    plot: Plot
    at: float
    key: str
    twice: bool = False
    sent: float = 0.0
    took: float = 0.0
    tries: int = 0
    faults: int = 0
    """Answers 500: mistakes of ours, not of those who were killed."""
    status: int = 0
    receipts: list[dict[str, Any]] = field(default_factory=list)


def planned(plots: Sequence[Plot], due: float, rng: random.Random) -> list[Filing]:
    """Who files when around an instant of this machine's clock; the silent are not in it."""
    made = []
    for plot in plots:
        share = rng.random()
        spread = NEARLY if share < NEAR else AROUND
        at, twice = due + rng.uniform(-spread, spread), rng.random() < TWICE
        if share < ELSEWHERE:
            made.append(Filing(plot, at, f"{plot.id}-{rng.getrandbits(32):08x}", twice))
    return made


class Herd:
    """All units, on connections that are kept open."""

    def __init__(self, ground: Ground, urls: Sequence[str], rng: random.Random) -> None:
        self._tokens = ground.tokens
        self._urls = cycle(urls)
        self.rng = rng
        limits = httpx2.Limits(max_connections=200, max_keepalive_connections=50)
        self._http = httpx2.AsyncClient(timeout=PATIENCE, limits=limits)
        self.filings: list[Filing] = []

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    async def file(self, filings: Sequence[Filing]) -> None:
        """Each at its time; returns when all are answered."""
        self.filings += filings
        await asyncio.gather(*map(self._one, filings))

    async def _one(self, filing: Filing) -> None:
        await asyncio.sleep(max(0.0, filing.at - time.time()))
        filing.sent = time.time()
        await asyncio.gather(*(self._until_answered(filing) for _ in range(1 + filing.twice)))
        filing.took = time.time() - filing.sent

    async def _until_answered(self, filing: Filing) -> None:
        limit = time.monotonic() + LONGEST
        while time.monotonic() < limit:
            filing.tries += 1
            answer = await self._try(filing)
            if answer is not None and answer.status_code not in MAYBE:
                filing.status = answer.status_code
                if answer.status_code in (200, 201):
                    filing.receipts.append(answer.json())
                return
            filing.faults += answer is not None and answer.status_code == 500
            await asyncio.sleep(self.rng.uniform(0.05, 0.4))

    async def _try(self, filing: Filing) -> httpx2.Response | None:
        headers = {
            "Authorization": f"Bearer {self._tokens[filing.plot.unit]}",
            "Idempotency-Key": filing.key,
        }
        try:
            url = next(self._urls) + filing.plot.path
            return await self._http.post(url, headers=headers, json=PLAN)
        except httpx2.TransportError:
            return None
