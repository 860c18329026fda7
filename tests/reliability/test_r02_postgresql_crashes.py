"""PostgreSQL is killed again and again under load: what was confirmed is there, and there once.

Each writer has its own projects and keys, and repeats a command under its key until it is answered.
Beside them one writes as one must not: it takes a COMMIT for durable that the disk has not seen.
"""

import asyncio
import signal
import time
from collections import Counter
from functools import partial
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from domain.base import Command
from domain.duty_commands import FileDuty, ReturnDuty
from domain.names import PROJECT, stream_id
from ledger import audit
from ledger.door import Ledger, Receipt
from ledger.migrate import upgrade
from ledger.refusals import Unavailable
from stack import postgres
from tests.reliability.conftest import Say
from tests.reliability.times import in_time
from tests.support import data_folder, free_port
from tests.support.clockwork import eventually
from tests.support.filing import Desk
from tests.support.year import CARD, CLERK, UNIT, work_plan

WRITERS, CRASHES = 8, 6
BETWEEN = 2.0
"""Seconds of load before each crash."""
STREAMS = 4
"""Projects of each writer: filings that share a transaction are of different ones."""
KEYS = """
SELECT client || ' ' || command_id AS key, count(*) AS n FROM events
WHERE type IN ('DutyFiled', 'DutyReturned') GROUP BY 1
"""
FILE: Command = FileDuty(duty="work_plan", filing=work_plan())
RETURN: Command = ReturnDuty(duty="work_plan", reason="缺少资金安排")


class Writer:
    """Files and has returned, one after the other, for ever; counts what it was told."""

    def __init__(self, ledger: Ledger, name: str) -> None:
        self.ledger, self.name = ledger, name
        self.confirmed: dict[str, Receipt] = {}
        self.hidden = 0
        self.told_unknown = 0

    async def adopt(self) -> None:
        for n in range(STREAMS):
            await Desk(self.ledger).adopt(CARD.model_copy(update={"id": f"{self.name}-{n}"}))

    async def write(self, over: asyncio.Event) -> None:
        n = 0
        while not over.is_set():
            stream = stream_id(PROJECT, f"{self.name}-{n % STREAMS}")
            filing = n // STREAMS % 2 == 0
            await self.one(stream, f"{self.name}/{n}", FILE if filing else RETURN)
            n += 1

    async def one(self, stream: str, key: str, command: Command) -> None:
        by = UNIT if command is FILE else CLERK
        tries = 0
        while True:
            tries += 1
            try:
                told = await self.ledger.handle(
                    stream, command, actor=by, client=self.name, command_id=key
                )
            except Unavailable:
                self.told_unknown += 1
                await asyncio.sleep(0.05)
                continue
            self.confirmed[key] = told
            self.hidden += told.repeated
            return


class Careless:
    """Writes with `synchronous_commit = off`, and believes each COMMIT."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.believed = list[int]()
        self.numbers = count(1)

    async def write(self, over: asyncio.Event) -> None:
        while not over.is_set():
            try:
                connection = await asyncpg.connect(self.url, timeout=2)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await asyncio.sleep(0.05)
                continue
            try:
                await self.believe(connection, over)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await asyncio.sleep(0.05)
            finally:
                connection.terminate()

    async def believe(self, connection: asyncpg.Connection, over: asyncio.Event) -> None:
        await connection.execute("SET synchronous_commit = off")
        while not over.is_set():
            n = next(self.numbers)
            await connection.execute("INSERT INTO careless VALUES ($1)", n)
            self.believed.append(n)


async def crash(server: postgres.Postgres, home: Path, port: int) -> postgres.Postgres:
    """Kill it at once, as losing power would (`-m immediate`), and start it again."""
    server.child.process.send_signal(signal.SIGQUIT)
    await asyncio.to_thread(server.child.process.wait, 30)
    return postgres.start(home, port)


@pytest.mark.timeout(170)
async def test_what_was_confirmed_is_there_once_after_six_crashes(say: Say):
    with data_folder() as home:
        port = free_port()
        server = postgres.start(home, port)
        await asyncio.to_thread(upgrade, server.url)
        owner = await asyncpg.connect(server.url)
        await owner.execute("CREATE TABLE careless (n bigint)")
        await owner.close()
        ledger = await Ledger.connect(server.url)
        writers = [Writer(ledger, f"W{n}") for n in range(WRITERS)]
        for writer in writers:
            await writer.adopt()
        careless, over = Careless(server.url), asyncio.Event()
        tasks = [asyncio.create_task(x.write(over)) for x in writers]
        tasks.append(asyncio.create_task(careless.write(over)))
        recoveries = []
        for _ in range(CRASHES):
            await asyncio.sleep(BETWEEN)
            told = sum(len(x.confirmed) for x in writers)
            server = await crash(server, home, port)
            began = time.monotonic()
            await eventually(partial(more, writers, told), seconds=20)
            recoveries.append(round(time.monotonic() - began, 2))
        over.set()
        await asyncio.gather(*tasks)
        owner = await asyncpg.connect(server.url)
        keys = {x["key"]: x["n"] for x in await owner.fetch(KEYS)}
        there = {x["n"] for x in await owner.fetch("SELECT n FROM careless")}
        await owner.close()
        sound = (await audit.verify(ledger)).whole
        sound = sound and (await audit.replay_check(ledger)).differing == ()
        await ledger.close()
        server.stop()
    confirmed = Counter(f"{x.name} {key}" for x in writers for key in x.confirmed)
    lost = [x for x in confirmed if x not in keys]
    doubled = [x for x, n in keys.items() if n > 1]
    say(
        "R02",
        writers=WRITERS,
        crashes=CRASHES,
        confirmed=len(confirmed),
        lost=len(lost),
        doubled=len(doubled),
        hidden_commits_found=sum(x.hidden for x in writers),
        told_unknown=sum(x.told_unknown for x in writers),
        slowest_recovery_s=max(recoveries),
        naive_lost=len(set(careless.believed) - there),
    )
    assert lost == []
    assert doubled == []
    assert sound
    assert in_time(max(recoveries) <= 2.0)
    assert len(confirmed) > 1000
    assert set(careless.believed) - there, "the test has lost its teeth"


async def more(writers: list[Writer], than: int) -> bool:
    """Whether somebody was answered since."""
    return sum(len(x.confirmed) for x in writers) > than
