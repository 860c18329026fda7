"""Longgang on 20 April 2023 with its list opened, once for all tests that begin there.

Each works on a copy of that database: what the opening wrote, the clerk's token that it was done
with, and the hour it was then.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx2

from api.app import make_app, make_tools
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.migrate import choose_settable_clock
from tests.support.town import LIST, Service, Town

BEGUN = datetime.fromisoformat("2023-04-20T10:00:00+08:00")


@dataclass(frozen=True)
class Opened:
    """A database that nobody is connected to, and what was known when it was left."""

    name: str
    clerk: str
    keys: int
    left_at: datetime

    async def entered(self, service: Service) -> Town:
        """The town in a copy: its time goes on from where it was left."""
        await set_clock(service.tools.ledger, self.left_at)
        return Town(service.tools, service.app, service.http, keys=self.keys, clerk=self.clerk)


async def open_list(database: str, folder: Path) -> Opened:
    """Open the list there, through the application."""
    await choose_settable_clock(database)
    ledger = await Ledger.connect(database)
    await set_clock(ledger, BEGUN)
    tools = make_tools(ledger, folder)
    app = make_app(tools)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://bihuan") as http:
        service = Service(tools, app, http)
        clerk = await service.token("clerk", "clerk")
        answer = await service.ask("POST", "/programmes", clerk, json=LIST)
        assert answer.status_code == 201, answer.text
    left_at = await ledger.now()
    await ledger.close()
    return Opened(database.rpartition("/")[2], clerk, service.keys, left_at)
