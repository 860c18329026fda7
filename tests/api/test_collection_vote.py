"""The vote on candidates over HTTP: method, box, keypads, hand count, and who may see it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.support.town import REGION, Service
from tests.support.voting import Vote

DAY = date(2024, 1, 16)
ROLL = 9
METHOD: dict[str, Any] = {
    "method": {
        "seats": 2,
        "candidates": 3,
        "family": "for_against",
        "way": "box",
        "shortfall": "leave_unfilled",
        "announced": "大会主席团当场宣布",
    },
    "hands": {"roll": ROLL, "present": ROLL, "in_favour": 8, "against": 1},
    "on": "2024-01-16",
    "session": "第二届人民代表大会第三次会议",
    "document": "龙人大〔2024〕1号",
}


class Meeting:
    """The service, a clerk, and Longgang's three candidates for two seats."""

    def __init__(self, service: Service, clerk: str, vote: Vote) -> None:
        self.service, self.clerk, self.vote = service, clerk, vote

    async def ask(self, method: str, path: str, token: str = "", **with_: Any) -> Any:
        at = f"/collections/{self.vote.id}/{path}"
        return await self.service.ask(method, at, token or self.clerk, **with_)

    async def adopt(self, **more: Any) -> Any:
        body = {**METHOD, "method": {**METHOD["method"], **more}}
        return await self.ask("POST", "method", json=body)

    async def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.ask("GET", "vote")).json()
        return found


@pytest.fixture
async def meeting(service: Service, set_clock: Callable[[str], Any]) -> Meeting:
    await set_clock("2024-01-16T09:00:00+08:00")
    vote = Vote(service.tools.ledger, DAY, "LG24", "longgang@2", REGION, office=REGION)
    await vote.listed(3, 2)
    return Meeting(service, await service.token("clerk", "clerk"), vote)


async def test_the_method_comes_first_and_is_told_in_sentences(meeting: Meeting) -> None:
    before = await meeting.shown()
    assert (before["word"], before["due"]) == ("票决", None)
    assert "还没有通过票决办法" in before["waits"]
    keepers = {"id": "LG24-vote", "keepers": ["token:1", "token:2"]}
    early = await meeting.ask("POST", "ballots", json=keepers)
    assert early.status_code == 409
    assert "先通过票决办法" in early.json()["detail"]
    few = {**METHOD, "hands": {**METHOD["hands"], "in_favour": 4, "against": 5}}
    refused = await meeting.ask("POST", "method", json=few)
    assert refused.status_code == 409
    assert "未过全体半数 5 人" in refused.json()["detail"]
    assert (await meeting.adopt()).status_code == 201
    after = await meeting.shown()
    assert (after["due"]["round"], after["due"]["seats"], after["waits"]) == (1, 2, None)
    assert "应选 2 项，候选 3 项，差额 1 项。" in after["method_zh"]
    made = await meeting.ask("POST", "ballots", json=keepers)
    assert made.status_code == 201, made.text
    box = (await meeting.service.ask("GET", "/ballots/LG24-vote", meeting.clerk)).json()
    assert (box["family"], box["choices"]) == (
        "for_against",
        {"for": "赞成", "against": "反对", "abstain": "弃权"},
    )
    assert [x["project"] for x in box["items"]] == ["K01", "K02", "K03"]


async def test_keypads_report_twice_and_the_outcome_is_told(meeting: Meeting) -> None:
    await meeting.adopt(way="keypad")
    titles = list((await meeting.shown())["candidates"].values())
    rows = [(7, 1, 0, 1), (4, 5, 0, 0), (6, 2, 1, 0)]
    lines = [",".join(map(str, (x, *y))) for x, y in zip(titles, rows, strict=True)]
    report = "\n".join(["候选项目,赞成,反对,弃权,未按键", *lines]).encode("utf-8-sig")
    asked = "round=1&held_on=2024-01-16&roll=9&present=9"
    dry = await meeting.ask(
        "POST", f"keypad-report?{asked}&dry_run=true", files={"file": ("r.csv", report)}
    )
    assert (dry.status_code, dry.json()["devices"], dry.json()["receipt"]) == (200, 9, None)
    other = await meeting.service.token("clerk", "clerk")
    for token in (meeting.clerk, other):
        done = await meeting.ask(
            "POST", f"keypad-report?{asked}", token, files={"file": ("r.csv", report)}
        )
        assert done.status_code == 201, done.text
    found = await meeting.shown()
    assert (found["decided"], found["elected"]) == (True, ["K01", "K03"])
    (one,) = found["rounds"]
    said = {x["figures"]["item"]: x["said"] for x in one["lines"]}
    assert said["K02"] == "赞成 4 票，未过全体代表半数 5 票"
    assert said["K01"] == "赞成 7 票，当选"
    assert one["said"].startswith("全体代表 9 人，出席 9 人，收回 9 票")
    assert one["source"] == "keypad"


async def test_a_strange_report_says_what_is_wrong(meeting: Meeting) -> None:
    await meeting.adopt(way="keypad")
    asked = "keypad-report?round=1&held_on=2024-01-16&roll=9&present=9"
    for content in ("甲,乙\n1,2\n", "候选项目,赞成,反对,弃权\n别的项目,1,1,1\n", ""):
        answer = await meeting.ask("POST", asked, files={"file": ("r.csv", content.encode())})
        assert answer.status_code == 422, answer.text


async def test_two_hands_count_and_too_many_papers_are_void(meeting: Meeting) -> None:
    await meeting.adopt(way="papers")
    lines = [
        {"item": f"K0{n}", "approvals": x, "against": 9 - x} for n, x in ((1, 9), (2, 5), (3, 2))
    ]
    body = {
        "round": 1,
        "held_on": "2024-01-16",
        "roll": 9,
        "present": 9,
        "issued": 8,
        "returned": 9,
        "lines": lines,
    }
    other = await meeting.service.token("clerk", "clerk")
    for token in (meeting.clerk, other):
        assert (await meeting.ask("POST", "counts", token, json=body)).status_code == 201
    void = await meeting.shown()
    assert (void["voided"], void["rounds"], void["due"]["round"]) == (1, [], 1)
    for token in (meeting.clerk, other):
        done = await meeting.ask("POST", "counts", token, json={**body, "issued": 9})
        assert done.status_code == 201, done.text
    assert (await meeting.shown())["elected"] == ["K01", "K02"]


async def test_only_the_clerk_of_that_congress_runs_the_vote(meeting: Meeting) -> None:
    far = await meeting.service.token("clerk", "clerk", "江苏省/泰州市/高港区")
    unit = await meeting.service.token("unit:市住房和城乡建设局", "unit")
    deputy = await meeting.service.token("deputy_groups", "deputy_group")
    for token in (far, unit, deputy):
        said = await meeting.ask("POST", "method", token, json=METHOD)
        assert said.status_code in (403, 404)
    assert (await meeting.ask("GET", "vote", unit)).status_code == 404
    assert (await meeting.ask("GET", "vote", deputy)).status_code == 200


async def test_a_congress_does_not_consult(meeting: Meeting) -> None:
    body = {"held_on": "2024-01-16", "present": 40, "chosen": ["K01"], "minutes": "纪要1号"}
    answer = await meeting.ask("POST", "consultation", json=body)
    assert answer.status_code == 409
    assert "票决" in answer.json()["detail"]
