"""A suggestion over HTTP, from the phone to the strike-off, with a token of every party."""

from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from tests.support.suggestions import CO, LEAD, REGION
from tests.support.town import Service

SENT: dict[str, Any] = {
    "id": "DJ-0001",
    "title": "关于修复朱庄路破损路面的建议",
    "text": "朱庄路路面破损、积水，建议尽快修复。",
    "regime": "duji",
    "field": "交通",
}
STAGE = {"on": "2022-07-04", "how": "上门走访", "note": "与代表沟通了办理方案。"}


@dataclass
class District:
    """One district's parties and what they ask."""

    service: Service
    tokens: dict[str, str]

    async def get(self, who: str, path: str) -> httpx2.Response:
        return await self.service.ask("GET", path, self.tokens[who])

    async def post(self, who: str, path: str, **body: Any) -> httpx2.Response:
        with_: dict[str, Any] = {"json": body} if body else {}
        return await self.service.ask("POST", path, self.tokens[who], **with_)

    async def done(self, who: str, path: str, **body: Any) -> None:
        answer = await self.post(who, path, **body)
        assert answer.status_code == 201, answer.text

    async def shown(self, who: str = "clerk") -> dict[str, Any]:
        answer = await self.get(who, "/suggestions/DJ-0001")
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown


@pytest.fixture
async def district(service: Service, set_clock: Any) -> District:
    await set_clock("2022-07-04T10:00:00+08:00")
    parties: dict[str, tuple[str, Any]] = {
        "clerk": ("clerk", "clerk"),
        "deputy": ("deputy:DJ001", "deputy"),
        "other": ("deputy:DJ002", "deputy"),
        "unit": (f"unit:{LEAD}", "unit"),
        "co": (f"unit:{CO}", "unit"),
        "stranger": ("unit:（合成）区民政局", "unit"),
    }
    tokens = {x: await service.token(y, role, REGION) for x, (y, role) in parties.items()}
    tokens["far"] = await service.token("clerk", "clerk", "安徽省/淮北市/相山区")
    return District(service, tokens)


async def test_from_the_phone_to_the_strike_off(district: District) -> None:
    await district.done("deputy", "/suggestions", **SENT)
    await district.done("other", "/suggestions/DJ-0001/seconders")
    path = "/suggestions/DJ-0001"
    await district.done("clerk", f"{path}/assignment", lead=LEAD, co=[CO])
    early = await district.post("unit", f"{path}/reply", kind="A", text="已修复。")
    assert early.status_code == 409
    assert "还没有“办前联系、办中沟通”的记录" in early.json()["detail"]
    await district.done("unit", f"{path}/stages", stage="contact", **STAGE)
    await district.done("unit", f"{path}/stages", stage="communicate", **STAGE)
    await district.done("co", f"{path}/opinion", text="同意配合。")
    await district.done("unit", f"{path}/reply", kind="A", text="路面已修复。")
    await district.done("deputy", f"{path}/verdict", verdict="satisfied")
    await district.done("unit", f"{path}/stages", stage="return_visit", **STAGE)
    await district.done("clerk", f"{path}/strike-off", note="办结一件、销号一件")
    shown = await district.shown("deputy")
    assert (shown["life_zh"], shown["kind"], shown["verdict"]) == ("已销号", "A", "satisfied")
    assert shown["seconders"] == ["DJ002"]
    assert {x["status"] for x in shown["duties"]} == {"FULFILLED"}
    figures = (await district.get("clerk", "/suggestions/figures")).json()
    assert figures["balanced"] is True
    assert figures["completion"]["zh"] == "100.00%（办结1件 ÷ 收到1件）"
    assert figures["satisfaction"]["whole_zh"] == "代表已反馈"
    history = (await district.get("clerk", f"{path}/history")).json()
    assert history["items"][0]["type"] == "SuggestionSubmitted"


async def test_a_unit_that_passes_it_on_or_sends_it_back(district: District) -> None:
    await district.done("deputy", "/suggestions", **SENT)
    path = "/suggestions/DJ-0001"
    await district.done("clerk", f"{path}/assignment", lead=LEAD)
    passed = await district.post("unit", f"{path}/assignment", lead=CO)
    assert passed.status_code == 403
    await district.done("unit", f"{path}/return", reason="该路段由县道站养护。")
    again = {x["line"]: x for x in (await district.shown())["duties"]}
    assert again["suggestion_reassignment"]["due"] == "2022-07-18"
    await district.done("clerk", f"{path}/assignment", lead=CO)
    await district.done("co", f"{path}/difficulty", reason="涉及征迁。")
    assert (await district.shown("co"))["difficult"] is True


async def test_who_sees_and_who_may(district: District) -> None:
    await district.done("deputy", "/suggestions", **SENT)
    path = "/suggestions/DJ-0001"
    for who in ("stranger", "unit", "far"):
        assert (await district.get(who, path)).status_code == 404
        assert (await district.get(who, "/suggestions")).json()["total"] == 0
    above = await district.service.token("deputy:DJ001", "deputy", "安徽省/淮北市")
    found = await district.service.ask("GET", "/suggestions?deputy=DJ001", above)
    assert found.json()["total"] == 0, "a reference is only its own congress's"
    foreign = await district.post("other", "/suggestions", **{**SENT, "deputy": "DJ001"})
    assert foreign.status_code == 404
    signed = await district.post(
        "deputy", "/suggestions", **{**SENT, "id": "X", "seconders": ["A"]}
    )
    assert signed.status_code == 409
    assert (await district.post("other", f"{path}/withdrawal", reason="…")).status_code == 404
    struck = await district.post("other", f"{path}/strike-off", note="…")
    assert struck.status_code == 403
    listed = (await district.get("other", "/suggestions?life=open&deputy=DJ001")).json()
    assert [(x["id"], x["life_zh"]) for x in listed["items"]] == [("DJ-0001", "待交办")]
    assert (await district.get("clerk", "/suggestions?mood=good")).status_code == 422
    await district.done("deputy", f"{path}/withdrawal", reason="已另行解决。")
    figures = (await district.get("clerk", "/suggestions/figures")).json()
    assert (figures["collected"], figures["withdrawn"], figures["in_hand"]) == (1, 1, 0)


async def test_the_office_writes_down_what_came_on_paper(district: District) -> None:
    sent = {**SENT, "deputy": "DJ001", "seconders": ["DJ002", "DJ003"]}
    await district.done("clerk", "/suggestions", **sent)
    assert (await district.shown())["seconders"] == ["DJ002", "DJ003"]
    missing = await district.post("clerk", "/suggestions", **{**SENT, "id": "DJ-0002"})
    assert missing.status_code == 422
    unknown = await district.post("deputy", "/suggestions", **{**SENT, "regime": "atlantis"})
    assert unknown.status_code == 422
    note = {"number": "检建〔2022〕7号", "organ": "（合成）区人民检察院"}
    path = "/suggestions/DJ-0001/recommendations"
    await district.done("clerk", path, recommendation=note, direction="to")
    found = await district.get("clerk", f"/suggestions?recommendation={note['number']}")
    assert found.json()["total"] == 1
    over = "/suggestions/coverage?region={}&first=2022-07-01&last=2022-07-31"
    (one,) = (await district.get("clerk", over.format(REGION))).json()
    assert (one["deputy"], one["months"][0]["handed_in"]) == ("DJ001", 1)


async def test_a_letter_is_acknowledged_and_answered_where_the_inbox_says(
    district: District, set_clock: Any
) -> None:
    await district.done("deputy", "/suggestions", **SENT)
    await district.done("clerk", "/suggestions/DJ-0001/assignment", lead=LEAD)
    await set_clock("2022-10-13T10:00:00+08:00")
    await district.service.tools.ledger.keep("suggestion:DJ-0001", by="sweeper")
    inbox = (await district.get("unit", "/inbox?unacknowledged=true")).json()
    assert inbox["items"][0]["kind"] == "letter"
    assert inbox["items"][0]["title"] == SENT["title"]
    at = inbox["items"][0]["acknowledge_at"].removeprefix("/api/v1")
    body = {"revision": inbox["items"][0]["revision"], "level": 2}
    assert (await district.post("unit", at, **body)).status_code == 201
    own = (await district.get("unit", "/duties")).json()
    assert [x["line"] for x in own["items"]] == ["suggestion_reply"]
