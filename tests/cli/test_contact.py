"""`bihuan contact`: an address from its setting to its erasure."""

import subprocess
from pathlib import Path

import asyncpg
import pytest

from tests.support.command import bihuan as said_by


@pytest.fixture
def bihuan(database: str, tmp_path: Path):
    env = {"DATABASE_URL": database, "BIHUAN_HOME": str(tmp_path)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return said_by("contact", *words, **env)

    return run


async def test_an_address_from_its_setting_to_its_erasure(bihuan, database: str) -> None:
    where = ("--party", "unit:县住建局", "--region", "某省/某县")
    made = bihuan("set", *where, "--channel", "mail", "--address", "zhu@xian.example")
    assert made.returncode == 0, made.stderr
    number = made.stdout.split()[0]
    assert "MAIL_HOST" in made.stderr
    again = bihuan("set", *where, "--channel", "mail", "--address", "zhu@xian.example")
    assert again.stdout.split()[0] == number
    listed = bihuan("list")
    assert "zhu@xian.example" in listed.stdout
    assert "工作日 08:30–17:30 发送（本系统默认）" in listed.stderr
    assert bihuan("erase", number).returncode == 0
    assert bihuan("list").stdout == ""
    owner = await asyncpg.connect(database)
    assert await owner.fetchval("SELECT count(*) FROM contacts") == 0
    await owner.close()
    twice = bihuan("erase", number)
    assert (twice.returncode, "Traceback" in twice.stderr) == (2, False)


@pytest.mark.parametrize(
    ("party", "channel", "address"),
    [
        ("unit:县住建局", "mail", "not an address"),
        ("unit:县住建局", "mail", "a@b.cn\nBcc: c@d.cn"),
        ("unit:县住建局", "wecom", "https://evil.example/send"),
        ("unit:县住建局", "pigeon", "a@b.cn"),
        ("somebody", "sms", "13800000000"),
    ],
)
def test_what_cannot_be_an_address_is_refused_in_one_line(
    bihuan, party: str, channel: str, address: str
) -> None:
    refused = bihuan("set", "--party", party, "--channel", channel, "--address", address)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
