"""Every page, as somebody who may open it, in a real browser: WCAG 2.2 AA by axe, by day and by
night, and without sideways scrolling at 320 px (a desk's page at 400 %). No route escapes.

`make test` opens each route once, by day at a desk; `make long` as everybody, at each width.

axe runs whole at 1440 px; the other scheme is measured for contrast, the small screen for what a
small screen can break. Several tabs work at once, so that a page takes a fraction of a second.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize

from api.pages.install import ROUTERS
from ledger.door import Ledger
from ledger.migrate import choose_settable_clock
from tests.conftest import NewDatabase
from tests.pages.conftest import SECRET, Hall
from tests.pages.furnished import furnished
from tests.pages.test_in_chromium import served
from tests.pages.visits import FORMS, HALL, NO_PAGES, NOBODY, SAME, VISITS

AXE = (Path(__file__).parents[1] / "support" / "axe" / "axe.min.js").read_text(encoding="utf-8")
DESK, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=320, height=6000)
TABS = 3
PATIENCE = 120_000
"""Milliseconds for one step of the browser: a machine that does much else takes its time."""
Furnished = tuple[Hall, dict[str, str]]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BESIDE = {x: {"enabled": True} for x in ("heading-order", "page-has-heading-one", "region")}
WHOLE: dict[str, Any] = {"runOnly": {"type": "tag", "values": WCAG}, "rules": BESIDE}
CONTRAST = ["color-contrast", "link-in-text-block"]
SMALL = ["target-size", "scrollable-region-focusable", "aria-hidden-focus", "label"]
RUN = """async (how) => (await axe.run(document, {...how, preload: false, resultTypes: [
    "violations"]}))
    .violations
    .map(x => `${x.id} ${x.nodes.length}: ${x.nodes.slice(0, 3).map(n =>
        [n.target, n.html.slice(0, 110), (n.any[0] || n.all[0] || n.none[0])?.message].join(" ")
    ).join(" ¦ ")}`)"""


def rules(names: list[str]) -> dict[str, Any]:
    """Only these."""
    return {"runOnly": {"type": "rule", "values": names}}


def test_no_route_escapes_the_list() -> None:
    there = {getattr(x, "path", "") for r in ROUTERS for x in r.routes if "GET" in _methods(x)}
    assert there == set(VISITS) | SAME | NO_PAGES
    assert len(there) == len(VISITS) + len(SAME) + len(NO_PAGES)
    assert [x for x, told in VISITS.items() if not told] == []


def _methods(route: object) -> set[str]:
    return set(getattr(route, "methods", ()))


@pytest.fixture
async def house(
    new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Furnished]:
    """The furnished house; its screen's code opens once."""
    database = await new_database()
    await choose_settable_clock(database)
    ledger = await Ledger.connect(database)
    hall, chance = await furnished(ledger, tmp_path_factory.mktemp("house"))
    yield hall, chance
    for one in hall.browsers:
        await one.http.aclose()
    await hall.town.http.aclose()
    await ledger.close()


class Tabs:
    """A context for each person, signed in once; each worker keeps one page of hers."""

    def __init__(self, browser: Browser, address: str, chance: dict[str, str]) -> None:
        self.browser, self.address, self.chance = browser, address, chance
        self.people: dict[str, asyncio.Task[BrowserContext]] = {}
        self.pages: dict[tuple[int, str], Tab] = {}

    async def tab(self, login: str) -> Page:
        """A new page of that person."""
        if login not in self.people:
            self.people[login] = asyncio.create_task(self._sign_in(login))
        return await (await self.people[login]).new_page()

    async def kept(self, worker: int, login: str) -> "Tab":
        """The page of that person which no other worker uses."""
        if (worker, login) not in self.pages:
            self.pages[worker, login] = Tab(await self.tab(login))
        return self.pages[worker, login]

    async def _sign_in(self, login: str) -> BrowserContext:
        made = await self.browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK, reduced_motion="reduce"
        )
        made.set_default_timeout(PATIENCE)
        page = await made.new_page()
        if login == HALL:
            await page.goto(self.address + self.chance["{CODE}"])
            await page.click("main button")
            await page.wait_for_url("**/screen/*")
        elif login != NOBODY:
            await page.goto(f"{self.address}/login")
            await page.fill("#login", login)
            await page.fill("#password", SECRET)
            await page.click("button[type=submit].main")
            await page.wait_for_url(lambda x: "/login" not in x)
        await page.close()
        return made


class Tab:
    """A page and what its console complains of."""

    def __init__(self, page: Page) -> None:
        self.page, self.complaints = page, list[str]()
        page.on("console", lambda x: self.complaints.append(x.text) if x.type == "error" else None)
        page.on("pageerror", lambda x: self.complaints.append(str(x)))

    async def opened(self, url: str) -> int:
        """By day, at a desk."""
        self.complaints.clear()
        await self.page.emulate_media(color_scheme="light")
        await self.page.set_viewport_size(DESK)
        await put_together(self.page, url)
        answer = await self.page.goto(url)
        assert answer is not None
        return answer.status


async def put_together(page: Page, url: str) -> None:
    """Wait for a past that is still being put together."""
    asking = page.context.request
    while "as_of=" in url and (await asking.get(url)).status == 202:  # noqa: ASYNC110  # no event
        await asyncio.sleep(0.3)


async def found_on(tab: Tab, url: str) -> list[str]:
    """What is wrong with that page: by day at a desk, by night and at 320 px."""
    page, status = tab.page, await tab.opened(url)
    if status != 200 or ("/login" in page.url) != url.endswith("/login"):
        return [f"answers {status} at {page.url}"]
    await page.evaluate(AXE)
    said = [f"day: {x}" for x in await page.evaluate(RUN, WHOLE)]
    await page.emulate_media(color_scheme="dark")
    said += [f"night: {x}" for x in await page.evaluate(RUN, rules(CONTRAST))]
    await page.set_viewport_size(NARROW)
    said += [f"320: {x}" for x in await page.evaluate(RUN, rules(SMALL))]
    wide = await page.evaluate("document.documentElement.scrollWidth")
    said += [f"320: {wide} px wide"] if wide > NARROW["width"] else []
    return said + tab.complaints


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_every_page_is_clean_by_day_by_night_and_on_the_narrowest_screen(
    house: Furnished, real_browser: Browser
) -> None:
    lines = [*(x for told in VISITS.values() for x in told), *FORMS]
    await clean(house, real_browser, lines)


async def clean(house: Furnished, real_browser: Browser, lines: list[tuple[str, str]]) -> None:
    hall, chance = house
    waiting = sorted((who, chance.get(at, at)) for who, at in lines)
    found: dict[str, list[str]] = {}
    async with served(hall.app) as address:
        tabs = Tabs(real_browser, address, chance)

        async def work(worker: int) -> None:
            while waiting:
                who, at = waiting.pop(0)
                tab = await tabs.kept(worker, who)
                if said := await found_on(tab, address + at):
                    found[f"{who} {at}"] = said

        await asyncio.gather(*(work(n) for n in range(TABS)))
        for one in real_browser.contexts:
            await one.close()
    assert found == {}, json.dumps(found, ensure_ascii=False, indent=1)
