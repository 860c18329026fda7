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
from tests.support.opened import Opened
from tests.support.town import FIRE, HOUSING, Service, Town


@pytest.fixture
async def service(ledger: Ledger, tmp_path: Path) -> AsyncIterator[Service]:
    tools = make_tools(ledger, tmp_path / "evidence")
    app = make_app(tools)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://bihuan") as http:
        yield Service(tools, app, http)


@pytest.fixture
async def town(service: Service, opened: Opened) -> Town:
    """Longgang on 20 April 2023: voted, nothing filed."""
    made = await opened.entered(service)
    made.fire = await made.token(f"unit:{FIRE}", "unit")
    made.housing = await made.token(f"unit:{HOUSING}", "unit")
    made.group = await made.token("deputy_group:LG23-01", "deputy_group")
    made.government = await made.token("government", "government")
    made.auditor = await made.token("auditor", "auditor")
    return made


@pytest.fixture
def set_clock(ledger: Ledger) -> Callable[[str], Any]:
    """Let it be that instant."""

    async def set_(instant: str) -> None:
        await clock.set_clock(ledger, datetime.fromisoformat(instant))

    return set_
