"""The first half of the year on one screen: the next step named, the resolution recorded, and where
a project came from told on its own page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ledger import audit
from ledger.door import Ledger
from ledger.queries.follow_ups import open_follow_ups
from tests.pages.conftest import Browser, Hall
from tests.support.first_half import FirstHalf, real_titles, say_all
from tests.support.town import REGION

LG24 = FirstHalf(
    id="LG24",
    region=REGION,
    regime="longgang@2",
    vote=date(2024, 1, 30),
    titles=real_titles(3),
    seats=2,
)
STEPS = ("征集", "项目库", "筛选", "候选", "会议", "票决", "决议", "公告", "立项")


@pytest.fixture
async def clerk(hall: Hall) -> Browser:
    """The congress's office at its desk."""
    return await hall.signed_in("clerk")


async def carry_out(ledger: Ledger) -> None:
    """What the clocks do by themselves."""
    while owed := await open_follow_ups(ledger):
        for stream in {x.stream for x in owed}:
            await ledger.keep(stream, by="clock")


def unspaced(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")


async def test_the_office_opens_a_collection_on_the_page(hall: Hall, clerk: Browser) -> None:
    await clerk.get("/collections")
    asked = {
        "id": "LG24",
        "title": "龙港市2024年民生实事项目征集",
        "region": REGION,
        "year": "2024",
    }
    unsaid = await clerk.post("/collections", clerk.form(**asked, regime="longgang@2"))
    assert unsaid.status_code == 422
    assert "请补全或改正：会议日期。" in unsaid.text
    whole = {**asked, "regime": "longgang@2", "session": "2024-01-30"}
    opened = await clerk.post("/collections", clerk.form(**whole))
    assert opened.headers["location"] == "/collections/LG24"
    await clerk.get("/collections")
    assert "1个年度的征集和票决" in clerk.page
    assert "（暂定）" in clerk.page, "nobody has convened the session"
    elsewhere = {**whole, "id": "X24", "region": "浙江省/温州市"}
    assert (await clerk.post("/collections", clerk.form(**elsewhere))).status_code == 404


async def test_the_next_step_is_named_from_the_collection_to_the_projects(
    hall: Hall, clerk: Browser, set_clock: Callable[[str], Any]
) -> None:
    ledger = hall.town.tools.ledger
    said = LG24.whole()
    await say_all(ledger, said[:1])
    await clerk.get("/collections")
    assert "龙港市2024年民生实事项目征集" in clerk.page
    await clerk.get("/collections/LG24")
    assert all(f"<b>{x}</b>" in clerk.page for x in STEPS)
    assert "下一步：征集。" in clerk.page
    await say_all(ledger, LG24.collected()[1:])
    await clerk.get("/collections/LG24")
    assert "下一步：会议文件。" in clerk.page
    assert "会议还没有召集" in clerk.page
    assert "候选3项，应选2项" in clerk.page
    await say_all(ledger, LG24.voted())
    await clerk.get("/collections/LG24")
    assert "下一步：决议。" in clerk.page
    assert "2项确定" in clerk.page


async def test_a_resolution_recorded_on_the_page_opens_the_projects(
    hall: Hall, clerk: Browser
) -> None:
    ledger = hall.town.tools.ledger
    await say_all(ledger, [*LG24.collected(), *LG24.voted()])
    at = "/collections/LG24/decision"
    await clerk.get(at)
    assert "过半数须23票" in unspaced(clerk.page)
    first = {"number": "龙人大〔2024〕1号", "document": "关于民生实事项目的决议"}
    fields = {**first, "passed_on": "2024-01-30", "in_favour": "42"}
    short = await clerk.post(f"{at}/resolution", clerk.form(**fields, **{"place.P01": "1"}))
    assert short.status_code == 409
    assert "缺少当选的 P02" in short.text
    both = {"place.P01": "2", "place.P02": "1"}
    done = await clerk.post(f"{at}/resolution", clerk.form(**fields, **both))
    assert done.status_code == 303, done.text
    await clerk.get(at)
    said = {"number": "公告1号", "on": "2024-01-30", "where": "政务公开栏", "text": "下列项目确定"}
    done = await clerk.post(f"{at}/announcement", clerk.form(**said))
    assert done.status_code == 303, done.text
    await carry_out(ledger)
    await clerk.get("/collections/LG24")
    assert "从群众建议到立项都已办完" in clerk.page
    await clerk.get("/projects/LG24-01")
    told = unspaced(clerk.page)
    assert real_titles(3)[1] in clerk.page
    assert "项目库" in told
    assert "赞成41、反对1、弃权0" in told
    assert "龙人大〔2024〕1号" in told
    assert "工作方案" in told
    await clerk.get("/programmes/LG24")
    assert "储备1项" in unspaced(clerk.page)
    assert (await audit.verify(ledger)).faults == ()


async def test_an_imported_list_says_that_its_vote_is_not_proven_here(clerk: Browser) -> None:
    for path in ("/projects/LG23-01", "/programmes/LG23"):
        await clerk.get(path)
        assert "这份清单是<b>导入</b>的" in clerk.page


async def test_an_auditor_reads_what_came_before_a_project(hall: Hall) -> None:
    ledger = hall.town.tools.ledger
    await say_all(ledger, LG24.whole())
    await carry_out(ledger)
    auditor = await hall.signed_in("auditor")
    await auditor.get("/audit/project/LG24-01")
    assert "在此之前" in auditor.page
    assert "赞成42、反对0、弃权0" in auditor.page
    await auditor.get("/audit/collection/LG24")
    assert "作出决议《" in auditor.page


@pytest.mark.parametrize("login", ["fire", "root"])
async def test_units_and_administrators_find_no_collection(hall: Hall, login: str) -> None:
    await say_all(hall.town.tools.ledger, LG24.whole()[:1])
    browser = await hall.signed_in(login)
    for path in ("/collections", "/collections/LG24", "/collections/LG24/decision"):
        assert (await browser.get(path)).status_code == 404
