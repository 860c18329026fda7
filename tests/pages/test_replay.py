"""The replay: a life by two knowledges, its proofs, and the record to take away."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from ledger.audit.offline import Package, main
from tests.pages.conftest import Hall
from tests.support.town import FIRE, PLAN

SetClock = Callable[[str], Any]
AT = "/audit/project/LG23-01"
VISIT: dict[str, Any] = {
    "kind": "unannounced_check",
    "happened_at": "2023-05-08T09:30:00+08:00",
    "place": "某镇某村",
    "taking_part": ["deputy:D017"],
    "seen": "抽查 20 户，3 户线路外露。",
    "subprojects": [1],
}


@pytest.fixture
async def told_late(hall: Hall, set_clock: SetClock) -> AsyncIterator[Hall]:
    """The plan is filed on 25 April; a visit of 8 May is written down on 15 May; it is 20 May."""
    town = hall.town
    fire = await town.token(f"unit:{FIRE}", "unit")
    group = await town.token("deputy_group:LG23-01", "deputy_group")
    await set_clock("2023-04-25T10:00:00+08:00")
    filed = await town.ask("POST", "/projects/LG23-01/duties/work_plan/filings", fire, json=PLAN)
    assert filed.status_code == 201, filed.text
    await set_clock("2023-05-15T10:00:00+08:00")
    seen = await town.ask("POST", "/projects/LG23-01/inspections", group, json={"visit": VISIT})
    assert seen.status_code == 201, seen.text
    await set_clock("2023-05-20T10:00:00+08:00")
    yield hall
    await town.tools.houses.close()


async def test_two_knowledges_of_one_day_and_the_event_between_them(told_late: Hall) -> None:
    auditor = await told_late.signed_in("auditor")
    page = (await auditor.get(f"{AT}?as_of=2023-05-10&known_at=2023-05-12")).text
    assert "2023年5月10日的样子" in page
    assert "两种知道，差1处" in page
    row = page.split('<tr class="df">')[1].split("</tr>")[0]
    assert ("检查" in row, "0次" in row, "1次" in row) == (True, True, True)
    late = row.split('href="#e')[1].split('"')[0]
    assert f'id="e{late}"' in page
    assert "迟记" in page
    whole = (await auditor.get(f"{AT}?show=late")).text
    assert f'id="e{late}"' in whole
    assert "交了" not in whole.split('id="ev"')[1].split("</section>")[0]
    part = await auditor.get(f"{AT}/state?as_of=2023-05-10&known_at=2023-05-16")
    assert "两种知道，没有差别" in part.text
    assert part.headers["hx-replace-url"] == f"{AT}?as_of=2023-05-10&known_at=2023-05-16"


async def test_a_region_is_compared_project_by_project(told_late: Hall) -> None:
    auditor = await told_late.signed_in("auditor")
    region = "/audit/region?region=浙江省/温州市/龙港市"
    answer = await auditor.get(f"{region}&as_of=2023-05-10&known_at=2023-05-12")
    for _ in range(40):
        if "正在重放" not in answer.text:
            break
        answer = await auditor.get(f"{region}&as_of=2023-05-10&known_at=2023-05-12")
    assert "那时已发生、后来才记的" in answer.text
    assert "没有差别" in answer.text
    assert "偏慢" in answer.text or "滞后" in answer.text
    assert "散列逐条重算，一致" in (await auditor.get(f"{region}&chains=true")).text
    assert (await auditor.get("/audit/region?region=浙江省/杭州市")).status_code == 404
    clerk = await told_late.signed_in("clerk")
    for path in (region, AT, f"{AT}/state", f"{AT}/package"):
        assert (await clerk.get(path)).status_code == 404


async def test_the_record_is_checked_without_us(told_late: Hall, tmp_path: Path) -> None:
    auditor = await told_late.signed_in("auditor")
    asking = await auditor.get(f"{AT}/package")
    assert 'name="purpose"' in asking.text
    answer = await auditor.get(f"{AT}/package?purpose=审计取证")
    assert answer.headers["content-type"] == "application/zip"
    file = tmp_path / "包.zip"
    file.write_bytes(answer.content)
    with zipfile.ZipFile(file) as archive:
        archive.extract("verify.py", tmp_path)
        manifest = json.loads(archive.read("manifest.json"))
        lines = archive.read("events.ndjson").decode().splitlines()
    done = subprocess.run(  # an auditor's own machine
        [sys.executable, "-I", "verify.py", file.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    said = "没有校验点，没有给出公钥所以签名未核，0处不符。\n"
    assert (done.returncode, done.stdout) == (0, f"1条链、{len(lines)}条事件，{said}")
    assert manifest["streams"][0]["version"] == len(lines)
    last = json.loads(lines[-1])
    kept = (last["stream"], str(last["version"]), last["hash"])
    assert main([str(file), "--receipt", *kept]) == 0
    assert main([str(file), "--receipt", *kept[:2], "0" * 64]) == 1
    made = tmp_path / "改.zip"
    _rewritten(answer.content, made, lambda x: x[:-1])
    assert any("链尾" in x for x in Package(str(made)).found)
    _rewritten(answer.content, made, lambda x: [x[0].replace("LG23-01", "LG23-09"), *x[1:]])
    assert any("散列" in x for x in Package(str(made)).found)


def _rewritten(package: bytes, made: Path, how: Callable[[list[str]], list[str]]) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "events.ndjson":
                text = "".join(f"{x}\n" for x in how(text.decode().splitlines())).encode()
            new.writestr(name, text)


async def test_a_broken_chain_is_told_in_the_page(told_late: Hall, database: str) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute("ALTER TABLE events DISABLE TRIGGER events_are_appended")
    await owner.execute(
        "UPDATE events SET body = replace(body, '5800', '5900')"
        " WHERE stream = 'project:LG23-01' AND type = 'DutyFiled'"
    )
    await owner.close()
    auditor = await told_late.signed_in("auditor")
    page = (await auditor.get(AT)).text
    assert "有内容与散列不符的" in page
    assert "链有1处不对" in page
    assert "前后相扣，没有断口" in page
