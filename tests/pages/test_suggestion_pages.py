"""A deputy hands in on the phone, the unit goes through the steps, the office strikes it off."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from api.pages.suggestion_forms import several
from tests.pages.conftest import Browser, Hall
from tests.support.town import FIRE, REGION

PEOPLE: dict[str, tuple[Any, str]] = {
    "deputy": ("deputy", "deputy:D001"),
    "other": ("deputy", "deputy:D002"),
}
SENT = {
    "title": "关于修复破损路面的建议",
    "text": "路面破损、积水，建议尽快修复。",
    "field": "交通",
    "session": "",
    "regime": "duji@1",
}


@pytest.fixture
async def people(hall: Hall) -> Hall:
    for login, (role, party) in PEOPLE.items():
        await hall.accounts.add(
            login, "a long enough password", role, party, region=REGION, name=login
        )
    return hall


async def acts(browser: Browser, page: str, what: str, **fields: str) -> httpx2.Response:
    await browser.get(page)
    return await browser.post(f"{page}/act", browser.form(what=what, **fields))


async def done(browser: Browser, page: str, what: str, **fields: str) -> None:
    answer = await acts(browser, page, what, **fields)
    assert answer.status_code == 303, answer.text
    await browser.get(answer.headers["location"])
    assert "已记下" in browser.page


async def handed_in(deputy: Browser) -> str:
    await deputy.get("/suggestions")
    assert "我的建议" in deputy.page
    answer = await deputy.post("/suggestions/submit", deputy.form(**SENT))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_from_the_phone_to_the_strike_off(people: Hall, set_clock: Callable[[str], Any]):
    deputy, other = await people.signed_in("deputy"), await people.signed_in("other")
    clerk, unit = await people.signed_in("clerk"), await people.signed_in("fire")
    page = await handed_in(deputy)
    await done(other, page, "second")
    await clerk.get("/suggestions")
    assert "待交办（1件）" in clerk.page
    await clerk.get("/?days=30")
    assert "建议交办" in clerk.page, "what is owed stands on the board too"
    await done(clerk, page, "assign", lead=FIRE, co="市住房和城乡建设局")
    await unit.get("/suggestions")
    assert "关于修复破损路面的建议" in unit.page
    told = {"on": "2023-04-20", "how": "上门", "note": "与代表沟通了方案。"}
    early = await acts(unit, page, "stage", stage="return_visit", **told)
    assert early.status_code == 409
    assert "还没有“办结答复”的记录" in early.text
    assert "与代表沟通了方案。" in early.text, "what was filled in is still there"
    await done(unit, page, "stage", stage="contact", **told)
    await done(unit, page, "stage", stage="communicate", **told)
    await done(unit, page, "reply", kind="A", text="已修复。")
    await done(deputy, page, "judge", verdict="satisfied")
    await done(unit, page, "stage", stage="return_visit", **told)
    await clerk.get("/suggestions")
    assert "待销号（1件）" in clerk.page
    await done(clerk, page, "strike")
    assert "已销号" in clerk.page
    assert "办后回访（2023-04-20" in clerk.page
    public = people.browser()
    await public.get(f"/open/suggestions?region={REGION}")
    assert "办结1件 ÷ 收到1件" in public.page
    assert "关于修复破损路面的建议" not in public.page


async def test_a_link_of_the_inbox_leads_to_its_page_and_others_see_nothing(people: Hall) -> None:
    deputy = await people.signed_in("deputy")
    page = await handed_in(deputy)
    stranger = await people.signed_in("housing")
    assert (await stranger.get(page)).status_code == 404
    clerk = await people.signed_in("clerk")
    led = await clerk.http.get(f"{page}/duties/suggestion_assignment")
    assert (led.status_code, led.headers["location"]) == (303, page)
    root = await people.signed_in("root")
    assert (await root.get("/suggestions")).status_code == 404
    wrong = await acts(clerk, page, "assign", lead="")
    assert wrong.status_code == 422
    assert "主办单位" in wrong.text
    assert (await acts(clerk, page, "dance")).status_code == 404


async def test_the_office_writes_down_a_paper_one_and_the_deputy_withdraws_it(people: Hall):
    clerk = await people.signed_in("clerk")
    await clerk.get("/suggestions")
    sent = {**SENT, "deputy": "D001", "seconders": "D002、D003"}
    answer = await clerk.post("/suggestions/submit", clerk.form(**sent))
    assert answer.status_code == 303, answer.text
    deputy = await people.signed_in("deputy")
    page = answer.headers["location"]
    await deputy.get(page)
    assert "D002、D003" in deputy.page
    await done(deputy, page, "withdraw", reason="已另行解决。")
    assert "已撤回" in deputy.page


async def test_months_are_shown_to_the_office_and_ones_own_to_a_deputy(people: Hall) -> None:
    deputy, other = await people.signed_in("deputy"), await people.signed_in("other")
    await handed_in(deputy)
    await handed_in(other)
    clerk = await people.signed_in("clerk")
    await clerk.get("/suggestions/monthly")
    assert "2件" in clerk.page
    assert "本地的办法没有规定每月条数" in clerk.page
    await deputy.get("/suggestions/monthly")
    assert "D001" in deputy.page
    assert "D002" not in deputy.page
    unit = await people.signed_in("fire")
    assert (await unit.get("/suggestions/monthly")).status_code == 404


def test_names_are_parted_as_people_part_them() -> None:
    assert several("甲、乙，丙; 丁\n戊") == ("甲", "乙", "丙", "丁", "戊")
