"""Over HTTP: one act of the group, an issue that only its unit sees, a re-check by the group."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.test_evidence import PDF, hand_in
from tests.support.photographs import jpg
from tests.support.town import FIRE, HOUSING, LIST, Town

VISIT: dict[str, Any] = {
    "kind": "unannounced_check",
    "happened_at": "2023-05-12T09:30:00+08:00",
    "place": "某镇某村",
    "taking_part": ["deputy:D017"],
    "seen": "抽查 20 户，3 户线路外露。",
    "subprojects": [1],
}
AT = "/projects/LG23-01"
ISSUE = "finding"
JPG = jpg()


@pytest.fixture
async def may(town: Town, set_clock: Callable[[str], Any]) -> Town:
    """The middle of May; a second list in which the housing office handles along."""
    project = {**LIST["projects"][0], "id": "LH23-01", "co_units": [HOUSING]}
    shared = {**LIST, "id": "LH23", "projects": [project]}
    opened = await town.ask("POST", "/programmes", town.clerk, json=shared)
    assert opened.status_code == 201, opened.text
    await set_clock("2023-05-15T10:00:00+08:00")
    return town


async def recorded(town: Town, token: str, at: str = AT, **more: Any) -> Any:
    answer = await town.ask("POST", f"{at}/inspections", token, json={"visit": VISIT, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_one_act_is_one_receipt_for_record_filing_and_issue(may: Town) -> None:
    finding = {"text": "3 户线路外露", "severity": "unsafe", "due": "2023-05-26"}
    receipt = await recorded(
        may, may.group, findings=[finding], counts_for="monthly_contact/2023-M05"
    )
    assert [x["type"] for x in receipt["events"]] == [
        "InspectionRecorded",
        "DutyFiled",
        "DutyScheduled",
    ]
    page = (await may.ask("GET", f"{AT}/inspections", may.clerk)).json()
    (issue,) = page["issues"]
    assert (issue["unit"], issue["due"], issue["flagged"]) == (FIRE, "2023-05-26", True)
    assert issue["state_zh"] == "整改中"
    assert page["inspections"][0]["counts_for"] == "monthly_contact/2023-M05"
    history = (await may.ask("GET", AT, may.clerk)).json()["history"]
    told = next(x for x in history if x["type"] == "InspectionRecorded")
    assert told["happened_at"] < told["received_at"]
    listed = (await may.ask("GET", "/programmes/LG23/issues", may.clerk)).json()
    assert listed["counts"]["open"] == 1
    empty = await may.ask("GET", "/programmes/LG23/issues?state=closed", may.clerk)
    assert empty.json()["items"] == []


async def test_the_unit_remedies_and_the_group_not_the_clerk_closes(may: Town) -> None:
    await recorded(may, may.group, findings=[{"text": "3 户线路外露"}])
    duty = f"{AT}/duties/finding/1"
    photo = (await hand_in(may, "整改后.jpg", JPG)).json()["sha256"]
    remedy = {"form": "remedy", "text": "已穿管", "evidence": [photo]}
    filed = await may.ask("POST", f"{duty}/filings", may.fire, json=remedy)
    assert filed.status_code == 201, filed.text
    assert (await may.ask("POST", f"{duty}/acceptances", may.clerk)).status_code == 404
    look = {"closed": False, "note": "仍有 1 户外露"}
    assert (await may.ask("POST", f"{duty}/rechecks", may.clerk, json=look)).status_code == 403
    back = await may.ask("POST", f"{duty}/rechecks", may.group, json=look)
    assert back.status_code == 201, back.text
    await may.ask("POST", f"{duty}/filings", may.fire, json=remedy)
    done = {"closed": True, "note": "逐户看过"}
    closed = await may.ask("POST", f"{duty}/rechecks", may.group, json=done)
    assert closed.status_code == 201, closed.text
    (issue,) = (await may.ask("GET", f"{AT}/inspections", may.fire)).json()["issues"]
    assert (issue["state"], issue["status"]) == ("closed", "FULFILLED")


async def test_a_co_unit_sees_its_own_issue_and_the_photographs_of_it_and_nothing_else(
    may: Town,
) -> None:
    at = "/projects/LH23-01"
    group = await may.token("deputy_group:LH23-01", "deputy_group")
    photo = (await hand_in(may, "现场.jpg", JPG, group)).json()["sha256"]
    visit = {**VISIT, "evidence": [photo]}
    findings = [{"text": "井盖缺失", "unit": HOUSING}, {"text": "线路外露"}]
    body = {"visit": visit, "findings": findings}
    answer = await may.ask("POST", f"{at}/inspections", group, json=body)
    assert answer.status_code == 201, answer.text

    own = await may.ask("GET", f"{at}/duties/{ISSUE}/1", may.housing)
    assert own.json()["zh"] == "问题整改：井盖缺失"
    assert (await may.ask("GET", f"/evidence/{photo}", may.housing)).content == JPG
    for path in (
        "",
        "/history",
        "/inspections",
        "/duties/finding/2",
        "/duties/work_plan",
    ):
        assert (await may.ask("GET", at + path, may.housing)).status_code == 404, path
    listed = (await may.ask("GET", "/duties", may.housing)).json()["items"]
    assert "finding/1" in [x["duty"] for x in listed]

    assert (await may.ask("GET", f"{at}/duties/{ISSUE}/1", may.fire)).status_code == 404
    page = (await may.ask("GET", at, may.fire)).json()
    assert "finding/2" in [x["duty"] for x in page["duties"]]
    assert "井盖" not in str(page)
    read = (await may.ask("GET", f"{at}/inspections", may.fire)).json()
    assert [x["text"] for x in read["issues"]] == ["线路外露"]
    assert "井盖" not in (await may.ask("GET", f"{at}/history?limit=100", may.fire)).text
    everything = (await may.ask("GET", at, may.clerk)).json()
    assert "井盖" in str(everything)

    file = (await hand_in(may, "井盖.pdf", PDF, may.housing)).json()["sha256"]
    remedy = {"form": "remedy", "text": "已补装", "evidence": [file]}
    filed = await may.ask("POST", f"{at}/duties/{ISSUE}/1/filings", may.housing, json=remedy)
    assert filed.status_code == 201, filed.text
    stolen = await may.ask("POST", f"{at}/duties/{ISSUE}/2/filings", may.housing, json=remedy)
    assert stolen.status_code == 404


async def test_a_finding_for_deputies_or_for_a_stranger_is_refused_in_words(may: Town) -> None:
    for unit, status in (("deputy_group:LG23-01", 409), ("区教育局", 422)):
        body = {"visit": VISIT, "findings": [{"text": "x", "unit": unit}]}
        answer = await may.ask("POST", f"{AT}/inspections", may.group, json=body)
        assert answer.status_code == status, answer.text
    assert (
        "第三十一条"
        in (
            await may.ask(
                "POST",
                f"{AT}/inspections",
                may.group,
                json={"visit": VISIT, "findings": [{"text": "x", "unit": "deputy_groups"}]},
            )
        ).text
    )


async def test_a_correction_is_read_beside_what_it_corrects(may: Town) -> None:
    await recorded(may, may.group, number="SC-1")
    again = {"revision": 1, "visit": {**VISIT, "seen": "抽查 21 户。"}, "reason": "户数有误"}
    answer = await may.ask("POST", f"{AT}/inspections/SC-1/corrections", may.group, json=again)
    assert answer.status_code == 201, answer.text
    (one,) = (await may.ask("GET", f"{AT}/inspections", may.clerk)).json()["inspections"]
    assert [x["visit"]["seen"] for x in one["revisions"]] == [VISIT["seen"], "抽查 21 户。"]


async def test_a_committee_sees_several_projects_in_one_act(may: Town) -> None:
    committee = await may.token("standing_committee", "standing_committee")
    visits: list[dict[str, Any]] = [
        {"project": "LG23-01", "place": "某镇", "seen": "抽查", "findings": [{"text": "外露"}]},
        {"project": "LG23-02", "place": "某小区", "seen": "查看"},
    ]
    tour = {"kind": "inspection", "happened_at": VISIT["happened_at"], "visits": visits}
    body = {"tour": tour, "counts_for": "half_year_inspection/2023-H1"}
    answer = await may.ask("POST", "/programmes/LG23/tours", committee, json=body)
    assert answer.status_code == 201, answer.text
    assert [x["type"] for x in answer.json()["events"]] == ["TourRecorded", "DutyFiled"]
    for name, found in (("LG23-01", 1), ("LG23-02", 0)):
        await may.tools.ledger.keep(f"project:{name}", by="clock")
        page = (await may.ask("GET", f"/projects/{name}/inspections", may.clerk)).json()
        assert [x["shared"] for x in page["inspections"]] == [True]
        assert len(page["issues"]) == found
    wrong = {**tour, "visits": [{**visits[0], "subprojects": [9]}]}
    refused = await may.ask("POST", "/programmes/LG23/tours", committee, json={"tour": wrong})
    assert refused.status_code == 422, refused.text


async def test_a_film_has_an_address_that_anybody_can_open(may: Town) -> None:
    for link in ("http://a.cn/x", "https://u:p@a.cn/", "javascript:alert(1)", "https://a.cn/ x"):
        body = {"form": "film", "title": "纪实", "minutes": 12, "link": link}
        answer = await may.ask("POST", f"{AT}/duties/work_plan/filings", may.fire, json=body)
        assert "link" in answer.text, link
    good = {"form": "film", "title": "纪实", "minutes": 12, "link": "https://video.example.cn/1"}
    answer = await may.ask("POST", f"{AT}/duties/work_plan/filings", may.fire, json=good)
    assert "work_plan 类材料" in answer.text
