"""The pages over a real ledger with the settable clock: people of one real list, signed in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from re import search
from typing import Any

import httpx2
import pytest
from argon2 import PasswordHasher
from playwright.async_api import Browser as Chrome
from playwright.async_api import async_playwright

from api.app import make_app, make_tools
from ledger import clock
from ledger.accounts import Accounts
from ledger.door import Ledger
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.opened import Opened
from tests.support.town import FIRE, HOUSING, REGION, Service, Town
from tests.support.voting import Vote

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SECRET = "a long enough password"
PEOPLE: dict[str, tuple[Any, str]] = {
    "fire": ("unit_clerk", f"unit:{FIRE}"),
    "housing": ("unit_head", f"unit:{HOUSING}"),
    "group": ("deputy_group", "deputy_group:LG23-01"),
    "government": ("organ", "government"),
    "clerk": ("committee_clerk", "clerk"),
    "auditor": ("auditor", "auditor"),
    "root": ("sysadmin", "admin"),
}
OURS = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Browser:
    """One person's browser: it keeps cookies and fills in the hidden fields of a form."""

    http: httpx2.AsyncClient
    page: str = ""

    async def get(self, path: str) -> httpx2.Response:
        """Open a page, following where it leads."""
        answer = await self.http.get(path, follow_redirects=True)
        self.page = answer.text
        return answer

    async def post(self, path: str, data: Any, **with_: Any) -> httpx2.Response:
        """Send a form from our own page."""
        return await self.http.post(path, data=data, headers=OURS, **with_)

    async def sign_in(self, login: str, password: str = SECRET) -> httpx2.Response:
        return await self.post("/login", {"login": login, "password": password, "next": "/"})

    def hidden(self, name: str) -> str:
        """A hidden field of the page that was opened last."""
        found = search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found is not None, self.page
        return found[1]

    def form(self, **fields: str) -> dict[str, str]:
        """The fields with those that every form of the page carries."""
        return {"form_token": self.hidden("form_token"), "key": self.hidden("key"), **fields}

    def form_of(self, **fields: str) -> dict[str, str]:
        """The fields with the session's own, where a page has several forms or none."""
        return {"form_token": self.hidden("form_token"), "key": "f" * 32, **fields}


@dataclass
class Hall:
    """The town with its people."""

    town: Town
    accounts: Accounts
    browsers: list[Browser] = field(default_factory=list)

    @property
    def app(self) -> Any:
        return self.town.app

    def browser(self) -> Browser:
        """A new browser, nobody signed in."""
        transport = httpx2.ASGITransport(app=self.app)
        made = Browser(httpx2.AsyncClient(transport=transport, base_url="https://bihuan.test"))
        self.browsers.append(made)
        return made

    async def signed_in(self, login: str) -> Browser:
        """A browser in which that person has signed in."""
        browser = self.browser()
        answer = await browser.sign_in(login)
        assert answer.status_code == 303, answer.text
        return browser


@pytest.fixture(scope="session")
async def chrome() -> AsyncIterator[Chrome]:
    """One real browser for all tests of a process; nothing is shared between its contexts."""
    path = await asyncio.to_thread(chromium)
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield made
        await made.close()


@pytest.fixture
async def real_browser(chrome: Chrome) -> AsyncIterator[Chrome]:
    """The real browser; what a test opened in it is closed behind it."""
    yield chrome
    for one in chrome.contexts:
        await one.close()


@pytest.fixture
def set_clock(ledger: Ledger) -> Callable[[str], Any]:
    """Let it be that instant."""

    async def set_(instant: str) -> None:
        await clock.set_clock(ledger, datetime.fromisoformat(instant))

    return set_


@pytest.fixture
async def accounts(ledger: Ledger) -> Accounts:
    """One account of each kind, with passwords that are quick to check."""
    made = Accounts(ledger.pool, CHEAP)
    for login, (role, party) in PEOPLE.items():
        await made.add(login, SECRET, role, party, region=REGION, name=f"{login}的岗位")
    return made


@pytest.fixture
async def hall(
    ledger: Ledger, accounts: Accounts, tmp_path: Path, opened: Opened
) -> AsyncIterator[Hall]:
    """Longgang on 20 April 2023: voted, nothing filed."""
    tools = make_tools(ledger, tmp_path / "evidence")
    app = make_app(tools)
    app.state.accounts = accounts
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://bihuan") as http:
        made = Hall(await opened.entered(Service(tools, app, http)), accounts)
        yield made
        for browser in made.browsers:
            await browser.http.aclose()


@pytest.fixture
async def vote(hall: Hall, set_clock: Callable[[str], Any]) -> Vote:
    """Three candidates for two seats on the morning of the session."""
    await set_clock("2024-01-16T09:00:00+08:00")
    ledger = hall.town.tools.ledger
    made = Vote(ledger, date(2024, 1, 16), "LG24", "longgang@2", REGION, office=REGION)
    return await made.listed(3, 2)
