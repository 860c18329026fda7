"""Answers that are lost on their way: who repeats under the same key gets the first receipt.

Beside them those who take a lost answer for a failure, and come again as if for the first time.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx2
import pytest

from ledger.door import Ledger
from tests.reliability.conftest import Say
from tests.reliability.kept import UNCOUNTED
from tests.reliability.town import LOST, Office, file, file_until_known, office
from tests.support.process import started

SEED = 2
MANY, SHARE, AT_ONCE, CARELESS = 500, 0.2, 20, 60
FILED = """
SELECT stream, array_agg(version) AS versions FROM events WHERE type = 'DutyFiled' GROUP BY stream
"""


class Gateway:
    """Hands on one request a connection, and loses the answers to a share of them."""

    def __init__(self, url: str, share: float, seed: int) -> None:
        at = urlsplit(url)
        self._to = (at.hostname or "", at.port or 80)
        self._share, self._chance = share, random.Random(seed)
        self.lost = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            there, back = await asyncio.open_connection(*self._to)
            back.write(await _whole_request(reader))
            answer = await there.read()  # until it closes: the whole answer, after the commit
            back.close()
            if self._chance.random() < self._share:
                self.lost += 1
            else:
                writer.write(answer)
                await writer.drain()
        writer.close()


async def _whole_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(x.split(b":")[1]) for x in head.lower().split(b"\r\n") if b"content-length:" in x), 0
    )
    return head + await reader.readexactly(length)


@asynccontextmanager
async def gateway(url: str, share: float) -> AsyncIterator[tuple[Gateway, str]]:
    made = Gateway(url, share, SEED)
    server = await asyncio.start_server(made.carry, "127.0.0.1", 0)
    try:
        yield made, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@pytest.mark.timeout(240)
async def test_an_answer_that_was_lost_is_found_by_the_same_key(
    database: str, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("RATES", UNCOUNTED)  # many units by one caller here
    ledger = await Ledger.connect(database)
    own, other = await office(ledger, "F2", MANY), await office(ledger, "F2N", CARELESS)
    async with started(database, tmp_path) as api, gateway(api.url, SHARE) as (between, url):
        close = {"Connection": "close"}
        async with httpx2.AsyncClient(base_url=url, timeout=30, headers=close) as http:
            seats = asyncio.Semaphore(AT_ONCE)

            async def one(project: str) -> httpx2.Response:
                async with seats:
                    return (await file_until_known([http], own, project, f"f2-{project}"))[0]

            answers = await asyncio.gather(*(one(x) for x in own.projects))
            lost = between.lost
            deceived = await careless(http, other)
    await ledger.close()
    owner = await asyncpg.connect(database)
    filed = {x["stream"]: x["versions"] for x in await owner.fetch(FILED)}
    await owner.close()
    told = {x.json()["stream"]: [x.json()["version"]] for x in answers}
    replayed = sum("idempotency-replayed" in x.headers for x in answers)
    say(
        "F02",
        seed=SEED,
        requests=MANY,
        answers_lost=lost,
        events=sum(len(filed[x]) for x in own.streams),
        receipts=len(told),
        positions_agree=sum(told[x] == filed[x] for x in own.streams),
        found_by_repeating=replayed,
        naive_deceived=deceived,
    )
    assert lost > MANY * SHARE / 2
    assert [x.status_code for x in answers] == [201] * MANY
    assert {x: filed[x] for x in own.streams} == told
    assert replayed > 0
    assert deceived > 0, "the test has lost its teeth"


async def careless(http: httpx2.AsyncClient, own: Office) -> int:
    """How many give up in the belief that nothing was recorded, though it was: they take a lost
    answer for a failure and send again under a new key."""
    deceived = 0
    for project in own.projects:
        for n in range(20):
            with suppress(*LOST):
                answer = await file(http, own, project, f"new-{project}-{n}")
                deceived += answer.status_code not in (200, 201)
                break
    return deceived
