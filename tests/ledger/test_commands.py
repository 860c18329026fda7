"""The auditor's commands, the calendar's and the clock's, as processes beside a running ledger."""

import asyncio
import json
from pathlib import Path
from subprocess import CompletedProcess

import asyncpg
import pytest

from ledger.door import Ledger
from tests.ledger.conftest import SetTime
from tests.support.command import bihuan as said_by
from tests.support.filing import Desk, adoption
from tests.support.year import CARD

ROOT = Path(__file__).parents[2]
NOTICE = {
    "year": 2027,
    "number": "国办发明电〔2026〕7号",
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
    "off": ["2027-01-01/2027-01-03", "2027-02-05/2027-02-12"],
    "work": ["2027-02-20"],
}


ALONE = '["*"]'


async def bihuan(database: str, *words: str, **said: str) -> CompletedProcess[str]:
    """The command beside the ledger's database, with what the environment says besides."""
    return await asyncio.to_thread(said_by, *words, DATABASE_URL=database, **said)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(NOTICE), encoding="utf-8")
    return file


async def test_history_in_words_and_in_json(desk: Desk, database: str) -> None:
    await desk.file()
    words = await bihuan(database, "history", "LG23-01")
    assert words.returncode == 0
    assert "票决确定" in words.stdout
    assert "报送 work_plan" in words.stdout
    told = json.loads((await bihuan(database, "history", "project:LG23-01", "--json")).stdout)
    assert [x["type"] for x in told["events"]][-1] == "DutyFiled"


async def test_state_looks_back(desk: Desk, database: str, it_is: SetTime) -> None:
    await it_is("2023-05-10 09:00")
    await desk.file()
    for day, filed in (("2023-05-09", False), ("2023-05-10", True)):
        said = await bihuan(database, "state", "LG23-01", "--as-of", day)
        assert said.returncode == 0
        submission = json.loads(said.stdout)["state"]["duties"]["work_plan"]["submission"]
        assert (submission is not None) is filed
    known = await bihuan(database, "state", "LG23-01", "--known-at", "2023-05-10T08:59:00+08:00")
    assert json.loads(known.stdout)["known_at"] == "2023-05-10T08:59:00+08:00"


WRONG = {
    "history LG23-77": "LG23-77",
    "state LG23-01 --as-of 2023-02-30": "2023-02-30",
    "state LG23-01 --as-of 2023-05-05T00:00:00": "时区",
    "state LG23-01 --as-of 2019-01-01": "没有找到",
    "verify LG23-77": "LG23-77",
    "clock set tomorrow": "tomorrow",
    "clock set 2023-05-05T00:00:00": "时区",
    "calendar publish nowhere.json --because x": "nowhere.json",
}


async def test_a_wrong_argument_is_one_line_and_exit_2(desk: Desk, database: str) -> None:
    for words, says in WRONG.items():
        said = await bihuan(database, *words.split())
        assert (said.returncode, said.stdout) == (2, ""), words
        assert says in said.stderr
        assert len(said.stderr.strip().splitlines()) == 1


async def test_an_auditor_finds_a_whole_record_whole(desk: Desk, database: str) -> None:
    await desk.file()
    for words in (["verify"], ["verify", "LG23-01"], ["replay", "--check"], ["rebuild"]):
        said = await bihuan(database, *words)
        assert (said.returncode, said.stderr) == (0, ""), words


async def test_an_auditor_is_told_where_a_record_was_altered(
    desk: Desk, database: str, owner: asyncpg.Connection
) -> None:
    await owner.execute("ALTER TABLE events DISABLE TRIGGER events_are_appended")
    await owner.execute("UPDATE events SET actor = 'x' WHERE version = 3")
    await owner.execute("UPDATE states SET state = replace(state, '5800', '580')")
    await owner.execute("UPDATE duties SET due = due + 1")
    said = await bihuan(database, "verify")
    assert said.returncode == 1
    assert "project:LG23-01 第 3 条" in said.stderr
    assert (await bihuan(database, "replay", "--check")).returncode == 1
    assert (await bihuan(database, "rebuild")).returncode == 1
    assert (await bihuan(database, "rebuild", "--replace")).returncode == 0
    assert (await bihuan(database, "rebuild")).returncode == 0


async def test_a_notice_is_tried_then_published_then_known(
    ledger: Ledger, database: str, it_is: SetTime, notice: Path
) -> None:
    await it_is("2026-04-03 09:00")
    card = CARD.model_copy(update={"id": "LG26-01"})
    year = {"vote": "2026-03-31", "next_session": "2027-03-20"}
    command = type(adoption()).model_validate({**adoption(card).model_dump(), **year})
    await Desk(ledger).say(command, "project:LG26-01")
    version = (await ledger.standing("project:LG26-01")).version
    words = ["calendar", "publish", str(notice), "--because", "国务院办公厅已发布"]
    tried = await bihuan(database, *words, "--dry-run")
    assert tried.returncode == 0
    assert "project:LG26-01  monthly_progress/2027-M01" in tried.stdout
    assert "未写入" in tried.stdout
    assert (await ledger.standing("project:LG26-01")).version == version
    assert not await ledger.due_streams(await ledger.now())
    alone = await bihuan(database, *words)
    assert alone.returncode == 2
    assert "由两个人办理" in alone.stderr
    done = await bihuan(database, *words, ONE_PERSON=ALONE)
    assert "已登记" in done.stdout
    assert done.stdout.splitlines()[:-1] == tried.stdout.splitlines()[:-1]
    assert await ledger.due_streams(await ledger.now()) == ["project:LG26-01"]
    await ledger.keep("project:LG26-01", by="sweeper")
    assert "已公布的相同" in (await bihuan(database, *words, ONE_PERSON=ALONE)).stdout
    assert "0 个日期" in (await bihuan(database, *words, "--dry-run")).stdout


async def test_a_notice_without_its_number_is_no_notice(
    ledger: Ledger, database: str, notice: Path
) -> None:
    notice.write_text(json.dumps({**NOTICE, "number": None}), encoding="utf-8")
    said = await bihuan(database, "calendar", "publish", str(notice), "--because", "已发布")
    assert said.returncode == 2
    assert "number" in said.stderr


async def test_the_clock_is_set_where_it_can_be(ledger: Ledger, database: str) -> None:
    said = await bihuan(database, "clock", "set", "2023-05-05")
    assert (said.returncode, said.stdout.strip()[-25:-9]) == (0, "2023-05-05T00:00")


async def test_the_clock_is_not_set_where_it_is_real(database: str) -> None:
    said = await bihuan(database, "clock", "set", "2023-05-05")
    assert (said.returncode, said.stdout) == (2, "")
    assert "CLOCK=settable" in said.stderr
