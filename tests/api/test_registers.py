"""Registers, activities and stations over HTTP: who sees which book, a grade that is a decision."""

from typing import Any

from tests.support.registers import TOWN
from tests.support.shuoli import SUPERIOR, shuoli
from tests.support.town import Service

RULING: dict[str, Any] = {
    "decider": "presidium",
    "sitting": "presidium",
    "session": "主席团会议",
    "on": "2023-12-29",
    "document": "人主〔2023〕7号",
}
BOOK = "SL.D01.2023"
REPORT = {"act": "oral_report", "on": "2023-12-20", "title": "回选区述职"}


async def test_who_sees_which_book(service: Service, set_clock: Any) -> None:
    await set_clock("2023-12-30T10:00:00+08:00")
    await shuoli(service)
    mine = await service.token("deputy:D01", "deputy", TOWN)
    other = await service.token("deputy:D02", "deputy", TOWN)
    group = await service.token("deputy_group:g1", "deputy_group", TOWN)
    office = await service.token("liaison_office", "liaison_office", SUPERIOR)
    unit = await service.token("unit:区住建局", "unit", TOWN)
    entry, path = REPORT, f"/registers/{BOOK}"
    assert (await service.ask("POST", f"{path}/entries", mine, json=entry)).status_code == 201
    assert (await service.ask("POST", f"{path}/entries", other, json=entry)).status_code == 404
    seen = {}
    for name, token in {"mine": mine, "other": other, "group": group, "office": office}.items():
        seen[name] = (await service.ask("GET", path, token)).status_code
    seen["unit"] = (await service.ask("GET", path, unit)).status_code
    assert seen == {"mine": 200, "other": 404, "group": 200, "office": 200, "unit": 403}
    listed = (await service.ask("GET", "/registers", other)).json()
    assert [x["deputy"] for x in listed["items"]] == ["D02"]
    namesakes = (  # of another congress, above
        await service.token("deputy:D01", "deputy", SUPERIOR),
        await service.token("deputy_group:g1", "deputy_group", SUPERIOR),
    )
    for namesake in namesakes:
        assert (await service.ask("GET", path, namesake)).status_code == 404
        assert (await service.ask("GET", "/registers", namesake)).json()["total"] == 0


async def test_a_book_is_graded_by_a_decision_and_appealed(
    service: Service, set_clock: Any
) -> None:
    await set_clock("2023-12-30T10:00:00+08:00")
    clerk = await shuoli(service)
    mine = await service.token("deputy:D01", "deputy", TOWN)
    group = await service.token("deputy_group:g1", "deputy_group", TOWN)
    entry, path = REPORT, f"/registers/{BOOK}"
    assert (await service.ask("POST", f"{path}/entries", mine, json=entry)).status_code == 201
    told = {
        "kind": "training",
        "title": "履职培训",
        "on": "2023-05-06",
        "organiser": "镇人大",
        "deputies": ["D01"],
        "absent": ["D02"],
    }
    activity = {"id": "T1", "region": TOWN, "told": told}
    assert (await service.ask("POST", "/activities", clerk, json=activity)).status_code == 201
    shown = (await service.ask("GET", path, mine)).json()
    assert shown["sheet"]["total"] == "12.0"
    lines = {x["item"]: x for x in shown["sheet"]["lines"]}
    assert lines["training"]["because"] == "应参加1次，参加1次"
    assert lines["training"]["sources"] == ["activity:T1#1"]
    assert lines["ballot"]["because"] == "没有记录，不得分"
    grading = {"ruling": RULING, "adjustments": []}
    graded = await service.ask("POST", f"{path}/grades", clerk, "grade-1", json=grading)
    assert graded.status_code == 201, graded.text
    again = await service.ask("POST", f"{path}/grades", clerk, "grade-1", json=grading)
    assert again.json() == graded.json()
    refused = await service.ask("POST", f"{path}/entries", mine, json={**entry, "title": "x"})
    assert refused.status_code == 409
    assert "请申诉" in refused.text
    appeal = {"grade": 1, "text": "漏记走访"}
    assert (await service.ask("POST", f"{path}/appeals", mine, json=appeal)).status_code == 201
    assert (await service.ask("POST", f"{path}/appeals", group, json=appeal)).status_code == 404
    said = (await service.ask("GET", f"{path}/published", clerk)).json()
    assert (said["grade"], said["reported_to_voters"]) == ("不合格", True)
    assert "appeals" not in said
    covered = (await service.ask("GET", "/registers/coverage?congress=SL", clerk)).json()
    assert covered["recommended"] == {}
    assert covered["terms"] == [{"term": 11, "owed": 2, "done": 1, "missing": ["D02"]}]
    found = await service.ask("GET", "/activities/figures?year=2023", clerk)
    sums = {x["what"]: x["said"] for x in found.json()["training"]}
    assert sums == {"times": "1", "person_times": "1"}


async def test_a_station_from_its_rota_to_an_answer(service: Service, set_clock: Any) -> None:
    await set_clock("2023-06-14T10:00:00+08:00")
    clerk = await shuoli(service)
    mine = await service.token("deputy:D01", "deputy", TOWN)
    setup = {"name": "镇代表活动室", "kind": "central", "seat": "town", "deputies": ["D01", "D02"]}
    told = {"id": "ST1", "region": TOWN, "regime": "duji@1", "since": "2023-01-01", "setup": setup}
    assert (await service.ask("POST", "/stations", clerk, json=told)).status_code == 201
    rota = {"first": "2023-06-01", "last": "2023-06-30"}
    for token, status in ((mine, 403), (clerk, 201)):
        answer = await service.ask("POST", "/stations/ST1/rota", token, json=rota)
        assert answer.status_code == status, answer.text
    came = {"on": "2023-06-14", "persons": 6, "deputies": ["D01"]}
    said = {"on": "2023-06-14", "text": "路灯不亮", "deputies": ["D01"]}
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (mine, "/stations/ST1/receptions", came),
        (mine, "/stations/ST1/opinions", said),
        (clerk, "/stations/ST1/opinions/1/route", {"to": "unit", "name": "unit:区住建局"}),
        (clerk, "/stations/ST1/opinions/1/answer", {"solved": True, "text": "已修复"}),
    )
    for token, path, body in steps:
        answer = await service.ask("POST", path, token, json=body)
        assert answer.status_code == 201, answer.text
    visit = {"satisfied": True, "on": "2023-06-14"}
    mistyped = {**visit, "on": "0296-06-14"}
    answer = await service.ask("POST", "/stations/ST1/opinions/1/return-visit", mine, json=mistyped)
    assert answer.status_code == 422, "no fault of ours"
    answer = await service.ask("POST", "/stations/ST1/opinions/1/return-visit", mine, json=visit)
    assert answer.status_code == 201, answer.text
    counts = (await service.ask("GET", "/stations/counts", clerk)).json()
    assert {x: counts[x] for x in ("stations", "persons", "opinions", "routed", "answered")} == {
        "stations": 1,
        "persons": 6,
        "opinions": 1,
        "routed": 1,
        "answered": 1,
    }
    book = (await service.ask("GET", f"/registers/{BOOK}", mine)).json()
    done = {x["act"] for form in book["forms"] for x in form["items"]}
    assert done == {"reception", "opinion", "solved", "satisfied"}
    again = await service.ask(
        "POST", "/stations/ST1/opinions/1/route", clerk, json={"to": "wish", "name": "nowhere"}
    )
    assert again.status_code == 404


async def test_an_opinion_becomes_a_wish_of_the_collection(
    service: Service, set_clock: Any
) -> None:
    await set_clock("2023-12-01T10:00:00+08:00")
    clerk = await shuoli(service)
    told: dict[str, Any] = {
        "id": "SL24",
        "title": "2024年民生实事项目征集",
        "region": TOWN,
        "regime": "duji@1",
        "year": 2024,
        "session": "2024-01-20",
        "session_assumed": False,
    }
    opened = await service.ask("POST", "/collections", clerk, json=told)
    assert opened.status_code == 201, opened.text
    await set_clock("2023-12-25T10:00:00+08:00")
    setup = {"name": "镇代表活动室", "kind": "central", "seat": "town", "deputies": ["D01"]}
    station = {"id": "ST1", "region": TOWN, "regime": "duji@1", "since": "2023-01-01"}
    made = await service.ask("POST", "/stations", clerk, json={**station, "setup": setup})
    assert made.status_code == 201, made.text
    said = {"on": "2023-12-24", "text": "建一座便民桥", "deputies": ["D01"]}
    assert (
        await service.ask("POST", "/stations/ST1/opinions", clerk, json=said)
    ).status_code == 201
    to = {"to": "wish", "name": "SL24"}
    routed = await service.ask("POST", "/stations/ST1/opinions/1/route", clerk, json=to)
    assert routed.status_code == 201, routed.text
    wish: Any = (await service.tools.ledger.standing("wish:ST1-1")).state
    assert (wish.text, wish.source.channel, wish.source.place) == (
        *("建一座便民桥", "station", "镇代表活动室"),
    )
    again = await service.ask("POST", "/stations/ST1/opinions/1/route", clerk, json=to)
    assert again.status_code == 200, again.text
