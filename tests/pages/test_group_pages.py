"""我的小组: what waits first, one question to an escalation, who may speak for a group."""

from collections.abc import Callable
from re import search
from typing import Any

import pytest

from commands.enrolling import enrol
from domain.organisation.table import read_table
from tests.pages.conftest import SECRET, Browser, Hall
from tests.support.congress import table
from tests.support.photographs import jpg
from tests.support.town import REGION

AT = "/group/LG23-01/inspection"
JPG = jpg()
FIELDS = {
    "visit.kind": "inspection",
    "visit.happened_at": "2023-05-18T15:20",
    "visit.place": "桃源街道3个小区",
    "count.1": "14",
}
AS_SCRIPT = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


async def escalated(hall: Hall, set_clock: Callable[[str], Any]) -> None:
    """The fire brigade never hands in its plan, and the group is told on 19 May."""
    for day in ("2023-05-05", "2023-05-12", "2023-05-19"):
        await set_clock(f"{day}T02:00:00+08:00")
        await hall.town.tools.ledger.beat()
        await hall.town.tools.ledger.keep("project:LG23-01", by="clock")
    await set_clock("2023-05-19T10:00:00+08:00")


def letter_on(browser: Browser) -> str:
    found = search(r'href="(/group/notices/[^"]+)"', browser.page)
    assert found is not None, browser.page
    return found[1]


async def test_what_waits_stands_first_and_is_signed_for_with_an_intention(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await escalated(hall, set_clock)
    group = await hall.signed_in("group")
    answer = await group.get("/")
    assert answer.url.path == "/group"
    assert group.page.index("市消防救援大队没交工作方案") < group.page.index("我们组的项目")
    at = letter_on(group)
    await group.get(at)
    for words in ("市消防救援大队没有交", "没有签收", "到现场看", "代表提出和监督，不直接办理"):
        assert words in group.page, words
    assert " checked" not in group.page, "nothing is preset"
    told = {"way": "visit", "at": "09:00", "place": "市政府东门"}
    past = await group.post(f"{at}/acknowledgement", group.form(**told, on="2023-05-18"))
    assert past.status_code == 422
    assert "不能早于今天" in past.text
    assert 'value="市政府东门"' in past.text
    signed = await group.post(f"{at}/acknowledgement", group.form(**told, on="2023-05-23"))
    assert signed.status_code == 303, signed.text
    await group.get(at)
    assert "打算2023年5月23日（星期二） 09:00到现场看，在市政府东门集合" in group.page
    await group.get("/group")
    assert "市消防救援大队没交" not in group.page
    assert "到现场看：农村老旧民房电气线路改造与智慧烟感安装，在市政府东门集合" in group.page
    clerk = await hall.signed_in("clerk")
    await clerk.get("/projects/LG23-01")
    assert "打算5月23日到现场看" in clerk.page


@pytest.mark.parametrize("login", ["fire", "clerk", "auditor"])
async def test_nobody_else_finds_a_group_s_pages(
    hall: Hall, set_clock: Callable[[str], Any], login: str
) -> None:
    await escalated(hall, set_clock)
    group = await hall.signed_in("group")
    await group.get("/group")
    stranger = await hall.signed_in(login)
    for path in ("/group", "/group/inspections", "/group/session", AT, letter_on(group)):
        assert (await stranger.get(path)).status_code == 404, path
    assert (await group.get("/group/LG23-02/inspection")).status_code == 404


async def test_a_record_kept_on_the_phone_is_one_record_however_often_it_is_sent(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-19T10:00:00+08:00")
    group = await hall.signed_in("group")
    await group.get(AT)
    assert "目标5800户以上" in group.page
    session = (await group.get("/group/session")).json()
    fields = {**FIELDS, "form_token": session["form_token"], "key": "a" * 32}
    photo = {"files": ("现场.jpg", JPG, "image/jpeg")}
    answers = [
        await group.http.post(f"{AT}/filing", data=fields, files=photo, headers=AS_SCRIPT)
        for _ in range(2)
    ]
    assert [x.status_code for x in answers] == [200, 200], answers[0].text
    assert answers[0].json() == answers[1].json()
    town = hall.town
    told = await town.ask(
        "GET", "/projects/LG23-01/inspections", await town.token("clerk", "clerk")
    )
    seen = told.json()["inspections"]
    assert len(seen) == 1
    visit = seen[0]["revisions"][0]["visit"]
    assert visit["counts"] == [{"subproject": 1, "number": 14}]
    assert visit["seen"] == "现场清点：电气线路改造14户。"
    assert visit["happened_at"] == "2023-05-18T15:20:00+08:00"
    assert [x["name"] for x in visit["evidence"]] == ["现场.jpg"]
    await group.get("/group")
    assert "电气线路改造清点14户，目标5800户以上" in group.page
    clerk = await hall.signed_in("clerk")
    await clerk.get("/projects/LG23-01")
    assert "5月18日清点14户，合目标的0.2%" in clerk.page, (
        "what deputies counted is the verified line"
    )
    fire = await hall.signed_in("fire")
    await fire.get("/projects/LG23-01/duties/monthly_progress/2023-M05")
    assert "清点14户，5月18日" in fire.page, "the unit reads it beside its own field"


async def test_what_is_refused_is_told_to_the_phone_and_to_the_page(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-19T10:00:00+08:00")
    group = await hall.signed_in("group")
    await group.get(AT)
    wrong = group.form(**{**FIELDS, "visit.happened_at": "2023-05-20T09:00"})
    kept = await group.http.post(f"{AT}/filing", data=wrong, headers=AS_SCRIPT)
    assert kept.status_code == 422
    assert "检查时间还没有到" in kept.json()["zh"]
    empty = group.form(**{**FIELDS, "count.1": "", "visit.place": ""})
    shown = await group.post(f"{AT}/filing", empty)
    assert shown.status_code == 422
    assert "写一句看到了什么" in shown.text
    plain = await group.post(f"{AT}/filing", group.form(**FIELDS))
    assert plain.status_code == 303, plain.text
    stranger = await hall.signed_in("fire")
    await stranger.get("/todo")
    forged = {**FIELDS, "form_token": stranger.hidden("form_token"), "key": "b" * 32}
    gone = await stranger.http.post(f"{AT}/filing", data=forged, headers=AS_SCRIPT)
    assert gone.status_code == 404


async def test_a_deputy_of_the_schedule_speaks_for_the_group_and_another_does_not(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    town = hall.town
    await enrol(town.tools.ledger, "LG", read_table(table(), "LG"))
    body = {"number": "龙人常〔2023〕8号", "published_on": "2023-04-20"}
    clerk = await town.token("clerk", "clerk")
    done = await town.ask("POST", "/programmes/LG23/contact-schedule", clerk, json=body)
    assert done.status_code == 201, done.text
    for project in ("LG23-01", "LG23-02"):
        await town.tools.ledger.keep(f"project:{project}", by="sweeper")
    state: Any = (await town.tools.ledger.standing("programme:LG23")).state
    row = next(x for x in state.schedule.rows if x.project == "LG23-01")
    for login, ref in (("leader", row.leader), ("elsewhere", "D999")):
        await hall.accounts.add(login, SECRET, "deputy", f"deputy:{ref}", region=REGION)
    await set_clock("2023-05-19T10:00:00+08:00")
    leader, elsewhere = await hall.signed_in("leader"), await hall.signed_in("elsewhere")
    await leader.get("/group")
    assert "农村老旧民房电气线路改造" in leader.page
    await leader.get(AT)
    assert f'value="deputy:{row.leader}" checked' in leader.page
    kept = await leader.post(f"{AT}/filing", leader.form(**FIELDS, who=f"deputy:{row.leader}"))
    assert kept.status_code == 303, kept.text
    assert (await elsewhere.get(AT)).status_code == 404
    assert (await leader.get("/projects/LG23-01")).status_code == 200
    assert "还没有分到项目" in (await elsewhere.get("/group")).text
