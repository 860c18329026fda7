"""An auditor's journey in a real browser: drag back, see what was not known, follow the event."""

import pytest
from playwright.async_api import Browser

from tests.pages.conftest import Hall
from tests.pages.test_in_chromium import DESK, PHONE, address, browser, person
from tests.pages.test_replay import AT, told_late

__all__ = ["address", "browser", "told_late"]


@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="phone", marks=pytest.mark.long), pytest.param(DESK, id="desk")]
)
async def test_an_auditor_drags_back_and_finds_what_was_written_down_late(
    told_late: Hall, address: str, browser: Browser, size: dict[str, int]
) -> None:
    auditor = await person(browser, address, "auditor", size)
    page = auditor.page
    assert await auditor.open(AT) == 200
    await auditor.fits()
    as_of, known = page.locator("#as_of-range"), page.locator("#known_at-range")
    await known.fill("40")  # 10 May, forty days after the vote
    await page.get_by_text("两种知道，差1处").wait_for()
    await as_of.focus()
    await page.keyboard.press("Shift+ArrowLeft")
    assert await page.input_value("#as_of") == "2023-05-13"
    await page.get_by_text("2023年5月13日的样子").wait_for()
    assert "as_of=2023-05-13&known_at=2023-05-10" in page.url
    await page.locator(".df a.ev").click()
    assert "迟记" in await page.locator("tr:target").inner_text()
    await auditor.fits()

    await auditor.open("/projects/LG23-01?as_of=2023-04-22")
    await page.get_by_text("你在看2023年4月22日的样子").wait_for()
    await auditor.fits()
    await page.get_by_role("link", name="回到今天").click()
    assert page.url.endswith("/projects/LG23-01")
    assert await page.locator(".then").count() == 0
    assert auditor.complaints == []
