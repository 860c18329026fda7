"""`bihuan client`: a system is registered with its public key, changed, and revoked."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from api.app import make_app, make_tools
from ledger.door import Ledger
from ledger.machines import audience_of
from tests.support.command import bihuan as said_by
from tests.support.machines import System, new_pair, public

Bihuan = Callable[..., subprocess.CompletedProcess[str]]
UNIT = ("--party", "unit:县住建局", "--region", "某省/某县", "--name", "住建局项目管理系统")


@pytest.fixture
def bihuan(database: str, tmp_path: Path) -> Bihuan:
    env = {"DATABASE_URL": database, "BIHUAN_HOME": str(tmp_path)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return said_by("client", *words, **env)

    return run


async def test_a_system_from_registration_to_revocation(
    bihuan: Bihuan, database: str, tmp_path: Path
) -> None:
    first, second = new_pair(), new_pair("ES256", "next")
    old, new = tmp_path / "old.jwk", tmp_path / "new.jwks"
    old.write_text(json.dumps(public(first)))
    new.write_text(json.dumps({"keys": [public(second)]}))
    made = bihuan("add", "zhujian-oa", *UNIT, "--keys", str(old))
    assert made.returncode == 0, made.stderr
    assert first.thumbprint() in made.stdout
    ledger = await Ledger.connect(database)
    assert await audience_of(ledger) in made.stdout
    app = make_app(make_tools(ledger, tmp_path / "evidence"))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://bihuan") as http:
        system = System(http, "zhujian-oa", first, await audience_of(ledger))
        assert (await system.ask()).status_code == 200
        assert bihuan("key", "zhujian-oa", "--keys", str(new)).returncode == 0
        assert bihuan("retire", "zhujian-oa", "2023-1").returncode == 0
        assert (await system.ask()).status_code == 401
        system.pair = second
        assert (await system.ask()).status_code == 200
        assert bihuan("revoke", "zhujian-oa").returncode == 0
        assert (await system.ask()).status_code == 401
    listed = bihuan("list").stdout
    assert "撤销" in listed
    assert "停用" in listed
    await ledger.close()


def test_what_cannot_be_is_one_line_and_exit_2(bihuan: Bihuan, tmp_path: Path) -> None:
    private, broken = tmp_path / "private.jwk", tmp_path / "broken.jwk"
    private.write_text(json.dumps(new_pair().as_dict(private=True)))
    broken.write_text("-----BEGIN PUBLIC KEY-----")
    for words, says in (
        (("add", "zhujian-oa", *UNIT, "--keys", str(private)), "私钥"),
        (("add", "zhujian-oa", *UNIT, "--keys", str(broken)), "读不懂公钥文件"),
        (("retire", "nobody-oa", "x"), "没有找到"),
        (("revoke", "nobody-oa"), "没有找到"),
    ):
        done = bihuan(*words)
        assert done.returncode == 2, done.stdout
        assert len(done.stderr.strip().splitlines()) == 1
        assert says in done.stderr
        assert "Traceback" not in done.stderr
