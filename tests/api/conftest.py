"""The application over a real ledger with the settable clock."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.app import make_app, make_tools
from ledger import clock
from ledger.door import Ledger
from tests.support.town import FIRE, HOUSING, LIST, Service, Town


@pytest.fixture
async def service(ledger: Ledger, tmp_path: Path) -> AsyncIterator[Service]:
    tools = make_tools(ledger, tmp_path / "evidence")
    app = make_app(tools)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://bihuan") as http:
        yield Service(tools, app, http)


@pytest.fixture
async def town(service: Service, set_clock: Callable[[str], Any]) -> Town:
    """Longgang on 20 April 2023: voted, nothing filed."""
    await set_clock("2023-04-20T10:00:00+08:00")
    made = Town(service.tools, service.app, service.http)
    made.clerk = await made.token("clerk", "clerk")
    made.fire = await made.token(f"unit:{FIRE}", "unit")
    made.housing = await made.token(f"unit:{HOUSING}", "unit")
    made.group = await made.token("deputy_group:LG23-01", "deputy_group")
    made.government = await made.token("government", "government")
    made.auditor = await made.token("auditor", "auditor")
    opened = await made.ask("POST", "/programmes", made.clerk, json=LIST)
    assert opened.status_code == 201, opened.text
    return made


@pytest.fixture
def set_clock(ledger: Ledger) -> Callable[[str], Any]:
    """Let it be that instant."""

    async def set_(instant: str) -> None:
        await clock.set_clock(ledger, datetime.fromisoformat(instant))

    return set_
