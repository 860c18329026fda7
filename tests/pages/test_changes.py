"""The pages tell baselines, stops and extensions beside what was voted, and how the year ends."""

from re import findall
from typing import Any

from tests.pages.conftest import Browser, Hall
from tests.pages.test_pages import PDF

AT = "/projects/LG23-01"
RULING = {
    "decider": "standing_committee",
    "sitting": "standing_committee",
    "session": "第十六次会议",
    "on": "2023-04-20",
    "document": "龙常决〔2023〕3号",
}
REQUEST = {"ground": "planning_change", "reason": "片区规划调整"}
PAPER = {"files.documents": ("请示.pdf", PDF, "application/octet-stream")}


async def _do(browser: Browser, path: str, data: dict[str, str], **with_: Any) -> str:
    """Fill in the form of an act, look at who is affected where that is asked, and confirm."""
    opened = await browser.get(f"/do{path}")
    assert opened.status_code == 200, opened.text
    answer = await browser.post(f"/do{path}", browser.form(**data), **with_)
    if answer.status_code == 200:
        assert "看过再确认" in answer.text, answer.text
        browser.page = answer.text
        kept = dict(findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.text))
        answer = await browser.post(f"/do{path}", {**kept, "step": "confirm"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_project_s_page_tells_what_was_asked_decided_paused_and_extended(
    hall: Hall,
) -> None:
    browser = await hall.signed_in("clerk")
    await browser.get(AT)
    assert "基线、调整与完成" not in browser.page
    lower = {
        "proposed.targets.0.subproject": "1",
        "proposed.targets.0.target.op": "ge",
        "proposed.targets.0.target.value": "5000",
        "proposed.targets.0.target.unit": "户",
    }
    ruling = {f"ruling.{x}": y for x, y in RULING.items()}
    for number, said in enumerate(({"kind": "target", **lower}, {"kind": "suspend"}), 1):
        await _do(browser, f"{AT}/changes", {**REQUEST, **said}, files=PAPER)
        await browser.get(f"/do{AT}/changes/{number}/decision")
        assert "片区规划调整" in browser.page
        decided = {"approved": "true", **ruling}
        back = await _do(browser, f"{AT}/changes/{number}/decision", decided)
        assert back.startswith(f"{AT}?done=")
    assert "停止计时" in browser.page or "失效" in browser.page or "没有期限" in browser.page
    wish = {"to": "2023-05-12", "reason": "设计单位更换"}
    await _do(browser, f"{AT}/duties/work_plan/extension-requests", wish)
    unheard = await browser.post(f"/do{AT}/changes", browser.form(kind="suspend"))
    assert unheard.status_code == 422
    assert "缺少此项，请补填" in unheard.text
    unit = await hall.signed_in("fire")
    assert (await unit.get(f"/do{AT}/resumption")).status_code == 404
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
    assert "完成率：0/1，暂缓的不计入" in browser.page
    assert "不计延期" in browser.page
