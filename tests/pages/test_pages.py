"""What people do on the pages, and what they are not shown."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from domain.project.state import Project
from tests.pages.conftest import PEOPLE, Hall

PLAN = {"target": "完成5800户改造", "planned_completion": "2023-11-30", "money_wan": "300.5"}
PLAN_PAGE = "/projects/LG23-01/duties/work_plan"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


async def version(hall: Hall) -> int:
    return (await hall.town.tools.ledger.standing("project:LG23-01")).version


async def test_a_plan_is_filed_returned_filed_again_and_received(hall: Hall) -> None:
    fire, clerk = await hall.signed_in("fire"), await hall.signed_in("clerk")
    first = await fire.get("/todo")
    assert first.url.path == PLAN_PAGE
    assert "2023年5月4日（星期四）24:00" in fire.page
    done = await fire.post(f"{PLAN_PAGE}/filing", fire.form(**PLAN))
    assert done.status_code == 303
    await fire.get(done.headers["location"])
    assert "已收到。" in fire.page
    await clerk.get("/decide")
    assert "1件交来的等收下" in clerk.page
    await clerk.get(PLAN_PAGE)
    reason = {"reason": "资金没有写明来源"}
    back = await clerk.post(f"{PLAN_PAGE}/return", clerk.form(**reason))
    assert back.status_code == 303
    await fire.get("/todo")
    assert "1件退回待改" in fire.page
    assert "资金没有写明来源" in fire.page
    assert 'value="300.5"' in fire.page
    again = await fire.post(f"{PLAN_PAGE}/filing", fire.form(**PLAN))
    assert again.status_code == 303
    await clerk.get(PLAN_PAGE)
    accepted = await clerk.post(f"{PLAN_PAGE}/acceptance", clerk.form())
    await clerk.get(accepted.headers["location"])
    assert "已收下。" in clerk.page
    state = (await hall.town.tools.ledger.standing("project:LG23-01")).state
    assert isinstance(state, Project)
    assert state.duties["work_plan"].accepted


async def test_the_record_names_the_account_and_never_the_person(hall: Hall) -> None:
    fire = await hall.signed_in("fire")
    await fire.get(PLAN_PAGE)
    await fire.post(f"{PLAN_PAGE}/filing", fire.form(**PLAN))
    state = (await hall.town.tools.ledger.standing("project:LG23-01")).state
    assert isinstance(state, Project)
    filed = state.duties["work_plan"].submission
    assert filed is not None
    assert filed.by == (await hall.accounts.named("fire")).ref
    assert "岗位" not in state.model_dump_json()


async def test_pressing_five_times_is_one_fact(hall: Hall) -> None:
    fire = await hall.signed_in("fire")
    await fire.get(PLAN_PAGE)
    fields, before = fire.form(**PLAN), await version(hall)
    pressed = [fire.post(f"{PLAN_PAGE}/filing", fields) for _ in range(5)]
    answers = await asyncio.gather(*pressed)
    assert {x.status_code for x in answers} == {303}
    assert len({x.headers["location"] for x in answers}) == 1
    assert await version(hall) == before + 1


async def test_what_is_wrong_is_said_on_top_and_beside_its_field_and_nothing_is_lost(
    hall: Hall,
) -> None:
    fire = await hall.signed_in("fire")
    await fire.get(PLAN_PAGE)
    wrong = {"target": "", "planned_completion": "明年", "money_wan": "-3"}
    files = {"files": ("验收单.pdf", PDF, "application/pdf")}
    answer = await fire.post(f"{PLAN_PAGE}/filing", fire.form(**wrong), files=files)
    assert answer.status_code == 422
    fire.page = answer.text
    assert '<a href="#f-planned_completion">' in answer.text
    assert 'id="e-planned_completion"' in answer.text
    assert 'value="明年"' in answer.text
    kept = fire.hidden("evidence")
    right = fire.form(**{**PLAN, "evidence": kept})
    done = await fire.post(f"{PLAN_PAGE}/filing", right)
    assert done.status_code == 303, done.text
    await fire.get(done.headers["location"])
    assert f'href="/files/{kept}"' in fire.page
    got = await fire.http.get(f"/files/{kept}")
    assert got.content == PDF
    assert got.headers["content-disposition"].startswith("attachment")
    assert (await (await hall.signed_in("clerk")).http.get(f"/files/{kept}")).status_code == 200
    assert (await (await hall.signed_in("housing")).http.get(f"/files/{kept}")).status_code == 404


async def test_a_file_that_is_not_what_it_says_is_refused_beside_the_field(hall: Hall) -> None:
    fire = await hall.signed_in("fire")
    await fire.get(PLAN_PAGE)
    files = {"files": ("图.svg", b"<svg onload='alert(1)'/>", "image/png")}
    answer = await fire.post(f"{PLAN_PAGE}/filing", fire.form(**PLAN), files=files)
    assert answer.status_code == 422
    assert 'id="e-files"' in answer.text
    assert "已交" not in answer.text


ASKED = {
    "/": {"clerk", "auditor", "government"},
    "/projects/LG23-01": {"fire", "group", "government", "clerk", "auditor"},
    "/projects/LG23-02": {"housing", "government", "clerk", "auditor"},
    PLAN_PAGE: {"fire", "group", "government", "clerk", "auditor"},
    "/decide": {"clerk"},
    "/inbox": {"fire", "housing", "group", "government"},
    "/todo": {"fire", "housing", "group", "government"},
    "/programmes/LG23": {"group", "government", "clerk", "auditor"},
    "/meetings": {"clerk"},
    "/audit": {"auditor"},
    "/audit/project/LG23-01": {"auditor"},
    "/audit/programme/LG23": {"auditor"},
}


@pytest.mark.parametrize("path", ASKED)
async def test_who_may_open_what_and_all_others_read_that_it_is_nowhere(
    hall: Hall, path: str
) -> None:
    nowhere = None
    for login in PEOPLE:
        browser = await hall.signed_in(login)
        answer = await browser.http.get(path)
        if path == "/":
            shown = "一屏总览" in answer.text
        elif path == "/todo":
            shown = answer.status_code in (200, 303)
        else:
            shown = answer.status_code == 200
        assert shown == (login in ASKED[path]), (login, answer.status_code)
        if not shown and path != "/":
            unknown = await browser.http.get("/projects/NOBODY")
            nowhere = nowhere or unknown.content
            assert (answer.status_code, answer.content) == (404, unknown.content)
    assert nowhere is None or "没有找到".encode() in nowhere


@pytest.mark.parametrize("tail", ["filing", "acceptance", "return"])
async def test_nobody_acts_on_what_is_not_his(hall: Hall, tail: str) -> None:
    allowed = {"filing": {"fire"}, "acceptance": {"clerk"}, "return": {"clerk"}}[tail]
    before = await version(hall)
    for login in PEOPLE.keys() - allowed:
        browser = await hall.signed_in(login)
        await browser.get("/")
        token = browser.hidden("form_token")
        sent = {"form_token": token, "key": "a" * 32, "reason": "缺材料", **PLAN}
        answer = await browser.post(f"{PLAN_PAGE}/{tail}", sent)
        assert answer.status_code == 404, (login, answer.text)
    assert await version(hall) == before


async def test_lateness_is_told_before_any_clock_has_marked_it(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    before = await version(hall)
    await set_clock("2023-05-12T09:00:00+08:00")
    clerk = await hall.signed_in("clerk")
    await clerk.get("/")
    assert "5月12日" in clerk.page
    assert 'class="bad" href="#late"' in clerk.page
    await clerk.get("/projects/LG23-01?why=work_plan")
    assert "<b>逾期7个工作日</b>" in clerk.page
    assert "为什么是5月4日" in clerk.page
    assert "本系统默认" in clerk.page
    assert await version(hall) == before


async def test_a_letter_is_signed_for_once_by_its_addressee(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-05T09:00:00+08:00")
    await hall.town.tools.ledger.keep("project:LG23-01", by="clock")
    fire, group = await hall.signed_in("fire"), await hall.signed_in("group")
    await fire.get("/inbox")
    assert "1件等签收" in fire.page
    action = fire.page.split('action="/inbox/')[1].split('"')[0]
    await group.get("/")
    foreign = {"form_token": group.hidden("form_token"), "key": "b" * 32}
    assert (await group.post(f"/inbox/{action}", foreign)).status_code == 404
    done = await fire.post(f"/inbox/{action}", fire.form())
    assert done.status_code == 303
    await fire.get("/inbox")
    assert "都签收了" in fire.page


async def test_an_auditor_reads_the_chain_and_an_earlier_day(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    fire, auditor = await hall.signed_in("fire"), await hall.signed_in("auditor")
    await set_clock("2023-04-25T09:00:00+08:00")
    await fire.get(PLAN_PAGE)
    await fire.post(f"{PLAN_PAGE}/filing", fire.form(**PLAN))
    await auditor.get("/audit/project/LG23-01?as_of=2023-04-24&known_at=2023-04-24")
    assert "链完好" in auditor.page
    assert "2023年4月24日的样子" in auditor.page
    assert "2023年5月4日到期" in auditor.page
    await auditor.get("/audit/project/LG23-01")
    assert "已交，等收下" in auditor.page
    await auditor.get("/audit/project/LG23-01?as_of=2020-01-01")
    assert "那时还什么都没有记下" in auditor.page


async def test_names_with_markup_stay_text(hall: Hall) -> None:
    fire = await hall.signed_in("fire")
    await fire.get(PLAN_PAGE)
    hostile = "<script>alert(1)</script>'\"&"
    await fire.post(f"{PLAN_PAGE}/filing", fire.form(**{**PLAN, "target": hostile}))
    await fire.get(PLAN_PAGE)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#39;&#34;&amp;" in fire.page
    assert fire.page.count("<script") == fire.page.count('<script src="/static/')


async def test_a_demonstration_says_that_it_is_one(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/")
    assert '<aside class="sample"' in clerk.page


async def test_the_board_narrows_by_links(hall: Hall, set_clock: Callable[[str], Any]) -> None:
    await set_clock("2023-05-12T09:00:00+08:00")
    clerk = await hall.signed_in("clerk")
    await clerk.get("/?obligor=unit:市消防救援大队")
    assert "LG23-01" in clerk.page
    assert "/projects/LG23-02/duties" not in clerk.page
    await clerk.get("/?light=GREEN")
    assert "去掉筛选" in clerk.page
    assert (await clerk.get("/?days=0")).status_code == 404


async def test_who_signed_in_is_refused_with_the_menu_to_go_on(hall: Hall) -> None:
    page, fire = {"Accept": "text/html"}, await hall.signed_in("fire")
    hidden = await fire.http.get("/projects/LG23-02", headers=page)
    nowhere = await fire.http.get("/no/such/page", headers=page)
    assert hidden.status_code == nowhere.status_code == 404
    assert hidden.text == nowhere.text, "another's, and nowhere, look the same"
    assert 'href="/todo"' in hidden.text
    assert "没有找到这一页" in hidden.text
    stranger = await hall.browser().http.get("/no/such/page", headers=page)
    assert stranger.status_code == 404
    assert "没有找到这一页" in stranger.text
    assert 'href="/todo"' not in stranger.text
    machine = await fire.http.get("/api/v1/no/such", headers=page)
    assert machine.headers["content-type"] == "application/problem+json"
