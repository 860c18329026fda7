"""Drafts, who signs, receipts: what a unit works with before and after a filing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from domain.duty_events import DutyFiled
from ledger.accounts import Accounts
from ledger.drafts import Drafts, Of
from ledger.queries.history import history
from tests.pages.conftest import SECRET, Browser, Hall
from tests.pages.test_pages import PDF, PLAN, PLAN_PAGE
from tests.support.town import FIRE, REGION

BY_ITSELF = {"HX-Request": "true"}


async def boss(accounts: Accounts) -> None:
    """The fire brigade gets an account of its leader."""
    await accounts.add(
        "boss", SECRET, "unit_head", f"unit:{FIRE}", region=REGION, name="分管领导岗位"
    )


async def keep(browser: Browser, **fields: str) -> Any:
    """What the page sends by itself while somebody writes."""
    await browser.get(PLAN_PAGE)
    sent = {**browser.form(**fields), "revision": revision(browser)}
    headers = {"Sec-Fetch-Site": "same-origin", **BY_ITSELF}
    return await browser.http.post(f"{PLAN_PAGE}/draft", data=sent, headers=headers)


def revision(browser: Browser) -> str:
    return browser.hidden("revision") if 'name="revision"' in browser.page else "0"


async def filed(hall: Hall) -> list[DutyFiled]:
    told = await history(hall.town.tools.ledger, "project:LG23-01")
    return [DutyFiled.model_validate(x.event) for x in told if x.type == "DutyFiled"]


async def test_a_draft_survives_signing_out_files_nothing_and_is_the_units_alone(
    hall: Hall,
) -> None:
    fire = await hall.signed_in("fire")
    kept = await keep(fire, target="先写一半")
    assert kept.status_code == 200
    assert "已存" in kept.text
    await fire.get("/todo")
    await fire.post("/logout", {"form_token": fire.hidden("form_token")})
    again = await hall.signed_in("fire")
    await again.get(PLAN_PAGE)
    assert "先写一半" in again.page
    assert "草稿4月20日 10:00已存" in again.page
    assert await filed(hall) == []
    for login in ("clerk", "auditor", "government", "group"):
        other = await hall.signed_in(login)
        await other.get(PLAN_PAGE)
        assert "先写一半" not in other.page, login
        await other.get("/")
        sent = {"form_token": other.hidden("form_token"), "key": "a" * 32, "target": "改掉"}
        assert (await other.post(f"{PLAN_PAGE}/draft", sent)).status_code == 404
    gone = await again.post(f"{PLAN_PAGE}/draft/dropping", again.form())
    assert gone.status_code == 303
    await again.get(PLAN_PAGE)
    assert "先写一半" not in again.page


async def test_what_somebody_else_wrote_meanwhile_is_not_lost(
    hall: Hall, accounts: Accounts
) -> None:
    await accounts.add("mei", SECRET, "unit_clerk", f"unit:{FIRE}", region=REGION, name="另一个")
    fire, mei = await hall.signed_in("fire"), await hall.signed_in("mei")
    await keep(fire, target="第一稿")
    await mei.get(PLAN_PAGE)
    behind = mei.page
    await keep(fire, target="第二稿")
    mei.page = behind
    sent = {**mei.form(target="旧的一页"), "revision": revision(mei)}
    headers = {"Sec-Fetch-Site": "same-origin", **BY_ITSELF}
    clash = await mei.http.post(f"{PLAN_PAGE}/draft", data=sent, headers=headers)
    assert "已存" not in clash.text
    assert "刚在别处改过" in clash.text
    over = await mei.http.post(f"{PLAN_PAGE}/draft", data={**sent, "over": "1"}, headers=headers)
    assert over.status_code == 200
    await fire.get(PLAN_PAGE)
    assert "旧的一页" in fire.page


async def test_what_was_begun_meanwhile_is_not_taken_for_a_draft_of_an_older_filing(
    hall: Hall,
) -> None:
    ledger = hall.town.tools.ledger
    drafts, of = Drafts(ledger.pool), Of("project:LG23-01", "work_plan", f"unit:{FIRE}")
    one = await drafts.keep(of, {"target": "刚写的"}, [], "account:a", revision=0)
    await drafts.drop(of, one.kept_at - timedelta(seconds=1))
    assert await drafts.of(of) == one
    await drafts.drop(of, one.kept_at + timedelta(seconds=1))
    assert await drafts.of(of) is None


async def test_the_leader_signs_and_the_record_names_both_by_their_accounts(
    hall: Hall, accounts: Accounts
) -> None:
    await boss(accounts)
    fire, head = await hall.signed_in("fire"), await hall.signed_in("boss")
    await fire.get(PLAN_PAGE)
    assert "送分管负责人审签" in fire.page
    assert "本系统默认" in fire.page
    direct = await fire.post(f"{PLAN_PAGE}/filing", fire.form(**PLAN))
    assert direct.status_code == 409
    assert "由分管负责人签发后提交" in direct.text
    assert await filed(hall) == []
    await fire.get(PLAN_PAGE)
    half = await fire.post(f"{PLAN_PAGE}/draft/sending", fire.form(target="只写了目标"))
    assert half.status_code == 422, "what would be refused is said before it is sent"
    files = {"files": ("方案.pdf", PDF, "application/pdf")}
    sent = await fire.post(f"{PLAN_PAGE}/draft/sending", fire.form(**PLAN), files=files)
    assert sent.status_code == 303
    await fire.get(PLAN_PAGE)
    assert "已送分管负责人审签，还没有交" in fire.page
    await head.get("/todo")
    assert "1件等您签发" in head.page
    back = {"back": "资金写明来源", **head.form()}
    assert (await head.post(f"{PLAN_PAGE}/draft/returning", back)).status_code == 303
    await fire.get(PLAN_PAGE)
    assert "资金写明来源" in fire.page
    found = fire.page.split('name="evidence" value="')[1][:64]
    again = {**fire.form(**PLAN), "evidence": found, "revision": revision(fire)}
    assert (await fire.post(f"{PLAN_PAGE}/draft/sending", again)).status_code == 303
    await head.get(PLAN_PAGE)
    signing = {
        **head.form(**PLAN),
        "evidence": found,
        "revision": revision(head),
        "prepared_by": head.hidden("prepared_by"),
    }
    done = [await head.post(f"{PLAN_PAGE}/filing", signing) for _ in range(2)]
    assert {x.status_code for x in done} == {303}
    assert done[0].headers["location"] == done[1].headers["location"]
    (one,) = await filed(hall)
    assert one.by == (await accounts.named("boss")).ref
    assert one.prepared_by == (await accounts.named("fire")).ref
    assert [x.name for x in one.filing.evidence] == ["方案.pdf"]


async def test_the_leader_decides_whether_a_signature_is_needed(
    hall: Hall, accounts: Accounts
) -> None:
    await boss(accounts)
    fire, head = await hall.signed_in("fire"), await hall.signed_in("boss")
    await fire.get("/signing")
    assert "由本单位负责人的账号来定" in fire.page
    token = {"form_token": fire.hidden("form_token"), "required": "no"}
    assert (await fire.post("/signing", token)).status_code == 404
    await head.get("/signing")
    said = {"form_token": head.hidden("form_token"), "required": "no"}
    assert (await head.post("/signing", said)).status_code == 303
    await fire.get(PLAN_PAGE)
    assert (await fire.post(f"{PLAN_PAGE}/filing", fire.form(**PLAN))).status_code == 303
    (one,) = await filed(hall)
    assert one.prepared_by is None
    assert (await (await hall.signed_in("clerk")).http.get("/signing")).status_code == 404


async def test_a_draft_counts_for_nothing_until_it_is_filed(
    hall: Hall, accounts: Accounts, set_clock: Callable[[str], Any]
) -> None:
    await boss(accounts)
    fire, head = await hall.signed_in("fire"), await hall.signed_in("boss")
    await set_clock("2023-05-04T23:50:00+08:00")
    await fire.get(PLAN_PAGE)
    await fire.post(f"{PLAN_PAGE}/draft/sending", fire.form(**PLAN))
    await set_clock("2023-05-05T00:05:00+08:00")
    await head.get(PLAN_PAGE)
    assert "今天交，记为迟交" in head.page
    done = await head.post(f"{PLAN_PAGE}/filing", head.form(**PLAN))
    assert done.status_code == 303
    (one,) = await filed(hall)
    assert not one.on_time, "the time that counts is when the whole request arrived"


async def test_every_receipt_is_found_again_with_its_event_and_second(hall: Hall) -> None:
    fire, clerk = await hall.signed_in("fire"), await hall.signed_in("clerk")
    await fire.get(PLAN_PAGE)
    files = {"files": ("验收单.pdf", PDF, "application/pdf")}
    await fire.post(f"{PLAN_PAGE}/filing", fire.form(**PLAN), files=files)
    await clerk.get(PLAN_PAGE)
    await clerk.post(f"{PLAN_PAGE}/return", clerk.form(reason="资金没有写明来源"))
    await fire.get(PLAN_PAGE)
    assert "验收单.pdf" in fire.page, "what was returned is corrected, not handed in anew"
    await fire.get("/filed")
    assert "交过1件" in fire.page
    assert "退回：资金没有写明来源" in fire.page
    assert "2023-04-20 10:00:" in fire.page
    href = fire.page.split('href="/filed/projects/LG23-01/')[1].split('"')[0]
    await fire.get(f"/filed/projects/LG23-01/{href}")
    told = await hall.town.ask(
        "GET", "/filed?year=2023", await hall.town.token(f"unit:{FIRE}", "unit")
    )
    (row,) = told.json()["items"]
    assert (row["version"], row["answer"]) == (int(href), "DutyReturned")
    assert row["hash"] in fire.page
    assert row["evidence"][0]["sha256"] in fire.page
    assert "这样的一件也没有" in (await fire.get("/filed?state=waits")).text
    housing = await hall.signed_in("housing")
    assert (await housing.http.get(f"/filed/projects/LG23-01/{href}")).status_code == 404
    assert (await clerk.http.get("/filed")).status_code == 404


async def test_a_later_date_is_asked_for_where_the_duty_stands(hall: Hall) -> None:
    fire = await hall.signed_in("fire")
    await fire.get(PLAN_PAGE)
    wrong = await fire.post(f"{PLAN_PAGE}/extension", fire.form(to="", why=""))
    assert wrong.status_code == 422
    assert "写明为什么要延期" in wrong.text
    early = await fire.post(f"{PLAN_PAGE}/extension", fire.form(to="2023-04-21", why="等批复"))
    assert "应晚于现在的期限" in early.text
    asked = await fire.post(f"{PLAN_PAGE}/extension", fire.form(to="2023-05-20", why="等批复"))
    assert asked.status_code == 303, asked.text
    await fire.get(PLAN_PAGE)
    assert "已申请延到5月20日，等待决定" in fire.page
    assert "延期" in fire.page.split("申请的</h2>")[1]


async def test_numbers_that_will_count_for_nothing_are_warned_of_and_not_blocked(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    fire = await hall.signed_in("fire")
    await fire.get(PLAN_PAGE)
    await fire.post(f"{PLAN_PAGE}/filing", fire.form(**PLAN))
    await set_clock("2023-06-02T09:00:00+08:00")
    at = (await fire.get("/todo")).url.path
    assert "monthly_progress" in at
    rows = {
        "rows.0.subproject": "1",
        "rows.0.planned": "30",
        "rows.0.claimed": "20",
        "rows.1.subproject": "2",
        "rows.1.planned": "10",
        "rows.1.claimed": "10",
        "difficulty": "两个小区电力增容未批",
        "help_wanted": "true",
        "paid_wan": "12.5",
    }
    headers = {"Sec-Fetch-Site": "same-origin", **BY_ITSELF}
    kept = await fire.http.post(f"{at}/draft", data=fire.form(**rows), headers=headers)
    assert "电气线路改造比上次申报多20个百分点，没有证据" in kept.text
    assert "电气线路改造比计划慢10个百分点" in kept.text
    done = await fire.post(f"{at}/filing", fire.form(**rows))
    assert done.status_code == 303, done.text
    clerk = await hall.signed_in("clerk")
    await clerk.get(at)
    assert "两个小区电力增容未批" in clerk.page
    assert "请人大机关转交" in clerk.page
    assert "12.5万元" in clerk.page
