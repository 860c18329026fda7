"""The public form: no account, nothing lost, no flood, and nobody's telephone in the record."""

import re
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from starlette.datastructures import Headers

from api.address import address_of
from api.app import make_app, make_tools
from api.pages import wish_seal
from ledger.door import Ledger
from ledger.tries import A_VISITOR
from tests.api.test_collections import OPENING
from tests.support.town import Town

TEXT = "湖前社区菜市场门口没有红绿灯，老人孩子过马路危险，希望装一个"
PHONE, NAME = "13958801234", "林阿姨"
SENT = {"text": TEXT, "place": "湖前社区菜市场", "name": NAME, "phone": PHONE, "website": ""}


@pytest.fixture
async def people(town: Town, set_clock: Callable[[str], Any], monkeypatch: Any) -> Town:
    """The town on a day of its collection, and people who take their time to write."""
    monkeypatch.setattr(wish_seal, "QUICKEST", 0.0)
    assert (await town.ask("POST", "/collections", town.clerk, json=OPENING)).status_code == 201
    await set_clock("2023-11-20T09:00:00+08:00")
    return town


async def seal_of(people: Town) -> str:
    page = await people.http.get("/wish/LG24")
    found = re.search(r'name="seal" value="([^"]+)"', page.text)
    assert found is not None, page.text
    return found[1]


async def hand_in(people: Town, seal: str | None = None, **changed: str) -> httpx2.Response:
    data = {**SENT, **changed, "seal": seal or await seal_of(people)}
    return await people.http.post("/wish/LG24", data=data, follow_redirects=False)


async def number_of(people: Town, **changed: str) -> str:
    answer = await hand_in(people, **changed)
    assert answer.status_code == 303, answer.text
    return re.search(r"no=([^&]+)", answer.headers["location"])[1]  # type: ignore[index]  # it is there


async def test_a_wish_is_handed_in_and_found_by_its_receipt(people: Town) -> None:
    number = await number_of(people)
    assert re.fullmatch(r"LG24(-[2-9A-HJ-NP-Z]{4}){3}", number), "nobody guesses 60 bits"
    page = await people.http.get(f"/receipt?no={number.lower()}")
    assert page.status_code == 200, "as somebody wrote it down"
    assert TEXT in page.text
    assert "还没有答复" in page.text
    assert PHONE not in page.text
    assert NAME not in page.text
    assert (await people.http.get("/receipt?no=LG24-2222-2222-2222")).status_code == 404


async def test_pressing_twice_is_one_wish(people: Town) -> None:
    seal = await seal_of(people)
    first, second = await hand_in(people, seal), await hand_in(people, seal)
    assert first.headers["location"] == second.headers["location"]
    async with people.tools.ledger.pool.read() as connection:
        found = await connection.exec_driver_sql("SELECT count(*) FROM wishes")
        assert found.scalar_one() == 1


async def test_another_wish_on_a_page_that_was_used_is_not_lost(people: Town) -> None:
    """Somebody goes back, writes something else and sends: he is not shown the first one's number
    as if it were taken."""
    seal = await seal_of(people)
    first = await hand_in(people, seal)
    other = "桥头村的路灯坏了三个月，晚上看不见路，希望尽快修好"
    second = await hand_in(people, seal, text=other)
    assert second.status_code == 409
    assert "已经交过" in second.text
    assert other in second.text, "it stays in the form"
    fresh = re.search(r'name="seal" value="([^"]+)"', second.text)
    assert fresh is not None
    third = await hand_in(people, fresh[1], text=other)
    assert third.status_code == 303
    assert third.headers["location"] != first.headers["location"]


async def test_no_table_event_or_log_knows_the_telephone_but_the_one_to_be_erased(
    people: Town, capfd: Any
) -> None:
    number = await number_of(people)
    assert await tables_with(people.tools.ledger, PHONE) == {"wishers"}
    assert await tables_with(people.tools.ledger, NAME) == {"wishers"}
    told = capfd.readouterr()
    assert PHONE not in told.out + told.err
    answer = await people.http.post("/receipt/forget", data={"no": number}, follow_redirects=False)
    assert answer.status_code == 303
    assert await tables_with(people.tools.ledger, PHONE) == set()
    assert TEXT in (await people.http.get(f"/receipt?no={number}")).text, "the wish stays"


async def tables_with(ledger: Ledger, text: str) -> set[str]:
    """The tables of the whole database that hold a text anywhere."""
    async with ledger.pool.read() as connection:
        names = await connection.exec_driver_sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        found = set()
        for (name,) in names.all():
            sql = f"SELECT count(*) FROM {name} AS t WHERE strpos(t::text, $1) > 0"
            if (await connection.exec_driver_sql(sql, (text,))).scalar_one():
                found.add(name)
        return found


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": "太短"}, "至少8个字"),
        ({"text": "加微信看 https://spam.example 便宜好货"}, "不要写网址"),
        ({"text": f"路灯坏了请打{PHONE}找我来修"}, "联系方式填在下面"),
        ({"text": "啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊"}, "在哪里，缺什么"),
        ({"text": "buy cheap watches now please"}, "在哪里，缺什么"),
        ({"phone": "我的电话"}, "电话只填数字"),
        ({"text": TEXT * 40}, "不超过1000字"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_the_text_stays(
    people: Town, changed: dict[str, str], said: str
) -> None:
    answer = await hand_in(people, **changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert changed.get("text", TEXT)[:20] in answer.text


async def test_robots_are_sent_back_with_their_text(people: Town, monkeypatch: Any) -> None:
    trapped = await hand_in(people, website="https://spam.example")
    assert (trapped.status_code, "隐藏的栏目" in trapped.text) == (422, True)
    monkeypatch.setattr(wish_seal, "QUICKEST", 60.0)
    quick = await hand_in(people)
    assert (quick.status_code, TEXT in quick.text) == (422, True)


async def test_a_form_that_was_never_shown_is_not_taken(people: Town) -> None:
    seal = await seal_of(people)
    forged = seal[:-1] + ("0" if seal[-1] != "0" else "1")
    answer = await hand_in(people, forged)
    assert (answer.status_code, TEXT in answer.text) == (409, True)
    foreign = await people.http.post(
        "/wish/LG24",
        data={**SENT, "seal": seal},
        headers={"sec-fetch-site": "cross-site"},
        follow_redirects=False,
    )
    assert foreign.status_code == 409


async def test_a_flood_ends_for_every_process_and_after_a_restart(
    people: Town, set_clock: Callable[[str], Any], tmp_path: Any
) -> None:
    for _ in range(A_VISITOR):
        assert (await hand_in(people)).status_code == 303
    refused = await hand_in(people)
    assert refused.status_code == 429
    assert TEXT in refused.text
    other = make_app(make_tools(people.tools.ledger, tmp_path / "other"))
    transport = httpx2.ASGITransport(app=other)
    async with httpx2.AsyncClient(transport=transport, base_url="http://bihuan") as http:
        page = await http.get("/wish/LG24")
        seal = re.search(r'name="seal" value="([^"]+)"', page.text)
        assert seal is not None
        answer = await http.post("/wish/LG24", data={**SENT, "seal": seal[1]})
        assert answer.status_code == 429
    await set_clock("2023-11-20T10:00:00+08:00")
    assert (await hand_in(people)).status_code == 303


async def test_once_closed_it_says_where_to_turn_and_keeps_the_text(
    people: Town, set_clock: Callable[[str], Any]
) -> None:
    seal = await seal_of(people)
    await set_clock("2023-12-16T00:00:00+08:00")
    page = await people.http.get("/wish/LG24")
    assert "已经截止" in page.text
    assert "每周三代表接待日当面提" in page.text
    late = await hand_in(people, seal)
    assert late.status_code == 409
    assert TEXT in late.text
    assert "代表联络站" in late.text
    assert await tables_with(people.tools.ledger, TEXT) == set()


async def test_the_poster_has_a_code_made_here(people: Town) -> None:
    page = await people.http.get("/wish/LG24/poster")
    assert "http://bihuan/wish/LG24" in page.text
    code = await people.http.get("/wish/LG24/qr.svg")
    assert code.headers["content-type"].startswith("image/svg+xml")
    assert code.text.startswith("<svg")
    assert (await people.http.get("/wish/LG99/poster")).status_code == 404


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (1, "", "unknown"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_an_address_is_told_by_our_own_proxies_alone(proxies: int, told: str, address: str) -> None:
    class Told:
        headers: Headers
        client: Any

    request: Any = Told()
    request.headers = Headers({"x-forwarded-for": told})
    request.client = type("Client", (), {"host": "192.0.2.1"})()
    assert address_of(request, proxies) == address
