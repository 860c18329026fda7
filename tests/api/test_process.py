"""`python -m api` as a process: it beats before it serves, files, and ends in good order."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import asyncpg
import httpx2
import pytest

from api.app import make_tools
from ledger.door import Ledger
from tests.conftest import NewDatabase
from tests.support.clockwork import eventually
from tests.support.process import Running, started
from tests.support.town import LIST, PLAN, Service

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Served:
    """A process that began after an hour of silence, its record, how long the outage was that stood
    there when it began to serve, and how long it took to begin."""

    running: Running
    database: str
    silent: timedelta
    begun_in: timedelta


@pytest.fixture(scope="module")
async def served(
    new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """One for all who leave it running, each with projects of their own."""
    database = await new_database()
    hour_ago = "clock_timestamp() - interval '1 hour'"
    await _value(database, f"INSERT INTO heartbeats VALUES ('api', {hour_ago}, {hour_ago})")
    before = monotonic()
    async with started(database, tmp_path_factory.mktemp("api")) as process:
        begun_in = timedelta(seconds=monotonic() - before)
        silent = float(str(await _value(database, "SELECT seconds FROM outages")))
        yield Served(process, database, timedelta(seconds=silent), begun_in)


async def test_it_beats_serves_and_ends_in_good_order(database: str, tmp_path: Path) -> None:
    """ASVS 16.2.3"""
    async with started(database, tmp_path) as running:
        await _lives_and_ends(running, database, tmp_path)


async def _lives_and_ends(running: Running, database: str, tmp_path: Path) -> None:
    async with httpx2.AsyncClient(base_url=running.url) as http:

        async def ticks() -> bool:
            return bool((await http.get("/healthz")).json()["parts"]["clock"]["ok"])

        await eventually(ticks, seconds=30)
        assert "server" not in (await http.get("/docs")).headers
        first = await _last_beat(database)

        async def beats() -> bool:
            return await _last_beat(database) > first

        await eventually(beats, seconds=30)
        await _file(http, database, tmp_path)
    code, log = await running.end()
    assert code == 0, log
    lines = [json.loads(x) for x in log.splitlines()]
    assert lines[-1]["event"] == "stopped"
    asked = [x for x in lines if x["event"] == "request" and x["path"] == "/api/v1/me"]
    assert asked[0]["status"] == 200
    assert "bh_" not in log
    assert await _outages(database) == 0


async def test_waiting_for_a_lock_costs_the_unit_nothing(served: Served, tmp_path: Path) -> None:
    holder = await asyncpg.connect(served.database)
    async with filing(served, "LG23-01", tmp_path) as file:
        async with holder.transaction():
            await holder.execute("SELECT 1 FROM streams WHERE id = 'project:LG23-01' FOR UPDATE")
            asked = asyncio.ensure_future(file())
            await asyncio.sleep(1.5)
        receipt = await asked
    await holder.close()
    assert timedelta(seconds=1) < _waited(receipt) < timedelta(seconds=5)


async def test_lying_unread_before_a_busy_process_costs_the_unit_nothing(
    served: Served, tmp_path: Path
) -> None:
    """What had arrived is dated by the kernel, not by the process that comes to read it."""
    async with filing(served, "LG23-02", tmp_path) as file:
        running = served.running
        running.process.send_signal(signal.SIGSTOP)
        asked = asyncio.ensure_future(file())
        await asyncio.sleep(1.5)
        running.process.send_signal(signal.SIGCONT)
        receipt = await asked
    assert timedelta(seconds=1) < _waited(receipt) < timedelta(seconds=20)


@asynccontextmanager
async def filing(
    served: Served, project: str, folder: Path
) -> AsyncIterator[Callable[[], Awaitable[dict[str, str]]]]:
    """A list voted today, and one filing of the project's work plan: its receipt."""
    today = datetime.now(SHANGHAI).date()
    voted = {**LIST, "vote": str(today), "next_session": str(today + timedelta(days=360))}
    lead = {x["id"]: x["lead_unit"] for x in LIST["projects"]}[project]
    ledger = await Ledger.connect(served.database)
    async with httpx2.AsyncClient(base_url=served.running.url, timeout=10) as http:
        service = Service(make_tools(ledger, folder / "unused"), None, http)
        clerk = await service.token("clerk", "clerk")
        unit = await service.token(f"unit:{lead}", "unit")
        opened = await service.ask("POST", "/programmes", clerk, key="opened", json=voted)
        assert opened.status_code in (200, 201), opened.text

        async def file() -> dict[str, str]:
            at = f"/projects/{project}/duties/work_plan/filings"
            receipt: dict[str, str] = (await service.ask("POST", at, unit, json=PLAN)).json()
            return receipt

        yield file
    await ledger.close()


def _waited(receipt: Mapping[str, str]) -> timedelta:
    received, recorded = (
        datetime.fromisoformat(receipt[x]) for x in ("received_at", "recorded_at")
    )
    return recorded - received


async def test_a_body_that_says_it_is_two_gigabytes_is_not_read(served: Served) -> None:
    """ASVS 5.2.1"""
    host, _, port = served.running.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /api/v1/evidence?name=x.pdf HTTP/1.1\r\nHost: x\r\n"
        b"Content-Length: 2147483648\r\nContent-Type: application/pdf\r\n\r\n%PDF-"
    )
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    assert head.startswith(b"HTTP/1.1 413")
    assert b"application/problem+json" in head
    assert b"content-security-policy" in head.lower()
    writer.close()


def test_a_silence_before_the_start_is_an_outage_before_anything_is_served(served: Served) -> None:
    hour = timedelta(hours=1)
    assert hour <= served.silent <= hour + served.begun_in + timedelta(seconds=5)


async def _file(http: httpx2.AsyncClient, database: str, folder: Path) -> None:
    """Somebody with a token of just now is known at once."""
    ledger = await Ledger.connect(database)
    tools = make_tools(ledger, folder / "unused")
    service = Service(tools, None, http)
    token = await service.token("clerk", "clerk")
    assert (await service.ask("GET", "/me", token)).json()["role"] == "clerk"
    await ledger.close()


async def _last_beat(database: str) -> float:
    asked = "SELECT extract(epoch FROM real_at) FROM heartbeats WHERE service = 'api'"
    return float(str(await _value(database, asked)))


async def _outages(database: str) -> object:
    return await _value(database, "SELECT count(*) FROM outages")


async def _value(database: str, question: str) -> object:
    connection = await asyncpg.connect(database)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()
