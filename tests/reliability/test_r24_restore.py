"""R24: the data directory destroyed; restored whole, and to a moment older than Temporal's.

A base in the middle and the archive beside; the server is killed and its disk emptied. What was
acknowledged up to the last archived segment is there, what is not is named exactly; the epoch
rises, and every clock of the older one has ended. The naive control is the base alone.
"""

import asyncio
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

import worker
from domain.duty_commands import FileDuty, ReturnDuty
from ledger.door import Ledger, Receipt
from ledger.known import identity
from ledger.migrate import upgrade
from ledger.queries.clocks import clocks
from settings import Settings
from stack import postgres, probes, temporal
from stack.backup.archive import Archive
from tests.reliability.conftest import Say
from tests.support import data_folder, free_port
from tests.support.clockwork import eventually
from tests.support.command import bihuan
from tests.support.filing import Desk
from tests.support.year import CARD, UNIT, work_plan
from watch.deployment import make_current, register_attributes
from watch.receipts import Journal, Receipts
from watch.relay import Relay
from workflows.attributes import SEARCH_ATTRIBUTES
from workflows.names import WAKE

PROJECTS = 24
AT_ONCE = 6


@dataclass
class County:
    """Its home, and every receipt that somebody holds."""

    home: Path
    own: Settings
    streams: list[str]
    held: dict[tuple[str, int], str]
    moment: datetime | None = None

    def keep(self, receipt: Receipt) -> None:
        for event in receipt.events:
            self.held[receipt.stream, event.version] = event.hash


async def file_until(desk: Desk, county: County, wanted: int) -> None:
    """Plans filed and returned, stream after stream, until so many events have receipts."""

    async def one(streams: list[str]) -> None:
        while len(county.held) < wanted:
            for stream in streams:
                filed = await desk.say(plan(), stream, UNIT)
                county.keep(filed)
                county.keep(await desk.say(back(), stream))

    shares = [county.streams[n::AT_ONCE] for n in range(AT_ONCE)]
    await asyncio.gather(*(one(x) for x in shares))


def plan() -> Any:
    return FileDuty(duty="work_plan", filing=work_plan())


def back() -> Any:
    return ReturnDuty(duty="work_plan", reason="缺少资金安排")


async def live(county: County, url: str, address: str, events: int) -> None:
    """A county at work: clocks run, a base in the middle, a moment, and more until the end."""
    ledger = await Ledger.connect(url)
    client = await Client.connect(address)
    await register_attributes(client)
    desk, relay = Desk(ledger), Relay(ledger, client)
    receipts = Receipts(ledger, Journal(county.own.journal / await identity(ledger)))
    for n in range(PROJECTS):
        adopted = await desk.adopt(CARD.model_copy(update={"id": f"LG23-{n:02}"}))
        county.keep(adopted)
        county.streams.append(adopted.stream)
    async with worker.make_worker(client, ledger):
        await eventually(partial(make_current, client))
        await relay.carry()
        await eventually(partial(all_clocks, ledger, 0), seconds=60)
        archive = await asyncio.to_thread(Archive, county.own)
        archive.begin()
        await file_until(desk, county, events // 3)
        await asyncio.to_thread(archive.base)
        await file_until(desk, county, 2 * events // 3)
        await drain(receipts)
        county.moment = datetime.now(UTC)
        await file_until(desk, county, events)
        await drain(receipts)
    await asyncio.to_thread(archive.look_after)
    await ledger.close()
    await asyncio.sleep(1)
    archive.stop()


async def drain(receipts: Receipts) -> None:
    while await receipts.round():
        pass


async def all_clocks(ledger: Ledger, epoch: int) -> bool:
    seen = await clocks(ledger)
    return all(x.seen_version is not None and x.epoch == epoch for x in seen)


async def there(url: str) -> dict[tuple[str, int], str]:
    """Every event that a database holds."""
    ledger = await Ledger.connect(url, clients=2)
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql("SELECT stream, version, hash FROM events")
        rows = {(x.stream, x.version): x.hash for x in found}
    await ledger.close()
    return rows


def restored(county: County, name: str, backups: Path, *words: str) -> dict[str, Any]:
    home = county.home.parent / name
    more = ("--receipts", str(county.own.journal), "--json", *words)
    done = bihuan("restore", *more, BIHUAN_HOME=str(home), BACKUPS=str(backups))
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "events", [1_200, pytest.param(20_000, marks=pytest.mark.nightly)], ids=["quick", "nightly"]
)
async def test_r24_what_was_acknowledged_comes_back_or_is_named(events: int, say: Say):
    with data_folder() as home:
        server = postgres.start(home, free_port())
        url = await probes.ensure_database(server.url, "bihuan")
        await asyncio.to_thread(upgrade, url)
        backups = home.parent / "backups"
        own = Settings.model_validate(
            {"bihuan_home": home, "database_url": url, "backups": backups}
        )
        keeper = temporal.start(home, free_port(), free_port(), SEARCH_ATTRIBUTES)
        county = County(home, own, [], {})
        await live(county, url, keeper.address, events)
        server.child.process.kill()
        server.child.process.wait()
        shutil.rmtree((home / "postgres").resolve())

        began = asyncio.get_running_loop().time()
        whole = restored(county, "whole", backups)
        seconds = round(asyncio.get_running_loop().time() - began, 1)
        lost = await lost_of(county, "whole")
        alone = home.parent / "alone"
        shutil.copytree(backups, alone, ignore=shutil.ignore_patterns("wal*"))
        naive = restored(county, "naive", alone)
        assert county.moment is not None
        older = restored(county, "older", backups, "--to", county.moment.isoformat())
        missing = await lost_of(county, "older")
        named = {(x["stream"], x["version"]) for x in older["lost"]}
        ended = await clocks_after(county, keeper.address)
        keeper.stop()
        say(
            "R24",
            acknowledged=len(county.held),
            events=whole["events"],
            lost=len(lost),
            faults=len(whole["faults"]),
            seconds=seconds,
            naive_lost=len(naive["lost"]),
            older_lost=len(missing),
            older_named=len(named),
            epoch=older["epoch"],
            older_clocks_ended=ended,
        )
        assert len(lost) == 0
        assert whole["faults"] == older["faults"] == []
        assert not whole["held"]
        assert older["held"]
        assert len(naive["lost"]) > 0, "the control that must fail"
        assert missing <= named, "what is missing is named, every receipt of it"
        assert named.isdisjoint(await there_in(county, "older"))
        assert older["epoch"] == 1
        assert ended == PROJECTS


async def lost_of(county: County, name: str) -> set[tuple[str, int]]:
    """The receipts that somebody holds, and that the restored record does not."""
    rows = await there_in(county, name)
    return {x for x, digest in county.held.items() if rows.get(x) != digest}


async def there_in(county: County, name: str) -> dict[tuple[str, int], str]:
    server = postgres.start(county.home.parent / name, free_port())
    try:
        return await there(await probes.ensure_database(server.url, "bihuan"))
    finally:
        server.stop()


async def clocks_after(county: County, address: str) -> int:
    """The restored record beside the Temporal that went on: how many older clocks have ended, each
    with one of the new epoch in its place. One of them is woken first, and ends itself."""
    server = postgres.start(county.home.parent / "older", free_port())
    ledger = await Ledger.connect(await probes.ensure_database(server.url, "bihuan"))
    client = await Client.connect(address)
    first = [client.get_workflow_handle(x) for x in county.streams]
    runs = {x.id: (await x.describe()).run_id for x in first}
    async with worker.make_worker(client, ledger):
        await eventually(partial(make_current, client))
        alone = client.get_workflow_handle(first[0].id, run_id=runs[first[0].id])
        await alone.signal(WAKE)
        assert await alone.result() == "of an older epoch"
        await Relay(ledger, client).carry()
        await eventually(partial(all_clocks, ledger, 1), seconds=90)
    ended = 0
    for stream, run in runs.items():
        old = await client.get_workflow_handle(stream, run_id=run).describe()
        new = await client.get_workflow_handle(stream).describe()
        ended += (
            old.status is not WorkflowExecutionStatus.RUNNING
            and new.status is WorkflowExecutionStatus.RUNNING
            and new.run_id != run
        )
    await ledger.close()
    server.stop()
    return ended
