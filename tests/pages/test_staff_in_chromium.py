"""In a real browser, at a desk and on a phone: the office takes a change from its request to the
decision, seeing who is affected before it confirms, and reads it back on the project's page."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.pages.conftest import Hall
from tests.pages.test_changes import RULING
from tests.pages.test_in_chromium import DESK, PHONE, Person, address, browser, person
from tests.pages.test_pages import PDF

__all__ = ["address", "browser"]
AT = "/projects/LG23-01"
SIZES = {"desk": DESK, "phone": PHONE}


@pytest.mark.parametrize("size", sorted(SIZES))
async def test_the_office_takes_a_change_from_the_request_to_the_decision(
    hall: Hall, address: str, browser: Browser, tmp_path: Path, size: str
) -> None:
    clerk = await person(browser, address, "clerk", SIZES[size])
    await asked(clerk, tmp_path)
    await clerk.page.click("text=登记第1号申请的决定")
    assert "片区规划调整" in await clerk.reads()
    await clerk.page.check("input[name=approved][value=true]")
    for name in ("session", "on", "document"):
        await clerk.page.fill(f"[name='ruling.{name}']", RULING[name])
    await clerk.page.click(".send button.main")
    assert "看过再确认" in await clerk.reads()
    await clerk.fits()
    await clerk.page.click("text=确认登记")
    told = await clerk.reads()
    assert "已记下。" in told
    assert "经批准延期" in told or "2023年12月31日" in told
    await clerk.fits()
    await clerk.open(f"{AT}?all=1#letters")
    assert "请示.pdf" in await clerk.reads()
    assert clerk.complaints == []


async def asked(clerk: Person, folder: Path) -> None:
    """The request for a later completion, with its paper; what is missing is said first."""
    paper = folder / "请示.pdf"
    paper.write_bytes(PDF)
    assert await clerk.open(AT) == 200
    await clerk.fits()
    await clerk.page.click("text=申请调整、暂缓或终止")
    await clerk.page.click(".send button.main")
    assert "没有办成" in await clerk.reads()
    clerk.complaints.clear()  # the refusal's own status
    await clerk.page.select_option("[name=kind]", "schedule")
    await clerk.page.select_option("[name=ground]", "planning_change")
    await clerk.page.fill("[name=reason]", "片区规划调整")
    await clerk.page.fill("[name='proposed.planned_completion']", "2023-12-31")
    await clerk.page.set_input_files("[name='files.documents']", paper)
    await clerk.page.click(".send button.main")
    assert "已记下。" in await clerk.reads()
