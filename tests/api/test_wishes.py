"""Wishes over HTTP: entered, found, merged by people and taken back, answered, imported twice."""

import io
from typing import Any

import pytest

from tests.api.test_collections import OPENING
from tests.api.test_public_wishes import tables_with
from tests.support.town import Town

LAMP: dict[str, Any] = {
    "text": "村里路灯坏了好几盏，晚上出门不方便，希望维修",
    "channel": "reception",
    "on": "2023-11-15",
    "at": "湖前社区代表联络站",
}
DARK = {**LAMP, "text": "希望维修村里的路灯，晚上太黑，老人出门不方便", "channel": "grid"}
CLINIC = {**LAMP, "text": "卫生室缺少常用药品，老人看病要跑到镇上", "phone": "13958801234"}
HOTLINE = """工单号,来电时间,诉求内容,事发地点,来电人,联系电话,处理人
RX001,2023-11-16 09:12,城东菜市场排水不畅，一下雨就积水,城东菜市场,陈先生,13777001122,甲
RX002,2023/11/17,请联系13777003344，小区二次供水水压不足,龙翔小区,,,乙
RX003,2023-10-31,公交站没有雨棚,江滨路,,,甲
RX004,明天,公交站没有雨棚,江滨路,,,甲
RX001,2023-11-18,另一件事情的内容写在这里,城东菜市场,,,甲
,2023-11-18,,,,,
"""


@pytest.fixture
async def office(town: Town, set_clock: Any) -> Town:
    assert (await town.ask("POST", "/collections", town.clerk, json=OPENING)).status_code == 201
    await set_clock("2023-11-20T09:00:00+08:00")
    return town


async def entered(office: Town, said: dict[str, Any], by: str | None = None) -> str:
    answer = await office.ask("POST", "/collections/LG24/wishes", by or office.clerk, json=said)
    assert answer.status_code == 201, answer.text
    stream: str = answer.json()["stream"]
    return stream.removeprefix("wish:")


async def shown(office: Town, wish: str) -> dict[str, Any]:
    answer = await office.ask("GET", f"/wishes/{wish}", office.clerk)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_deputies_enter_what_they_heard_and_a_repeat_is_the_same_wish(office: Town) -> None:
    path = "/collections/LG24/wishes"
    first = await office.ask("POST", path, office.group, key="w1", json=LAMP)
    again = await office.ask("POST", path, office.group, key="w1", json=LAMP)
    assert (first.status_code, again.json()) == (201, first.json())
    wish = first.json()["stream"].removeprefix("wish:")
    assert (await shown(office, wish))["channel_zh"] == "代表接待日"
    assert (await office.ask("POST", path, office.fire, json=LAMP)).status_code in (403, 404)
    far = await office.token("clerk", "clerk", "浙江省/温州市/苍南县")
    assert (await office.ask("POST", path, far, json=LAMP)).status_code == 404
    assert (await office.ask("GET", f"/wishes/{wish}", far)).status_code == 404


async def test_wishes_are_found_by_words_channel_and_state(office: Town) -> None:
    lamp, dark = await entered(office, LAMP), await entered(office, DARK)
    path = "/collections/LG24/wishes"
    by_words = (await office.ask("GET", f"{path}?q=老人", office.clerk)).json()
    assert [x["id"] for x in by_words["items"]] == [dark]
    by_channel = (await office.ask("GET", f"{path}?channel=reception", office.clerk)).json()
    assert [x["id"] for x in by_channel["items"]] == [lamp]
    told = {"outcome": "pooled", "text": "已列入项目库"}
    await office.ask("POST", f"/wishes/{lamp}/answer", office.clerk, json=told)
    waiting = (await office.ask("GET", f"{path}?state=waiting", office.clerk)).json()
    assert [x["id"] for x in waiting["items"]] == [dark]
    assert {x["channel"]: x["answered"] for x in waiting["counts"]} == {"reception": 1, "grid": 0}


async def test_what_is_alike_is_proposed_merged_answered_and_taken_back(office: Town) -> None:
    lamp, dark = await entered(office, LAMP), await entered(office, DARK)
    await entered(office, CLINIC)
    path = "/collections/LG24/wish-proposals"
    (pair,) = (await office.ask("GET", path, office.clerk)).json()["items"]
    assert {pair["wish"]["id"], pair["main"]["id"]} == {lamp, dark}
    member, main = pair["wish"]["id"], pair["main"]["id"]
    merged = await office.ask("POST", f"/wishes/{member}/merge", office.clerk, json={"into": main})
    assert merged.status_code == 201, merged.text
    assert (await office.ask("GET", path, office.clerk)).json()["items"] == []
    told = {"outcome": "declined", "text": "该路段已列入交通部门年度计划，不再重复立项"}
    await office.ask("POST", f"/wishes/{main}/answer", office.clerk, json=told)
    assert (await shown(office, member))["answer"] == told["text"], "answered with its main one"
    back = {"because": "一处在村东，一处在村西"}
    parted = await office.ask("POST", f"/wishes/{member}/unmerge", office.clerk, json=back)
    assert parted.status_code == 201, parted.text
    assert (await shown(office, member))["answer"] is None, "it waits for its own answer again"
    assert (await shown(office, main))["members"] == []


async def test_a_merge_is_told_to_both_or_to_none(office: Town) -> None:
    lamp, dark = await entered(office, LAMP), await entered(office, DARK)
    clinic = await entered(office, CLINIC)
    await office.ask("POST", f"/wishes/{lamp}/merge", office.clerk, json={"into": dark})
    path = f"/wishes/{clinic}/merge"
    refused = await office.ask("POST", path, office.clerk, json={"into": lamp})
    assert refused.status_code == 409
    assert (await shown(office, clinic))["merged_into"] is None
    again = await office.ask("POST", f"/wishes/{lamp}/merge", office.clerk, json={"into": dark})
    assert again.status_code == 200
    gone = await office.ask("POST", path, office.clerk, json={"into": "LG24-2222-2222-2222"})
    assert gone.status_code == 404
    ledger = office.tools.ledger
    assert {len((await ledger.standing(f"wish:{x}")).state.members) for x in (dark, clinic)} == {  # type: ignore[attr-defined]  # a wish
        0,
        1,
    }


async def test_what_a_person_told_apart_is_not_proposed_again(office: Town) -> None:
    lamp, dark = await entered(office, LAMP), await entered(office, DARK)
    await office.ask("POST", f"/wishes/{lamp}/apart", office.clerk, json={"other": dark})
    path = "/collections/LG24/wish-proposals"
    assert (await office.ask("GET", path, office.clerk)).json()["items"] == []


async def test_the_contact_is_the_office_s_alone_and_can_be_erased(office: Town) -> None:
    clinic = await entered(office, CLINIC)
    path = f"/wishes/{clinic}/contact"
    assert (await office.ask("GET", path, office.clerk)).status_code == 422
    shown = await office.ask("GET", f"{path}?purpose=告知办理结果", office.clerk)
    assert shown.json()["phone"] == CLINIC["phone"]
    assert (await office.ask("GET", path, office.group)).status_code == 403
    told = {"outcome": "referred", "text": "已转卫生院补充药品"}
    await office.ask("POST", f"/wishes/{clinic}/answer", office.clerk, json=told)
    erased = await office.ask("DELETE", "/collections/LG24/contacts", office.clerk)
    assert erased.json() == {"erased": 1}
    assert await tables_with(office.tools.ledger, CLINIC["phone"]) == set()


async def imported(office: Town, text: str, dry_run: bool = False) -> Any:
    path = f"/collections/LG24/wish-imports?channel=hotline&dry_run={str(dry_run).lower()}"
    file = ("热线.csv", io.BytesIO(text.encode()), "text/csv")
    answer = await office.ask("POST", path, office.clerk, files={"file": file})
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def test_a_hotline_list_is_checked_row_by_row_and_imported_once(office: Town) -> None:
    tried = await imported(office, HOTLINE, dry_run=True)
    assert [(x["row"], x["column"]) for x in tried["rejected"]] == [
        (4, "日期"),
        (5, "日期"),
        (6, "编号"),
        (7, "建议内容"),
    ]
    assert tried["unread"] == ["处理人"]
    listed = (await office.ask("GET", "/collections/LG24/wishes", office.clerk)).json()
    assert listed["total"] == 0, "a dry run writes nothing"
    done = await imported(office, HOTLINE)
    assert (done["new"], done["known"], len(done["rejected"])) == (2, 0, 4)
    again = await imported(office, HOTLINE)
    assert (again["new"], again["known"]) == (0, 2)
    listed = (await office.ask("GET", "/collections/LG24/wishes", office.clerk)).json()
    assert {x["record"] for x in listed["items"]} == {"RX001", "RX002"}
    ledger = office.tools.ledger
    assert await tables_with(ledger, "13777001122") == {"wishers"}
    assert await tables_with(ledger, "13777003344") == set(), "taken out of the text"
    changed = HOTLINE.replace("一下雨就积水", "一下雨就积水很深")
    assert [x["row"] for x in (await imported(office, changed))["rejected"]] == [2, 4, 5, 6, 7]


async def test_receptions_are_recorded_and_missing_wednesdays_shown(office: Town) -> None:
    path = "/collections/LG24/receptions"
    held = {
        "kind": "reception",
        "on": "2023-11-15",
        "place": "湖前社区代表联络站",
        "deputies": 3,
        "visitors": 11,
    }
    assert (await office.ask("POST", path, office.group, json=held)).status_code == 201
    told = (await office.ask("GET", path, office.clerk)).json()
    assert [x["on"] for x in told["missing"]] == ["2023-11-01", "2023-11-08"]
    assert told["items"][0]["visitors"] == 11
