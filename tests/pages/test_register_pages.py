"""A deputy's book on a phone, the presidium's list, a station with rota, counts and opinions."""

from collections.abc import Callable
from re import search
from typing import Any

from tests.pages.conftest import SECRET, Hall
from tests.support.registers import TOWN
from tests.support.shuoli import shuoli
from tests.support.town import LIST


async def test_a_deputy_writes_into_his_own_book_and_sees_no_other(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-06-14T10:00:00+08:00")
    await shuoli(hall.town)
    await hall.accounts.add("d01", SECRET, "deputy", "deputy:D01", region=TOWN)
    await hall.accounts.add("clerk-sl", SECRET, "committee_clerk", "clerk", region=TOWN)
    deputy = await hall.signed_in("d01")
    await deputy.get("/registers")
    assert "履职登记册" in deputy.page
    assert "SL.D01.2023" in deputy.page
    assert "SL.D02.2023" not in deputy.page
    await deputy.get("/registers/SL.D01.2023")
    assert "没有记录" in deputy.page
    told = {"what": "entry", "act": "visit_voters", "on": "2023-06-13", "title": "走访六户"}
    sent = await deputy.post("/registers/SL.D01.2023/entries", deputy.form(**told))
    assert sent.status_code == 303, sent.text
    await deputy.get(sent.headers["location"])
    assert "走访六户" in deputy.page
    assert "已记下" in deputy.page
    wrong = await deputy.post("/registers/SL.D01.2023/entries", deputy.form(**{**told, "on": ""}))
    assert wrong.status_code == 422
    assert "走访六户" in wrong.text, "what was filled in is still there"
    assert (await deputy.http.get("/registers/SL.D02.2023")).status_code == 404
    await deputy.get("/registers/SL.D01.2023/sheet")
    assert "应参加1次，参加1次" in deputy.page
    assert "没有记录，不得分" in deputy.page
    clerk = await hall.signed_in("clerk-sl")
    await clerk.get("/registers")
    assert "共2册" in clerk.page
    assert "第11届述职：应述2名，已述0名（0/2）" in clerk.page
    unit = await hall.signed_in("fire")
    assert (await unit.http.get("/registers")).status_code == 404


async def test_a_stations_page_shows_rota_counts_and_where_an_opinion_is(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-06-14T10:00:00+08:00")
    clerk_token = await shuoli(hall.town)
    setup = {"name": "镇代表活动室", "kind": "central", "seat": "town", "deputies": ["D01", "D02"]}
    told = {"id": "ST1", "region": TOWN, "regime": "duji@1", "since": "2023-01-01", "setup": setup}
    made = await hall.town.ask("POST", "/stations", clerk_token, json=told)
    assert made.status_code == 201, made.text
    await hall.accounts.add("clerk-sl", SECRET, "committee_clerk", "clerk", region=TOWN)
    clerk = await hall.signed_in("clerk-sl")
    await clerk.get("/stations/ST1")
    for fields in (
        {"what": "rota", "first": "2023-06-14", "last": "2023-06-30"},
        {"what": "reception", "on": "2023-06-14", "persons": "6", "deputies": "D01"},
        {"what": "opinion", "on": "2023-06-14", "text": "路灯不亮", "deputies": "D01、D02"},
        {"what": "route", "opinion": "1", "to": "unit", "name": "unit:区住建局"},
    ):
        sent = await clerk.post("/stations/ST1/entries", clerk.form(**fields))
        assert sent.status_code == 303, sent.text
        await clerk.get(sent.headers["location"])
    assert "接待6人次，意见1条，转办1条" in clerk.page
    assert "转办单位：区住建局" in clerk.page
    await clerk.get("/stations")
    assert "1个站点，接待6人次" in clerk.page
    bad = {"what": "route", "opinion": "1", "to": "unit", "name": "unit:区交通局"}
    await clerk.get("/stations/ST1")
    refused = await clerk.post("/stations/ST1/entries", clerk.form(**bad))
    assert refused.status_code == 409
    assert "已经登记" in refused.text


async def test_the_presidium_checks_book_by_book_on_the_page_of_its_duty(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-01-06T10:00:00+08:00")
    clerk = await shuoli(hall.town)
    year = {**LIST, "id": "SL23", "region": TOWN, "regime": "duji@1", "vote": "2023-01-06"}
    year["projects"] = [{**LIST["projects"][0], "id": "SL23-01"}]
    year["next_session"] = "2024-01-20"
    opened = await hall.town.ask("POST", "/programmes", clerk, json=year)
    assert opened.status_code == 201, opened.text
    await set_clock("2023-03-28T10:00:00+08:00")
    await hall.accounts.add("pres", SECRET, "organ", "presidium", region=TOWN)
    presidium = await hall.signed_in("pres")
    await presidium.get("/todo")
    assert "履职登记册季度检查" in presidium.page
    place = "/programmes/SL23/duties/register_check/2023-Q1"
    await presidium.get(place)
    assert "SL.D01.2023" in presidium.page
    assert "逐册检查" in presidium.page
    fields = {
        "checked_on": "2023-03-27",
        "books.0.book": "SL.D01.2023",
        "books.0.complete": "true",
        "books.1.book": "SL.D02.2023",
        "books.1.complete": "false",
        "books.1.note": "没有写走访",
    }
    action = search(r'<form[^>]*action="([^"]+)"[^>]*enctype', presidium.page)
    assert action is not None
    sent = await presidium.post(action[1], presidium.form(**fields))
    assert sent.status_code in (200, 303), sent.text
    ledger = hall.town.tools.ledger
    for ref in ("D01", "D02"):
        await ledger.keep(f"register:SL.{ref}.2023", by="sweeper")
    await hall.accounts.add("d02", SECRET, "deputy", "deputy:D02", region=TOWN)
    deputy = await hall.signed_in("d02")
    await deputy.get("/registers/SL.D02.2023")
    assert "没有写走访" in deputy.page
    await deputy.get("/registers")
    assert "需补正" in deputy.page


async def test_the_office_writes_down_a_grade_and_an_appeal_s_decision(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-12-30T10:00:00+08:00")
    await shuoli(hall.town)
    await hall.accounts.add("d01", SECRET, "deputy", "deputy:D01", region=TOWN)
    await hall.accounts.add("clerk-sl", SECRET, "committee_clerk", "clerk", region=TOWN)
    clerk, deputy = await hall.signed_in("clerk-sl"), await hall.signed_in("d01")
    await clerk.get("/registers")
    opening = {"congress": "SL", "year": "2022", "term": "11", "regime": "duji@1"}
    opened = await clerk.post("/registers/opening", clerk.form(**opening))
    assert opened.status_code == 303, opened.text
    await clerk.get(opened.headers["location"])
    assert "共2册" in clerk.page
    place = "/registers/SL.D01.2023"
    await clerk.get(f"{place}/sheet")
    ruling = {"body": "presidium|presidium", "session": "主席团会议", "on": "2023-12-29"}
    adjust = {"adjust.law_check.points": "4", "adjust.law_check.because": "本年没有组织"}
    fields = {**ruling, "document": "人主〔2023〕7号", **adjust}
    no = await clerk.post(f"{place}/decisions", clerk.form(**{**fields, "document": ""}))
    assert no.status_code == 422
    assert "文号" in no.text
    done = await clerk.post(f"{place}/decisions", clerk.form(**fields))
    assert done.status_code == 303, done.text
    await deputy.get(place)
    assert "年度考核：不合格，4分" in deputy.page
    appeal = {"what": "appeal", "grade": "1", "text": "漏记培训"}
    sent = await deputy.post(f"{place}/entries", deputy.form(**appeal))
    assert sent.status_code == 303, sent.text
    await clerk.get(f"{place}/sheet")
    assert "登记申诉复核的决定" in clerk.page
    again = {"adjust.training.points": "4", "adjust.training.because": "签到表可证"}
    fields = {**ruling, "on": "2023-12-30", "document": "人主〔2023〕8号", **again}
    decided = await clerk.post(f"{place}/decisions", clerk.form(**fields, because="成立"))
    assert decided.status_code == 303, decided.text
    await deputy.get(place)
    assert "年度考核：不合格，8分" in deputy.page
    fire = await hall.signed_in("fire")
    await fire.get("/todo")
    stolen = {**fields, "form_token": fire.hidden("form_token"), "key": "a" * 32}
    assert (await fire.post(f"{place}/decisions", stolen)).status_code == 404


async def test_anybody_reads_what_the_measure_publishes_and_no_more(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-12-30T10:00:00+08:00")
    await shuoli(hall.town)
    mine = await hall.town.token("deputy:D01", "deputy", TOWN)
    told = {"act": "oral_report", "on": "2023-12-20", "title": "回选区述职"}
    made = await hall.town.ask("POST", "/registers/SL.D01.2023/entries", mine, json=told)
    assert made.status_code == 201, made.text
    anybody = hall.browser()
    await anybody.get("/deputies/SL/2023")
    assert "/deputies/SL/2023/D01" in anybody.page
    await anybody.get("/deputies/SL/2023/D01")
    assert "这一年向选民述过职" in anybody.page
    assert "向选民述职情况" in anybody.page
    assert "年度考核" not in anybody.page, "nobody graded yet"
    assert "回选区述职" not in anybody.page, "counts are published, not the entries"
    await anybody.get("/deputies/SL/2023/D02")
    assert "还没有向选民述职" in anybody.page
    assert (await anybody.http.get("/deputies/SL/2019")).status_code == 404
