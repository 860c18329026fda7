"""What somebody wants to be told: calendars, read back by icalendar, letters, projects followed."""

from collections.abc import Callable
from datetime import date, datetime
from re import search
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from activities.channels.configured import MailServer
from activities.channels.ways import ways_out
from domain.dispatch import Channel, OfficeHours
from domain.outcomes import Sent
from ledger import compose_news as news
from ledger.compose_news import compose_news
from ledger.contacts import contacts
from ledger.deliveries import Message, begin, end
from tests.pages.conftest import Browser, Hall
from tests.pages.test_group_pages import escalated, letter_on
from tests.support.outside import mail_sink
from tests.support.town import PLAN
from watch.postman import Postman

SHANGHAI = ZoneInfo("Asia/Shanghai")


async def link_of(browser: Browser, kind: str) -> str:
    """A new link as the page shows it, once."""
    await browser.get("/following")
    made = await browser.post("/following/calendars", browser.form_of(kind=kind))
    assert made.status_code == 200, made.text
    found = search(r'class="secret">https://bihuan.test(/calendar/[^<]+)<', made.text)
    assert found is not None, made.text
    await browser.get("/following")
    assert found[1] not in browser.page, "shown once"
    return found[1]


async def events_at(hall: Hall, at: str) -> dict[str, Any]:
    """The feed as an independent reader has it, by summary."""
    answer = await hall.browser().http.get(at)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    read: Any = Calendar.from_ical(answer.content)
    assert read["METHOD"] == "PUBLISH"
    assert read["REFRESH-INTERVAL"].dt.total_seconds() == 4 * 3600
    return {str(x["SUMMARY"]): x for x in read.walk("VEVENT")}


async def test_a_group_s_calendar_moves_with_its_dates_and_is_otherwise_the_same_to_the_byte(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await escalated(hall, set_clock)
    group = await hall.signed_in("group")
    at = await link_of(group, "group")
    stranger = hall.browser().http
    first = await stranger.get(at)
    before = await events_at(hall, at)
    title = "农村老旧民房电气线路改造与智慧烟感安装"
    contact = before[f"月度联系 5月到期：{title}"]
    assert contact["DTSTART"].dt == date(2023, 5, 31)
    assert contact["STATUS"] == "CONFIRMED"
    await group.get("/group")
    letter = letter_on(group)
    await group.get(letter)
    told = {"way": "visit", "on": "2023-05-23", "at": "09:00", "place": "市政府东门"}
    assert (await group.post(f"{letter}/acknowledgement", group.form(**told))).status_code == 303
    after = await events_at(hall, at)
    visit = after[f"到现场看：{title}"]
    assert visit["DTSTART"].dt == datetime(2023, 5, 23, 9, tzinfo=SHANGHAI)
    assert visit["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert visit["LOCATION"] == "市政府东门"
    for name, one in before.items():
        assert after[name]["UID"] == one["UID"], "a thing keeps its name for ever"
        assert after[name].to_ical() == one.to_ical(), "what did not change is the same"
    await set_clock("2023-05-20T10:00:00+08:00")
    again, once_more = await stranger.get(at), await stranger.get(at)
    assert again.content == once_more.content != first.content
    same = await stranger.get(at, headers={"If-None-Match": again.headers["etag"]})
    assert same.status_code == 304
    for line in again.content.decode().split("\r\n"):
        assert len(line.encode()) <= 75, "folded as the format wants it"


async def test_moved_and_cancelled_dates_say_so(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-04T09:00:00+08:00")
    town = hall.town
    clerk = await town.token("clerk", "clerk")
    fire = await hall.signed_in("fire")
    at = await link_of(fire, "person")
    title = "农村老旧民房电气线路改造与智慧烟感安装"
    before = (await events_at(hall, at))[f"工作方案到期：{title}"]
    duty = "/projects/LG23-01/duties/work_plan"
    filed = await town.ask(
        "POST", f"{duty}/filings", await town.token(fire_party(), "unit"), json=PLAN
    )
    assert filed.status_code == 201, filed.text
    done = (await events_at(hall, at))[f"工作方案已交：{title}"]
    assert (done["UID"], done["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)
    assert done["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    back = await town.ask("POST", f"{duty}/returns", clerk, json={"reason": "缺少节点"})
    assert back.status_code == 201, back.text
    moved = (await events_at(hall, at))[f"工作方案到期：{title}"]
    assert moved["DTSTART"].dt != before["DTSTART"].dt
    assert "原定2023年5月4日" in moved["DESCRIPTION"]
    waived = await town.ask("POST", f"{duty}/waivers", clerk, json={"decision": "主任会议决定"})
    assert waived.status_code == 201, waived.text
    gone = (await events_at(hall, at))[f"工作方案到期：{title}"]
    assert (gone["STATUS"], gone["UID"]) == ("CANCELLED", before["UID"])
    assert gone["SEQUENCE"] > moved["SEQUENCE"] > done["SEQUENCE"]


def fire_party() -> str:
    return "unit:市消防救援大队"


async def test_a_link_is_one_s_own_and_opens_nothing_once_it_is_revoked(hall: Hall) -> None:
    group, fire = await hall.signed_in("group"), await hall.signed_in("fire")
    at = await link_of(group, "person")
    own = await fire.post("/following/calendars", fire_form(fire, kind="group"))
    assert own.status_code in (403, 404), "a unit has no group"
    await group.get("/following")
    revocation = search(r'action="(/following/calendars/[^"]+/revocation)"', group.page)
    assert revocation is not None, group.page
    await fire.get("/following")
    await fire.post(revocation[1], fire.form_of())
    assert (await hall.browser().http.get(at)).status_code == 200, "another's is left alone"
    await group.post(revocation[1], group.form_of())
    assert (await hall.browser().http.get(at)).status_code == 404
    guessed = at[:-10] + "A" * 6 + ".ics"
    assert (await hall.browser().http.get(guessed)).status_code == 404


def fire_form(browser: Browser, **fields: str) -> dict[str, str]:
    return {"form_token": "0" * 64, **fields}


async def written(hall: Hall) -> list[Message]:
    """What the postman would carry now, one letter after another."""
    ledger, hours = hall.town.tools.ledger, OfficeHours()
    await compose_news(ledger, (Channel.MAIL,), hours, "bihuan.test")
    found = []
    while (one := await begin(ledger, Channel.MAIL)) is not None:
        await end(ledger, one, Sent())
        found.append(one)
    return found


async def test_who_follows_is_told_once_and_only_when_something_is_new(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    housing, clerk = await hall.signed_in("housing"), await hall.signed_in("clerk")
    for project in ("LG23-01", "LG23-02"):
        await clerk.get(f"/projects/{project}")
        followed = await clerk.post(f"/following/projects/{project}", clerk.form_of(do="follow"))
        assert followed.status_code == 303, followed.text
    await clerk.get("/projects/LG23-01")
    assert "不再关注" in clerk.page
    await housing.get("/todo")
    hidden = await housing.post("/following/projects/LG23-01", housing.form_of(do="follow"))
    assert hidden.status_code == 404, "nobody follows what he is not shown"
    wrong = await clerk.post(
        "/following/letters", clerk.form_of(every="daily", channel="mail", address="没有")
    )
    assert wrong.status_code == 422
    assert "name@example.org" in wrong.text
    chosen = await clerk.post(
        "/following/letters",
        clerk.form_of(every="daily", channel="mail", address="clerk@longgang.example"),
    )
    assert chosen.status_code == 303, chosen.text
    assert await written(hall) == [], "on the same day nothing"
    await set_clock("2023-04-21T09:00:00+08:00")
    assert await written(hall) == [], "no letter where nothing is new"
    town = hall.town
    filed = await town.ask(
        "POST",
        "/projects/LG23-01/duties/work_plan/filings",
        await town.token(fire_party(), "unit"),
        json=PLAN,
    )
    assert filed.status_code == 201, filed.text
    assert await written(hall) == [], "told once a day"
    await set_clock("2023-04-24T09:00:00+08:00")
    (letter,) = await written(hall)
    assert letter.address == "clerk@longgang.example"
    assert letter.subject == "民生实事督办：1条新情况"
    assert "■ 农村老旧民房电气线路改造与智慧烟感安装\n  · 市消防救援大队交了工作方案" in letter.body
    await set_clock("2023-04-25T09:00:00+08:00")
    assert await written(hall) == []
    await clerk.post("/following/letters", clerk.form_of(every="never"))
    kept = await contacts(town.tools.ledger)
    assert [x for x in kept if x.address == "clerk@longgang.example"] == [], "the address is erased"


async def test_a_weekly_letter_leaves_by_mail_on_the_first_office_morning_of_the_week(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    clerk, town = await hall.signed_in("clerk"), hall.town
    await clerk.get("/projects/LG23-01")
    await clerk.post("/following/projects/LG23-01", clerk.form_of(do="follow"))
    told = {"every": "weekly", "channel": "mail", "address": "clerk@longgang.example"}
    assert (await clerk.post("/following/letters", clerk.form_of(**told))).status_code == 303
    await set_clock("2023-04-21T09:00:00+08:00")
    at, token = "/projects/LG23-01/duties/work_plan/filings", await town.token(fire_party(), "unit")
    assert (await town.ask("POST", at, token, json=PLAN)).status_code == 201
    async with mail_sink() as sink:
        server = MailServer(host="127.0.0.1", port=sink.port, security="none", sender="d@b.example")
        ways = ways_out(server, {}, None, private=True)
        postman = Postman(town.tools.ledger, ways, OfficeHours(), host="bihuan.test")
        for instant in ("2023-04-21T15:00", "2023-04-23T10:00", "2023-04-24T08:00"):
            await set_clock(f"{instant}:00+08:00")
            await postman.round()
            assert sink.mails == [], "the same week, a holiday made up for, before the office opens"
        await set_clock("2023-04-24T09:00:00+08:00")
        await postman.round()
        await postman.round()
    (mail,) = sink.mails
    assert mail["Subject"] == "民生实事督办：1条新情况"
    assert "市消防救援大队交了工作方案" in mail.get_content()
    assert sink.recipients == ["clerk@longgang.example"]


async def test_a_letter_says_how_many_facts_it_did_not_look_at(
    hall: Hall, set_clock: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "MOST", 1)
    clerk, town = await hall.signed_in("clerk"), hall.town
    await clerk.get("/projects/LG23-01")
    await clerk.post("/following/projects/LG23-01", clerk.form_of(do="follow"))
    told = {"every": "daily", "channel": "mail", "address": "clerk@longgang.example"}
    await clerk.post("/following/letters", clerk.form_of(**told))
    await set_clock("2023-04-21T09:00:00+08:00")
    at, office = "/projects/LG23-01/duties/work_plan", await town.token("clerk", "clerk")
    unit = await town.token(fire_party(), "unit")
    assert (await town.ask("POST", f"{at}/filings", unit, json=PLAN)).status_code == 201
    assert (await town.ask("POST", f"{at}/acceptances", office, json={})).status_code == 201
    await set_clock("2023-04-24T09:00:00+08:00")
    (letter,) = await written(hall)
    assert "最后1条没有整理进来" in letter.body
