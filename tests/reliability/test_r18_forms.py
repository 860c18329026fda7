"""R18 a: nobody's browser can be made to say something on another site's behalf.

Every route of the pages that changes something is asked as a foreign page would ask it, and as
somebody who planted a cookie. The controls are the same forms from our own pages, which are taken.
"""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx2
import pytest

from api.pages.signed import COOKIE
from tests.pages.conftest import OURS, Browser, Hall, accounts, hall, set_clock
from tests.support.routes import filled, routes

__all__ = ["accounts", "hall", "set_clock"]
EVIL = "https://evil.test"
FROM_ELSEWHERE: dict[str, dict[str, str]] = {
    "another site": {"Sec-Fetch-Site": "cross-site", "Origin": EVIL},
    "a neighbour": {"Sec-Fetch-Site": "same-site", "Origin": "https://x.bihuan.test"},
    "an old browser": {"Origin": EVIL, "Referer": f"{EVIL}/"},
    "no origin": {"Origin": "null"},
    "nothing said": {},
}
PLAN = "/projects/LG23-01/duties/work_plan"
OPEN = (
    *("/login", "/login/code", "/login/enrol", "/login/as"),
    *("/look", "/screen/open/{code}", "/receipt/forget"),
)
"""Without a session: where a form comes from is all that is asked."""
UNSIGNED = (
    *OPEN,
    "/candidates/{collection}",
    "/wish/{collection}",
    "/open/projects/{project}/answer",
    "/open/projects/{project}/words",
)
REFUSED = frozenset({401, 403, 404, 409})
COUNTING = ("tries", "sessions", "access_log")
"""What may grow by being asked in vain."""


def changing() -> list[tuple[str, str]]:
    """Every route of the pages that is no reading."""
    return [x for x in routes() if x[0] != "GET" and not x[1].startswith("/api/v1")]


@pytest.fixture
async def rows(database: str) -> AsyncIterator[Any]:
    """How many rows stand in each table."""
    owner = await asyncpg.connect(database)
    tables = await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")

    async def counted() -> dict[str, int]:
        names = [x["tablename"] for x in tables if x["tablename"] not in COUNTING]
        return {x: await owner.fetchval(f'SELECT count(*) FROM "{x}"') for x in names}

    yield counted
    await owner.close()


async def send(
    browser: Browser, method: str, path: str, headers: dict[str, str], token: str | None
) -> httpx2.Response:
    """The route as a form would send it, with something for whatever it may ask."""
    if path == "/uploads/{sha256}":  # of a script of ours, not of a form
        body = {"json": {"name": "a.pdf", "size": 9}} if method == "PUT" else {"content": b"%PDF-"}
        told = {"X-Form-Token": token or "", "Upload-Offset": "0", **headers}
        return await browser.http.request(method, filled(path), headers=told, **body)
    fields = {"key": "f" * 32, "text": "一句话", "name": "名称", "theme": "dark", "do": "next"}
    if token is not None:
        fields["form_token"] = token
    return await browser.http.request(method, filled(path), data=fields, headers=headers)


async def test_r18_no_form_is_taken_from_elsewhere(hall: Hall, rows: Any, say: Any) -> None:
    """ASVS 3.5.1 3.5.2 3.5.3 7.2.4 3.7.2"""
    clerk, other = await hall.signed_in("clerk"), await hall.signed_in("fire")
    for one in (clerk, other):
        await one.get("/projects/LG23-01")
    own, foreign = clerk.hidden("form_token"), other.hidden("form_token")
    planted = hall.browser()
    planted.http.cookies.set(COOKIE, "A" * 43, domain="bihuan.test")
    before, accepted, sent = await rows(), list[str](), 0
    for method, path in changing():
        for who, headers in FROM_ELSEWHERE.items():
            if path in UNSIGNED and who == "nothing said" and path not in OPEN[:-1]:
                continue  # an old browser without a session says nothing, and harms nobody
            sent += 1
            answer = await send(clerk, method, path, headers, own)
            accepted += _taken(answer, f"{method} {path} from {who}")
        if path in UNSIGNED:
            continue
        for token in (None, "", foreign, "0" * 64):
            sent += 1
            answer = await send(clerk, method, path, OURS, token)
            accepted += _taken(answer, f"{method} {path} with {token}")
        sent += 1
        answer = await send(planted, method, path, OURS, own)
        led = answer.headers.get("location", "").startswith("/login")
        accepted += [] if led else _taken(answer, f"{method} {path} with a planted cookie")
    after = await rows()
    honest = await _from_our_page(hall)
    say("R18", part="a", forms=len(changing()), sent=sent, accepted=len(accepted), honest=honest)
    assert accepted == [], accepted
    assert after == before, "nothing was written"
    assert len(changing()) > 150
    assert honest == 2, "the same forms from our own pages are taken, or this shows nothing"


def _taken(answer: httpx2.Response, what: str) -> list[str]:
    return [] if answer.status_code in REFUSED else [f"{what}: {answer.status_code}"]


async def _from_our_page(hall: Hall) -> int:
    """A unit's plan and a visitor's choice of colours."""
    fire, visitor = await hall.signed_in("fire"), hall.browser()
    await fire.get(PLAN)
    fields = fire.form(target="完成改造", planned_completion="2023-11-30")
    filed = await fire.post(f"{PLAN}/filing", fields)
    looked = await visitor.post("/look", {"theme": "dark", "back": "/open"})
    return sum(x.status_code == 303 for x in (filed, looked))


async def test_r18_a_public_form_is_taken_from_our_page_and_from_no_other(
    hall: Hall, rows: Any
) -> None:
    """ASVS 3.5.1: with everything that the form itself carries."""
    visitor = hall.browser()
    at = "/open/projects/LG23-01/answer"
    await visitor.get("/open/projects/LG23-01")
    fields = {"answer": "broken", "slip": visitor.hidden("slip")}
    before = await rows()
    for who, headers in FROM_ELSEWHERE.items():
        if who != "nothing said":
            answer = await visitor.http.post(at, data=fields, headers=headers)
            assert answer.status_code == 409, who
    assert await rows() == before
    assert (await visitor.post(at, fields)).status_code == 303


async def test_r18_reading_changes_nothing(hall: Hall, rows: Any) -> None:
    """ASVS 3.5.3: every GET of the pages, as a clerk; a preference of the browser is no fact."""
    clerk = await hall.signed_in("clerk")
    reading = [p for m, p in routes() if m == "GET" and not p.endswith("/events")]
    await clerk.get("/")
    before = await rows()
    for path in reading:
        await clerk.http.get(filled(path), params={"do": "delete", "confirm": "1"})
    assert await rows() == before


async def test_r18_a_session_is_new_at_every_signing_in(hall: Hall) -> None:
    """ASVS 7.2.4 3.3.1 3.3.3 3.3.4: what was there before is worth nothing afterwards."""
    browser = hall.browser()
    planted = "B" * 43
    browser.http.cookies.set(COOKIE, planted, domain="bihuan.test")
    first = (await browser.sign_in("clerk")).headers["set-cookie"].partition(";")[0]
    second = (await browser.sign_in("clerk")).headers["set-cookie"].partition(";")[0]
    assert len({first, second, f"{COOKIE}={planted}"}) == 3
    for worthless in (planted, first.partition("=")[2]):
        other = hall.browser()
        other.http.cookies.set(COOKIE, worthless, domain="bihuan.test")
        assert (await other.http.get("/")).headers.get("location", "").startswith("/login")
