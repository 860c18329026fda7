"""Meetings over HTTP: looked at before confirming, convened, moved, held; the walls around them."""

from typing import Any

import pytest

from tests.support.town import LIST, REGION, Town

MEETING: dict[str, Any] = {
    "id": "LG24-1",
    "title": "二届人大三次会议",
    "kind": "first_session",
    "opens": "2024-01-25",
    "document": "人大〔2023〕31号",
    "serves": [{"programme": "LG23", "anchor": "next_session"}],
}
MOVE = {"opens": "2024-02-26", "reason": "与换届合并", "document": "人大〔2023〕33号"}


async def kept(town: Town) -> None:
    for stream in await town.tools.ledger.due_streams(await town.tools.ledger.now()):
        await town.tools.ledger.keep(stream, by="sweeper")


async def session(town: Town) -> str:
    page = (await town.ask("GET", "/programmes/LG23", town.clerk)).json()
    return str(page["anchors"]["next_session"])


async def test_before_confirming_it_says_who_is_affected_and_writes_nothing(town: Town) -> None:
    before = (await town.ask("GET", "/programmes/LG23", town.clerk)).json()["version"]
    sent = {"convene": MEETING}
    answer = await town.ask("POST", "/meetings/LG24-1/preview", town.clerk, json=sent)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [(x["kind"], x["id"]) for x in told["streams"]] == [
        ("programme", "LG23"),
        ("project", "LG23-01"),
        ("project", "LG23-02"),
    ]
    evaluation = next(x for x in told["duties"] if x["duty"] == "evaluation")
    assert (evaluation["was"], evaluation["due"]) == ("2024-03-20", "2024-01-25")
    assert (evaluation["change"], evaluation["called_late"]) == ("moved", False)
    assert "standing_committee" in told["obligors"]
    assert told["totals"]["void"] == 4, "January's and February's progress of both projects"
    after = (await town.ask("GET", "/programmes/LG23", town.clerk)).json()["version"]
    assert after == before
    assert (await town.ask("GET", "/meetings", town.clerk)).json()["total"] == 0


async def test_convened_moved_opened_closed(town: Town, set_clock: Any) -> None:
    answer = await town.ask("POST", "/meetings", town.clerk, key="c1", json=MEETING)
    assert answer.status_code == 201, answer.text
    again = await town.ask("POST", "/meetings", town.clerk, key="c1", json=MEETING)
    assert again.content == answer.content
    await kept(town)
    assert await session(town) == "2024-01-25"
    moved = await town.ask("POST", "/meetings/LG24-1/moves", town.clerk, json=MOVE)
    assert moved.status_code == 201, moved.text
    await kept(town)
    assert await session(town) == "2024-02-26"
    await set_clock("2024-02-28T10:00:00+08:00")
    few = {"on": "2024-02-27", "roll": 200, "present": 133}
    refused = await town.ask("POST", "/meetings/LG24-1/opening", town.clerk, json=few)
    assert refused.status_code == 409
    assert "至少 134 人" in refused.json()["detail"]
    opened = await town.ask(
        "POST", "/meetings/LG24-1/opening", town.clerk, json={**few, "present": 150}
    )
    assert opened.status_code == 201, opened.text
    closing = {"on": "2024-02-28"}
    closed = await town.ask("POST", "/meetings/LG24-1/closing", town.clerk, json=closing)
    assert closed.status_code == 201, closed.text
    shown = (await town.ask("GET", "/meetings/LG24-1", town.auditor)).json()
    assert (shown["life_zh"], shown["kind_zh"]) == ("已闭会", "人代会年初会议")
    assert (shown["opens"], shown["opened_on"], shown["moved"]) == ("2024-02-26", "2024-02-27", 1)
    listed = (await town.ask("GET", "/meetings?year=2024", town.clerk)).json()
    assert [x["id"] for x in listed["items"]] == ["LG24-1"]


async def test_a_cancelled_one_leaves_the_day_assumed(town: Town) -> None:
    await town.ask("POST", "/meetings", town.clerk, json=MEETING)
    cancel = {"reason": "换届", "document": "34号"}
    told = await town.ask("POST", "/meetings/LG24-1/preview", town.clerk, json={"cancel": cancel})
    assert told.status_code == 200, told.text
    done = await town.ask("POST", "/meetings/LG24-1/cancellation", town.clerk, json=cancel)
    assert done.status_code == 201
    await kept(town)
    page = (await town.ask("GET", "/programmes/LG23", town.clerk)).json()
    assert page["anchors"]["session_assumed"] is True


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"kind": "mid_year_session", "serves": [{"programme": "LG23"}]}, 409, "县级没有"),
        ({"opens": "2023-03-31"}, 422, "票决日"),
        ({"closes": "2024-01-20"}, 422, "闭会日"),
        ({"serves": [{"programme": "LG99", "anchor": "next_session"}]}, 422, "没有找到这份清单"),
        ({"serves": []}, 422, "必须填写"),
        ({"proposal": {"deputies": 10, "roll": 200}}, 422, "临时会议"),
        ({"convened_by": "government"}, 409, "由人大常委会召集"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_to_do(
    town: Town, change: dict[str, Any], status: int, says: str
) -> None:
    for path, body in (
        ("/meetings/LG24-1/preview", {"convene": {**MEETING, **change}}),
        ("/meetings", {**MEETING, **change}),
    ):
        answer = await town.ask("POST", path, town.clerk, json=body)
        assert answer.status_code == status, answer.text
        assert says in answer.text
    assert (await town.ask("GET", "/meetings", town.clerk)).json()["total"] == 0


async def test_a_second_meeting_for_the_same_day_is_refused(town: Town) -> None:
    await town.ask("POST", "/meetings", town.clerk, json=MEETING)
    await kept(town)
    other = {**MEETING, "id": "LG24-2"}
    answer = await town.ask("POST", "/meetings", town.clerk, json=other)
    assert answer.status_code == 409
    assert "LG24-1" in answer.json()["detail"]
    direct = {"next_session": "2024-03-01", "because": "x", "reference": "y"}
    put = await town.ask("PUT", "/programmes/LG23/next-session", town.clerk, json=direct)
    assert put.status_code == 409


async def test_another_county_and_who_is_no_clerk_are_shown_nothing(town: Town) -> None:
    await town.ask("POST", "/meetings", town.clerk, json=MEETING)
    far = await town.token("clerk", "clerk", "浙江省/温州市/苍南县")
    for method, path, body in (
        ("GET", "/meetings/LG24-1", None),
        ("POST", "/meetings/LG24-1/moves", MOVE),
        ("POST", "/meetings/LG24-1/preview", {"move": MOVE}),
    ):
        with_: dict[str, Any] = {"json": body} if body else {}
        there = await town.ask(method, path, far, **with_)
        nowhere = await town.ask(method, path.replace("LG24-1", "LG24-9"), far, **with_)
        assert there.status_code == nowhere.status_code == 404, (path, there.text)
        assert there.content == nowhere.content
    assert (await town.ask("GET", "/meetings", far)).json()["total"] == 0
    among = {**MEETING, "id": "ZR5", "kind": "chairmens_meeting", "serves": []}
    sent = {**among, "tier": "county", "region": REGION}
    assert (await town.ask("POST", "/meetings", town.clerk, json=sent)).status_code == 201
    for token in (town.fire, town.group):
        published = await town.ask("POST", "/meetings/LG24-1/moves", token, json=MOVE)
        assert published.status_code == 403
        answer = await town.ask("POST", "/meetings/ZR5/moves", token, json=MOVE)
        assert answer.status_code == 404
    assert (await town.ask("POST", "/meetings", town.auditor, json=MEETING)).status_code == 403


async def test_a_year_names_what_waits_for_a_meeting(town: Town) -> None:
    year = {
        **LIST,
        "id": "GG23",
        "regime": "gaogang@2",
        "projects": [{**LIST["projects"][0], "id": "GG23-01"}],
    }
    assert (await town.ask("POST", "/programmes", town.clerk, json=year)).status_code == 201
    page = (await town.ask("GET", "/programmes/GG23", town.clerk)).json()
    waiting = {x["duty"]: x["anchor_zh"] for x in page["unanchored"]}
    assert waiting["special_report_draft"] == "三季度常委会会议"
    assert waiting.keys().isdisjoint(x["duty"] for x in page["duties"])
