"""The database away: told as unknown with what to do, and the same key finds out."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from api.app import make_app, make_tools
from ledger.door import Ledger
from tests.support.town import PLAN, Service, Town
from tests.support.wire import Wire, wire

AT = "/projects/LG23-01/duties/work_plan/filings"


@pytest.fixture
async def far(town: Town, database: str, tmp_path: Path) -> AsyncIterator[tuple[Service, Wire]]:
    """The same town, served by a process whose wire to the database can be cut."""
    async with wire(database) as (line, url):
        ledger = await Ledger.connect(url, clients=2)
        tools = make_tools(ledger, tmp_path / "evidence")
        app = make_app(tools)
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://far") as http:
            yield Service(tools, app, http), line
        line.mend()
        await ledger.close()


async def test_a_cut_wire_is_told_with_what_to_do(town: Town, far: tuple[Service, Wire]) -> None:
    service, line = far
    assert (await service.ask("GET", "/me", town.fire)).status_code == 200
    line.cut()
    answer = await service.ask("POST", AT, town.fire, key="plan-1", json=PLAN)
    assert answer.status_code == 503, answer.text
    assert answer.headers["retry-after"] == "2"
    assert "请用同一 Idempotency-Key 重试" in answer.json()["detail"]
    health = await service.ask("GET", "/healthz")
    assert health.status_code == 503
    assert health.json()["parts"]["postgresql"]["words"].startswith("数据库没有应答")
    line.mend()
    again = await service.ask("POST", AT, town.fire, key="plan-1", json=PLAN)
    assert again.status_code == 201


async def test_another_process_gives_the_first_receipt(
    town: Town, far: tuple[Service, Wire]
) -> None:
    service, _ = far
    first = await service.ask("POST", AT, town.fire, key="plan-2", json=PLAN)
    again = await town.ask("POST", AT, town.fire, key="plan-2", json=PLAN)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
