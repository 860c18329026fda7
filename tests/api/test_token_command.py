"""`bihuan token`: issue shows the secret once, list shows none, revoke is at once."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
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
    made = bihuan("issue", "--party", "government", "--role", "government", "--region", "某省/某县")
    assert made.returncode == 0, made.stderr
    secret = made.stdout.strip()
    ledger = await Ledger.connect(database)
    tokens = Tokens(ledger.pool)
    behind = await tokens.behind(secret)
    assert behind is not None
    assert (behind.party, behind.region) == ("government", "某省/某县")
    assert behind.expires_at - behind.issued_at <= timedelta(days=90)
    listed = bihuan("list")
    assert behind.prefix in listed.stdout
    assert secret not in listed.stdout
    assert bihuan("revoke", behind.prefix).returncode == 0
    assert await tokens.behind(secret) is None
    await ledger.close()


async def test_a_unit_s_key_is_bound_and_succeeded_with_an_overlap(
    bihuan: Bihuan, database: str
) -> None:
    """ASVS 7.2.2 13.2.3: no key for ever, none that reads, none from everywhere."""
    unit = ("--party", "unit:县住建局", "--role", "unit", "--region", "某省/某县")
    made = bihuan("issue", *unit, "--network", "10.1.2.0/24", "--network", "10.9.9.9")
    assert made.returncode == 0, made.stderr
    ledger = await Ledger.connect(database)
    tokens = Tokens(ledger.pool)
    first = await tokens.behind(made.stdout.strip())
    assert first is not None
    assert (first.scope, first.networks) == ("submit", ("10.1.2.0/24", "10.9.9.9/32"))
    there = ("10.1.2.255", "10.9.9.9", "10.1.3.0", "2001:db8::/64", "unknown", "::1")
    assert [first.good_from(x) for x in there] == [True, True, False, False, False, False]
    rotated = bihuan("rotate", f"bh_{first.prefix}")
    assert rotated.returncode == 0, rotated.stderr
    next_ = await tokens.behind(rotated.stdout.strip())
    old = await tokens.behind(made.stdout.strip())
    assert next_ is not None
    assert old is not None
    assert (next_.follows, next_.scope, next_.networks) == (first.id, "submit", first.networks)
    assert old.expires_at - first.issued_at <= timedelta(days=7, minutes=5)
    assert "只报送" in bihuan("list").stdout
    await ledger.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("issue", "--party", "unit:县住建局", "--role", "unit"), "--network"),
        (
            ("issue", "--party", "unit:县住建局", "--role", "unit", "--network", "10.1.2"),
            "不是网络地址",
        ),
        (("rotate", "aaaaaaaa"), "没有找到有效的令牌"),
        (
            ("issue", "--party", "government", "--role", "unit", "--network", "::1"),
            "--party 'unit:名称'",
        ),
        (
            ("issue", "--party", "unit:", "--role", "unit", "--network", "::1"),
            "--party 'unit:名称'",
        ),
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
