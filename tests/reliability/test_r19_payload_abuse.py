"""R19: bodies, heads and connections that no client sends, beside units who do their work.

Everything is refused before it is parsed, with a 4xx that says why; nobody who works notices.
"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from itertools import count, cycle
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx2
import pytest

from ledger.door import Ledger
from ledger.tokens import Tokens
from tests.reliability.conftest import Say
from tests.reliability.times import in_time
from tests.reliability.town import Office, file, office
from tests.support.process import Running, started
from tests.support.year import CARD

PER_SECOND, SECONDS, DESKS, FILINGS_EVERY = 20, 30, 8, 10
MEGABYTE = 1024 * 1024
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")


class Told(NamedTuple):
    """What an attack was answered, and whether it was cut off without a word."""

    status: int
    seconds: float


class Attacker:
    """Writes bytes as nobody should, and reads what comes back."""

    def __init__(self, url: str, token: str) -> None:
        self._at = urlsplit(url)
        self._token = token

    def head(self, path: str, kind: str, *more: str, length: int | None = None) -> bytes:
        lines = [
            f"POST {path} HTTP/1.1",
            "Host: bihuan",
            f"Authorization: Bearer {self._token}",
            f"Content-Type: {kind}",
            "Idempotency-Key: r19",
            "Connection: close",
            *more,
        ]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def send(self, parts: Iterable[bytes], wait: float = 60) -> Told:
        """Write part after part, until an answer comes; its status, 0 where there was none."""
        began = time.monotonic()
        reader, writer = await asyncio.open_connection(self._at.hostname, self._at.port)
        answer = asyncio.ensure_future(reader.read(4096))  # what follows may be cut off
        try:
            for part in parts:
                if answer.done():
                    break
                writer.write(part)
                await writer.drain()
        except ConnectionError:
            pass  # it was refused while we still wrote
        try:
            said = await asyncio.wait_for(answer, wait)
        except (ConnectionError, TimeoutError):
            said = b""
        writer.transport.abort()
        found = _STATUS.match(said)
        return Told(int(found[1]) if found else 0, time.monotonic() - began)


def large(one: Attacker) -> list[Awaitable[Told]]:
    """A hundred megabytes that say so, and that do not."""
    path, kind = "/api/v1/evidence?name=x.pdf", "application/pdf"
    whole = one.head(path, kind, length=100 * MEGABYTE)
    chunk = b"%x\r\n" % MEGABYTE + b"%PDF" * (MEGABYTE // 4) + b"\r\n"
    streamed = one.head(path, kind, "Transfer-Encoding: chunked")
    return [
        one.send([whole, b"%PDF-" * 1000]),
        one.send([streamed, *([chunk] * 100)]),
    ]


def fields(one: Attacker) -> list[Awaitable[Told]]:
    """A million fields of a form; and as many as the length allows."""
    kind = "application/x-www-form-urlencoded"
    found: list[Awaitable[Told]] = []
    for many in (1_000_000, 80_000):
        body = b"a=&" * many
        paths = ("/login", "/api/v1/token", "/look")
        found += [one.send([one.head(x, kind, length=len(body)), body]) for x in paths]
    return found


def parts(one: Attacker) -> list[Awaitable[Told]]:
    """Ten thousand headers of one part, ten thousand parts, and headers of the request itself."""
    path, kind = "/api/v1/evidence?name=x.pdf", "multipart/form-data; boundary=b"
    headers = b"".join(b"X-%d: y\r\n" % n for n in range(10_000))
    named = b'Content-Disposition: form-data; name="file"; filename="x.pdf"\r\n'
    one_part = b"--b\r\n" + named + headers + b"\r\n%PDF-1.7\r\n--b--\r\n"
    empty = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    many = empty * 10_000 + b"--b--\r\n"
    heads = [f"X-{n}: y" for n in range(10_000)]
    few = [f"X-{n}: y" for n in range(150)]
    return [
        *(one.send([one.head(path, kind, length=len(x)), x]) for x in (one_part, many)),
        *(one.send([one.head("/api/v1/token", kind, *x, length=0)]) for x in (heads, few)),
    ]


def json_bodies(one: Attacker) -> list[Awaitable[Told]]:
    """Nested ten thousand deep, with names without end, not UTF-8, and hostile numbers."""
    path = "/api/v1/projects/R19-0000/duties/work_plan/filings"
    names = b",".join(b'"%d":1' % n for n in range(20_001))
    bodies = (
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"{" + names + b"}",
        b"{" + b",".join(b'"%d":1' % n for n in range(1_001)) + b"}",
        b'{"form": "\xff\xfe\xfd"}',
        b'{"form": "\xed\xa0\x80"}',
        b'{"form": ' + b"9" * 100_000 + b"}",
        b'"' + b"\\" * 200_000,
        b"\x00" * 1000,
    )
    return [one.send([one.head(path, "application/json", length=len(x)), x]) for x in bodies]


def framed_twice(one: Attacker) -> list[Awaitable[Told]]:
    """Two lengths: what one server takes for the next request, another takes for this body."""
    path, kind = "/api/v1/token", "application/x-www-form-urlencoded"
    hidden = b"0\r\n\r\nGET /api/v1/me HTTP/1.1\r\nHost: bihuan\r\n\r\n"
    both = one.head(path, kind, "Transfer-Encoding: chunked", length=5)
    twice = one.head(path, kind, "Content-Length: 0", length=5)
    odd = one.head(path, kind, "Transfer-Encoding: chunked, identity")
    return [one.send([x, hidden], wait=20) for x in (both, twice, odd)]


def slow(one: Attacker, many: int) -> list[Awaitable[Told]]:
    """Heads that never end, bodies that never come."""
    path, kind = "/api/v1/evidence?name=x.pdf", "application/pdf"
    half = one.head("/api/v1/me", kind)[:-20]
    body = one.head(path, kind, length=1000)
    return [one.send([half if n % 2 else body], wait=45) for n in range(many)]


class Units:
    """Who works meanwhile: they read, and every tenth request files."""

    def __init__(self, url: str, own: Office, tokens: list[str]) -> None:
        self._http = httpx2.AsyncClient(base_url=url, timeout=30)
        self._own, self._tokens = own, cycle(tokens)
        self._projects, self._asked = iter(own.projects), count(1)
        self.seconds: list[float] = []
        self.statuses: Counter[int] = Counter()

    async def step(self) -> None:
        n, token, began = next(self._asked), next(self._tokens), time.monotonic()
        if n % FILINGS_EVERY == 0:
            project = next(self._projects)
            answer = await file(self._http, self._own, project, f"r19-{project}")
        else:
            path = "/api/v1/duties" if n % 2 else f"/api/v1/projects/{self._own.projects[0]}"
            headers = {"Authorization": f"Bearer {token}"}
            answer = await self._http.get(path, headers=headers)
        self.seconds.append(time.monotonic() - began)
        self.statuses[answer.status_code] += 1

    async def work(self, seconds: float) -> None:
        """So many requests a second, whether those before were answered or not."""
        began, asked = time.monotonic(), []
        for n in range(int(seconds * PER_SECOND)):
            await asyncio.sleep(max(0.0, began + n / PER_SECOND - time.monotonic()))
            asked.append(asyncio.ensure_future(self.step()))
        await asyncio.gather(*asked)
        await self._http.aclose()

    @property
    def p99(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]


@asynccontextmanager
async def town(database: str, folder: Path) -> AsyncIterator[tuple[Running, Office, list[str]]]:
    """A process with its limits as they are shipped, and a unit with several programs."""
    ledger = await Ledger.connect(database)
    own = await office(ledger, "R19", PER_SECOND * SECONDS // FILINGS_EVERY + 10)
    issue = Tokens(ledger.pool).issue
    tokens = [(await issue(f"unit:{CARD.lead_unit}", "unit", CARD.region))[1] for _ in range(DESKS)]
    await ledger.close()
    async with started(database, folder) as running:
        yield running, own, tokens


def memory(pid: int) -> float:
    """Megabytes that the process has in memory."""
    told = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", told)
    assert found is not None
    return int(found[1]) / 1024


async def highest(pid: int, most: list[float]) -> None:
    while True:
        most[0] = max(most[0], memory(pid))
        await asyncio.sleep(0.1)


@pytest.mark.timeout(300)
async def test_r19_abuse_is_refused_and_nobody_notices(
    database: str, tmp_path: Path, say: Say
) -> None:
    """ASVS 4.2.1 15.2.2 2.4.1 1.3.3"""
    async with town(database, tmp_path) as (running, own, tokens):
        one, units = Attacker(running.url, tokens[0]), Units(running.url, own, tokens[1:])
        for _ in range(20):
            await units.step()  # what is done for the first time takes longer
        units.seconds.clear()
        before = memory(running.process.pid)
        most = [before]
        watching = asyncio.ensure_future(highest(running.process.pid, most))
        working = asyncio.ensure_future(units.work(SECONDS))
        told = await attack(one)
        await working
        watching.cancel()
    answered = {x: Counter(y.status for y in of) for x, of in told.items()}
    refused = sum(n for of in answered.values() for s, n in of.items() if 400 <= s < 500)
    sent = sum(map(len, told.values()))
    say(
        "R19",
        attacks=sent,
        refused=refused,
        answered={x: dict(y) for x, y in answered.items()},
        legit=len(units.seconds),
        legit_answered=dict(units.statuses),
        p99_ms=round(units.p99 * 1000),
        grown_mb=round(most[0] - before),
    )
    assert refused == sent
    assert sum(n for x, n in units.statuses.items() if x >= 400) == 0, units.statuses
    assert most[0] - before <= 100
    assert max(x.seconds for x in told["slow"]) < 40
    assert in_time(units.p99 <= 0.5)


async def attack(one: Attacker) -> dict[str, list[Told]]:
    """All of it, each kind twice, while two hundred slow ones hang on."""
    hanging = asyncio.gather(*slow(one, 200))
    kinds: dict[str, Callable[[Attacker], list[Awaitable[Told]]]] = {
        "large": large,
        "fields": fields,
        "parts": parts,
        "json": json_bodies,
        "framed": framed_twice,
    }
    told: dict[str, list[Told]] = {x: [] for x in kinds}
    for _ in range(2):
        for name, made in kinds.items():
            for attempt in made(one):
                told[name].append(await attempt)
                await asyncio.sleep(0.05)
    told["slow"] = list(await hanging)
    return told
