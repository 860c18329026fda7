"""Filing through two API processes, and through both while each in turn is stopped and started.

Sixteen clients keep their connections, half at each process. Who loses his goes to the other with
the same key, as a proxy would send him. Counted are filings per second through one process and
through two, and, over the restarts, every filing that was confirmed and does not stand on record.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncpg

from bench.figures import Figures
from bench.house import House, free_port
from bench.http import Browser, api, begun
from bench.rounds import percentile, rate
from bench.size import Size
from bench.town import CLERK, UNIT, card, grown
from ledger.door import Ledger
from ledger.tokens import Tokens
from stack.children import Child

CLIENTS = 16
TRIES = 40
PAUSE = 0.25
"""Seconds between two tries of who found nobody."""
_STANDS = "SELECT count(*) FROM events WHERE command_id = ANY($1::text[]) AND n = 0"


@dataclass
class Client:
    """A unit that files whatever becomes of the process it files at."""

    browser: Browser
    ports: tuple[int, int]
    confirmed: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    retried: int = 0

    async def step(self) -> None:
        """One filing or its return, with one key however often it is sent."""
        began, sent, filed = time.perf_counter(), self.browser.sent, self.browser.filer.filed
        for _ in range(TRIES):
            try:
                await self.browser.step()
            except (OSError, EOFError):
                self._elsewhere()
                self.browser.sent, self.browser.filer.filed = sent, filed
                await asyncio.sleep(PAUSE)
            else:
                self.took.append(time.perf_counter() - began)
                self.confirmed.append(self.browser.key)
                return
        raise TimeoutError("nobody took a filing")

    def _elsewhere(self) -> None:
        self.retried += 1
        self.browser.close()
        self.browser.line = None
        one, two = self.ports
        self.browser.port = two if self.browser.port == one else one


async def measure(house: House, size: Size, figures: Figures) -> None:
    """One process, two, and two that are restarted in turn."""
    url = await house.ledger_database("fleet")
    ledger = await Ledger.connect(url, clients=CLIENTS)
    filers = await grown(ledger, range(CLIENTS), size.long // 4)
    tokens, region = Tokens(ledger.pool), card(0).region
    unit = (await tokens.issue(UNIT.party, "unit", region))[1]
    clerk = (await tokens.issue(CLERK.party, "clerk", region))[1]
    ports = (free_port(), free_port())
    clients = [Client(Browser(ports[0], x, (unit, clerk)), ports) for x in filers]
    with running(house, url, ports) as both:
        one = await rate([x.step for x in clients], 4 * size.seconds)
        for n, x in enumerate(clients):
            x.browser.close()
            x.browser.line, x.browser.port = None, ports[n % 2]
        two = await rate([x.step for x in clients], 4 * size.seconds)
        for x in clients:
            x.took.clear()
        rolling = asyncio.create_task(both.roll(size.seconds))
        while not rolling.done():
            await rate([x.step for x in clients], size.seconds / 4)
        await rolling
    connection = await asyncpg.connect(url)
    keys = [key for x in clients for key in x.confirmed]
    stands = await connection.fetchval(_STANDS, keys)
    await connection.close()
    await ledger.close()
    took = [y for x in clients for y in x.took]
    for name, value in (("one", one), ("two", two)):
        figures.note(f"fleet/{name}", value, "commands/s")
    figures.note("fleet/rolling_p50", 1000 * percentile(took, 0.5), "ms")
    figures.note("fleet/rolling_p99", 1000 * percentile(took, 0.99), "ms")
    figures.note("fleet/retried", sum(x.retried for x in clients), "filings")
    figures.note("fleet/confirmed", len(keys), "filings")
    figures.note("fleet/lost", len(keys) - stands, "filings")
    figures.compare("fleet_two_vs_one", two / one)


class Both:
    """Two API processes on one ledger."""

    def __init__(self, house: House, url: str, ports: tuple[int, int]) -> None:
        self._house, self._url, self._ports = house, url, ports
        self._children: list[Child] = [api(house, url, x) for x in ports]

    async def roll(self, seconds: float) -> None:
        """Stop and start each in turn, with a while between."""
        for n, port in enumerate(self._ports):
            await asyncio.to_thread(self._children[n].stop)
            child = self._children[n] = begun(self._house, self._url, port)
            while child.alive and not child.says_ready():  # noqa: ASYNC110  # a log has no event
                await asyncio.sleep(PAUSE)
            await asyncio.sleep(seconds)

    def stop(self) -> None:
        """Stop both."""
        for child in self._children:
            child.stop()


@contextmanager
def running(house: House, url: str, ports: tuple[int, int]) -> Iterator[Both]:
    """Both, until this is left."""
    both = Both(house, url, ports)
    try:
        yield both
    finally:
        both.stop()
