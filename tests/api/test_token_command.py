"""`bihuan token`: issue shows the secret once, list shows none, revoke is at once."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.door import Ledger
from ledger.tokens import Tokens
from tests.support.command import bihuan as said_by

Bihuan = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def bihuan(database: str, tmp_path: Path) -> Bihuan:
    env = {"DATABASE_URL": database, "BIHUAN_HOME": str(tmp_path)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return said_by("token", *words, **env)

    return run


async def test_a_token_from_issue_to_revocation(bihuan: Bihuan, database: str) -> None:
    made = bihuan("issue", "--party", "unit:县住建局", "--role", "unit", "--region", "某省/某县")
    assert made.returncode == 0, made.stderr
    secret = made.stdout.strip()
    ledger = await Ledger.connect(database)
    tokens = Tokens(ledger.pool)
    behind = await tokens.behind(secret)
    assert behind is not None
    assert (behind.party, behind.region) == ("unit:县住建局", "某省/某县")
    listed = bihuan("list")
    assert behind.prefix in listed.stdout
    assert secret not in listed.stdout
    assert bihuan("revoke", behind.prefix).returncode == 0
    assert await tokens.behind(secret) is None
    await ledger.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("issue", "--party", "government", "--role", "unit"), "--party 'unit:名称'"),
        (("issue", "--party", "unit:", "--role", "unit"), "--party 'unit:名称'"),
        (("issue", "--party", "x", "--role", "boss"), "没有角色“boss”"),
        (("revoke", "aaaaaaaa"), "没有找到令牌"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_2(
    bihuan: Bihuan, words: tuple[str, ...], says: str
) -> None:
    done = bihuan(*words)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert says in done.stderr
