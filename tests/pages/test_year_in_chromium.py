"""The year of a project on a phone: what is owed now stands on the screen, not beside it."""

from collections.abc import Callable
from typing import Any

from playwright.async_api import Browser

from tests.pages.test_in_chromium import DESK, PHONE, Person, address, browser, person

__all__ = ["address", "browser"]
LATE = "2023-11-10T09:00:00+08:00"
TODAY = """() => {
    const plot = document.querySelector(".tl .plot").getBoundingClientRect();
    const today = document.querySelector(".tl line.today").getBoundingClientRect().x;
    return plot.left < today && today < plot.right;
}"""


async def _stands_on_the_screen(clerk: Person) -> bool:
    await clerk.open("/projects/LG23-01")
    stands: bool = await clerk.page.evaluate(TODAY)
    await clerk.fits()
    assert clerk.complaints == []
    return stands


async def test_a_year_wider_than_the_screen_is_shown_around_today(
    address: str, browser: Browser, set_clock: Callable[[str], Any]
) -> None:
    await set_clock(LATE)
    assert await _stands_on_the_screen(await person(browser, address, "clerk", DESK))
    assert await _stands_on_the_screen(await person(browser, address, "clerk", PHONE))


async def test_without_a_script_it_is_read_from_its_beginning(
    address: str, browser: Browser, set_clock: Callable[[str], Any]
) -> None:
    await set_clock(LATE)
    clerk = await person(browser, address, "clerk", PHONE, script=False)
    assert not await _stands_on_the_screen(clerk)
    assert await clerk.page.evaluate("document.querySelector('.tl .plot').scrollLeft") == 0
