"""Open data and residents' answers: the same record as files, feeds, a card; and one press."""

import csv
import io
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from api.pages import open_answer
from api.public.tables import TABLES, cells
from domain.lists.exported import guarded
from tests.pages.conftest import OURS, Browser, Hall
from tests.support.town import LIST, REGION

ONE = "/open/projects/LG23-01"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


async def test_every_table_has_the_columns_of_its_dictionary(hall: Hall) -> None:
    live = {**LIST["projects"][0], "id": "LH23-01", "name": "=HYPERLINK(路灯)"}
    clerk = await hall.town.token("clerk", "clerk")
    other = {**LIST, "id": "LH23", "projects": [live]}
    opened = await hall.town.ask("POST", "/programmes", clerk, json=other)
    assert opened.status_code == 201, opened.text
    visitor = hall.browser()
    listed = rows(await visitor.get("/open/data/dictionary.csv"))
    for name, table in TABLES.items():
        names = [x.name for x in table.columns]
        answer = await visitor.get(f"/open/data/{name}.csv?region={REGION}")
        assert 'rel="license"' in answer.headers["link"]
        head = next(csv.reader([answer.text.lstrip("\ufeff").splitlines()[0]]))
        assert head == names
        assert [x["column"] for x in listed if x["table"] == name] == names
    projects = rows(await visitor.get(f"/open/data/projects.csv?region={REGION}"))
    assert [x["project_id"] for x in projects] == ["LG23-01", "LG23-02", "LH23-01"]
    assert projects[2]["project"] == guarded("=HYPERLINK(路灯)") == "'=HYPERLINK(路灯)"
    assert {x["sample"] for x in projects} == {"true"}
    parts = rows(await visitor.get("/open/data/parts.csv?list=LG23"))
    assert [(x["target_op"], x["target_value"], x["claimed_percent"]) for x in parts][:2] == [
        ("ge", "5800", ""),
        ("", "", ""),
    ]
    assert (await visitor.get("/open/data/projects.csv")).status_code == 422
    assert (await visitor.get("/open/data/secrets.csv?list=LG23")).status_code == 404
    assert cells(TABLES["results"], []) == [[x.name for x in TABLES["results"].columns]]


async def test_the_same_is_had_as_json_without_a_token(hall: Hall) -> None:
    visitor = hall.browser()
    page = (await visitor.get(f"/api/v1/open/projects?region={REGION}&limit=1")).json()
    assert (page["total"], len(page["items"]), page["licence"]["name"]) == (2, 1, "CC-BY-4.0")
    one = await visitor.get("/api/v1/open/projects/LG23-01")
    assert one.json()["parts"][0]["target_zh"] == "5800户以上"
    same = {"If-None-Match": one.headers["etag"]}
    again = await visitor.http.get("/api/v1/open/projects/LG23-01", headers=same)
    assert again.status_code == 304
    assert (await visitor.get("/api/v1/open/projects/NONE")).status_code == 404
    places = (await visitor.get("/api/v1/open/places?q=lg")).json()
    assert places == {"total": 1, "items": [{"region": REGION, "projects": 2}]}
    beyond = (await visitor.get("/api/v1/open/places?limit=1&offset=1")).json()
    assert beyond == {"total": 1, "items": []}


async def test_a_feed_says_what_happened_under_ids_that_stay(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-05-06T09:00:00+08:00")
    await hall.town.tools.ledger.keep("project:LG23-01", by="clock")
    visitor = hall.browser()
    for path in (f"{ONE}/feed.atom", f"/open/feed.atom?region={REGION}"):
        answer = await visitor.get(path)
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed, again = parsed(answer.text), parsed((await visitor.get(path)).text)
        for name in ("id", "title", "updated", "author/a:name"):
            assert feed.findtext(f"a:{name}", namespaces=ATOM), (path, name)
        assert [x.get("rel") for x in feed.findall("a:link", ATOM)] == ["self", "alternate"]
        entries = feed.findall("a:entry", ATOM)
        ids = [x.findtext("a:id", namespaces=ATOM) for x in entries]
        assert len(set(ids)) == len(ids) > 1
        assert all(str(x).startswith("urn:uuid:") for x in ids)
        assert ids == [x.findtext("a:id", namespaces=ATOM) for x in again.findall("a:entry", ATOM)]
        assert "到期没有交，催办" in answer.text
        assert "样稿" in str(feed.findtext("a:title", namespaces=ATOM))


async def test_only_the_card_may_stand_in_another_s_frame(hall: Hall) -> None:
    visitor = hall.browser()
    card, page = await visitor.get(f"{ONE}/card?theme=dark"), await visitor.get(ONE)
    assert "frame-ancestors *" in card.headers["content-security-policy"]
    assert "script-src" not in card.headers["content-security-policy"]
    assert card.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "<script" not in card.text
    assert "<form" not in card.text
    assert 'data-theme="dark"' in card.text
    await visitor.get(f"{ONE}/embed")
    assert "&lt;iframe src=&#34;https://bihuan.test/open/projects/LG23-01/card&#34;" in visitor.page


async def answered(phone: Browser, which: str) -> Any:
    await phone.get(ONE)
    form = {"slip": phone.hidden("slip"), "answer": which}
    return await phone.post(f"{ONE}/answer", form, follow_redirects=True)


async def test_a_phone_counts_once_and_may_change_its_mind(hall: Hall) -> None:
    one, two = hall.browser(), hall.browser()
    assert "已有1人回答：能用1，不好用0，还没办0。" in (await answered(one, "works")).text
    await answered(two, "missing")
    changed = await answered(one, "broken")
    assert "已有2人回答：能用0，不好用1，还没办1。" in changed.text
    assert "自愿回答，不代表全体居民。" in changed.text
    mark = one.http.cookies[open_answer.MARK]
    async with hall.town.tools.ledger.pool.read() as connection:
        kept = (await connection.exec_driver_sql("SELECT * FROM answers")).all()
    assert mark not in str(kept), "what stands in the table is a keyed hash"


async def test_words_are_seen_by_nobody_before_the_office_read_them(hall: Hall) -> None:
    phone, visitor, clerk = hall.browser(), hall.browser(), await hall.signed_in("clerk")
    phone.page = (await answered(phone, "broken")).text
    form = {"slip": phone.hidden("slip"), "words": "三单元的线还露在外面"}
    assert (
        "人大机关看过以后才会登出来"
        in (await phone.post(f"{ONE}/words", form, follow_redirects=True)).text
    )
    told = {**form, "words": "请打我电话13800138000"}
    assert (await phone.post(f"{ONE}/words", told)).status_code == 422
    await visitor.get(ONE)
    assert "三单元的线" not in visitor.page
    await clerk.get("/answers")
    assert "三单元的线还露在外面" in clerk.page
    names = ("project", "who", "words", "form_token")
    fields = {x: clerk.hidden(x) for x in names}
    await clerk.post("/answers", {**fields, "do": "show"})
    await visitor.get(ONE)
    assert "三单元的线" in visitor.page
    unit = await hall.signed_in("fire")
    assert (await unit.get("/answers")).status_code == 404


async def test_robots_and_floods_are_held_off(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = hall.browser()
    await phone.get(ONE)
    form = {"slip": phone.hidden("slip"), "answer": "works"}
    at = f"{ONE}/answer"
    assert (await phone.post(at, {**form, "slip": "1.0"})).status_code == 409
    assert (await phone.post(at, {**form, "website": "x"})).status_code == 409
    assert (await phone.post(at, {**form, "answer": "great"})).status_code == 409
    foreign = {**OURS, "Sec-Fetch-Site": "cross-site"}
    assert (await phone.http.post(at, data=form, headers=foreign)).status_code == 409
    monkeypatch.setattr(open_answer, "A_NETWORK", 1)
    assert (await phone.post(at, form)).status_code == 303
    assert (await phone.post(at, form)).status_code == 429


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # our own words
