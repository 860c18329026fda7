"""Around every page: keys, help, light and dark, what is said when the network fails, print."""

import re

from playwright.async_api import Browser, Page

from api.pages.render import TEMPLATES
from tests.pages.conftest import Hall
from tests.pages.test_in_chromium import DESK, address, browser, person

__all__ = ["address", "browser"]
NIGHT, PAPER = "rgb(14, 20, 24)", "rgb(255, 255, 255)"
GROUND = "getComputedStyle(document.body).backgroundColor"


def test_every_page_has_its_own_help() -> None:
    helped = {x.name for x in (TEMPLATES / "help").iterdir()}
    texts = {x.name: x.read_text(encoding="utf-8") for x in TEMPLATES.glob("[a-z]*.html")}
    frames = {found for x in texts.values() for found in re.findall(r'{% extends "(.+?)" %}', x)}
    assert {x for x, text in texts.items() if "{% extends" in text} - frames - helped == set()


async def test_a_clerk_finds_everything_with_the_keyboard_alone(
    address: str, browser: Browser
) -> None:
    clerk = await person(browser, address, "clerk", DESK)
    page = clerk.page
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("?")
    assert await page.evaluate("document.activeElement.closest('#help') !== null")
    assert "逾期最久的在最前" in await page.inner_text("#help")
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.getElementById('help').open") is False
    assert await page.evaluate("document.activeElement.className") == "skip", "where it was"
    await page.keyboard.press("g")
    await page.keyboard.press("m")
    await page.wait_for_url("**/meetings")
    await page.keyboard.press("?")
    await page.click("#help button[name=keys]")
    await page.keyboard.press("g")
    await page.keyboard.press("b")
    assert page.url.endswith("/meetings"), "single keys are switched off"
    assert clerk.complaints == []


async def test_night_is_chosen_kept_and_never_printed(address: str, browser: Browser) -> None:
    clerk = await person(browser, address, "clerk", DESK, script=False)
    page = clerk.page
    await chosen(page, "dark")
    assert await page.evaluate(GROUND) == NIGHT
    await clerk.open("/projects/LG23-01?all=1")
    assert await page.evaluate(GROUND) == NIGHT
    await chosen(page, "light")
    assert page.url.endswith("/projects/LG23-01?all=1"), "back on the same page"
    await chosen(page, "dark")
    await page.emulate_media(media="print")
    assert await page.evaluate(GROUND) == PAPER
    assert await page.is_hidden(".bar")
    assert await page.is_hidden(".foot")
    assert "截至4月20日" in (await page.inner_text(".printed")).replace(" ", "")
    assert clerk.complaints == []


async def chosen(page: Page, theme: str) -> None:
    await page.click(f".look button[value={theme}]")
    await page.wait_for_selector(f"html[data-theme={theme}]")
    await page.wait_for_load_state("load")


async def test_what_the_network_does_is_said_and_nothing_is_lost(
    address: str, browser: Browser
) -> None:
    clerk = await person(browser, address, "clerk", DESK)
    page, states = clerk.page, clerk.page.locator("#states")
    await clerk.open("/projects/LG23-01")
    await page.context.set_offline(True)
    await states.get_by_text("没有网络。").wait_for()
    await page.locator("a.why").nth(1).click()
    await states.get_by_text("没有取到。").wait_for()
    await page.context.set_offline(False)
    await states.get_by_text("没有网络。").wait_for(state="hidden")
    async with page.expect_request_finished(lambda x: "why=" in x.url):
        await page.locator("a.why").nth(1).click()
    await page.wait_for_selector("#why:not([aria-busy]) h3:has-text('为什么是')")
    assert await states.get_by_text("没有取到。").is_hidden()
    await page.context.clear_cookies()
    await page.locator("a.why").nth(2).click()
    await states.get_by_text("登录到期了。").wait_for()
    assert await page.is_visible("#why h3"), "what was read stays"


async def test_a_style_that_did_not_change_is_not_sent_again(hall: Hall) -> None:
    browser = hall.browser()
    for file in ("shell.css", "mark.svg"):
        first = await browser.http.get(f"/static/{file}")
        tag = {"If-None-Match": first.headers["etag"]}
        again = await browser.http.get(f"/static/{file}", headers=tag)
        assert (again.status_code, again.content) == (304, b"")
