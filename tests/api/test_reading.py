"""What each party reads: its own duties with their reasons, and nothing of another's."""

from tests.support.town import Town


async def test_a_unit_sees_its_duties_the_most_urgent_first_with_the_reason(town: Town) -> None:
    page = (await town.ask("GET", "/duties?limit=100", town.fire)).json()
    assert page["total"] == len(page["items"]) > 5
    assert {x["subject"] for x in page["items"]} == {"LG23-01"}
    assert [x["due"] for x in page["items"]] == sorted(x["due"] for x in page["items"])
    plan = page["items"][0]
    assert (plan["duty"], plan["due"], plan["due_at"]) == (
        "work_plan",
        "2023-05-04",
        "2023-05-04T16:00:00Z",
    )
    assert any("2023-05-04" in x for x in plan["why"]["zh"])
    assert plan["status_zh"] == "待报送"
    assert plan["file_at"] == "/api/v1/projects/LG23-01/duties/work_plan/filings"
    assert [x["type"] for x in plan["history"]] == ["DutyScheduled"]
    alone = await town.ask("GET", "/projects/LG23-01/duties/work_plan", town.fire)
    assert alone.json() == plan


async def test_a_project_page_says_what_comes_next_and_how_the_clock_is(town: Town) -> None:
    answer = await town.ask("GET", "/projects/LG23-01", town.clerk)
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert page["light"] == {"light": "GREEN", "zh": "正常"}
    assert page["agenda"]["zh"] == "月度联系 2023-M04 · 到期提醒（即将执行）"
    assert page["clock"]["zh"] == "时钟服务暂不可用，记录不受影响"
    assert page["programme_duties"][0]["why"] is not None
    own = (await town.ask("GET", "/projects/LG23-01", town.fire)).json()
    assert own["programme_duties"][0]["why"] is None
    assert own["programme_duties"][0]["history"] == []


async def test_staff_look_for_projects(town: Town, set_clock) -> None:
    found = (await town.ask("GET", "/projects?q=供水&light=GREEN", town.clerk)).json()
    assert [x["id"] for x in found["items"]] == ["LG23-02"]
    assert (await town.ask("GET", "/projects?overdue=true", town.clerk)).json()["total"] == 0
    await set_clock("2023-05-05T09:00:00+08:00")
    late = (await town.ask("GET", "/projects?overdue=true&limit=1", town.clerk)).json()
    assert (late["total"], len(late["items"])) == (2, 1)
    assert "逾期 2 项" in late["items"][0]["light_zh"]
    elsewhere = (await town.ask("GET", "/projects?region=江苏省", town.clerk)).json()
    assert elsewhere == {"items": [], "total": 0}
    mistyped = await town.ask("GET", "/projects?overdu=true", town.clerk)
    assert mistyped.status_code == 422
    assert mistyped.json()["errors"][0]["field"] == "overdu"


async def test_the_programme_is_read_by_staff_and_by_its_groups(town: Town) -> None:
    page = (await town.ask("GET", "/programmes/LG23", town.group)).json()
    assert page["projects"] == ["LG23-01", "LG23-02"]
    assert (await town.ask("GET", "/programmes/LG23", town.fire)).status_code == 404
    assert (await town.ask("GET", "/programmes", town.clerk)).json()["total"] == 1


async def test_health_is_told_part_by_part(town: Town) -> None:
    await town.tools.ledger.beat()
    answer = await town.ask("GET", "/healthz")
    assert answer.status_code == 200
    parts = answer.json()["parts"]
    assert set(parts) == {"postgresql", "ledger", "temporal", "worker", "watch", "clock"}
    assert answer.json()["status"] == "degraded"
    assert parts["temporal"]["words"].startswith("时钟服务暂不可用，记录不受影响")
    assert parts["clock"]["ok"], parts
