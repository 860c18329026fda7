"""The pages of the wishes: what the office and the deputies do with what people said."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.test_collections import OPENING
from tests.api.test_wishes import DARK, HOTLINE, LAMP
from tests.pages.conftest import OURS, Browser, Hall

LIST = "/collections/LG24/wishes"
ENTRY: dict[str, Any] = dict(LAMP)


@pytest.fixture
async def office(hall: Hall, set_clock: Callable[[str], Any]) -> Hall:
    town = hall.town
    clerk = await town.token("clerk", "clerk")
    opened = await town.ask("POST", "/collections", clerk, json=OPENING)
    assert opened.status_code == 201, opened.text
    await set_clock("2023-11-20T09:00:00+08:00")
    return hall


async def entered(browser: Browser, said: dict[str, Any]) -> str:
    await browser.get(LIST)
    answer = await browser.post(LIST, browser.form(**said))
    assert answer.status_code == 303, answer.text
    number: str = answer.headers["location"].partition("done=")[2]
    return number


async def test_a_deputy_writes_down_what_was_said_and_gives_the_number(office: Hall) -> None:
    group = await office.signed_in("group")
    number = await entered(group, ENTRY)
    page = await group.get(f"{LIST}?done={number}")
    assert number in page.text
    assert 'id="h-alike"' not in page.text, "the office decides on that"
    empty = await group.get(f"{LIST}?q=&channel=&state=")
    assert LAMP["text"] in empty.text, "nothing chosen is everything"
    assert "没有符合的建议" in (await group.get(f"{LIST}?q=路灯&channel=hotline")).text
    found = await group.get(f"/wishes/{number}")
    assert LAMP["text"] in found.text
    refused = await group.post(f"/wishes/{number}", group.form_of(what="answer"))
    assert refused.status_code == 404


async def test_what_is_wrong_stays_on_the_page(office: Hall) -> None:
    clerk = await office.signed_in("clerk")
    await clerk.get(LIST)
    answer = await clerk.post(LIST, clerk.form(**{**ENTRY, "on": "昨天", "place": "村西头"}))
    assert answer.status_code == 422
    assert "请填提出日期" in answer.text
    assert "村西头" in answer.text


async def test_the_clerk_merges_side_by_side_takes_back_and_answers(office: Hall) -> None:
    clerk = await office.signed_in("clerk")
    await entered(clerk, ENTRY)
    await entered(clerk, DARK)
    await clerk.get(LIST)
    wish, main = clerk.hidden("wish"), clerk.hidden("main")
    sent = {**clerk.form_of(), "wish": wish, "main": main, "what": "merge"}
    merged = await clerk.post(f"{LIST}/pair", sent)
    assert merged.status_code == 303, merged.text
    assert "没有待看的" in (await clerk.get(LIST)).text
    await clerk.get(f"/wishes/{main}")
    said = {"what": "answer", "outcome": "pooled", "text": "已列入项目库，春节前维修"}
    assert (await clerk.post(f"/wishes/{main}", clerk.form(**said))).status_code == 303
    page = await clerk.get(f"/wishes/{wish}")
    assert "春节前维修" in page.text
    back = clerk.form(what="unmerge", because="两处路灯")
    assert (await clerk.post(f"/wishes/{wish}", back)).status_code == 303
    page = await clerk.get(f"/wishes/{wish}")
    assert "春节前维修" not in page.text
    assert "取消与" in page.text, "the history tells it"


async def test_a_list_is_tried_and_then_imported(office: Hall) -> None:
    clerk = await office.signed_in("clerk")
    await clerk.get(LIST)

    async def sent(what: str) -> str:
        data = {"form_token": clerk.hidden("form_token"), "channel": "hotline", "what": what}
        file = {"file": ("热线.csv", HOTLINE.encode(), "text/csv")}
        answer = await clerk.http.post(f"{LIST}/import", data=data, files=file, headers=OURS)
        assert answer.status_code == 200, answer.text
        return answer.text

    assert "可以采用2行，不能采用4行" in await sent("try")
    assert "新登记2条，已在册0条" in await sent("import")
    assert "新登记0条，已在册2条" in await sent("import")


async def test_receptions_are_entered_and_missing_wednesdays_shown(office: Hall) -> None:
    group = await office.signed_in("group")
    page = await group.get("/collections/LG24/receptions")
    assert "2023年11月1日（星期三）" in page.text
    said = {"kind": "reception", "on": "2023-11-01", "place": "湖前社区代表联络站"}
    numbers = {"deputies": "3", "visitors": "12", "wishes": "", "note": ""}
    answer = await group.post("/collections/LG24/receptions", group.form(**said, **numbers))
    assert answer.status_code == 303, answer.text
    page = await group.get("/collections/LG24/receptions")
    assert "2023年11月1日（星期三）" not in page.text


async def test_units_see_none_and_auditors_only_look_on(office: Hall) -> None:
    fire = await office.signed_in("fire")
    assert (await fire.get(LIST)).status_code == 404
    auditor = await office.signed_in("auditor")
    assert "登记一条" not in (await auditor.get(LIST)).text
    sent = auditor.form_of(**ENTRY, key="0" * 32)
    assert (await auditor.post(LIST, sent)).status_code == 404


async def test_the_contact_is_opened_by_the_office_alone_at_an_address_of_its_own(
    office: Hall,
) -> None:
    clerk, group = await office.signed_in("clerk"), await office.signed_in("group")
    number = await entered(group, {**ENTRY, "name": "王女士", "phone": "13900001111"})
    page = await clerk.get(f"/wishes/{number}")
    assert "留有联系方式" in page.text
    assert "13900001111" not in page.text
    assert "13900001111" in (await clerk.get(f"/wishes/{number}/contact?purpose=告知办理结果")).text
    assert (await group.get(f"/wishes/{number}/contact")).status_code == 404
    listed = await clerk.get(LIST)
    assert "还有1条没有答复" in listed.text
    answer = await clerk.post(f"{LIST}/forget", clerk.form_of())
    assert answer.headers["location"].endswith("erased=0"), "nobody was answered yet"
    await clerk.get(f"/wishes/{number}")
    gone = clerk.form(what="forget")
    assert (await clerk.post(f"/wishes/{number}", gone)).status_code == 303
    assert "没有留，或已删除" in (await clerk.get(f"/wishes/{number}")).text


async def test_staff_convene_the_session_that_votes_on_a_page(office: Hall) -> None:
    clerk = await office.signed_in("clerk")
    await clerk.get("/meetings")
    fields = {
        "what": "convene",
        "title": "第二届人民代表大会第三次会议",
        "id": "LG24-1",
        "kind": "first_session",
        "programme": "collection:LG24",
        "anchor": "session",
        "opens": "2024-02-28",
        "closes": "",
        "document": "龙人大〔2023〕19号",
    }
    token = {"form_token": clerk.hidden("form_token")}
    look = await clerk.post("/meetings/look", {**token, **fields})
    assert look.status_code == 200, look.text
    assert "建议项目征集函" in look.text, "which days are moved is said first"
    clerk.page = look.text
    sent = {**fields, **clerk.form()}
    assert (await clerk.post("/meetings/confirm", sent)).status_code == 303
    page = await clerk.get("/meetings/LG24-1")
    assert 'href="/collections/LG24"' in page.text
