"""In a real browser: a group's phone where there is no signal, and what becomes of its records."""

from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from ledger.queries.inspections import inspections_of
from tests.pages.conftest import Hall
from tests.pages.test_group_pages import escalated
from tests.pages.test_in_chromium import (
    DESK,
    PHONE,
    Person,
    address,
    browser,
    person,
)

__all__ = ["address", "browser"]
FORM = "/group/LG23-01/inspection"
STREAM = "project:LG23-01"
FORGET = """async () => {
    for (const name of await caches.keys()) {
        const shelf = await caches.open(name);
        for (const x of await shelf.keys())
            if (new URL(x.url).pathname.startsWith("/group")) await shelf.delete(x);
    }
}"""


async def on_the_phone(page: Page) -> None:
    """Until the worker has kept the pages."""
    await page.wait_for_selector("html[data-kept]")


async def fill_in(page: Page, *, at: str, count: str, text: str) -> None:
    await page.fill("[id='f-visit.happened_at']", at)
    await page.fill("[id='f-visit.place']", "桃源街道3个小区")
    await page.fill("#n-1", count)
    await page.click("[aria-label='电气线路改造加一']")
    await page.fill("[id='f-findings.0.text']", text)


async def photograph(page: Page) -> bytes:
    """A real picture, larger than what is sent as it is, drawn by the browser itself."""
    drawn: str = await page.evaluate(
        """async () => {
            const sheet = new OffscreenCanvas(2800, 800), pen = sheet.getContext("2d");
            const dots = pen.createImageData(2800, 800);
            for (let n = 0; n < dots.data.length; n += 65536)
                crypto.getRandomValues(dots.data.subarray(n, n + 65536));
            pen.putImageData(dots, 0, 0);
            const reader = new FileReader();
            reader.readAsDataURL(await sheet.convertToBlob({ type: "image/jpeg", quality: 0.9 }));
            await new Promise((done) => { reader.onload = done; });
            return reader.result;
        }"""
    )
    return b64decode(drawn.partition(",")[2])


async def kept_as_it_happened(hall: Hall, drawn: int) -> None:
    found = await inspections_of(hall.town.tools.ledger, [STREAM])
    visits = [x.event["visit"] for x in found]
    assert [x["happened_at"] for x in visits] == [
        "2023-05-18T15:20:00+08:00",
        "2023-05-19T09:00:00+08:00",
    ]
    assert [[y["number"] for y in x["counts"]] for x in visits] == [[14], [2]]
    photo = visits[0]["evidence"][0]
    assert photo["name"] == "车棚-1.jpg"
    assert 0 < photo["size"] < drawn, "made smaller on the phone"


async def what_was_never_kept_is_said(group: Person) -> None:
    await group.page.evaluate(FORGET)
    await group.page.context.set_offline(True)
    await group.open("/group")
    assert "没有信号，这一页没有存过" in await group.reads(), "not a page of the browser's"
    await group.fits()
    await group.page.context.set_offline(False)


async def test_a_group_records_without_a_signal_and_nothing_is_lost(
    hall: Hall, address: str, browser: Browser, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-19T10:00:00+08:00")
    group = await person(browser, address, "group", PHONE)
    page = group.page
    await on_the_phone(page)
    picture = await photograph(page)
    await page.context.set_offline(True)
    await group.open(FORM)
    assert "没有信号" in await group.reads()
    await fill_in(page, at="2023-05-18T15:20", count="13", text="两处车棚没装灭火器。")
    shot = FilePayload(name="车棚.jpg", mimeType="image/jpeg", buffer=picture)
    await page.set_input_files("#f-files", shot)
    await page.wait_for_selector(".shots img[src^='data:']")
    await group.fits()
    await page.click("text=存下 >> nth=-1")
    await page.wait_for_selector("#saved:not([hidden])")
    await group.open(FORM)
    await fill_in(page, at="2023-05-21T09:00", count="1", text="")
    await page.click("text=存下 >> nth=-1")
    await page.wait_for_selector("#saved:not([hidden])")
    await group.open("/group/inspections")
    await expect(page.locator(".queued li")).to_have_count(2)
    assert "等着交2条" in await group.reads()
    assert "车棚-1.jpg" in await group.reads()
    await page.context.set_offline(False)
    await page.wait_for_selector(".sent li")
    await page.wait_for_selector(".why-not:not([hidden])")
    said = await group.reads()
    assert "检查时间还没有到" in said, "what is refused stays, with its reason"
    assert "已收下" in said
    await page.click("text=打开改")
    await expect(page.locator("#n-1")).to_have_value("2")
    await page.fill("[id='f-visit.happened_at']", "2023-05-19T09:00")
    await page.click("text=存下 >> nth=-1")
    await expect(page.locator(".sent li")).to_have_count(2)
    assert "没有等着交的" in await group.reads()
    assert "上次全部交上" in await group.reads()
    await kept_as_it_happened(hall, len(picture))
    await what_was_never_kept_is_said(group)
    away = ("ERR_INTERNET_DISCONNECTED", "422")
    assert [x for x in group.complaints if not any(y in x for y in away)] == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_an_escalation_is_signed_for_and_the_visit_recorded(
    hall: Hall,
    address: str,
    browser: Browser,
    set_clock: Callable[[str], Any],
    size: dict[str, int],
) -> None:
    await escalated(hall, set_clock)
    group = await person(browser, address, "group", size)
    await group.fits()
    small = await group.page.eval_on_selector_all(
        "main a, main button:not([hidden]), .tabs a",
        "xs => xs.map(x => [x.innerText, x.getBoundingClientRect().height])"
        ".filter(x => x[1] > 0 && x[1] < 43.5)",
    )
    assert small == []
    await group.page.click("text=市消防救援大队没交工作方案")
    await group.fits()
    await group.page.click("text=到现场看")
    await group.page.fill("#f-on", "2023-05-23")
    await group.page.click("button:text-is('签收')")
    assert "已签收。" in await group.reads()
    await group.page.click("text=记一次督查")
    await fill_in(group.page, at="2023-05-19T09:30", count="5", text="")
    await group.page.click("text=存下 >> nth=-1")
    await group.page.wait_for_selector(".sent li")
    await group.open("/group")
    assert "电气线路改造清点6户" in await group.reads()
    assert "市消防救援大队没交" not in await group.reads()
    assert group.complaints == []
