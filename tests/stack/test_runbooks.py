"""The runbooks are played as they stand: each line that begins with `$`, on real servers."""

import asyncio
import os
import re
import shlex
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from argon2 import PasswordHasher

from domain import regimes
from domain.given import SYSTEM
from domain.measures import PublishMeasure
from domain.names import MEASURE as MEASURES
from domain.names import stream_id
from domain.regimes import FOLDER, digest_of, use_folder
from ledger.account import AccountRole
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.migrate import choose_settable_clock
from tests.support.clockwork import real_server, working
from tests.support.command import ROOT, bihuan
from watch.relay import Relay

RUNBOOKS = ROOT / "docs" / "runbooks"
PLAYED = (
    "the-measure-changes-in-august",
    "a-release-with-open-years",
    "back-to-the-release-before",
)
CLEAN = "# until it is clean"
_LINE = re.compile(r"^\s+\$ (.*)$", re.M)
MEASURE = (FOLDER / "baofeng@2.toml").read_text(encoding="utf-8").replace("baofeng", "elsewhere")
LIST = ("--regime", "elsewhere@2", "--voted", "2025-03-31", "--list", "NH20")
SECONDS = 60
SECRET = "a long enough password"
PEOPLE: tuple[tuple[str, AccountRole, str], ...] = (
    ("lixia", "committee_clerk", "clerk"),
    ("wangfang", "committee_lead", "clerk"),
    ("chenyi", "rule_admin", "admin"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's own measures."""
    monkeypatch.setattr(regimes, "_added", {})
    (tmp_path / "elsewhere@2.toml").write_text(MEASURE, encoding="utf-8")
    use_folder(tmp_path)
    return tmp_path


def lines_of(runbook: str) -> Iterator[str]:
    text = (RUNBOOKS / f"{runbook}.md").read_text(encoding="utf-8")
    yield from _LINE.findall(text)


def said(line: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """One line of a runbook, as a shell would take it."""
    for name, value in env.items():
        line = line.replace(f"${name}", value)
    words = shlex.split(line, comments=True)
    if words[0] == "bihuan":
        return bihuan(*words[1:], **env)
    return subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ})


def play(line: str, env: dict[str, str]) -> str:
    """What it says, when it says that all is well."""
    limit = time.monotonic() + SECONDS
    while True:
        done = said(line, env)
        if done.returncode == 0 or CLEAN not in line or time.monotonic() > limit:
            break
        time.sleep(0.5)
    assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@asynccontextmanager
async def house(database: str) -> AsyncIterator[dict[str, str]]:
    """A worker and a relay at a real server; the environment in which the commands are said."""
    ledger = await Ledger.connect(database)
    async with real_server() as client, working(client, ledger):
        relay = asyncio.create_task(Relay(ledger, client).run())
        yield {
            "DATABASE_URL": database,
            "TEMPORAL_ADDRESS": client.service_client.config.target_host,
        }
        relay.cancel()
        await asyncio.gather(relay, return_exceptions=True)
    await ledger.close()


@pytest.mark.long
@pytest.mark.timeout(400)
async def test_the_runbooks_are_played(database: str, folder: Path) -> None:
    await choose_settable_clock(database)
    told: dict[str, str] = {}
    async with house(database) as house_env:
        env = {**house_env, "REGIMES": str(folder), "BIHUAN_PASSWORD": SECRET}
        env["SECOND_FACTOR"] = "off"

        async def do(line: str) -> str:
            return await asyncio.to_thread(play, line, env)

        await do("bihuan clock set 2025-04-01T09:00:00+08:00")
        await in_force(database)
        await do(f"bihuan import tests/data/projects.csv {' '.join(LIST)}")
        await do("bihuan clock set 2025-08-15T09:00:00+08:00")
        for runbook in PLAYED:
            for line in lines_of(runbook):
                if line == "bihuan regime list":
                    use_folder(folder)  # the processes are started anew
                told[line] = await do(line)
    by = {x: y for x, y in told.items() if x.startswith("bihuan regime move")}
    assert len(by) == 3
    asked, shown, done = by.values()
    assert "没有变动；未写入" in asked
    assert "改期" in shown
    assert "已提请" in done
    assert shown.splitlines()[:-1] == done.splitlines()[:-1]
    assert await pinned(database) == {"elsewhere@3"}


async def in_force(database: str) -> None:
    """The measure that the runbook finds there, and the people who play it."""
    ledger = await Ledger.connect(database)
    accounts = Accounts(ledger.pool, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for login, role, party in PEOPLE:
        await accounts.add(login, SECRET, role, party)
    said = PublishMeasure(
        ref="elsewhere@2",
        digest=digest_of("elsewhere@2"),
        zh="监督办法",
        decision="人大〔2024〕3号",
        because="首次公布",
    )
    stream = stream_id(MEASURES, "elsewhere@2")
    await ledger.handle(stream, said, actor=SYSTEM, client="system", command_id="first")
    await ledger.close()


async def pinned(database: str) -> set[str]:
    """The measures of what is open."""
    connection = await asyncpg.connect(database)
    rows = await connection.fetch("SELECT regime FROM streams WHERE regime IS NOT NULL")
    await connection.close()
    return {x["regime"] for x in rows}


def test_every_runbook_of_an_upgrade_is_played_and_names_real_commands() -> None:
    for runbook in PLAYED:
        assert len(list(lines_of(runbook))) >= 4
