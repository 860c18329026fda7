"""A witness over HTTP: it cosigns what grows, and refuses two histories of one log."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import httpx2
import pytest

from api.app import make_app, make_tools
from ledger.door import Ledger
from ledger.log.checkpoints import newest
from ledger.log.note import BadNote, checkpoint_of
from tests.support.log import KEY, WITNESSES, LocalLog, fill, sign
from watch.log_client import HttpLog, LogAway
from watch.witness import NotConsistent, Witness

KNOWN = [x.verifier for x in WITNESSES]


@pytest.fixture
async def owner(database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


@pytest.fixture
def over_http(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HttpLog:
    """The real application, asked through its own HTTP layer."""
    tools = replace(make_tools(ledger, tmp_path / "evidence"), witnesses=(KNOWN[0],))
    way = httpx2.ASGITransport(app=make_app(tools))
    client = httpx2.AsyncClient

    def through(**with_: object) -> httpx2.AsyncClient:
        return client(transport=way)

    monkeypatch.setattr(httpx2, "AsyncClient", through)
    return HttpLog("http://bihuan/")


async def test_a_witness_cosigns_over_http_what_continues(
    ledger: Ledger, owner: asyncpg.Connection, tmp_path: Path, over_http: HttpLog
) -> None:
    witness = Witness(WITNESSES[0], KEY.verifier, tmp_path / "w")
    with pytest.raises(LogAway, match="404"):
        await witness.look(over_http)
    for n in range(3):
        await fill(owner, [f"project:H-{n}"], 11)
        await sign(ledger.pool, tmp_path / "signed")
        seen = await witness.look(over_http)
        held = await newest(ledger.pool)
        assert held is not None
        assert (held.size, held.witnesses) == (11 * (n + 1), ("audit.example/1",))
        assert checkpoint_of(held.note).seen_at(KNOWN[0]) == seen.seen_at(KNOWN[0])
    with pytest.raises(LogAway, match="没有本系统认得的见证方"):
        await Witness(WITNESSES[1], KEY.verifier, tmp_path / "stranger").look(over_http)


async def test_two_histories_are_refused_and_both_are_kept(
    ledger: Ledger, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    log = LocalLog(ledger.pool, KNOWN)
    witness = Witness(WITNESSES[0], KEY.verifier, tmp_path / "w")
    await fill(owner, ["project:S-1"], 20)
    await sign(ledger.pool, tmp_path / "signed")
    before = await witness.look(log)
    await owner.execute("ALTER TABLE log DISABLE TRIGGER log_is_appended")
    await owner.execute("ALTER TABLE log_nodes DISABLE TRIGGER log_nodes_are_appended")
    await owner.execute("ALTER TABLE checkpoints DISABLE TRIGGER checkpoints_are_appended")
    await owner.execute("TRUNCATE log, log_nodes, sequenced, checkpoints, cosignatures")
    await fill(owner, ["project:A-1"], 30)
    await owner.execute("DELETE FROM streams WHERE id = 'project:S-1'")
    await sign(ledger.pool, tmp_path / "stolen")
    for _ in range(2):
        with pytest.raises(NotConsistent, match="接不上以前见证过的20条"):
            await witness.look(log)
    evidence = (tmp_path / "w.refused-30").read_text()
    assert before.note in evidence
    assert "\n30\n" in evidence
    assert witness.last == before


async def test_a_shorter_log_and_another_key_are_refused(
    ledger: Ledger, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    log = LocalLog(ledger.pool, KNOWN)
    await fill(owner, ["project:S-1"], 20)
    await sign(ledger.pool, tmp_path / "signed")
    witness = Witness(WITNESSES[0], KEY.verifier, tmp_path / "w")
    await witness.look(log)
    await fill(owner, ["project:S-2"], 20)
    await sign(ledger.pool, tmp_path / "signed")
    await witness.look(log)
    await owner.execute("ALTER TABLE checkpoints DISABLE TRIGGER checkpoints_are_appended")
    await owner.execute("DELETE FROM cosignatures WHERE size = 40")
    await owner.execute("DELETE FROM checkpoints WHERE size = 40")
    with pytest.raises(NotConsistent, match="20条接不上以前见证过的40条"):
        await witness.look(log)
    other = KEY._replace(seed=bytes(32))
    with pytest.raises(BadNote, match="签名不对"):
        await Witness(WITNESSES[1], other.verifier, tmp_path / "o").look(log)
