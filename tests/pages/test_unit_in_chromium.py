"""A unit's whole way in a real browser, at 1440 and 390 px: from the draft to the receipt.

The line breaks in the middle of a photograph; what had arrived is not sent again.
"""

import asyncio
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Route

from ledger.accounts import Accounts
from ledger.behalf import Behalf
from ledger.drafts import Drafts, Of
from ledger.queries.filed import filed_by
from ledger.unfinished import OnTheirWay
from tests.pages.conftest import Hall
from tests.pages.test_drafts import boss
from tests.pages.test_in_chromium import DESK, PHONE, Person, address, browser, person
from tests.pages.test_pages import PDF, PLAN_PAGE
from tests.support.photographs import jpg
from tests.support.town import FIRE, REGION

__all__ = ["address", "browser"]
UNIT = f"unit:{FIRE}"
HIS = Behalf("unit", UNIT, REGION)
PHOTO = jpg(body=os.urandom(1_500_000))
SHA = hashlib.sha256(PHOTO).hexdigest()
PICTURE: Any = {"name": "线路改造现场.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}


class Line:
    """The line between a browser and the server, which can be cut in the middle of a file."""

    def __init__(self) -> None:
        self.cut_after = 2
        self.pieces: list[int] = []

    async def __call__(self, route: Route) -> None:
        if route.request.method == "PATCH":
            if len(self.pieces) == self.cut_after:
                await route.abort("connectionreset")
                return
            self.pieces.append(int(route.request.headers["upload-offset"]))
        await route.continue_()


async def writes(one: Person) -> None:
    await one.page.fill("#f-target", "完成5800户电气线路改造")
    await one.page.fill("#f-planned_completion", "2024-11-30")
    await one.page.wait_for_selector("#doubts >> text=跨到下一年")
    await one.page.fill("#f-planned_completion", "2023-11-30")
    await one.page.wait_for_selector("#drafted >> text=已存")


async def breaks_off_and_goes_on(one: Person, hall: Hall) -> None:
    """Cut, reload (as after a dead battery), choose the same file again."""
    line = Line()
    await one.page.route("**/uploads/**", line)
    await one.page.set_input_files("#f-files", PICTURE)
    await one.page.wait_for_selector("#evidence small >> text=断了，已传的留着")
    way = OnTheirWay(hall.town.tools.ledger.pool)
    half = await way.of(SHA, HIS)
    assert half is not None
    assert 0 < half.received < half.size
    await one.page.unroute("**/uploads/**")
    again = Line()
    again.cut_after = 99
    await one.page.route("**/uploads/**", again)
    one.page.once("dialog", lambda x: asyncio.ensure_future(x.accept()))
    await one.open(PLAN_PAGE)
    assert "没有传完。再选一次这个文件" in await one.reads()
    assert await one.page.input_value("#f-target") == "完成5800户电气线路改造", "the draft stays"
    await one.page.set_input_files("#f-files", PICTURE)
    await one.page.wait_for_selector(f"input[name=evidence][value='{SHA}']")
    assert again.pieces[0] >= half.received, "what had arrived is not sent again"
    assert await way.of(SHA, HIS) is None
    await one.page.unroute("**/uploads/**")


async def drafted(hall: Hall) -> None:
    """The draft holds the file, without anybody having pressed anything."""
    kept, of = Drafts(hall.town.tools.ledger.pool), Of("project:LG23-01", "work_plan", UNIT)
    async with asyncio.timeout(20):
        while SHA not in ((await kept.of(of)) or Nothing).evidence:  # noqa: ASYNC110  # a row
            await asyncio.sleep(0.1)


class Nothing:
    evidence: tuple[str, ...] = ()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_a_unit_from_the_draft_to_the_receipt(
    hall: Hall, address: str, browser: Browser, accounts: Accounts, size: dict[str, int]
) -> None:
    await boss(accounts)
    clerk = await person(browser, address, "fire", size)
    assert PLAN_PAGE in clerk.page.url
    await clerk.fits()
    await writes(clerk)
    await breaks_off_and_goes_on(clerk, hall)
    await drafted(hall)
    await clerk.fits()
    await clerk.page.click("text=退出")
    clerk = await person(browser, address, "fire", size)
    assert await clerk.page.input_value("#f-target") == "完成5800户电气线路改造"
    assert "线路改造现场.jpg" in await clerk.reads(), "the draft survives signing out"
    await clerk.page.click("text=送分管负责人审签")
    assert "还没有交" in await clerk.reads()
    assert await clerk.page.is_disabled("#f-target")
    head = await person(browser, address, "boss", size)
    assert "1件等您签发" in await head.reads()
    await head.page.fill("#f-money_wan", "300")
    await head.page.click("button:text('签发，交给')")
    assert "已收到。" in await head.reads()
    (row,) = (await filed_by(hall.town.tools.ledger, UNIT, REGION)).items
    assert row.event["by"] == (await accounts.named("boss")).ref
    assert row.event["prepared_by"] == (await accounts.named("fire")).ref
    assert [x["sha256"] for x in row.evidence] == [SHA]
    await head.page.click("text=全部回执")
    await head.fits()
    await head.page.click(".act a")
    paper = await head.reads()
    assert row.hash in paper
    assert SHA in paper
    assert "分管领导岗位" in paper
    await head.fits()
    assert [x for x in clerk.complaints + head.complaints if "ERR_" not in x] == []


async def test_the_examples_run_as_they_are_copied(
    hall: Hall, address: str, browser: Browser, tmp_path: Path
) -> None:
    unit = await person(browser, address, "fire", DESK)
    await unit.page.fill("#f-target", "完成5800户改造")
    await unit.page.fill("#f-planned_completion", "2023-11-30")
    await unit.page.wait_for_selector("#drafted >> text=已存")
    await unit.open(f"{PLAN_PAGE}/interface")
    assert await unit.page.locator(".copyit").count() == 3
    python = await unit.page.inner_text("#x-python")
    curl = await unit.page.inner_text("#x-curl")
    await unit.fits()
    assert "完成5800户改造" in curl
    assert f"{address}/api/v1/projects/LG23-01/duties/work_plan/filings" in curl
    (tmp_path / "file.py").write_text(python)
    (tmp_path / "验收单.pdf").write_bytes(PDF * 40_000)
    token = await hall.town.token(UNIT, "unit")
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "file.py", "验收单.pdf"],
        cwd=tmp_path,
        env={**os.environ, "BIHUAN_TOKEN": token},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "project:LG23-01" in done.stdout
    (row,) = (await filed_by(hall.town.tools.ledger, UNIT, REGION)).items
    assert row.evidence[0]["size"] == len(PDF) * 40_000
    body = curl.split("<<'JSON'\n")[1].split("\nJSON")[0]
    key = curl.rsplit("Idempotency-Key: ", 1)[1].split('"')[0]
    path = PLAN_PAGE + "/filings"
    refused = await hall.town.ask(
        "POST",
        path,
        token,
        key=f"{key}-other",
        content=body.encode(),
        headers={"Content-Type": "application/json"},
    )
    assert refused.status_code == 409, "read and understood: it is filed already"
