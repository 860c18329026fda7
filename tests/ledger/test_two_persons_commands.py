"""`bihuan proposals`: one signs in and proposes from a command line, another confirms."""

import asyncio
import json
from base64 import b32encode
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from argon2 import PasswordHasher

from api.sealing import sealing_key
from domain.continuity.messages import NoteRestore
from domain.given import SYSTEM
from domain.names import ALMANAC, RECORD
from ledger import audit
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.factors import FREE_TRIES, Factors
from tests.ledger.test_commands import NOTICE
from tests.support.command import bihuan as said_by
from tests.support.second import Phone

SECRET = "a long enough password"
SOON = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
async def house(ledger: Ledger, database: str, tmp_path: Path) -> str:
    """An installation with a leader and who keeps the rules, and a notice in a file."""
    accounts = Accounts(ledger.pool, SOON)
    await accounts.add("wangfang", SECRET, "committee_lead", "clerk")
    await accounts.add("chenyi", SECRET, "rule_admin", "admin")
    await accounts.add("lixia", SECRET, "committee_clerk", "clerk")
    (tmp_path / "2027.json").write_text(json.dumps(NOTICE), encoding="utf-8")
    return database


async def say(database: str, *words: str, **more: str) -> CompletedProcess[str]:
    said = {"DATABASE_URL": database, "BIHUAN_PASSWORD": SECRET, "SECOND_FACTOR": "off", **more}
    return await asyncio.to_thread(said_by, *words, **said)


async def propose(database: str, tmp_path: Path) -> CompletedProcess[str]:
    file = str(tmp_path / "2027.json")
    return await say(database, "calendar", "publish", file, "--login", "wangfang")


async def test_a_notice_is_proposed_by_one_and_confirmed_by_another(
    house: str, ledger: Ledger, tmp_path: Path
) -> None:
    made = await propose(house, tmp_path)
    assert "bihuan proposals confirm calendar:cn 1" in made.stdout, made.stderr
    (waits,) = json.loads((await say(house, "proposals", "list", "--json")).stdout)
    assert (waits["act"], waits["outcome"]) == ("calendar", "waits")
    own = await say(house, "proposals", "confirm", "calendar:cn", "1", "--login", "wangfang")
    assert own.returncode == 2
    assert "请另一位工作人员确认" in own.stderr
    other = await say(house, "proposals", "confirm", "calendar:cn", "1", "--login", "lixia")
    assert "您的账号不是" in other.stderr
    done = await say(house, "proposals", "confirm", "calendar:cn", "1", "--login", "chenyi")
    assert "已确认并登记" in done.stdout, done.stderr
    (fact,) = await audit.history(ledger, ALMANAC)
    second = await Accounts(ledger.pool).named("chenyi")
    assert fact.event["persons"]["confirmed_by"] == second.ref
    assert "没有等确认的事" in (await say(house, "proposals", "list")).stdout
    assert "已确认" in (await say(house, "proposals", "list", "--past")).stdout


async def test_it_is_declined_with_a_reason(house: str, ledger: Ledger, tmp_path: Path) -> None:
    await propose(house, tmp_path)
    words = ("proposals", "decline", "calendar:cn", "1", "--login", "chenyi")
    done = await say(house, *words, "--reason", "文号与国务院办公厅所发不符")
    assert "什么也没有办" in done.stdout, done.stderr
    late = await say(house, "proposals", "confirm", "calendar:cn", "1", "--login", "chenyi")
    assert "没有获得同意" in late.stderr
    assert (await say(house, "history", ALMANAC)).returncode == 2


async def test_what_came_to_nothing_is_proposed_anew_in_the_same_words(
    house: str, tmp_path: Path
) -> None:
    await propose(house, tmp_path)
    assert "confirm calendar:cn 1" in (await propose(house, tmp_path)).stdout
    words = ("proposals", "decline", "calendar:cn", "1", "--login", "wangfang")
    assert (await say(house, *words, "--reason", "等文号")).returncode == 0
    anew = await propose(house, tmp_path)
    assert "confirm calendar:cn 2" in anew.stdout, anew.stderr


async def test_nobody_gets_in_with_a_wrong_password(house: str, tmp_path: Path) -> None:
    await propose(house, tmp_path)
    words = ("proposals", "confirm", "calendar:cn", "1", "--login", "chenyi")
    refused = await say(house, *words, BIHUAN_PASSWORD="another password")
    assert refused.returncode == 2
    assert "登录名或口令不对" in refused.stderr


async def test_whose_role_is_asked_for_a_second_factor_shows_a_code(
    house: str, ledger: Ledger, tmp_path: Path
) -> None:
    asked = {"SECOND_FACTOR": "weighty", "BIHUAN_HOME": str(tmp_path)}
    words = ("calendar", "publish", str(tmp_path / "2027.json"), "--login", "wangfang")
    refused = await say(house, *words, **asked)
    assert refused.returncode == 2
    assert "手机验证码" in refused.stderr
    key = sealing_key(tmp_path / "factor.key")
    account = await Accounts(ledger.pool).named("wangfang")
    factors = Factors(ledger.pool, key)
    phone = Phone(b32encode(await factors.begin(account.id)).decode())
    assert await factors.confirm(account, phone.code(-1))
    asked["FACTOR_KEY"] = str(tmp_path / "factor.key")
    assert "BIHUAN_CODE" in (await say(house, *words, **asked)).stderr
    wrong = await say(house, *words, **asked, BIHUAN_CODE="000000")
    assert "验证码不对" in wrong.stderr
    assert "连续十次不对会暂停" in wrong.stderr
    done = await say(house, *words, **asked, BIHUAN_CODE=phone.code())
    assert "已提请" in done.stdout, done.stderr
    for _ in range(FREE_TRIES):
        assert not await factors.shown(account.id, "000000")
    paused = await say(house, *words, **asked, BIHUAN_CODE=phone.code())
    assert "已暂停" in paused.stderr


async def test_who_answers_for_a_loss_shows_a_code_too(
    house: str, ledger: Ledger, tmp_path: Path
) -> None:
    lost = NoteRestore(life="1", way="restored", known=20, lost=1)
    await ledger.handle(RECORD, lost, actor=SYSTEM, client="system", command_id="restore")
    words = ("loss", "declare", "--login", "lixia", "--what", "一份工作方案，已请补报")
    asked = await say(house, *words, SECOND_FACTOR="weighty", BIHUAN_HOME=str(tmp_path))
    assert (asked.returncode, "手机验证码" in asked.stderr) == (2, True)
    rules = await say(house, "loss", "confirm", "--login", "chenyi")
    assert (rules.returncode, "不是人大机关工作人员" in rules.stderr) == (2, True)
    assert "bihuan loss confirm" in (await say(house, *words)).stdout
    own = await say(house, "loss", "confirm", "--login", "lixia")
    assert "请另一位工作人员确认" in own.stderr
    done = await say(house, "loss", "confirm", "--login", "wangfang")
    assert "照常登记" in done.stdout, done.stderr
