"""The pages tell baselines, stops and extensions beside what was voted, and how the year ends."""

from tests.pages.conftest import Hall
from tests.pages.test_pages import PDF

AT = "/projects/LG23-01"
RULING = {
    "decider": "standing_committee",
    "sitting": "standing_committee",
    "session": "第十六次会议",
    "on": "2023-04-20",
    "document": "龙常决〔2023〕3号",
}


async def test_a_project_s_page_tells_what_was_asked_decided_paused_and_extended(
    hall: Hall,
) -> None:
    town, browser = hall.town, await hall.signed_in("clerk")
    await browser.get(AT)
    assert "基线、调整与完成" not in browser.page
    clerk = await town.token("clerk", "clerk")
    files = {"file": ("请示.pdf", PDF, "application/octet-stream")}
    paper = (await town.ask("POST", "/evidence", clerk, files=files)).json()["sha256"]
    target = {"subproject": 1, "target": {"op": "ge", "value": 5000, "unit": "户"}}
    for number, (kind, proposed) in enumerate(
        (("target", {"targets": [target]}), ("suspend", {})), 1
    ):
        sent = {
            "kind": kind,
            "ground": "planning_change",
            "reason": "片区规划调整",
            "documents": [paper],
            "proposed": proposed,
        }
        asked = await town.ask("POST", f"{AT}/changes", clerk, json=sent)
        assert asked.status_code == 201, asked.text
        said = {"approved": True, "ruling": RULING}
        decided = await town.ask("POST", f"{AT}/changes/{number}/decision", clerk, json=said)
        assert decided.status_code == 201, decided.text
    wish = {"to": "2023-05-12", "reason": "设计单位更换"}
    wished = await town.ask("POST", f"{AT}/duties/work_plan/extension-requests", clerk, json=wish)
    assert wished.status_code == 201, wished.text
    await browser.get(AT)
    for words in (
        "基线、调整与完成",
        "5800户以上",
        "5000户以上",
        "第2版",
        "龙常决〔2023〕3号",
        "暂缓：已批准",
        "停止计时，剩",
        "申请延到5月12日",
    ):
        assert words in browser.page, words
    await browser.get("/programmes/LG23")
    assert "合计2项" in browser.page
    assert "没有可计的项目" not in browser.page
    assert "（0/1，暂缓的不计入）" in browser.page
    assert "不计延期" in browser.page
