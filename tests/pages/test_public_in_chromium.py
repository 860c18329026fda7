"""In a real browser: a resident on the phone, and a hall's screen that follows a real box."""

from collections.abc import Callable
from re import search
from typing import Any

from playwright.async_api import Browser, Page

from tests.pages.conftest import Hall
from tests.pages.test_ballot_pages import opened, sent
from tests.pages.test_in_chromium import PHONE, Person, address, browser
from tests.pages.test_screens import link_of

__all__ = ["address", "browser"]
WALLS = ({"width": 1920, "height": 1080}, {"width": 3840, "height": 2160})


async def test_a_resident_finds_the_project_and_answers_with_a_thumb(
    hall: Hall, address: str, browser: Browser, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-16T09:00:00+08:00")
    await hall.town.tools.ledger.keep("project:LG23-01", by="clock")
    context = await browser.new_context(
        locale="zh-CN",
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        java_script_enabled=False,
    )
    one = Person(await context.new_page(), address)
    await one.open("/open")
    await one.page.fill("#q", "longgang")
    await one.page.click(".find-pub button")
    await one.page.click("text=龙港市 >> nth=0")
    await one.page.click("text=龙港市2023年民生实事项目")
    await one.page.click("text=农村老旧民房电气线路改造")
    assert "晚了。" in await one.reads()
    await one.page.click("text=为什么是5月4日")
    assert "月度联系" in await one.page.inner_text("#why") or "工作方案" in await one.reads()
    await one.page.click(".askbox button:text-is('办了，不好用')")
    assert "记下了：办了，不好用" in await one.reads()
    await one.page.fill("#f-words", "三单元的线还露在外面")
    await one.page.click("button:text-is('补充这几句')")
    assert "您的话收到了" in await one.reads()
    await one.open("/open/projects/LG23-01")
    assert "不好用1" in await one.reads()
    assert one.complaints == []


async def test_the_screen_follows_a_box_that_is_opened_in_another_session(
    hall: Hall, address: str, browser: Browser
) -> None:
    box, clerk, codes, _ = await opened(hall)
    at, walls = "", []
    controls = []
    for size in WALLS:
        at, link = await link_of(clerk, str(size["width"]))
        controls.append(at)
        walls.append(await wall(browser, address + link, size["width"], size["height"]))

    async def do(what: str) -> None:
        for control in controls:
            await clerk.get(control)
            await clerk.post(control, {"form_token": clerk.hidden("form_token"), "do": what})

    async def both_say(text: str) -> None:
        for page in walls:
            await page.wait_for_selector(f".hall:has-text('{text}')", timeout=10_000)
            assert await page.evaluate(_FITS), text

    await both_say("正在投票")
    await do(box.removeprefix("/ballots/"))
    await both_say("投票结束、开箱以后才有结果")
    voter = await hall.signed_in("wu")
    await voter.get(box)
    marks = {"mark.0": "satisfied", "mark.1": "basic"}
    await sent(voter, f"{box}/review", **marks)
    code = search(r'class="code">([^<]+)<', voter.page)
    assert code is not None
    await sent(voter, f"{box}/cast", code=code[1], **marks)
    for page in walls:
        await page.wait_for_selector(".count b:text-is('1')")
    await clerk.get(box)
    await sent(clerk, f"{box}/closing", present="")
    await both_say("两把钥匙到齐才能开箱")
    await sent(clerk, f"{box}/count", first=codes[0], second=codes[1])
    await both_say("等待宣布")
    await do("next")
    await both_say("第1项，共2项")
    await do("next")
    await both_say("已公布且核对无误的2项")
    sizes = [await page.evaluate(_RELATIVE) for page in walls]
    assert abs(sizes[0] - sizes[1]) < 0.002, "4K shows the same picture"
    await clerk.get(controls[0])
    await clerk.post(f"{controls[0]}/revocation", {"form_token": clerk.hidden("form_token")})
    await walls[0].wait_for_selector("h1:text-is('这块屏的链接已经收回')")


_FITS = "document.documentElement.scrollHeight <= window.innerHeight + 1"
_RELATIVE = "document.querySelector('.cur h2').getBoundingClientRect().height / innerHeight"


async def wall(browser: Browser, link: str, width: int, height: int) -> Page:
    """A device on which the link was opened; what its console complains of fails the test."""
    link = link.replace("https://bihuan.test", "")
    context = await browser.new_context(viewport={"width": width, "height": height})
    page = await context.new_page()
    page.on("pageerror", lambda x: (_ for _ in ()).throw(AssertionError(str(x))))
    await page.goto(link)
    await page.click("button:text-is('打开大屏')")
    await page.wait_for_selector(".hall")
    return page
