"""样稿县: loaded beside the record, used like the real thing, removed without a trace."""

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import asyncpg
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.pages.signed import COOKIE
from api.sample.county import LIST, county, people, tour
from api.sample.door import SAMPLE_COOKIE, SampleDoor
from api.sample.house import SampleHouse
from ledger import beside
from ledger.door import Ledger
from ledger.url import plain_url
from tests.pages.conftest import Browser, Hall
from tests.support.real_lists import PROJECTS

SHA = "301ab84f90cb5d1e11a30272df1ba24cbdab2833489031a6c0fe9a6037c810fa"


def test_the_list_is_the_published_one_and_all_that_is_made_up_says_so() -> None:
    assert sha256(LIST.read_bytes()).hexdigest() == SHA
    published = set(PROJECTS.read_text("utf-8").splitlines())
    assert set(LIST.read_text("utf-8").splitlines()) <= published
    voted = county()
    assert len(voted.cards) == 8
    assert all(x.lead_unit.startswith("（样稿）") for x in voted.cards)
    assert all(x.zh.startswith("（样稿）") for x in people(voted))
    assert {x.login for x in tour(voted)} <= {x.login for x in people(voted)}


async def test_another_sites_cookie_does_not_open_the_way_back_to_the_record() -> None:
    """What a parent domain set may be no cookie by the book; the sample's is read all the same."""
    seen: list[str] = []

    async def record(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append("record")

    async def sample(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(Request(scope).cookies[COOKIE])

    class House:
        async def app(self) -> ASGIApp:
            return sample

    told = f'site={{"a": 1, "b": "x"}}; {COOKIE}=of-the-record; {SAMPLE_COOKIE}=of-the-sample'
    scope = {"type": "http", "path": "/todo", "headers": [(b"cookie", told.encode())]}
    await SampleDoor(record, cast("SampleHouse", House()))(
        scope, cast("Receive", None), cast("Send", None)
    )
    assert seen == ["of-the-sample"]


async def facts(ledger: Ledger) -> list[Any]:
    """Every table of the record, counted, and the last fact of each stream."""
    connection = await asyncpg.connect(plain_url(ledger.pool.url))
    try:
        tables = await connection.fetch(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
            " AND relname NOT IN ('sessions', 'access_log', 'login_tries') ORDER BY 1"
        )
        counts = [
            await connection.fetchval(f'SELECT count(*) FROM "{x["relname"]}"') for x in tables
        ]
        return [counts, await connection.fetch("SELECT stream, version, hash FROM events")]
    finally:
        await connection.close()


async def actions(ledger: Ledger) -> set[str]:
    """What the record's own log of reads tells: nothing of what was looked at in the sample."""
    connection = await asyncpg.connect(plain_url(ledger.pool.url))
    try:
        return {x[0] for x in await connection.fetch("SELECT DISTINCT action FROM access_log")}
    finally:
        await connection.close()


async def enter(clerk: Browser, login: str, at: str = "/") -> str:
    await clerk.get("/samples")
    answer = await clerk.post("/samples/enter", clerk.form_of(login=login, at=at))
    assert answer.status_code == 303, answer.text
    page = await clerk.get(answer.headers["location"])
    assert page.status_code == 200, page.text
    return page.text


async def test_a_sample_is_loaded_used_and_removed_and_the_record_never_knew(
    hall: Hall, ledger: Ledger, tmp_path: Path
) -> None:
    before = await facts(ledger)
    clerk = await hall.signed_in("clerk")
    assert "还没有装样稿" in (await clerk.get("/samples")).text
    assert (await clerk.post("/samples/load", clerk.form_of())).status_code == 303
    house = hall.app.state.sample
    waiting = await clerk.get("/samples")
    assert house.loading
    assert waiting.headers["refresh"] == "3"
    await asyncio.wait_for(house.finished(), 240)
    assert house.trouble == ""
    assert "第一次用，照这几步看" in (await clerk.get("/samples")).text

    # in it: the sample's ribbon, its own people, its own debts; the record is not seen
    board = await enter(clerk, "yangli-rendaban")
    assert "回到真实记录" in board
    assert "（样稿）水利局" in board
    assert "LG23" not in board
    for stop in tour(county()):
        assert "样稿" in await enter(clerk, stop.login, stop.at), stop
    late = await enter(clerk, "yangli-shuili", "/todo")
    assert "逾期" in late

    # time passes there and nowhere else
    await clerk.get("/samples")
    now = await ledger.now()
    assert (await clerk.post("/samples/forward", clerk.form_of(days="7"))).status_code == 303
    assert "2023年7月27日" in (await clerk.get("/samples")).text
    assert (await ledger.now() - now).total_seconds() < 60

    # and back: one's own session was there all the time
    assert SAMPLE_COOKIE in clerk.http.cookies
    await clerk.post("/samples/leave", clerk.form_of())
    assert "LG23" in (await clerk.get("/rehearsals")).text
    unit = await hall.signed_in("fire")
    assert (await unit.get("/samples")).status_code == 404

    await clerk.get("/samples")
    assert "removed=1" in (await clerk.post("/samples/remove", clerk.form_of())).headers["location"]
    assert not await beside.stands(ledger.pool.url)
    assert not (tmp_path / "sample-evidence").exists()
    assert await facts(ledger) == before
    seen = await actions(ledger)
    assert "GET /samples" in seen
    own = {"POST /api/v1/programmes", "POST /login", "GET /rehearsals"}
    assert seen <= {*own, *(x for x in seen if "/samples" in x)}


async def test_a_foreign_database_of_that_name_is_neither_used_nor_dropped(
    hall: Hall, ledger: Ledger
) -> None:
    url = ledger.pool.url
    name = beside.url_beside(url).rpartition("/")[2]
    connection = await asyncpg.connect(plain_url(url))
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
        clerk = await hall.signed_in("clerk")
        await clerk.get("/samples")
        refused = await clerk.post("/samples/load", clerk.form_of())
        assert refused.status_code == 409
        assert "真实记录没有动" in refused.text
        assert not await beside.drop(url)
        assert await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name) == 1
    finally:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.close()
