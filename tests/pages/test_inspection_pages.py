"""On the pages: what a group enters on its phone, who is shown the issue, and who closes it."""

from collections.abc import Callable
from typing import Any

from tests.pages.conftest import Hall
from tests.pages.test_following import events_at, link_of, written
from tests.support.photographs import jpg
from tests.support.town import HOUSING, LIST

AT = "/projects/LG23-01/inspections"
JPG = jpg()
FIELDS = {
    "visit.kind": "unannounced_check",
    "visit.happened_at": "2023-05-12T09:30",
    "visit.place": "某镇某村",
    "visit.taking_part": "deputy:D017，deputy:D020",
    "visit.seen": "抽查20户。",
    "subprojects": "1",
}
FOUND = {
    "findings.0.text": "3户线路外露",
    "findings.0.severity": "unsafe",
    "findings.0.due": "2023-05-26",
    "findings.1.severity": "ordinary",
}


async def test_one_entry_is_record_filing_and_issue(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-15T10:00:00+08:00")
    group = await hall.signed_in("group")
    await group.get(AT)
    assert "月度联系 5月" in group.page
    fields = group.form(**FIELDS, **FOUND, counts_for="monthly_contact/2023-M05")
    photo = {"files": ("现场.jpg", JPG, "image/jpeg")}
    done = await group.post(f"{AT}/filing", fields, files=photo)
    assert done.status_code == 303, done.text
    again = await group.post(f"{AT}/filing", fields, files=photo)
    assert again.headers["location"] == done.headers["location"]
    await group.get(done.headers["location"])
    for words in ("已记下。", "3户线路外露", "安全隐患", "整改中", "现场.jpg", "暗访"):
        assert words in group.page, words
    project = await hall.signed_in("clerk")
    await project.get("/projects/LG23-01")
    assert "没有销号的1个" in project.page
    assert "登记问题整改" not in project.page


async def test_what_is_wrong_is_said_beside_its_field(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-15T10:00:00+08:00")
    group = await hall.signed_in("group")
    await group.get(AT)
    wrong = {**FIELDS, "visit.place": "", "visit.taking_part": "张三", "findings.2.due": "明天"}
    answer = await group.post(f"{AT}/filing", group.form(**wrong))
    assert answer.status_code == 422
    assert 'id="e-findings.2.text"' in answer.text
    wrong = {**FIELDS, "visit.place": "", "visit.taking_part": "张三"}
    answer = await group.post(f"{AT}/filing", group.form(**wrong))
    for name in ("visit.place", "visit.taking_part"):
        assert f'id="e-{name}"' in answer.text, name
    assert "抽查20户。" in answer.text
    late = await group.post(
        f"{AT}/filing", group.form(**{**FIELDS, "visit.happened_at": "2023-05-16T09:30"})
    )
    assert late.status_code == 422
    assert "还没有到" in late.text


async def test_the_unit_remedies_on_its_page_and_the_group_closes(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-15T10:00:00+08:00")
    group, fire, clerk = [await hall.signed_in(x) for x in ("group", "fire", "clerk")]
    await group.get(AT)
    await group.post(f"{AT}/filing", group.form(**FIELDS, **FOUND))
    issue = "/projects/LG23-01/duties/finding/1"
    await fire.get(issue)
    assert "3户线路外露" in fire.page
    photo = {"files": ("整改后.jpg", JPG, "image/jpeg")}
    filed = await fire.post(f"{issue}/filing", fire.form(text="已穿管"), files=photo)
    assert filed.status_code == 303, filed.text
    await clerk.get(issue)
    assert "复查通过" not in clerk.page
    await clerk.get("/decide")
    assert "线路外露" not in clerk.page
    forged = await clerk.post(
        f"{issue}/acceptance", {"form_token": clerk.hidden("form_token"), "key": "0" * 32}
    )
    assert forged.status_code in (403, 404)
    await group.get(issue)
    assert "复查通过，销号" in group.page
    back = await group.post(f"{issue}/return", group.form(reason="仍有1户外露"))
    assert back.status_code == 303
    await fire.get(issue)
    assert "仍有1户外露" in fire.page
    await fire.post(f"{issue}/filing", fire.form(text="全部穿管"), files=photo)
    await group.get(issue)
    done = await group.post(f"{issue}/acceptance", group.form(note="逐户看过"))
    await group.get(done.headers["location"])
    assert "已销号" in group.page
    assert "逐户看过" in group.page


async def test_a_co_unit_finds_its_issue_in_its_list_and_nothing_else_of_the_project(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    project = {**LIST["projects"][0], "id": "LH23-01", "co_units": [HOUSING]}
    body = {**LIST, "id": "LH23", "projects": [project]}
    town = hall.town
    opened = await town.ask("POST", "/programmes", await town.token("clerk", "clerk"), json=body)
    assert opened.status_code == 201, opened.text
    await set_clock("2023-05-15T10:00:00+08:00")
    visit = {
        "kind": "study",
        "happened_at": "2023-05-12T09:30:00+08:00",
        "place": "某镇",
        "seen": "查看",
    }
    findings = [{"text": "井盖缺失", "unit": HOUSING}]
    token = await town.token("standing_committee", "standing_committee")
    told = {"visit": visit, "findings": findings}
    recorded = await town.ask("POST", "/projects/LH23-01/inspections", token, json=told)
    assert recorded.status_code == 201, recorded.text
    housing, fire = await hall.signed_in("housing"), await hall.signed_in("fire")
    await housing.get("/projects/LH23-01/duties/finding/1")
    assert "井盖缺失" in housing.page
    for path in ("/projects/LH23-01", "/projects/LH23-01/inspections"):
        assert (await housing.get(path)).status_code == 404
    await fire.get("/projects/LH23-01")
    assert "井盖" not in fire.page
    assert (await fire.get("/projects/LH23-01/duties/finding/1")).status_code == 404
    # neither by a calendar nor by a letter does the lead unit learn what another unit owes
    await fire.get("/projects/LH23-01")
    followed = await fire.post("/following/projects/LH23-01", fire.form_of(do="follow"))
    assert followed.status_code == 303, followed.text
    feed = await events_at(hall, await link_of(fire, "person"))
    assert any("农村老旧民房" in x for x in feed)
    assert [x for x in feed if "井盖" in x] == []
    wished = {"every": "at_once", "channel": "mail", "address": "fire@longgang.example"}
    await fire.get("/following")
    assert (await fire.post("/following/letters", fire.form_of(**wished))).status_code == 303
    await set_clock("2023-05-16T10:00:00+08:00")
    issue = "/projects/LH23-01/duties/finding/1"
    await housing.get(issue)
    photo = {"files": ("整改后.jpg", JPG, "image/jpeg")}
    filed = await housing.post(f"{issue}/filing", housing.form(text="已补齐"), files=photo)
    assert filed.status_code == 303, filed.text
    await set_clock("2023-05-16T11:00:00+08:00")
    assert [x for x in await written(hall) if "井盖" in x.body] == []
