"""A filing over HTTP: the real API process, clients that keep their connection, beside raw SQL."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import peer_raw
from bench.figures import Figures
from bench.house import House, free_port
from bench.rounds import by_turns, ratio
from bench.size import Size
from bench.town import CLERK, FILE, RETURN, UNIT, Filer, card, grown
from domain.duty_commands import FileDuty
from ledger.door import Ledger
from ledger.tokens import Tokens
from stack.children import Child, spawn

CLIENTS = 8
START_SECONDS = 60


@dataclass
class Browser:
    """One client with one connection: files and returns in turn, as the ledger's own filer."""

    port: int
    filer: Filer
    tokens: tuple[str, str]
    sent: int = 0
    key: str = ""
    """Of the last command."""
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None)

    async def step(self) -> None:
        """The next filing, or its return."""
        filed, self.filer.filed = self.filer.filed, not self.filer.filed
        command = RETURN if filed else FILE
        self.sent += 1
        self.key = f"http-{self.filer.number}-{self.sent}"
        path = f"/api/v1/projects/{card(self.filer.number).id}/duties/{command.duty}"
        if isinstance(command, FileDuty):
            body = command.filing.model_dump(mode="json", exclude_defaults=True)
            body["form"] = command.filing.form
            await self._post(f"{path}/filings", self.tokens[0], body)
        else:
            await self._post(f"{path}/returns", self.tokens[1], {"reason": command.reason})

    async def _post(self, path: str, token: str, body: dict[str, object]) -> None:
        if self.line is None:
            self.line = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.line
        text = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Authorization: Bearer {token}\r\nIdempotency-Key: {self.key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        writer.write(head.encode() + text)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answer.partition("content-length:")[2].partition("\r\n")[0])
        told = await reader.readexactly(length)
        assert answer.startswith("http/1.1 201"), f"{answer}{told.decode()}"

    def close(self) -> None:
        """Close its connection."""
        if self.line is not None:
            self.line[1].close()


async def measure(house: House, size: Size, figures: Figures) -> None:
    """Filings per second through the API, and raw transactions, by turns."""
    url = await house.ledger_database("http")
    ledger = await Ledger.connect(url, clients=CLIENTS)
    filers = await grown(ledger, range(CLIENTS), size.long)
    tokens = Tokens(ledger.pool)
    region = card(0).region
    unit = (await tokens.issue(UNIT.party, "unit", region))[1]
    clerk = (await tokens.issue(CLERK.party, "clerk", region))[1]
    raw, lean = await peer_raw.raw_writers(url, CLIENTS, size.long)
    await peer_raw.close(lean)
    port = free_port()
    with serving(house, url, port):
        browsers = [Browser(port, x, (unit, clerk)) for x in filers]
        rates = await by_turns(
            {"raw": [x.step for x in raw], "http": [x.step for x in browsers]},
            rounds=size.rounds,
            seconds=size.seconds,
        )
        for browser in browsers:
            browser.close()
    await peer_raw.close(raw)
    await ledger.close()
    for name, values in rates.items():
        for value in values:
            figures.note(f"http/{name}", value, "commands/s")
    figures.compare("http_vs_raw", ratio(rates, "http", "raw"))


@contextmanager
def serving(house: House, url: str, port: int) -> Iterator[None]:
    """The API as it runs in earnest, in a process of its own."""
    child = api(house, url, port)
    try:
        yield
    finally:
        child.stop()


def api(house: House, url: str, port: int) -> Child:
    """The process, once it answers; to be stopped."""
    child = begun(house, url, port)
    child.wait_until(child.says_ready, START_SECONDS)
    return child


def begun(house: House, url: str, port: int) -> Child:
    """The process; it says `ready` when it answers. From the main thread."""
    env = {
        **os.environ,
        "BIHUAN_HOME": str(house.home),
        "DATABASE_URL": url,
        "TEMPORAL_ADDRESS": "127.0.0.1:1",  # filing does not need it
        "API_PORT": str(port),
    }
    env.pop("CLOCK", None)
    log = house.home / "logs" / f"api-{port}.log"
    return spawn("API", [sys.executable, "-m", "api"], log, env=env, cwd=Path.cwd())
