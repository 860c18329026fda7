"""`bihuan account`: a password is told once; a disabled account opens nothing."""

import asyncio
from pathlib import Path

from ledger.accounts import Accounts
from ledger.door import Ledger
from tests.support.command import bihuan


async def run(database: str, home: Path, *words: str) -> tuple[int, str, str]:
    own = {"DATABASE_URL": database, "BIHUAN_HOME": str(home)}
    done = await asyncio.to_thread(bihuan, "account", *words, **own)
    return done.returncode, done.stdout, done.stderr


async def test_an_account_is_added_listed_and_disabled(database: str, tmp_path: Path) -> None:
    asked = ["add", "zhujian", "--role", "unit_clerk", "--party", "unit:县住建局", "--name", "小王"]
    code, password, err = await run(database, tmp_path, *asked)
    assert code == 0, err
    ledger = await Ledger.connect(database, clients=2)
    try:
        accounts = Accounts(ledger.pool)
        assert await accounts.check("zhujian", password.strip()) is not None
        _, listed, _ = await run(database, tmp_path, "list")
        assert "zhujian  承办单位经办人  unit:县住建局  不限地区  小王  有效" in listed
        assert password.strip() not in listed
        _, changed, _ = await run(database, tmp_path, "passwd", "zhujian")
        assert await accounts.check("zhujian", password.strip()) is None
        _, gone, _ = await run(database, tmp_path, "disable", "zhujian", "--erase-name")
        assert "停用" in gone
        assert "小王" not in gone
        assert await accounts.check("zhujian", changed.strip()) is None
    finally:
        await ledger.close()


async def test_what_cannot_be_is_refused_in_one_line(database: str, tmp_path: Path) -> None:
    wrong = ["add", "x", "--role", "king", "--party", "unit:县住建局"]
    code, out, err = await run(database, tmp_path, *wrong)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "没有角色" in err
    code, _, err = await run(database, tmp_path, "disable", "nobody")
    assert code == 2
    assert "没有找到账号" in err
