"""账册 as people meet it: a receipt that proves itself, the public page, the auditor's look."""

from pathlib import Path
from xml.etree import ElementTree as ET

import asyncpg
import pytest

from ledger.audit.offline import main
from ledger.audit.package import package
from ledger.log.arrivals import arrive
from ledger.log.checkpoints import newest
from tests.pages.conftest import SECRET, Hall
from tests.support.log import KEY, WITNESSES, LocalLog, sign
from tests.support.town import FIRE, PLAN
from watch.witness import Witness

KNOWN = [x.verifier for x in WITNESSES]


@pytest.fixture
async def filed(hall: Hall) -> tuple[Hall, str]:
    """The plan is filed; the hash on its receipt."""
    fire = await hall.town.token(f"unit:{FIRE}", "unit")
    answer = await hall.town.ask(
        "POST", "/projects/LG23-01/duties/work_plan/filings", fire, json=PLAN
    )
    assert answer.status_code == 201, answer.text
    return hall, answer.json()["events"][0]["hash"]


async def test_a_receipt_is_found_in_the_log_and_proves_itself(
    filed: tuple[Hall, str], tmp_path: Path
) -> None:
    hall, digest = filed
    town, pool = hall.town, hall.town.tools.ledger.pool
    where = f"/open/log/receipts/{digest}"
    fire = await hall.signed_in("fire")
    paper = (await fire.get("/filed")).text.split('href="/filed/')[1].split('"')[0]
    assert (await town.ask("GET", where)).status_code == 404
    assert "正在排入" in (await fire.get(f"/filed/{paper}")).text
    await sign(pool, tmp_path / "signed")
    await Witness(WITNESSES[0], KEY.verifier, tmp_path / "w").look(LocalLog(pool, KNOWN))
    answer = await town.ask("GET", where)
    assert answer.json()["witnesses"] == ["audit.example/1"]
    receipt = tmp_path / "receipt.json"
    receipt.write_text(answer.text)
    keys = [w for x in (KEY.verifier, KNOWN[0]) for w in ("--key", str(x))]
    assert main([*keys, "--receipt", str(receipt)]) == 0
    whole = tmp_path / "log.zip"
    whole.write_bytes(await package(town.tools.ledger, None, "log.zip"))
    assert main([str(whole), *keys, "--receipt", str(receipt)]) == 0
    page = (await fire.get(f"/filed/{paper}")).text
    assert "校验点签过字，audit.example/1联签" in page
    assert f"/api/v1{where}" in page
    looked = (await hall.browser().get(f"/open/log?hash={digest}")).text
    assert f"第{answer.json()['position']}条" in looked
    assert "账册里没有这个散列" in (await hall.browser().get(f"/open/log?hash={'0' * 64}")).text
    assert "账册里没有这个散列" in (await hall.browser().get("/open/log?hash=nothing")).text


async def test_checkpoints_are_published_and_taken_by_machines(
    filed: tuple[Hall, str], tmp_path: Path
) -> None:
    hall, _ = filed
    town, pool = hall.town, hall.town.tools.ledger.pool
    nobody = hall.browser()
    assert "还没有签过校验点" in (await nobody.get("/open/log")).text
    assert (await nobody.get("/open/log/checkpoint")).status_code == 404
    await sign(pool, tmp_path / "signed")
    held = await newest(pool)
    assert held is not None
    note = await nobody.get("/open/log/checkpoint")
    assert (note.text, note.headers["content-type"]) == (held.note, "text/plain; charset=utf-8")
    assert (await nobody.get(f"/open/log/checkpoints/{held.size}")).text == held.note
    feed = ET.fromstring((await nobody.get("/open/log/feed.atom")).content)  # noqa: S314  # ours
    (entry,) = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert entry.findtext("{http://www.w3.org/2005/Atom}summary") == held.note
    told = (await town.ask("GET", "/open/log/checkpoints")).json()
    assert (told["keys"], told["items"][0]["note"]) == ([str(KEY.verifier)], held.note)
    proof = await town.ask("GET", f"/open/log/consistency?old=1&new={held.size}")
    assert proof.json()["root"] == held.root.hex()
    for old, new in ((1, held.size + 1), (3, 2)):
        nothing = await town.ask("GET", f"/open/log/consistency?old={old}&new={new}")
        assert nothing.status_code == 404
    refused = await town.ask("POST", "/open/log/cosignatures", json={"note": held.note})
    assert refused.status_code == 422
    refused = await town.ask("POST", "/open/log/cosignatures", json={"note": "x"})
    assert refused.status_code == 422


async def test_the_auditor_recomputes_the_log_and_compares_what_he_kept(
    filed: tuple[Hall, str], tmp_path: Path, database: str
) -> None:
    hall, _ = filed
    pool = hall.town.tools.ledger.pool
    await sign(pool, tmp_path / "signed")
    held = await newest(pool)
    assert held is not None
    auditor = await hall.signed_in("auditor")
    page = await auditor.get("/audit/log")
    assert "与记录一致" in page.text
    asked = {"kept": held.note.replace("\n", "\r\n")}
    same = await auditor.http.get("/audit/log", params=asked)
    assert f"与您留存的{held.size}条的校验点比较过" in same.text
    unread = await auditor.http.get("/audit/log", params={"kept": "x"})
    assert "没有读懂" in unread.text
    longer = held.note.replace(f"\n{held.size}\n", f"\n{held.size + 7}\n")
    short = await auditor.http.get("/audit/log", params={"kept": longer})
    assert "短于外面留存的校验点" in short.text
    owner = await asyncpg.connect(database)
    await owner.execute("ALTER TABLE events DISABLE TRIGGER events_are_appended")
    await owner.execute("UPDATE events SET reason = '补' WHERE version = 2")
    await owner.close()
    assert "被改动" in (await auditor.get("/audit/log")).text
    assert (await (await hall.signed_in("clerk")).get("/audit/log")).status_code == 404


async def test_a_county_reads_what_was_verified(filed: tuple[Hall, str], tmp_path: Path) -> None:
    hall, _ = filed
    ledger = hall.town.tools.ledger
    clerk = await hall.signed_in("clerk")
    assert "还没有收到" in (await clerk.get("/towns")).text
    await sign(ledger.pool, tmp_path / "signed")
    await arrive(ledger, await package(ledger, None, "a.zip"), [KEY.verifier], by="clerk")
    broken = (await package(ledger, None, "a.zip"))[:-1] + b"x"
    await arrive(ledger, broken, [KEY.verifier], by="clerk")
    page = (await clerk.get("/towns")).text
    assert "已核验" in page
    assert "LG23-02" in page
    assert "没有通过核验" not in page, "whose it is, nobody knows"
    for login, region in (("far", "浙江省/温州市/苍南县"), ("all", None)):
        await hall.accounts.add(
            login, SECRET, "committee_clerk", "clerk", region=region, name="外地的岗位"
        )
    far = await (await hall.signed_in("far")).get("/towns")
    assert "LG23-02" not in far.text
    assert "log.example/1" not in far.text
    everything = (await (await hall.signed_in("all")).get("/towns")).text
    assert "没有通过核验：log.example/1" in everything
    assert "LG23-02" in everything
