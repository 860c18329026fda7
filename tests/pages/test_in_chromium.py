"""In a real browser at 390 px: a unit files, is returned, files again, is accepted."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from re import search
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, Page, expect

from commands.enrolling import enrol
from domain.organisation.table import read_table
from tests.pages.conftest import SECRET, Hall
from tests.pages.test_ballot_pages import DEPUTIES, code_on, deputies, sent
from tests.pages.test_ballot_pages import opened as open_box
from tests.pages.test_vote_pages import opened as open_vote
from tests.support import free_port, journey
from tests.support.congress import table
from tests.support.voting import Vote

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """The application on a port of its own."""
    port = free_port()
    config = uvicorn.Config(app, port=port, lifespan="off", ws="none", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())  # signals stay with pytest
    await asyncio.wait_for(_started(server), 20)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@pytest.fixture
async def address(hall: Hall) -> AsyncIterator[str]:
    """Where the application answers."""
    async with served(hall.app) as at:
        yield at


async def _started(server: uvicorn.Server) -> None:
    while not server.started:  # noqa: ASYNC110  # the server has no event to wait for
        await asyncio.sleep(0.02)


@pytest.fixture
def browser(real_browser: Browser) -> Browser:
    """A real one."""
    return real_browser


class Person:
    """Somebody at a page of the real browser; what the console complains of is kept."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("console", lambda x: self.complaints.append(x.text) if x.type == "error" else None)
        page.on("pageerror", lambda x: self.complaints.append(str(x)))
        page.on("dialog", lambda x: self.complaints.append(f"dialog: {x.message}"))

    async def open(self, path: str) -> int:
        answer = await self.page.goto(self.address + path)
        assert answer is not None
        return answer.status

    async def reads(self) -> str:
        return await self.page.inner_text("main")

    async def fits(self) -> None:
        wide = await self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= await self.page.evaluate("window.innerWidth")


async def person(
    browser: Browser,
    address: str,
    login: str,
    size: dict[str, int],
    *,
    script: bool = True,
) -> Person:
    context = await browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled=script,
    )
    made = Person(await context.new_page(), address)
    await made.open("/")
    await made.page.fill("#login", login)
    await made.page.fill("#password", SECRET)
    await made.page.click("button[type=submit]")
    await made.page.wait_for_url(lambda x: "/login" not in x)  # whole: unstyled, all is too wide
    return made


async def test_a_unit_files_on_a_phone_is_returned_files_again_and_is_accepted(
    hall: Hall, address: str, browser: Browser
) -> None:
    unit = await person(browser, address, "fire", PHONE)
    clerk = await person(browser, address, "clerk", DESK)
    await unit.fits()
    small = await unit.page.eval_on_selector_all(
        "main .btn, main .todo a, main input:not([type=hidden])",
        "xs => xs.filter(x => !x.closest('[hidden], .vh, details'))"
        ".map(x => x.getBoundingClientRect()).filter(x => x.height < 43.5).length",
    )
    assert small == 0
    await unit.page.fill("#f-planned_completion", "2023-11-30")
    await unit.page.click(".send .main")
    assert "没有交上" in await unit.reads()
    assert await unit.page.input_value("#f-planned_completion") == "2023-11-30"
    await unit.page.fill("#f-target", "完成5800户改造")
    await unit.page.click(".send .main")
    assert "已收到。" in await unit.reads()
    await clerk.open("/decide")
    await clerk.page.click("text=看了再定")
    await clerk.page.fill("#f-reason", "资金没有写明来源")
    await clerk.page.click(".decide button:text-is('退回')")
    assert "已退回。" in await clerk.reads()
    await unit.open("/todo")
    assert "资金没有写明来源" in await unit.reads()
    await unit.page.fill("#f-money_wan", "300")
    await unit.page.click(".send .main")
    assert "已收到。" in await unit.reads()
    await clerk.open("/decide")
    await clerk.page.click("text=看了再定")
    await clerk.page.click("button:text-is('收下')")
    assert "已收下。" in await clerk.reads()
    assert await unit.open("/projects/LG23-02") == 404
    assert "没有找到" in await unit.reads()
    assert [
        x for x in unit.complaints + clerk.complaints if "404" not in x and "422" not in x
    ] == []
    assert (await hall.accounts.named("fire")).role == "unit_clerk"


async def test_the_reason_of_a_date_opens_in_place_and_without_a_script_too(
    address: str, browser: Browser
) -> None:
    for script in (True, False):
        clerk = await person(browser, address, "clerk", DESK, script=script)
        await clerk.open("/projects/LG23-01")
        await clerk.page.evaluate("window.same = true") if script else None
        async with clerk.page.expect_request_finished(lambda x: "why=" in x.url):
            await clerk.page.click("main a.why >> nth=1")
        await clerk.page.wait_for_selector("#why:not([aria-busy]) h3:has-text('为什么是')")
        if script:
            assert await clerk.page.evaluate("window.same") is True
        else:
            await clerk.page.wait_for_url("**why=**")
        assert clerk.complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_no_page_scrolls_sideways(
    address: str, browser: Browser, size: dict[str, int]
) -> None:
    seen = {
        "clerk": [
            "/",
            "/decide",
            "/projects/LG23-01",
            "/projects/LG23-01/duties/work_plan",
            "/programmes/LG23",
        ],
        "fire": ["/todo", "/inbox", "/projects/LG23-01"],
        "auditor": ["/audit", "/audit/project/LG23-01?as_of=2023-04-10"],
    }
    for login, paths in seen.items():
        one = await person(browser, address, login, size)
        for path in paths:
            assert await one.open(path) == 200
            await one.fits()
        assert one.complaints == []


async def test_the_contact_schedule_fits_a_phone(
    hall: Hall, address: str, browser: Browser
) -> None:
    town = hall.town
    await enrol(town.tools.ledger, "LG", read_table(table(), "LG"))
    body = {"number": "龙人常〔2023〕8号", "published_on": "2023-04-20"}
    token = await town.token("clerk", "clerk")
    done = await town.ask("POST", "/programmes/LG23/contact-schedule", token, json=body)
    assert done.status_code == 201, done.text
    clerk = await person(browser, address, "clerk", PHONE)
    await clerk.open("/programmes/LG23")
    await clerk.page.click("summary:has-text('为什么是他们') >> nth=0")
    said = await clerk.reads()
    assert "监督联系安排表" in said
    assert "负荷均衡" in said or "专业相关" in said
    await clerk.fits()


async def test_a_deputy_votes_with_a_thumb(hall: Hall, browser: Browser, address: str) -> None:
    at, _, _, _ = await open_box(hall)
    voter = await person(browser, address, "wu", PHONE)
    assert await voter.open("/ballots") == 200
    await voter.fits()
    targets = voter.page.locator(".item:not([hidden]) .grades span")
    boxes = [await targets.nth(n).bounding_box() for n in range(await targets.count())]
    assert len({(x["width"], x["height"]) for x in boxes if x}) == 1, "three equal choices"
    assert all(x is not None and x["height"] >= 112 and x["width"] >= 120 for x in boxes)
    assert await voter.page.locator("input:checked").count() == 0, "nothing is preset"
    await expect(voter.page.locator("#steps")).to_contain_text("第1项，共2项")
    first, second = voter.page.locator(".item").nth(0), voter.page.locator(".item").nth(1)
    await first.get_by_label("满意", exact=True).click()
    await second.get_by_label("不满意", exact=True).click()
    await voter.page.get_by_role("button", name="选好了，看一遍").click()
    await voter.page.get_by_role("button", name="不满意").click()
    await expect(voter.page.locator("#steps")).to_contain_text("第2项，共2项")
    await second.get_by_label("基本满意", exact=True).click()
    await voter.page.get_by_role("button", name="选好了，看一遍").click()
    assert "基本满意" in await voter.reads()
    await voter.fits()
    code = await voter.page.inner_text(".code")
    await voter.page.get_by_role("button", name="投进票箱").click()
    assert "您的票已经封好" in await voter.reads()
    assert await voter.page.inner_text(".code") == code
    assert search(r"\d+:\d\d", await voter.page.inner_text("body")) is None, "no time"
    await voter.fits()
    await voter.open(at)
    assert "您已经投过票" in await voter.reads()
    assert voter.complaints == []


@pytest.mark.long
async def test_from_a_wish_on_a_phone_to_a_project_with_its_clock(
    hall: Hall, browser: Browser, address: str, set_clock: Callable[[str], Any]
) -> None:
    ledger = hall.town.tools.ledger
    await journey.opened(ledger)
    phones = [await browser.new_page(viewport={"width": 390, "height": 844}) for _ in range(2)]
    poster = await person(browser, address, "clerk", DESK)
    await poster.open("/wish/LG24/poster")
    assert f"{address}/wish/LG24" in await poster.reads(), "the code's own address"
    first, second = await journey.wished(address, phones)
    clerk = await person(browser, address, "clerk", DESK)
    await clerk.open(f"{journey.AT}/wishes")
    await clerk.page.click("button:text-is('左边归并到右边')")
    assert "没有待看的" in await clerk.reads()
    found: Any = (await ledger.standing(f"wish:{first}")).state
    wish = first if found.merged_into is None else second
    await journey.pooled(clerk.page, address, wish)
    await journey.others(ledger)
    await journey.listed(clerk.page, address)
    await journey.heard(ledger, date(2023, 4, 20))
    await set_clock("2023-05-04T09:00:00+08:00")
    await journey.closed(ledger)
    await set_clock("2024-01-16T09:00:00+08:00")
    await clerk.open(journey.AT)
    assert "票决" in await clerk.reads()
    await journey.method(clerk.page, address)
    await vote(hall, browser, address)
    await journey.carry_out(ledger)
    await journey.resolved(clerk.page, address)
    await journey.carry_out(ledger)
    await clerk.open("/projects/LG24-01")
    told = journey.plain(await clerk.reads())
    assert journey.TITLE in told
    assert wish in told
    assert "赞成3、反对1、弃权0" in told
    assert "工作方案" in told
    assert "市住房和城乡建设局" in told
    assert (await ledger.standing("project:LG24-01")).next_at is not None, "its clock runs"
    await phones[0].goto(f"{address}/receipt?no={wish}")
    assert "已列入项目库" in await phones[0].inner_text("main")
    assert clerk.complaints == []


async def vote(hall: Hall, browser: Browser, address: str) -> None:
    """The box is set up, two keys are taken; one deputy votes in a browser, three beside him."""
    refs = await deputies(hall)
    clerk = await hall.signed_in("clerk")
    await clerk.get(f"{journey.AT}/vote")
    keepers = {"first": refs["lin"], "second": refs["chen"]}
    await sent(clerk, f"{journey.AT}/vote/box", **keepers)
    found = search(r'action="(/ballots/[^/"]+)/annulment"', clerk.page)
    assert found is not None, clerk.page
    box, codes = found[1], []
    for login in ("lin", "chen"):
        keeper = await hall.signed_in(login)
        await keeper.get(box)
        await sent(keeper, f"{box}/key")
        codes.append(await code_on(keeper))
    await clerk.get(box)
    await sent(clerk, f"{box}/opening", voter=[refs[x] for x in DEPUTIES], present="4")
    for login, marks in journey.MARKS.items():
        deputy = await person(browser, address, login, PHONE)
        await journey.votes(deputy.page, address, box, marks)
        assert "您的票已经封好" in await deputy.reads()
    await clerk.get(box)
    await sent(clerk, f"{box}/closing", present="")
    await sent(clerk, f"{box}/count", first=codes[0], second=codes[1])


@pytest.mark.parametrize(("family", "target"), [("up_to", ".tick"), ("ranked", ".rank select")])
async def test_a_deputy_votes_on_candidates_in_three_taps(
    hall: Hall, vote: Vote, browser: Browser, address: str, family: str, target: str
) -> None:
    at, _, _ = await open_vote(hall, family=family)
    voter = await person(browser, address, "wu", PHONE)
    assert await voter.open("/ballots") == 200
    await voter.fits()
    targets = voter.page.locator(target)
    sizes = [await x.bounding_box() for x in await targets.all()]
    assert len(sizes) == 3
    assert all(x is not None and x["height"] >= 60 and x["width"] >= 100 for x in sizes)
    if family == "ranked":
        await targets.first.select_option("1")
    else:
        await targets.first.click()
    await voter.page.get_by_role("button", name="选好了，看一遍").click()
    assert ("第1名" if family == "ranked" else "选") in await voter.page.inner_text(".chosen b")
    await voter.fits()
    await voter.page.get_by_role("button", name="投进票箱").click()
    assert "您的票已经封好" in await voter.reads()
    await voter.open(at)
    assert "您已经投过票" in await voter.reads()
    assert voter.complaints == []
