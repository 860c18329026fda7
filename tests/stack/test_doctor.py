"""The doctor, with each thing really broken: it says which, and what to do."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from argon2 import PasswordHasher

from domain.continuity.messages import NoteRestore
from domain.duty_commands import WaiveDuty
from domain.given import SYSTEM, Actor
from domain.names import RECORD
from ledger.account import AccountRole
from ledger.accounts import Accounts
from ledger.countersign import Signer, confirm, propose
from ledger.door import Ledger
from ledger.identities import Identities
from ledger.known import identity, recorded_since
from ledger.two_persons import TwoPersons
from settings import Settings
from stack import temporal
from stack.backup.places import PREFIX, Manifest
from stack.doctor import backups, clocks, machine, record
from stack.doctor import database as server_side
from stack.doctor.check import Check
from tests.support import data_folder, free_port
from tests.support.command import bihuan
from tests.support.filing import STREAM, Desk
from watch.receipts import Journal

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.fixture
async def ledger(database: str) -> AsyncIterator[Ledger]:
    """A record with one adopted project."""
    made = await Ledger.connect(database)
    await Desk(made).adopt()
    yield made
    await made.close()


@pytest.fixture
async def owner(database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    values = {"bihuan_home": tmp_path, "backups": tmp_path / "backups", "api_port": free_port()}
    return Settings.model_validate(values)


def of(found: list[Check], name: str) -> Check:
    (one,) = [x for x in found if x.name == name]
    return one


def ill(found: list[Check], name: str, words: str) -> None:
    """That line fails, says so, and says what to do."""
    one = of(found, name)
    assert one.state == "bad", one
    assert words in one.words
    assert one.todo


def test_nothing_runs(tmp_path: Path):
    said = bihuan(
        "doctor", "--json", BIHUAN_HOME=str(tmp_path), API_PORT=str(free_port()), BACKUPS=""
    )
    assert said.returncode == 1, said.stderr
    told = json.loads(said.stdout)
    bad = {x["name"] for x in told["checks"] if x["state"] == "bad"}
    assert bad == {"接口", "数据库", "备份"}
    assert all(x["todo"] for x in told["checks"] if x["state"] != "ok")
    table = bihuan("doctor", BIHUAN_HOME=str(tmp_path), API_PORT=str(free_port()), BACKUPS="")
    assert "✗ 不行  数据库：" in table.stdout
    assert "→ 请启动 make up" in table.stdout


def test_the_machine_as_it_is(own: Settings):
    found = [machine.python(), machine.packages(), machine.tools(), machine.fonts()]
    assert {x.state for x in found} == {"ok"}
    ill([machine.port(own)], "接口", "没有应答")


def test_a_full_disk(own: Settings, monkeypatch: pytest.MonkeyPatch):
    assert of(machine.room(own), "数据目录").state == "ok"
    monkeypatch.setattr(machine, "ROOM", 1 << 60)
    ill(machine.room(own), "备份目录", "余")


def test_a_clock_that_is_wrong():
    assert machine.clock_skew(time.time()).state == "ok"
    assert machine.clock_skew(time.time() - 2).state == "warn"
    ill([machine.clock_skew(time.time() - 60)], "时钟偏差", "60")


def test_settings_of_a_demonstration(own: Settings):
    (said,) = [
        x
        for x in machine.settings_made(own.model_copy(update={"clock": "settable"}))
        if x.name == "时钟设置"
    ]
    assert said.state == "warn"


async def test_a_database_that_is_well(database: str):
    found = await server_side.look(database)
    assert {x.state for x in found if x.name != "写盘快慢"} == {"ok"}, found


async def test_a_database_that_is_away():
    ill(await server_side.look(f"postgresql://x@127.0.0.1:{free_port()}/x"), "数据库", "连不上")


async def test_a_database_that_forgets(owner: asyncpg.Connection, database: str):
    name = await owner.fetchval("SELECT current_database()")
    await owner.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    ill(await server_side.look(database), "落盘", "synchronous_commit")


async def test_what_a_commit_waits_for_is_measured(database: str):
    one = of(await server_side.look(database), "写盘快慢")
    assert one.words.startswith(f"试写 {server_side.COMMITS} 次")


def test_a_disk_that_is_well_slow_or_stands_still_at_times():
    quick, slow, stalling = [0.0004] * 100, [0.02] * 100, [0.0004] * 99 + [0.9]
    assert server_side.commits(quick).state == "ok"
    assert "固态硬盘" in server_side.commits(slow).todo
    stalled = server_side.commits(stalling)
    assert (stalled.state, stalled.words) == ("warn", "试写 100 次，一般 0.4 毫秒，最慢 900 毫秒")
    assert "停顿" in stalled.todo


async def test_a_schema_of_yesterday(owner: asyncpg.Connection, database: str):
    await owner.execute("UPDATE alembic_version SET version_num = '0007'")
    ill(await server_side.look(database), "数据库结构", "0007")


async def test_an_event_that_was_edited(
    ledger: Ledger, owner: asyncpg.Connection, database: str, own: Settings
):
    assert of(await record.look(database, own), "散列链").state == "ok"
    await owner.execute("ALTER TABLE events DISABLE TRIGGER events_are_appended")
    await owner.execute("UPDATE events SET actor = 'account:0' WHERE stream = $1", STREAM)
    ill(await record.look(database, own), "散列链", "事件被改动")


async def test_a_record_that_waits_for_people(ledger: Ledger, database: str, own: Settings):
    lost = NoteRestore(life="1", way="restored")
    await ledger.handle(RECORD, lost, actor=SYSTEM, client="system", command_id="restore")
    ill(await record.look(database, own), "恢复与丢失", "暂不能登记")


async def test_two_accounts_that_turn_out_to_be_one_human_s(
    ledger: Ledger, database: str, own: Settings
):
    """Nothing is known when they sign, so nothing is refused; later it is, and both are named."""
    accounts = Accounts(ledger.pool, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    ledger.two = TwoPersons()
    signers = []
    people: dict[str, AccountRole] = {"li": "committee_clerk", "wang": "committee_lead"}
    for login, role in people.items():
        made = await accounts.add(login, "a long enough password", role, "clerk")
        signers.append(Signer(Actor(made.ref, "clerk"), role, made.ref))
    waiver = WaiveDuty(duty="work_plan", decision="主席团会议纪要〔2023〕3号")
    await propose(ledger, STREAM, waiver, signers[0], "p-1")
    await confirm(ledger, STREAM, 1, signers[1], "c-1")
    one = of(await record.look(database, own), "双人办理")
    assert (one.state, "li、wang" in one.words) == ("warn", True)
    identities = Identities(ledger.pool)
    await identities.name_person("li", "1001")
    await identities.name_person("wang", "1002")
    assert of(await record.look(database, own), "双人办理").state == "ok"
    await identities.name_person("wang", "1001")
    await accounts.disable("li")
    ill(await record.look(database, own), "双人办理", f"1 件由同一人的两个账号提请和确认：{STREAM}")


async def test_a_receipt_that_the_record_lacks(ledger: Ledger, database: str, own: Settings):
    journal = Journal(own.journal / await identity(ledger))
    known = await recorded_since(ledger, LONG_AGO, 10)
    journal.append(known)
    assert of(await record.look(database, own), "库外回执").state == "ok"
    lost = known[0].receipt.model_copy(update={"hash": "ab" * 32})
    journal.append([known[0].model_copy(update={"receipt": lost})])
    ill(await record.look(database, own), "库外回执", "缺 1 张")


async def test_a_service_without_a_heartbeat(ledger: Ledger, database: str, own: Settings):
    ill(await record.look(database, own), "心跳", "没有心跳")
    await ledger.beat()
    assert of(await record.look(database, own), "心跳").state == "ok"


async def test_no_backup_an_old_one_and_no_archive(database: str, own: Settings):
    ill(await backups.look(database, own), "备份", "还没有备份")
    ill(await backups.look(database, own), "归档", "没有归档通道")
    ill(await backups.look(database, own.model_copy(update={"backups": None})), "备份", "BACKUPS")
    old = datetime.now(UTC) - timedelta(days=3)
    write_base(own, old)
    ill(await backups.look(database, own), "备份", "72 小时前")
    write_base(own, old + timedelta(days=3))
    assert of(await backups.look(database, own), "备份").state == "ok"


def write_base(own: Settings, ended: datetime) -> None:
    assert own.backups is not None
    folder = own.backups / "0-1" / f"{PREFIX}{ended:%Y%m%dT%H%M%SZ}"
    folder.mkdir(parents=True)
    made = Manifest(
        name=folder.name,
        life="0-1",
        epoch=0,
        ended=ended,
        server="18.6",
        role="bihuan",
        database="bihuan",
        schema_revision="0033",
        first_segment="000000010000000000000002",
        streams=1,
        events=1,
        newest=None,
        evidence=0,
        bytes=1,
    )
    (folder / "manifest.json").write_text(made.model_dump_json())


async def test_an_evidence_file_that_rotted(database: str, own: Settings):
    shelf = own.evidence / "ab"
    shelf.mkdir(parents=True)
    (shelf / f"ab{'0' * 62}").write_bytes("竣工验收单".encode())
    ill(await backups.look(database, own), "证据文件", "与其散列不符")


@pytest.fixture
def home() -> Iterator[Path]:
    with data_folder() as made:
        yield made


async def test_temporal_away_without_a_worker_and_without_our_attributes(
    ledger: Ledger, database: str, own: Settings, home: Path
):
    away = own.model_copy(update={"temporal_address": f"127.0.0.1:{free_port()}"})
    ill(await clocks.look(database, away), "Temporal", "没有应答")
    server = temporal.start(home, free_port(), free_port(), {})
    there = own.model_copy(update={"temporal_address": server.address})
    found = await clocks.look(database, there)
    server.stop()
    ill(found, "检索属性", "NextDue")
    ill(found, "worker", "没有工作进程")
    assert of(found, "时钟").state == "warn"
