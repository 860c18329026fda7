"""Who was turned away by our own trouble can be shown to have tried."""

import asyncio
import fcntl
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from api.app import make_app, make_tools
from api.refused import RefusedBook
from ledger.door import Ledger
from tests.support.town import PLAN, Service, Town
from tests.support.wire import Wire, wire

AT = "/projects/LG23-01/duties/work_plan/filings"


@pytest.fixture
async def far(town: Town, database: str, tmp_path: Path) -> AsyncIterator[tuple[Service, Wire]]:
    """The same town behind a wire to its database that can be cut."""
    async with wire(database) as (line, url):
        ledger = await Ledger.connect(url, clients=2)
        book = RefusedBook(tmp_path / "refused.ndjson")
        app = make_app(tools := make_tools(ledger, tmp_path / "evidence", refused=book))
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://far") as http:
            yield Service(tools, app, http), line
        line.mend()
        await ledger.close()


def kept(folder: Path, name: str = "refused") -> list[dict[str, object]]:
    file = folder / f"{name}.ndjson"
    return [json.loads(x) for x in file.read_text().splitlines()] if file.exists() else []


async def test_a_filing_that_could_not_be_taken_is_kept_without_a_secret(
    town: Town, far: tuple[Service, Wire], tmp_path: Path
) -> None:
    service, line = far
    assert (await service.ask("POST", AT, town.fire, json={})).status_code == 422
    assert kept(tmp_path) == [], "what was asked wrongly is no trouble of ours"
    line.cut()
    answer = await service.ask("POST", AT, town.fire, key="plan-1", json=PLAN)
    assert answer.status_code == 503
    (one,) = kept(tmp_path)
    assert (one["path"], one["key"], one["status"]) == (f"/api/v1{AT}", "plan-1", 503)
    assert one["caller"] == town.fire.split("_")[1]
    assert one["request"] == answer.headers["x-request-id"]
    assert town.fire not in (tmp_path / "refused.ndjson").read_text()
    assert (tmp_path / "refused.ndjson").stat().st_mode & 0o077 == 0


async def test_invented_tokens_push_out_nobody_who_is_known(
    town: Town, far: tuple[Service, Wire], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, line = far
    monkeypatch.setattr("api.refused.KEPT", 600)
    assert (await service.ask("GET", "/duties", town.fire)).status_code == 200
    line.cut()
    assert (await service.ask("POST", AT, town.fire, key="plan-1", json=PLAN)).status_code == 503
    for n in range(8):
        invented = f"bh_{'abcdefgh'[n] * 8}_{'x' * 43}"
        assert (await service.ask("POST", AT, invented, json=PLAN)).status_code == 503
    assert [x["key"] for x in kept(tmp_path)] == ["plan-1"]
    others = [x["caller"] for x in kept(tmp_path, "refused-unknown")]
    assert others[-1] == "hhhhhhhh"
    assert (tmp_path / "refused-unknown.ndjson.1").exists()


async def test_a_process_waits_while_another_turns_the_file_over(tmp_path: Path) -> None:
    book = RefusedBook(tmp_path / "refused.ndjson")
    scope = {"method": "POST", "headers": [], "state": {"caller": "abcdefgh"}}
    with (tmp_path / "refused.lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        noted = asyncio.create_task(book.note(scope, "1", AT, 503))
        _, waiting = await asyncio.wait({noted}, timeout=0.5)
        assert waiting == {noted}
        assert kept(tmp_path) == []
    await noted
    assert [x["caller"] for x in kept(tmp_path)] == ["abcdefgh"]


async def test_readers_and_strangers_leave_nothing(
    town: Town, far: tuple[Service, Wire], tmp_path: Path
) -> None:
    service, line = far
    line.cut()
    assert (await service.ask("GET", "/duties", town.fire)).status_code == 503
    assert (await service.ask("POST", AT, "nobody", json=PLAN)).status_code == 401
    assert kept(tmp_path) == []


async def test_a_browser_that_mistypes_meanwhile_gets_the_page_that_says_so(
    far: tuple[Service, Wire],
) -> None:
    service, line = far
    line.cut()
    asked = {"Accept": "text/html", "Cookie": f"__Host-bihuan={'a' * 43}"}
    answer = await service.http.get("http://far/no-such-page", headers=asked)
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.text
