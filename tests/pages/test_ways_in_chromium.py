"""In a real browser: a telephone is bound, asked for, asked for again, and replaced by a code on
paper. Each page on the way is measured as `test_every_page` measures those that stand alone."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2
import pytest
from playwright.async_api import Browser, Page, ViewportSize

from api.idp import Idp
from ledger.door import Ledger
from ledger.identities import Identities
from tests.pages.conftest import SECRET, Hall
from tests.pages.test_every_page import AXE, CONTRAST, RUN, WHOLE, rules
from tests.pages.test_in_chromium import served
from tests.pages.test_oidc import CONFIGURED
from tests.pages.test_second_factor import tell
from tests.support.idp import ISSUER, Provider
from tests.support.second import Phone

DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)


@pytest.fixture
async def page(hall: Hall, real_browser: Browser) -> AsyncIterator[Page]:
    """A browser at the town's address, nobody signed in; what it complains of fails the test."""
    async with served(hall.app) as address:
        context = await real_browser.new_context(
            base_url=address, locale="zh-CN", viewport=DESK, reduced_motion="reduce"
        )
        made = await context.new_page()
        complaints: list[str] = []
        made.on("console", lambda x: complaints.append(x.text) if x.type == "error" else None)
        made.on("pageerror", lambda x: complaints.append(str(x)))
        yield made
        # what is refused on purpose is told by the browser too
        assert [x for x in complaints if "status of 4" not in x] == []


async def look(page: Page, heading: str) -> None:
    """The page with that heading is sound by day and night, at a desk and on a telephone."""
    assert await page.inner_text("h1") == heading
    await page.evaluate(AXE)
    found = list(await page.evaluate(RUN, WHOLE))
    await page.emulate_media(color_scheme="dark")
    found += await page.evaluate(RUN, rules(CONTRAST))
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(PHONE)
    if await page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
        found.append("wider than a telephone")
    await page.set_viewport_size(DESK)
    assert found == [], heading


async def sign_in(page: Page, login: str) -> None:
    await page.goto("/login")
    await page.fill("#login", login)
    await page.fill("#password", SECRET)
    await page.click("main button.main")


async def test_a_telephone_from_the_first_picture_to_the_last_code(
    hall: Hall, page: Page, ledger: Ledger
) -> None:
    await sign_in(page, "clerk")
    await page.wait_for_url(lambda x: "/login" not in x)
    await page.click("a.scope")
    await look(page, "clerk的岗位")
    await page.click("text=绑定手机")
    await look(page, "绑定手机")
    assert await page.eval_on_selector(".qr", "x => x.naturalWidth") > 100
    phone = Phone.reading(await page.content())
    await page.fill("#code", "000000")
    await page.click("main button.main")
    assert "没有绑定" in await page.inner_text("main")
    await page.fill("#code", phone.code())
    await page.click("main button.main")
    await look(page, "手机绑好了")
    codes = re.findall(r"[a-z2-9]{6}(?:-[a-z2-9]{6}){3}", await page.inner_text(".codes"))
    await page.click("text=抄好了")
    await page.click('form[action="/logout"] button')
    await sign_in(page, "clerk")
    await look(page, "还差一步")
    await page.fill("#code", codes[0])
    await page.click("main button.main")
    await page.wait_for_url(lambda x: "/login" not in x)
    await tell(ledger, "UPDATE sessions SET second_at = NULL")
    await page.goto("/account")
    await page.click('form[action="/account/second/codes"] button')
    await look(page, "这一步要确认是本人")
    await page.fill("#step_code", codes[0])
    await page.click("main button.main")
    assert "没有办成" in await page.inner_text("main")
    await page.fill("#step_code", codes[1])
    await page.click("main button.main")
    assert await page.inner_text("h1") == "恢复码换好了"
    await page.goto("/account")
    assert "恢复码还剩10个" in await page.inner_text("main")
    await look(page, "clerk的岗位")


async def test_where_it_is_asked_at_once_it_is_bound_on_the_way_in(hall: Hall, page: Page) -> None:
    tools = hall.app.state.tools
    hall.app.state.tools = replace(tools, proof=replace(tools.proof, asked="sign_in"))
    await sign_in(page, "clerk")
    await look(page, "先绑定手机")
    await page.goto("/decide")
    assert "/login" in page.url
    await sign_in(page, "clerk")
    phone = Phone.reading(await page.content())
    await page.fill("#code", phone.code())
    await page.click("main button.main")
    assert await page.inner_text("h1") == "手机绑好了"
    await page.click("text=抄好了")
    assert "/login" not in page.url


async def test_the_pages_of_who_comes_from_a_provider(
    hall: Hall, page: Page, ledger: Ledger
) -> None:
    provider = Provider(person="nobody")
    transport = httpx2.ASGITransport(app=provider.app())
    tools = hall.app.state.tools
    proof = replace(tools.proof, idp=Idp(CONFIGURED, transport), asked="sign_in")
    hall.app.state.tools = replace(tools, proof=proof)
    await page.goto("/login")
    await look(page, "民生实事项目督办")

    async def through() -> None:
        asked = await page.context.request.get("/login/oidc?next=/account", max_redirects=0)
        async with httpx2.AsyncClient(transport=transport) as way:
            back = (await way.get(asked.headers["location"])).headers["location"]
        await page.goto(back.replace("https://bihuan.test", ""))

    await through()
    await look(page, "这里还没有您的账号")
    await Identities(ledger.pool).link("clerk", ISSUER, "nobody")
    provider.amr = ["pwd"]
    await through()
    await look(page, "您的岗位要两样验证")
    provider.amr = ["pwd", "mfa"]
    await Identities(ledger.pool).link("fire", ISSUER, "nobody")
    await through()
    await look(page, "以哪个岗位登录")
    await page.click("text=承办单位经办人")
    await look(page, "fire的岗位")
