"""Staff convene and move a meeting on the pages: look who is affected, then confirm."""

from collections.abc import Callable
from typing import Any

from ledger.queries.meetings import find_meetings
from tests.pages.conftest import Hall
from tests.support.town import LIST

CONVENE = {
    "what": "convene",
    "title": "二届人大三次会议",
    "id": "LG24-1",
    "kind": "first_session",
    "serves.LG23": "next_session",
    "opens": "2024-01-25",
    "closes": "",
    "document": "人大〔2023〕31号",
}


async def test_a_meeting_is_looked_at_confirmed_moved_and_opened(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/meetings")
    assert "还没有召集过会议" in clerk.page
    await clerk.get("/meetings?programme=LG23&anchor=next_session")
    assert '<option value="next_session" selected>' in clerk.page
    token = {"form_token": clerk.hidden("form_token")}
    looked = await clerk.post("/meetings/look", {**token, **CONVENE})
    assert looked.status_code == 200, looked.text
    assert "会影响3份清单和项目" in looked.text
    assert "大会评议" in looked.text
    assert "<br>LG23-01</td>" not in looked.text
    assert (await find_meetings(hall.town.tools.ledger)).total == 0
    clerk.page = looked.text
    done = await clerk.post("/meetings/confirm", clerk.form(**CONVENE))
    assert done.status_code == 303, done.text
    await clerk.get(done.headers["location"])
    assert "定于2024年1月25日" in clerk.page.replace(" ", "")
    assert f'<a href="/programmes/LG23">{LIST["title"]}</a>：作为' in clerk.page, "by its name"
    move = {"what": "move", "meeting": "LG24-1", "opens": "2024-02-26", "reason": "换届"}
    looked = await clerk.post("/meetings/look", {**token, **move, "document": "33号"})
    clerk.page = looked.text
    moved = await clerk.post("/meetings/confirm", clerk.form(**move, document="33号"))
    assert moved.status_code == 303, moved.text
    await set_clock("2024-02-27T10:00:00+08:00")
    await clerk.get("/meetings/LG24-1")
    assert "改期1次" in clerk.page
    few = {"what": "open", "meeting": "LG24-1", "on": "2024-02-26", "roll": "200"}
    refused = await clerk.post("/meetings/confirm", clerk.form(**few, present="100"))
    assert refused.status_code == 409
    assert "至少 134 人" in refused.text
    opened = await clerk.post("/meetings/confirm", clerk.form(**few, present="180"))
    assert opened.status_code == 303, opened.text
    await clerk.get("/meetings/LG24-1")
    assert "应到200人，实到180人" in clerk.page


async def test_what_cannot_be_is_said_beside_the_form_and_nothing_is_recorded(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/meetings")
    token = {"form_token": clerk.hidden("form_token")}
    for change, says in (
        ({"opens": "2023-03-01"}, "票决日"),
        ({"opens": ""}, "opens"),
        ({"kind": "mid_year_session"}, "县级没有"),
    ):
        answer = await clerk.post("/meetings/look", {**token, **CONVENE, **change})
        assert answer.status_code in (409, 422)
        assert says in answer.text
        assert "二届人大三次会议" in answer.text, "what was filled in is still there"
    assert (await find_meetings(hall.town.tools.ledger)).total == 0


async def test_nobody_but_the_committees_staff_comes_here(hall: Hall) -> None:
    for login in ("fire", "group", "government", "auditor", "root"):
        browser = await hall.signed_in(login)
        assert (await browser.http.get("/meetings")).status_code == 404
        await browser.get("/")
        if 'name="form_token"' in browser.page:
            sent = {"form_token": browser.hidden("form_token"), "key": "a" * 32, **CONVENE}
            assert (await browser.post("/meetings/confirm", sent)).status_code == 404
