"""`bihuan register`: what is in a book and how it is scored, or one line that says why not."""

import json
from datetime import date
from pathlib import Path

import pytest

from domain.names import REGISTER, stream_id
from domain.register.messages import MakeEntry, OpenBook, Told
from ledger.door import Ledger
from tests.support.command import NOWHERE
from tests.support.command import bihuan as said_by
from tests.support.registers import OFFICE, TOWN

BOOK = "SL.D01.2025"


@pytest.fixture
def bihuan(tmp_path: Path):
    def run(*words: str, database: str = NOWHERE):
        return said_by("register", *words, DATABASE_URL=database, BIHUAN_HOME=str(tmp_path))

    return run


async def book(database: str) -> None:
    """One book of 2025 with an oral report to the voters."""
    ledger = await Ledger.connect(database)
    opened = OpenBook(congress="SL", deputy="D01", year=2025, region=TOWN, regime="duji@1", term=11)
    told = Told(act="oral_report", on=date(2025, 12, 20), title="回选区述职")
    for n, command in enumerate((opened, MakeEntry(told=told))):
        await ledger.handle(
            stream_id(REGISTER, BOOK), command, actor=OFFICE, client="test", command_id=str(n)
        )
    await ledger.close()


async def test_a_book_is_shown_and_scored_item_by_item(bihuan, database: str) -> None:
    await book(database)
    shown = bihuan("show", BOOK, database=database)
    assert shown.returncode == 0, shown.stderr
    assert "向选民述职情况：1 项" in shown.stdout
    assert "2025-12-20 回选区述职（参加）entry:1" in shown.stdout
    scored = json.loads(bihuan("score", BOOK, "--json", database=database).stdout)
    assert (scored["total"], scored["grade"], len(scored["lines"])) == ("8.0", "不合格", 21)
    said = {x["item"]: x["because"] for x in scored["lines"]}
    assert said["口头述职"] == "记1次，满1次得满分"
    assert said["书面述职"] == "没有记录，不得分"
    nowhere = bihuan("score", "SL.D09.2025", database=database)
    assert (nowhere.returncode, nowhere.stderr.count("\n")) == (2, 1)
