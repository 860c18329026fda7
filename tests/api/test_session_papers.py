"""A session's papers over HTTP: due seven days and one day before, composed from the record, frozen
when issued, the agenda fixed once they lie there."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from python_calamine import CalamineWorkbook

from domain.adoption.messages import AnnounceResult, PassResolution
from domain.base import Command
from domain.given import Actor
from domain.voting.messages import EnterCount
from domain.voting.outcome import Tallied
from ledger import audit
from ledger.requests import Receipt
from tests.support.pdf_text import pages_of
from tests.support.town import REGION, Town
from tests.support.voting import Vote

DAY = date(2024, 3, 12)
PAPERS = "/collections/LG24/papers"
SESSION = {
    "id": "LG24-1",
    "title": "龙港市第二届人民代表大会第三次会议",
    "kind": "first_session",
    "opens": "2024-03-12",
    "document": "龙人大〔2024〕1号",
    "serves": [{"programme": "LG24", "before": True, "anchor": "session"}],
}


OFFICE = Actor("staff-1", "clerk")


class HereVote(Vote):
    """A vote that this town's office runs."""

    async def tell(self, command: Command, actor: Actor = OFFICE, key: str = "") -> Receipt:
        return await super().tell(command, actor, key)


async def listed(town: Town, set_clock: Callable[[str], Any]) -> Vote:
    """Three candidates for two seats, their session convened."""
    await set_clock("2024-02-20T09:00:00+08:00")
    vote = HereVote(
        town.tools.ledger, date(2024, 2, 20), id="LG24", regime="longgang@2", region=REGION
    )
    opening = vote.opening().model_copy(update={"session": DAY, "closes": date(2024, 2, 19)})
    await vote.tell(opening)
    convened = await town.ask("POST", "/meetings", town.clerk, json=SESSION)
    assert convened.status_code == 201, convened.text
    await vote.kept()
    return await vote.listed(3, 2)


async def issue(town: Town, kind: str, **more: Any) -> Any:
    answer = await town.ask("POST", PAPERS, town.clerk, json={"kind": kind, **more})
    await town.tools.ledger.keep("collection:LG24", by="clock")
    return answer


async def text(town: Town, kind: str) -> str:
    """The draft's words, as they stand in its PDF."""
    answer = await town.ask("GET", f"{PAPERS}/draft.pdf?kind={kind}", town.clerk)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s", "", "".join(pages_of(answer.content)))


async def test_from_the_agenda_to_the_papers_that_lie_before_the_session(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    await listed(town, set_clock)
    shown = (await town.ask("GET", "/collections/LG24/session", town.government)).json()
    due = {x["line"]: x["due"] for x in shown["duties"]}
    assert (due["session_notice"], due["session_agenda"]) == ("2024-03-05", "2024-03-05")
    assert (due["explanation_draft"], due["explanation_final"]) == ("2024-02-21", "2024-03-01")
    assert (due["candidates_explanation"], due["government_report"]) == ("2024-03-05", "2024-03-11")
    assert not shown["agenda"]["drafted"]
    assert len(shown["agenda"]["missing"]) == 4
    drafted = await town.ask("POST", "/collections/LG24/agenda", town.clerk, json={})
    assert drafted.status_code == 201, drafted.text
    early = await town.ask(
        "POST", "/collections/LG24/agenda/fixing", town.clerk, json={"on": "2024-02-20"}
    )
    assert early.status_code == 409
    assert "政府工作报告" in early.json()["detail"]
    wrong = [x for x in shown["agenda"]["items"] if x["point"] != "method"]
    lacking = await town.ask("POST", "/collections/LG24/agenda", town.clerk, json={"items": wrong})
    assert (lacking.status_code, "票决办法" in lacking.json()["detail"]) == (409, True)
    for kind in (
        "session_notice",
        "agenda",
        "candidates_explanation",
        "candidate_booklet",
        "voting_method",
    ):
        assert (await issue(town, kind)).status_code == 201
    report = {"form": "report", "title": "政府工作报告", "text": "一年来的工作和新一年的安排。"}
    for line, by in (
        ("government_report", town.government),
        ("body_report", await town.token("standing_committee", "standing_committee")),
    ):
        path = f"/collections/LG24/duties/{line}"
        found = next(x for x in shown["duties"] if x["line"] == line)
        at = found["file_at"].removeprefix("/api/v1") if found["file_at"] else f"{path}/filing"
        filed = await town.ask("POST", at, by, json=report)
        assert filed.status_code == 201, filed.text
    after = (await town.ask("GET", "/collections/LG24/session", town.clerk)).json()
    assert after["agenda"]["missing"] == []
    states = {x["line"]: x["status"] for x in after["duties"]}
    assert (
        states["session_notice"]
        == states["session_agenda"]
        == states["voting_method_draft"]
        == "FULFILLED"
    )
    numbers = {x["kind"]: x["number"] for x in after["papers"] if x["number"]}
    assert numbers["agenda"] == "民实会〔2024〕2号"
    fixed = await town.ask(
        "POST", "/collections/LG24/agenda/fixing", town.clerk, json={"on": "2024-02-20"}
    )
    assert fixed.status_code == 201, fixed.text


async def test_papers_say_what_the_record_says_and_stay_as_they_were_issued(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    vote = await listed(town, set_clock)
    names = [x.title for x in (await vote.state()).pool.candidates]
    said = await text(town, "candidates_explanation")
    assert "候选项目3项，应选2项，差额1项，差额比例50%" in said
    assert "计划投资合计360万元" in said
    ballot = await town.ask(
        "GET", f"{PAPERS}/draft.docx?kind=ballot_paper&family=up_to", town.clerk
    )
    (table,) = Document(BytesIO(ballot.content)).tables
    assert [x.text for x in table.rows[0].cells] == ["序号", "候选项目", "同意"]
    assert [x.cells[1].text for x in table.rows[1:]] == names
    await issue(town, "candidate_booklet")
    before = (await town.ask("GET", f"{PAPERS}/1.xlsx", town.clerk)).content
    rows = CalamineWorkbook.from_filelike(BytesIO(before)).get_sheet_by_index(1).to_python()
    assert [x[1] for x in rows[1:4]] == names
    assert all(str(x[-1]).startswith("collection:LG24 #") for x in rows[1:4])
    await vote.withdraw("K03")
    assert (await town.ask("GET", f"{PAPERS}/1.xlsx", town.clerk)).content == before
    again = await issue(town, "candidate_booklet")
    assert again.status_code == 409, "name what it replaces, and why"
    because = {"replaces": 1, "because": "撤回一项候选项目"}
    assert (await issue(town, "candidate_booklet", **because)).status_code == 201
    assert (await audit.verify(town.tools.ledger)).faults == ()


async def test_no_resolution_before_the_count_and_no_announcement_before_the_resolution(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    vote = await listed(town, set_clock)
    for kind, words in (("resolution", "还没有计出"), ("agenda", "还没有拟订")):
        answer = await town.ask("GET", f"{PAPERS}/draft.pdf?kind={kind}", town.clerk)
        assert (answer.status_code, words in answer.json()["detail"]) == (409, True)
    await set_clock("2024-03-12T15:00:00+08:00")
    vote.day = DAY
    await vote.adopted(103, way="papers")
    lines = tuple(
        Tallied(item=x, approvals=n, against=93 - n)
        for x, n in (("K01", 90), ("K02", 51), ("K03", 88))
    )
    count = EnterCount(
        round=1,
        source="papers",
        held_on=DAY,
        roll=103,
        present=93,
        issued=93,
        returned=93,
        lines=lines,
    )
    for who in ("account:one", "account:two"):
        await vote.tell(count, Actor(who, "clerk"))
    said = await text(town, "resolution")
    first, second, third = (x.title for x in (await vote.state()).pool.candidates[:3])
    assert f"一、{first}二、{third}" in said
    assert "全体代表103人，出席93人，收回票93张" in said
    assert f"2{second}514200退回储备库" not in said
    assert "（草案）" in said
    answer = await town.ask("GET", f"{PAPERS}/draft.pdf?kind=announcement", town.clerk)
    assert (answer.status_code, "决议还没有通过" in answer.json()["detail"]) == (409, True)
    method = await text(town, "voting_method")
    assert "2024年3月12日" in method
    assert "第十三条" in method
    passed = PassResolution(
        number="龙人大〔2024〕4号",
        document="关于2024年民生实事项目的决议",
        chosen=("K01", "K03"),
        passed_on=DAY,
    )
    await vote.tell(passed)
    said = await text(town, "resolution")
    assert "（2024年3月12日龙港市第二届人民代表大会第三次会议通过）" in said
    assert "应当在票决后一个月内制定工作方案" in said
    said = await text(town, "announcement")
    assert "并作出决议（龙人大〔2024〕4号）" in said
    assert f"一、{first}二、{third}" in said
    assert (await issue(town, "announcement")).status_code == 201
    owed = (await vote.state()).duties["announcement"]
    assert owed.owed, "printed is not yet announced"
    told = AnnounceResult(number="民实会〔2024〕1号", on=DAY, where="市人大网站", text="现予公告。")
    await vote.tell(told)
    assert (await vote.state()).duties["announcement"].accepted
    assert (await audit.replay_check(town.tools.ledger)).differing == ()
