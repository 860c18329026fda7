"""Eight hundred real projects on one board, in a real browser: found, filtered, walked, urged."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, Page

from api.app import make_app, make_tools
from bench import many
from ledger.accounts import Accounts
from ledger.door import Ledger
from tests.pages.conftest import SECRET
from tests.pages.test_in_chromium import DESK, PHONE, Person, person
from tests.support import free_port

NUMBER = 800


@pytest.fixture
async def address(
    ledger: Ledger, accounts: Accounts, tmp_path: Path, set_clock: Callable[[str], Any]
) -> AsyncIterator[str]:
    """The board of a clerk who sees every region, in May, when no plan was filed."""
    await set_clock("2023-04-03T09:00:00+08:00")
    await many.adopted(ledger, NUMBER)
    await set_clock("2023-05-12T09:00:00+08:00")
    await accounts.add("many", SECRET, "committee_clerk", "clerk", region=None, name="监督科")
    app = make_app(make_tools(ledger, tmp_path / "evidence"))
    app.state.accounts = accounts
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, lifespan="off", ws="none", log_config=None)
    )
    serving = asyncio.create_task(server._serve())  # signals stay with pytest
    while not server.started:  # noqa: ASYNC110  # the server has no event to wait for
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


async def test_a_clerk_works_on_the_board_of_800(address: str, real_browser: Browser) -> None:
    clerk = await person(real_browser, address, "many", DESK)
    assert "800件逾期" in await clerk.reads()
    assert await clerk.page.locator("tr.debt").count() == 50, "one page of them"
    await searches_and_filters(clerk.page)
    await urges_by_keyboard(clerk)
    assert clerk.complaints == []
    await suits_a_thumb(await person(real_browser, address, "many", PHONE))


async def searches_and_filters(page: Page) -> None:
    """Found by its initials and narrowed to a unit, without the page being loaded again."""
    await page.evaluate("window.same = true")
    await page.locator("#q").focus()
    await page.keyboard.type("cdz")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("mark")
    assert "充电桩" in await page.locator("tr.debt mark").all_inner_texts()
    assert "q=cdz" in page.url
    unit = page.locator("nav[aria-label='谁欠'] a").first
    name = (await unit.locator("span").nth(1).inner_text()).strip()
    await unit.click()
    await page.wait_for_selector(".chips a >> nth=2")
    assert {x.strip() for x in await page.locator("td.unit").all_inner_texts()} == {name}
    assert await page.evaluate("window.same")


async def urges_by_keyboard(clerk: Person) -> None:
    """J K X C: the first line, its page of whom it reaches, and the fact."""
    page = clerk.page
    first = page.locator("tr.debt").first
    title = (await first.locator("td.title").inner_text()).strip()
    await page.evaluate("document.activeElement.blur()")
    for key in "jjkkx":
        await page.keyboard.press(key)
    assert await first.get_attribute("class") == "debt cursor"
    assert "勾选了1件" in await page.inner_text(".picked")
    await page.keyboard.press("c")
    await page.wait_for_url("**/board/chosen")
    said = await clerk.reads()
    assert "催办1件，涉及1家" in said
    assert title in said
    await page.get_by_role("button", name="催办这1件").click()
    assert "催办了1件" in await clerk.reads()


async def suits_a_thumb(phone: Person) -> None:
    """390 px: nothing beside the screen, nothing too small for a thumb."""
    await phone.fits()
    small = await phone.page.eval_on_selector_all(
        "main .btn, main .facets a, main .seg a, main .chips a",
        "xs => xs.filter(x => x.offsetHeight && x.offsetHeight < 43.5).map(x => x.textContent)",
    )
    assert small == []
