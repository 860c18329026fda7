"""A silent unit's duty climbs; each rung is read, acknowledged and answered over HTTP."""

from collections.abc import Callable
from typing import Any

from tests.support.town import PLAN, Town

DUTY = "/projects/LG23-01/duties/work_plan"


async def keep(town: Town, set_clock: Callable[[str], Any], day: str) -> None:
    """The clock of the project comes by at two in the morning."""
    await set_clock(f"{day}T02:00:00+08:00")
    await town.tools.ledger.beat()
    await town.tools.ledger.keep("project:LG23-01", by="clock")


async def test_from_the_reminder_to_the_group(town: Town, set_clock: Callable[[str], Any]) -> None:
    await town.tools.ledger.beat()
    await keep(town, set_clock, "2023-05-05")
    inbox = (await town.ask("GET", "/inbox?unacknowledged=true", town.fire)).json()
    notice = next(x for x in inbox["items"] if x["duty"] == "work_plan")
    assert (notice["kind"], notice["level"]) == ("overdue", 1)
    seen = {"revision": notice["revision"], "level": 1}
    at = notice["acknowledge_at"].removeprefix("/api/v1")
    assert (await town.ask("POST", at, town.fire, json=seen)).status_code == 201
    assert (await town.ask("POST", at, town.housing, json=seen)).status_code == 404
    assert (await town.ask("POST", at, town.fire, json=seen)).status_code == 200

    await keep(town, set_clock, "2023-05-12")
    letter = {"revision": 0, "text": "已排定施工队伍，5 月 20 日前补报方案。"}
    replied = await town.ask("POST", f"{DUTY}/letter-replies", town.fire, json=letter)
    assert replied.json()["events"][0]["type"] == "LetterAnswered"

    await keep(town, set_clock, "2023-05-19")
    group = (await town.ask("GET", "/inbox?unacknowledged=true", town.group)).json()
    assert [(x["duty"], x["kind"]) for x in group["items"] if x["duty"] == "work_plan"] == [
        ("work_plan", "escalated")
    ]
    shown = (await town.ask("GET", DUTY, town.group)).json()
    assert (shown["status"], shown["rung"], shown["rung_zh"]) == (
        "OVERDUE",
        3,
        "已升级代表监督小组",
    )

    filed = await town.ask("POST", f"{DUTY}/filings", town.fire, json=PLAN)
    assert filed.status_code == 201
    returned = await town.ask("POST", f"{DUTY}/returns", town.clerk, json={"reason": "缺少节点"})
    assert returned.status_code == 201, returned.text
    shown = (await town.ask("GET", DUTY, town.fire)).json()
    assert (shown["status"], shown["overdue"], shown["why"]["moved_because"]) == (
        "OPEN",
        True,
        "缺少节点",
    )
    waived = await town.ask(
        "POST", f"{DUTY}/waivers", town.clerk, json={"decision": "主任会议决定"}
    )
    assert waived.status_code == 201
    assert (await town.ask("GET", DUTY, town.fire)).json()["status_zh"] == "已免除"


async def test_the_session_moves_and_every_date_with_it(town: Town) -> None:
    sent = {"next_session": "2024-02-28", "because": "会议通知", "reference": "龙人大〔2024〕1号"}
    moved = await town.ask("PUT", "/programmes/LG23/next-session", town.clerk, json=sent)
    assert moved.status_code == 201, moved.text
    await town.tools.ledger.keep("project:LG23-01", by="clock")
    page = (await town.ask("GET", "/projects/LG23-01", town.clerk)).json()
    assert page["anchors"]["next_session"] == "2024-02-28"


async def test_a_project_is_not_struck_off_before_its_grade(town: Town) -> None:
    refused = await town.ask("POST", "/projects/LG23-01/closing", town.clerk, json={"note": "同意"})
    assert refused.status_code == 409
    assert "测评" in refused.json()["detail"]


async def test_a_programme_s_rung_reaches_each_group(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    await town.tools.ledger.beat()
    await set_clock("2023-12-30T02:00:00+08:00")
    await town.tools.ledger.beat()
    await town.tools.ledger.keep("programme:LG23", by="clock")
    inbox = (await town.ask("GET", "/inbox?unacknowledged=true&limit=100", town.group)).json()
    mine = [x for x in inbox["items"] if x["subject"] == "LG23"]
    page = (await town.ask("GET", "/programmes/LG23", town.clerk)).json()
    climbed = {x["duty"] for x in page["duties"] if x["rung"] == 3}
    assert climbed <= {x["duty"] for x in mine}
    assert all(x["kind"] == "escalated" for x in mine)
