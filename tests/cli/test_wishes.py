"""`bihuan wishes`: a hotline's list taken row by row, and contacts erased."""

import asyncio
import json
import subprocess
from datetime import timedelta
from pathlib import Path

import asyncpg

from domain.calendar import day_of
from ledger.door import Ledger
from tests.support.collections import OPENING
from tests.support.command import bihuan as said_by
from tests.support.year import CLERK


async def opened(database: str) -> str:
    """A collection that takes wishes today; the day."""
    ledger = await Ledger.connect(database)
    today = day_of(await ledger.now())
    days = {"opens": today, "closes": today, "session": today + timedelta(days=60)}
    command = OPENING.model_copy(update={**days, "year": today.year, "regime": "baofeng@2"})
    await ledger.handle("collection:ZZ23", command, actor=CLERK, client="test", command_id="open")
    await ledger.close()
    return today.isoformat()


def bihuan(database: str, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return said_by("wishes", *words, DATABASE_URL=database, BIHUAN_HOME=str(home))


async def test_a_list_is_taken_row_by_row_and_who_was_answered_forgotten(
    database: str, tmp_path: Path
) -> None:
    today = await opened(database)
    file = tmp_path / "热线.csv"
    file.write_text(
        "工单号,来电时间,诉求内容,来电人,联系电话\n"
        f"RX1,{today},村东头的桥塌了一半请修好,王女士,13700001111\n"
        "RX2,昨天,路灯坏了,,\n",
        encoding="utf-8",
    )
    words = ("import", str(file), "--collection", "ZZ23", "--channel", "hotline")

    def run(*more: str) -> dict[str, object]:
        answer = bihuan(database, tmp_path, *words, "--json", *more)
        assert answer.returncode == 0, answer.stderr
        said: dict[str, object] = json.loads(answer.stdout)
        return said

    first, again = await asyncio.to_thread(run), await asyncio.to_thread(run, "--dry-run")
    assert (first["taken"], len(first["rejected"])) == (1, 1)  # type: ignore[arg-type]  # a list
    assert (again["dry_run"], again["taken"]) == (True, 1)
    owner = await asyncpg.connect(database)
    assert await owner.fetchval("SELECT phone FROM wishers") == "13700001111"
    await owner.close()
    kept = await asyncio.to_thread(bihuan, database, tmp_path, "forget", "--collection", "ZZ23")
    assert "已删除 0 条" in kept.stdout, "nobody was answered yet"
