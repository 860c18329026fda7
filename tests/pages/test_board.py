"""The clerk's board: filters that count each other, search by pinyin, headings, several at once."""

from collections.abc import Callable
from re import findall, search
from typing import Any
from urllib.parse import quote, urlencode

from domain.dispatch import CHANNEL_ZH, Channel
from ledger.contacts import set_contact
from ledger.queries.punctuality import punctuality_of
from tests.pages.conftest import Hall
from tests.support.town import FIRE, PLAN, REGION


def projects_on(page: str) -> set[str]:
    """The projects whose duties are listed."""
    return set(findall(r'href="/projects/(LG23-\d\d)/duties', page))


async def test_each_filter_counts_what_its_other_choices_would_show(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-12T09:00:00+08:00")
    clerk = await hall.signed_in("clerk")
    await clerk.get(f"/?obligor=unit:{FIRE}&what={quote('工作方案')}")
    assert projects_on(clerk.page) == {"LG23-01"}
    facets = clerk.page.partition('class="facets"')[2].partition('class="mid"')[0]
    assert "市住房和城乡建设局" in facets, "the other unit can still be chosen"
    both = search(r'href="(/\?[^"]*obligor=unit[^"]*obligor=unit[^"]*)"', facets)
    assert both is not None
    await clerk.get(both[1].replace("&amp;", "&"))
    assert projects_on(clerk.page) == {"LG23-01", "LG23-02"}
    await clerk.get("/?leader=nobody")
    assert "这个筛选下没有欠着的事" in clerk.page
    assert "去掉最后一个筛选" in clerk.page


async def test_a_project_is_found_by_initials_and_what_was_found_is_marked(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-12T09:00:00+08:00")
    clerk = await hall.signed_in("clerk")
    await clerk.get("/?q=ecgs")
    assert projects_on(clerk.page) == {"LG23-02"}
    assert "<mark>二次供水</mark>" in clerk.page
    await clerk.get("/?q=" + quote("xiaofang"))
    assert projects_on(clerk.page) == {"LG23-01"}, "by its unit"
    await clerk.get("/?q=zzz")
    assert search(r"[1-9]件逾期", clerk.page), "the sentence still tells of the whole board"


async def test_the_debts_stand_under_units_by_number_and_pinyin(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-12T09:00:00+08:00")
    clerk = await hall.signed_in("clerk")
    await clerk.get("/?by=obligor")
    heads = findall(r'<span class="gn">([^<]*)</span>', clerk.page)
    assert heads.index("市消防救援大队") < heads.index("市住房和城乡建设局")


async def test_several_are_urged_after_a_page_that_says_whom_it_reaches(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-12T09:00:00+08:00")
    clerk = await hall.signed_in("clerk")
    await clerk.get("/")
    picked = {"duty": ["project:LG23-01 work_plan", "project:LG23-02 work_plan"]}
    asked = await clerk.post("/board/chosen", {**clerk.form_of(), **picked})
    clerk.page = asked.text
    assert "催办2件，涉及2家" in asked.text
    assert "没有登记联系方式" in asked.text
    form = clerk.form(text="请于本周五前报送工作方案")
    done = await clerk.post("/board/urgings", {**form, **picked})
    assert "催办了2件" in done.text
    again = await clerk.post("/board/urgings", {**form, **picked})
    assert again.text == done.text, "the same form is the same two facts"
    other = await clerk.post("/board/urgings", {**form, "key": "e" * 32, **picked})
    assert other.text.count("今天催过了") == 2
    fire = await hall.signed_in("fire")
    await fire.get("/inbox")
    assert "人工催办" in fire.page
    assert "请于本周五前报送工作方案" in fire.page
    assert (await fire.post("/board/chosen", {**fire.form_of(), **picked})).status_code == 404


async def test_whom_urging_reaches_is_asked_as_the_postman_asks_it(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-12T09:00:00+08:00")
    ledger, fire = hall.town.tools.ledger, f"unit:{FIRE}"
    await set_contact(ledger, fire, Channel.MAIL, "a@b.example", region="浙江省/温州市/平阳县")
    await set_contact(ledger, fire, Channel.SMS, "13800000000", line="monthly_progress")
    clerk = await hall.signed_in("clerk")
    await clerk.get("/")
    picked = {"duty": ["project:LG23-01 work_plan"]}
    asked = await clerk.post("/board/chosen", {**clerk.form_of(), **picked})
    assert "没有登记联系方式" in asked.text, "one of another place, one for another duty"
    await set_contact(ledger, fire, Channel.MAIL, "c@b.example", region=REGION)
    asked = await clerk.post("/board/chosen", {**clerk.form_of(), **picked})
    assert f"{CHANNEL_ZH[Channel.MAIL]}通知" in asked.text


async def test_several_filings_are_received_at_once(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-04T09:00:00+08:00")
    town = hall.town
    for unit, project in ((FIRE, "LG23-01"), ("市住房和城乡建设局", "LG23-02")):
        token = await town.token(f"unit:{unit}", "unit")
        path = f"/projects/{project}/duties/work_plan/filings"
        assert (await town.ask("POST", path, token, json=PLAN)).status_code == 201
    clerk = await hall.signed_in("clerk")
    await clerk.get("/decide")
    picked = {"duty": findall(r'name="duty" value="([^"]*)"', clerk.page)}
    asked = await clerk.post("/decide/chosen", {**clerk.form_of(), **picked})
    clerk.page = asked.text
    assert "收下2件，涉及2家" in asked.text
    done = await clerk.post("/decide/acceptances", {**clerk.form(), **picked})
    assert "收下了2件" in done.text
    await clerk.get("/decide")
    assert "交来的都办了" in clerk.page
    late = await clerk.post("/board/chosen", {**clerk.form_of(), **picked})
    assert "没有可催办的" in late.text


async def test_nothing_ticked_is_said_and_nothing_is_sent(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/")
    for path in ("/board/chosen", "/decide/chosen"):
        asked = await clerk.post(path, clerk.form_of())
        assert (asked.status_code, "没有勾选" in asked.text) == (422, True)


async def test_a_view_is_kept_under_a_name_of_ones_own(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get(f"/?obligor=unit:{FIRE}&days=30")
    assert "存下当前筛选" in clerk.page
    kept = await clerk.post(
        "/board/views", clerk.form_of(view=f"obligor=unit:{FIRE}&days=30&nonsense=1", name="消防")
    )
    assert kept.headers["location"] == "/?" + urlencode({"obligor": f"unit:{FIRE}", "days": 30})
    await clerk.get("/")
    view = search(r'id="v-([0-9a-f-]{36})" href="([^"]*)"', clerk.page)
    assert view is not None
    await clerk.get(view[2].replace("&amp;", "&"))
    assert projects_on(clerk.page) <= {"LG23-01"}
    auditor = await hall.signed_in("auditor")
    await auditor.get("/")
    assert "消防</span></a>" not in auditor.page.partition("现在等谁")[0]
    assert (await auditor.post(f"/board/views/{view[1]}/removal", auditor.form_of())).status_code
    await clerk.get("/")
    assert view[1] in clerk.page, "what is another's is left alone"
    await clerk.post(f"/board/views/{view[1]}/removal", clerk.form_of())
    await clerk.get("/")
    assert view[1] not in clerk.page


async def test_the_league_table_counts_every_duty_and_machines_read_the_same(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-04-28T09:00:00+08:00")
    town = hall.town
    token = await town.token(f"unit:{FIRE}", "unit")
    await town.ask("POST", "/projects/LG23-01/duties/work_plan/filings", token, json=PLAN)
    await set_clock("2023-05-12T09:00:00+08:00")
    clerk = await town.token("clerk", "clerk")
    told = (await town.ask("GET", "/league", clerk)).json()["items"]
    by_name = {x["name"]: x for x in told}
    fire, housing = by_name[f"unit:{FIRE}"], by_name["unit:市住房和城乡建设局"]
    assert fire["on_time"] == 1
    assert fire["due"] == fire["on_time"] + fire["late"] + fire["missing"]
    assert housing["missing"] == fire["missing"] + 1
    shares = (await punctuality_of(town.tools.ledger, "LG23")).with_extensions
    assert (shares.part, shares.of) == (
        sum(x["on_time"] for x in told),
        sum(x["due"] for x in told),
    )
    page = await hall.signed_in("clerk")
    await page.get("/league")
    assert f"{fire['on_time']}/{fire['due']}" in page.page
    await page.get("/league?sort=name&by=what&year=2023")
    assert "工作方案" in page.page
    lines = (await town.ask("GET", "/board?late=true&q=ecgs&limit=200", clerk)).json()
    assert {x["title"] for x in lines["items"]} == {"居民住宅小区二次供水网络设施改造"}
    assert lines["late"] == sum(x["missing"] for x in told)
