"""R15: the read models are dropped, whoever makes them anew dies in the middle, and the next goes
on from there: to the same bytes, while people go on filing."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from bench.many import adopted, cards
from domain.calendar import start_of
from domain.duty_commands import FileDuty
from domain.given import Actor
from domain.names import PROJECT, stream_id
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.projections import TABLES
from tests.reliability.conftest import Say
from tests.reliability.times import in_time
from tests.support.filing import VOTE
from tests.support.year import work_plan

EVENTS = 100_000
ROOT = Path(__file__).parents[2]
_MADE = "SELECT coalesce(sum(version), 0) FROM shadow.made"


@pytest.fixture
async def ledger(ledger: Ledger) -> Ledger:
    await set_clock(ledger, start_of(VOTE))
    return ledger


async def filled(ledger: Ledger, owner: asyncpg.Connection) -> int:
    """So many projects that their events are as many as asked. The number of projects."""
    await adopted(ledger, 1)
    each = await owner.fetchval("SELECT count(*) FROM events")
    number = -(-EVENTS // each)
    await adopted(ledger, number)
    return int(number)


async def file(ledger: Ledger, number: int, upto: int) -> int:
    """Units file while all this goes on. How many."""
    for n, card in enumerate(list(cards(number))[:upto]):
        await ledger.handle(
            stream_id(PROJECT, card.id),
            FileDuty(duty="work_plan", filing=work_plan()),
            actor=Actor(ref="unit", party=f"unit:{card.lead_unit}"),
            client="unit",
            command_id=f"plan-{n}",
        )
        await asyncio.sleep(0.02)
    return upto


async def rebuilding(database: str) -> asyncio.subprocess.Process:
    """`bihuan rebuild` as a process of its own."""
    env = {**os.environ, "DATABASE_URL": database}
    words = (sys.executable, "-m", "cli", "rebuild", "--replace")
    return await asyncio.create_subprocess_exec(
        *words, cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE
    )


async def killed_in_the_middle(database: str, owner: asyncpg.Connection) -> int:
    """kill -9 as soon as a third is made. How much that was."""
    process = await rebuilding(database)
    made = 0
    limit = time.monotonic() + 60
    while made < EVENTS // 3:
        assert process.returncode is None, "it was quicker than we"
        assert time.monotonic() < limit, "nothing is made"
        await asyncio.sleep(0.05)
        if await owner.fetchval("SELECT to_regclass('shadow.made') IS NOT NULL"):
            made = int(await owner.fetchval(_MADE))
    process.send_signal(signal.SIGKILL)
    await process.wait()
    return made


@pytest.mark.timeout(400)
async def test_a_rebuild_that_is_killed_is_gone_on_with(
    ledger: Ledger, database: str, say: Say
) -> None:
    owner = await asyncpg.connect(database)
    projects = await filled(ledger, owner)
    before = await audit.rebuild(ledger)
    live = {x.name: x.digest for x in before.tables}
    for table in TABLES:
        await owner.execute(f"DELETE FROM {table}")
    began = time.monotonic()
    first = await killed_in_the_middle(database, owner)
    second = await rebuilding(database)
    filed = await file(ledger, projects, 20)
    told, _ = await second.communicate()
    took = time.monotonic() - began
    found = await audit.rebuild(ledger)
    again = {x.name: x.digest for x in found.tables}
    events = await owner.fetchval("SELECT count(*) FROM events")
    untouched = [x for x in TABLES if x not in ("projects", "duties", "notices")]
    kept_on = "接着上次中断处" in told.decode()
    await owner.close()
    say(
        "R15",
        events=events,
        made_before_the_kill=first,
        resumed=kept_on,
        filed_meanwhile=filed,
        seconds=round(took, 1),
        differing=sum(x.digest != x.rebuilt for x in found.tables),
    )
    assert before.same
    assert second.returncode == 0
    assert events >= EVENTS
    assert kept_on
    assert found.same
    assert {x: again[x] for x in untouched} == {x: live[x] for x in untouched}
    assert in_time(took <= 60)


async def test_what_other_code_began_is_thrown_away(
    ledger: Ledger, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The naive control: going on with it would show what the other code made."""
    from ledger.audit import shadow

    await adopted(ledger, 3)
    await shadow.build(ledger)
    owner = await asyncpg.connect(database)
    await owner.execute("UPDATE shadow.projects SET name = 'made by other code'")
    assert not (await audit.rebuild(ledger)).same, "its own rows are gone on with"
    await shadow.build(ledger)
    await owner.execute("UPDATE shadow.projects SET name = 'made by other code'")
    monkeypatch.setattr(shadow, "code", lambda: "another release")
    assert (await audit.rebuild(ledger)).same
    await owner.close()
