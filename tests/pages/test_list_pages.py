"""Staff hand a list in: its problems are marked in their cells, then it is confirmed once."""

import re
from typing import Any

from tests.api.test_collections import OPENING
from tests.api.test_lists import GOOD
from tests.documents.test_list_files import office_book
from tests.pages.conftest import OURS, Browser, Hall
from tests.support.town import LIST, REGION

SAID = {
    "regime": "longgang",
    "voted": "2023-03-31",
    "next_session": "",
    "list_id": "XQ23",
    "region": REGION,
    "status": "voted",
    "map": "",
}
TEXT = GOOD.replace("年底", "2023年底")


async def looked(clerk: Browser, content: bytes, name: str = "清单.csv", **said: str) -> Any:
    await clerk.get("/lists")
    data = clerk.form(**{**SAID, **said})
    files = {"file": (name, content, "application/octet-stream")}
    answer = await clerk.http.post("/lists/look", data=data, files=files, headers=OURS)
    clerk.page = answer.text
    return answer


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([a-z0-9_]+)" value="([^"]*)"', page))


async def test_a_list_is_tried_corrected_confirmed_and_handed_out(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    tried = await looked(clerk, TEXT.replace("0.5亿元", "若干").encode())
    assert tried.status_code == 200, tried.text
    assert 'class="off" id="c-第3行第4列"' in tried.text
    assert "有1格读不出" in tried.text
    assert "确认立项" not in tried.text
    tried = await looked(clerk, TEXT.encode("gb18030"))
    assert "可以立项" in tried.text
    assert "国标（GB18030）" in tried.text
    assert (await clerk.http.get("/programmes/XQ23")).status_code == 404
    done = await clerk.post("/lists/confirm", hidden(clerk.page))
    assert (done.status_code, done.headers["location"]) == (303, "/lists?done=XQ23")
    await clerk.get(done.headers["location"])
    assert "2个项目，全年督办已经开始" in clerk.page
    assert (await clerk.get("/projects/XQ23-02")).status_code == 200
    file = await clerk.http.get("/programmes/XQ23/list.xlsx")
    again = await looked(clerk, file.content, "清单.xlsx", list_id="", status="")
    assert "已全部在册，没有新的内容" in again.text


async def test_what_does_not_agree_is_confirmed_by_a_person(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    tried = await looked(clerk, f"三件民生实事,,,,,\n{TEXT}".encode())
    assert "公布 3 项，表中 2 项" in tried.text
    answer = await clerk.post("/lists/confirm", hidden(clerk.page))
    assert (answer.status_code, "核对过请打勾" in answer.text) == (422, True)
    answer = await clerk.post("/lists/confirm", {**hidden(answer.text), "checked": "on"})
    assert answer.status_code == 303
    changed = await looked(clerk, TEXT.replace("路灯", "公厕").encode())
    assert "XQ23-02 的名称在册为“路灯”，文件为“公厕”" in changed.text
    assert "确认立项" not in changed.text
    refused = await clerk.post("/lists/confirm", hidden(clerk.page))
    assert (refused.status_code, "凭决定登记" in refused.text) == (409, True)


async def test_a_workbook_shows_its_cells_with_the_problems_in_them(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    tried = await looked(clerk, office_book(), "三件实事.xlsx")
    assert 'id="c-D5"' in tried.text
    assert "是公式，请粘贴为数值后再导入" in tried.text
    assert "不导入半份清单" in tried.text


async def test_what_cannot_be_read_is_said_beside_the_form(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    for content, said, status, words in (
        (b"", {}, 422, "请选择文件|缺少列"),
        (office_book()[:-30], {}, 422, "打不开"),
        (TEXT.encode(), {"voted": ""}, 422, "请填票决日"),
        (TEXT.encode(), {"voted": "三月"}, 422, "2025-03-31 的样子"),
        (TEXT.encode(), {"list_id": ""}, 422, "没有“清单编号”"),
        (TEXT.encode(), {"map": "甲"}, 422, "名称=内容"),
    ):
        answer = await looked(clerk, content, **said)
        assert answer.status_code == status
        assert re.search(words, answer.text), answer.text
        assert "选文件" in answer.text


async def test_nobody_but_the_committees_staff_hands_lists_in(hall: Hall) -> None:
    for login in ("fire", "group", "government", "auditor", "root"):
        browser = await hall.signed_in(login)
        assert (await browser.http.get("/lists")).status_code == 404
    fire = await hall.signed_in("fire")
    assert (await fire.http.get("/lists/template.xlsx")).status_code == 200
    assert (await fire.http.get("/programmes/LG23/list.csv")).status_code == 404


async def test_a_list_takes_no_id_of_a_collection_whose_resolution_will_open_it(hall: Hall) -> None:
    clerk, town = await hall.signed_in("clerk"), hall.town
    token = await town.token("clerk", "clerk")
    opened = await town.ask("POST", "/collections", token, json=OPENING)
    assert opened.status_code == 201, opened.text
    tried = await looked(clerk, TEXT.encode(), list_id=OPENING["id"])
    assert "正在进行的征集" in tried.text
    assert "确认立项" not in tried.text
    taken = {**LIST, "id": OPENING["id"], "projects": [{**LIST["projects"][0], "id": "X-1"}]}
    refused = await town.ask("POST", "/programmes", token, json=taken)
    assert refused.status_code == 409, refused.text
