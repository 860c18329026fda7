"""Public pages: anybody finds a town, a year, a project, and reads in plain words how it stands."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from tests.pages.conftest import Browser, Hall
from tests.support.town import FIRE, PLAN, REGION

ONE = "/open/projects/LG23-01"


async def test_anybody_finds_a_town_by_characters_pinyin_and_first_letters(hall: Hall) -> None:
    visitor = hall.browser()
    for typed in ("龙港", "longgang", "lgs", "LongGang Shi", "温州"):
        await visitor.get(f"/open?q={typed}")
        assert f'href="/open/in/{quoted(REGION)}"' in visitor.page, typed
    await visitor.get("/open?q=没有这个县")
    assert "没有找到“没有这个县”" in visitor.page
    await visitor.get("/open/in/浙江省")
    assert "本级还没有公开的清单" in visitor.page
    await visitor.get(f"/open/in/{REGION}?q=ecgs")
    assert "居民住宅小区二次供水" in visitor.page
    assert (await visitor.get("/open/in/浙江省/温州市/没有")).status_code == 404


async def test_a_project_answers_the_six_questions(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-16T09:00:00+08:00")
    town = hall.town
    for _ in range(3):
        await town.tools.ledger.keep("project:LG23-01", by="clock")
    visitor = hall.browser()
    await visitor.get(ONE)
    for heading in ("答应了什么", "做到哪一步", "晚了吗", "接下来", "谁在办，谁在管"):
        assert f">{heading}</h2>" in visitor.page
    assert "5800户以上" in visitor.page
    assert "名单没有公布完工的日子。" in visitor.page
    assert "名单没有公布投资额" in visitor.page
    assert "晚了。" in visitor.page
    assert "催办，" in visitor.page
    assert "没有签收" in visitor.page
    assert "样稿" in visitor.page
    await visitor.get(f"{ONE}?why=work_plan")
    assert "为什么是5月4日" in visitor.page
    assert "项目票决后的1个月内" in visitor.page or "依据" in visitor.page
    answer = await visitor.get("/open/years/LG23")
    assert "共2个项目" in answer.text
    assert "比计划慢" in answer.text or "稍慢" in answer.text
    await visitor.get(f"{ONE}/course")
    assert "到期没有交，催办" in visitor.page


async def test_a_claim_stays_a_claim_until_deputies_verified_it(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    town = hall.town
    unit = await town.token(f"unit:{FIRE}", "unit")
    filed = await town.ask("POST", "/projects/LG23-01/duties/work_plan/filings", unit, json=PLAN)
    assert filed.status_code in (200, 201), filed.text
    await set_clock("2023-05-25T09:00:00+08:00")
    report = {
        "form": "progress",
        "rows": [{"subproject": 1, "planned": "20", "claimed": "18", "note": "钱已到位"}],
    }
    at = "/projects/LG23-01/duties/monthly_progress/2023-M05/filings"
    sent = await town.ask("POST", at, unit, json=report)
    assert sent.status_code in (200, 201), sent.text
    visitor = hall.browser()
    await visitor.get(ONE)
    assert "18%" in visitor.page
    assert "人大机关还没有收下" in visitor.page
    assert "钱已到位" not in visitor.page
    assert "代表核实0.0%，单位说18.0%" in visitor.page


async def test_a_page_is_the_same_for_everybody_and_is_not_sent_twice(hall: Hall) -> None:
    visitor: Browser = hall.browser()
    first = await visitor.get(ONE)
    tag = first.headers["etag"]
    assert "public" in first.headers["cache-control"]
    assert "set-cookie" not in first.headers
    again = await visitor.http.get(ONE, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert (await visitor.get("/open/projects/NOBODY")).status_code == 404


def quoted(path: str) -> str:
    return quote(path)
