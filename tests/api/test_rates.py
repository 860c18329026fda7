"""How often one caller may ask, in one process: buckets, seats, and room kept for submissions."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.requests import Request

from api import buckets, turn
from api.address import address_of
from api.app import ROUTERS, make_app
from api.buckets import Buckets, Kind, is_filing, is_public, kind_of
from api.pages.install import ROUTERS as PAGES
from api.problems import Problem
from api.rates import Rates
from api.refused import RefusedBook
from api.turn import Turn, Turns
from ledger.lanes import FILING
from tests.api.test_refused import kept
from tests.support.town import FIRE, PLAN, REGION, Service, Town

AT = "/projects/LG23-01/duties/work_plan/filings"
FEW = Rates(
    submissions_a_minute=1,
    submissions_at_once=2,
    reads_a_minute=5,
    strangers_a_minute=4,
    feeds_an_hour=2,
    exports_an_hour=2,
)


@pytest.fixture
async def counted(town: Town, tmp_path: Path) -> AsyncIterator[Service]:
    """The same town, where few requests are many; its callers come from elsewhere."""
    book = RefusedBook(tmp_path / "refused.ndjson")
    tools = replace(town.tools, rates=FEW, refused=book)
    app = make_app(tools)
    transport = httpx2.ASGITransport(app=app, client=("198.51.100.7", 50000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://bihuan") as http:
        yield Service(tools, app, http)


async def test_a_limited_submission_leaves_evidence_and_is_taken_later(
    town: Town, counted: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 2.4.1 15.2.2: time, unit, item and key of what was turned away are kept."""
    now = [1000.0]
    monkeypatch.setattr("api.buckets.time.monotonic", lambda: now[0])
    for n in range(2):
        answer = await counted.ask("POST", AT, town.fire, f"k{n}", json={**PLAN, "target": "x"})
        assert answer.status_code in (201, 409)
    second = await town.token(f"unit:{FIRE}", "unit")
    limited = await counted.ask("POST", AT, second, "k2", json=PLAN)
    assert limited.status_code == 429, "two credentials of one unit share its bucket"
    assert limited.json()["type"].endswith("too-many")
    assert int(limited.headers["retry-after"]) == 61
    (line,) = kept(tmp_path)
    assert (line["party"], line["status"], line["key"]) == (f"unit:{FIRE}", 429, "k2")
    assert str(line["path"]).endswith(AT)
    assert line["at"]
    other = await counted.ask("POST", AT.replace("01", "02"), town.housing, json=PLAN)
    assert other.status_code == 201, "another unit is not touched"
    now[0] += 61
    assert (await counted.ask("POST", AT, second, "k2", json=PLAN)).status_code in (201, 409)


async def test_reads_exports_and_strangers_are_counted_apart(town: Town, counted: Service) -> None:
    statuses = [(await counted.ask("GET", "/duties", town.fire)).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    exported = [
        (await counted.ask("GET", "/programmes/LG23/list", town.clerk)).status_code
        for _ in range(3)
    ]
    assert exported == [200, 200, 429]
    assert (await counted.ask("GET", "/board", town.clerk)).status_code == 200
    nobody = [(await counted.ask("GET", "/duties", "bh_no")).status_code for _ in range(5)]
    assert nobody == [401] * 4 + [429]
    refused = await counted.http.get("/open", headers={"Accept": "text/html"})
    assert refused.status_code == 429
    assert refused.headers["content-type"].startswith("text/html")
    assert refused.headers["retry-after"]
    assert (await counted.http.get("/healthz")).status_code == 200


async def test_a_feed_is_counted_by_its_link(counted: Service) -> None:
    at = f"/calendar/{'x' * 43}.ics"
    assert [(await counted.http.get(at)).status_code for _ in range(3)] == [404, 404, 429]
    other = f"/calendar/{'y' * 43}.ics"
    assert (await counted.http.get(other)).status_code == 404
    guessed = f"/calendar/{'z' * 43}.ics"
    assert (await counted.http.get(guessed)).status_code == 429, "one address guesses no links"


async def test_without_rates_nothing_is_counted(town: Town) -> None:
    for _ in range(30):
        assert (await town.ask("GET", "/duties", town.fire)).status_code == 200


async def test_few_of_one_caller_run_at_once_and_the_next_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = Turns(Rates(together=2))
    await turns.sit("a")
    await turns.sit("a")
    waiting = asyncio.ensure_future(turns.sit("a"))
    await asyncio.sleep(0)
    assert not waiting.done()
    await turns.sit("b")
    turns.stand("a")
    await waiting
    monkeypatch.setattr(turn, "PATIENCE", 0.01)
    with pytest.raises(Problem) as refused:
        await turns.sit("a")
    assert refused.value.status_code == 429
    monkeypatch.setattr(turn, "LINE", 0)
    monkeypatch.setattr(turn, "PATIENCE", 60)
    with pytest.raises(Problem) as at_once:
        await turns.sit("a")
    assert at_once.value.status_code == 429
    handed_in = asyncio.ensure_future(turns.sit("a", submits=True))
    await asyncio.sleep(0)
    assert not handed_in.done(), "what is handed in waits, however many wait"
    turns.stand("a")
    await handed_in
    for who in "aab":
        turns.stand(who)
    assert not turns._seats, "nobody is remembered who asks nothing"


async def test_submitting_has_room_while_reading_has_none(
    town: Town, counted: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 15.2.2: who reads never stands in the way of who files."""
    tools = replace(counted.tools, rates=Rates(others_together=1))
    transport = httpx2.ASGITransport(app=(app := make_app(tools)), client=("198.51.100.7", 1))
    async with httpx2.AsyncClient(transport=transport, base_url="http://bihuan") as http:
        service = Service(tools, app, http)
        gate = asyncio.Event()
        held = asyncio.ensure_future(_held(http, gate))
        await asyncio.sleep(0.2)
        busy = await service.ask("GET", "/duties", town.fire)
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "1")
        assert "报送不受影响" in busy.json()["detail"]
        assert (await service.ask("POST", AT, town.fire, json=PLAN)).status_code == 201
        gate.set()
        await held


async def _held(http: httpx2.AsyncClient, gate: asyncio.Event) -> None:
    """A request whose body is long in coming."""

    async def body() -> AsyncIterator[bytes]:
        yield b"{"
        await gate.wait()
        yield b"}"

    headers = {"Content-Type": "application/json", "Idempotency-Key": "x"}
    await http.post("/api/v1/programmes", content=body(), headers=headers)


async def test_filings_have_connections_that_readers_cannot_take(town: Town) -> None:
    """ASVS 15.2.2: every ordinary connection is held, and a unit still files."""
    pool = town.tools.ledger.pool
    all_taken, done = asyncio.Event(), asyncio.Event()
    taken: list[int] = []

    async def report() -> None:
        async with pool.read() as connection:
            await connection.exec_driver_sql("SELECT 1")
            taken.append(1)
            if len(taken) == 8:
                all_taken.set()
            await done.wait()

    reports = [asyncio.ensure_future(report()) for _ in range(8)]
    await asyncio.wait_for(all_taken.wait(), 20)
    reading = asyncio.ensure_future(town.ask("GET", "/duties", town.fire))
    async with asyncio.timeout(8):
        filed = await town.ask("POST", AT, town.fire, json=PLAN)
    assert filed.status_code == 201
    assert not reading.done(), "the control: whoever reads has to wait"
    done.set()
    await asyncio.gather(*reports)
    assert (await reading).status_code == 200
    assert FILING.get() is False


def test_what_a_request_is() -> None:
    sha = "0" * 64
    for method, path, kind, filing in (
        ("POST", f"/api/v1{AT}", Kind.SUBMIT, True),
        ("POST", "/projects/LG23-01/duties/work_plan/filing", Kind.SUBMIT, True),
        ("POST", "/inbox/N1/acknowledgement", Kind.SUBMIT, True),
        ("POST", "/api/v1/ballots/B/votes", Kind.SUBMIT, True),
        ("POST", "/api/v1/evidence", Kind.WRITE, True),
        ("PATCH", f"/api/v1/uploads/{sha}", Kind.WRITE, True),
        ("GET", f"/api/v1/uploads/{sha}", Kind.READ, True),
        ("POST", "/api/v1/token", Kind.WRITE, True),
        ("POST", "/api/v1/programmes", Kind.WRITE, False),
        ("GET", "/api/v1/duties", Kind.READ, False),
        ("GET", "/board/export", Kind.EXPORT, False),
        ("GET", "/programmes/LG23/list.xlsx", Kind.EXPORT, False),
        ("GET", "/api/v1/programmes/LG23/list", Kind.EXPORT, False),
        ("GET", "/api/v1/audit/project/LG23-01/package", Kind.EXPORT, False),
        ("GET", "/audit/region", Kind.VERIFY, False),
        ("GET", "/calendar/x.ics", Kind.FEED, False),
        ("GET", "/static/page.css", None, False),
        ("GET", "/healthz", None, False),
    ):
        assert (kind_of(method, path), is_filing(method, path)) == (kind, filing), path


def test_whatever_asks_nobody_who_he_is_is_counted_for_the_address() -> None:
    """A route without a caller could otherwise be asked without end by whoever sends a cookie."""
    unasked = set()
    for route in (x for r in (*ROUTERS, *PAGES) for x in r.routes):
        if not _asks(getattr(route, "dependant", None)):
            unasked.add(getattr(route, "path", ""))
    known = {x for x in unasked if is_public(x) or kind_of("GET", x) is Kind.FEED}
    leads_on = {"/projects/{project}/inspections/{number}"}  # looks at nothing, redirects
    assert unasked - known == leads_on


def _asks(dependant: Any) -> bool:
    inner = [] if dependant is None else dependant.dependencies
    names = {getattr(x.call, "__name__", "") for x in inner}
    return bool(names & {"caller_of", "signed", "posted", "filing"}) or any(_asks(x) for x in inner)


def test_a_bucket_fills_with_time_and_the_longest_unused_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("api.buckets.time.monotonic", lambda: now[0])
    monkeypatch.setattr(buckets, "REMEMBERED", 2)
    made = Buckets(Rates(submissions_a_minute=60, submissions_at_once=120))
    for _ in range(120):
        made.take(Kind.SUBMIT, "unit")
    for who in ("unit", "unit"):
        with pytest.raises(Problem):
            made.take(Kind.SUBMIT, who)
    now[0] += 2.0
    made.take(Kind.SUBMIT, "unit")
    made.take(Kind.SUBMIT, "unit")
    with pytest.raises(Problem):
        made.take(Kind.SUBMIT, "unit")
    for who in "abc":
        made.take(Kind.READ, who)
    assert len(made._left) == 2


@pytest.mark.parametrize(
    ("proxies", "headers", "address"),
    [
        (0, ["203.0.113.9"], "192.0.2.1"),
        (1, ["203.0.113.9"], "203.0.113.9"),
        (1, ["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        (1, ["1.1.1.1", "203.0.113.9"], "203.0.113.9"),
        (2, ["1.1.1.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        (1, [], "192.0.2.1"),
    ],
)
def test_nobody_writes_his_own_address(proxies: int, headers: list[str], address: str) -> None:
    """ASVS 4.1.3: what our own proxy heard counts, even where another line stands before it."""
    told = [(b"x-forwarded-for", x.encode()) for x in headers]
    scope = {"type": "http", "headers": told, "client": ("192.0.2.1", 1)}
    assert address_of(Request(scope), proxies) == address


def test_the_figures_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Rates.model_validate_json(json.dumps({"reads_a_minute": 600}))
    assert (read.reads_a_minute, read.submissions_a_minute) == (600, 60)


async def test_of_whom_nothing_is_known_few_wait_at_once_and_room_to_submit_is_left(
    counted: Service,
) -> None:
    """Who sends slowly from one address takes twenty places at most, and no filing waits for it."""
    turns = Turns(Rates(strangers_together=2))
    slow = [Turn(turns, Kind.READ, "198.51.100.7") for _ in range(3)]
    slow[0].wait_outside()
    slow[1].wait_outside()
    with pytest.raises(Problem) as refused:
        slow[2].wait_outside()
    assert refused.value.status_code == 429
    Turn(turns, Kind.READ, "198.51.100.8").wait_outside()
    await slow[0].enter("somebody", "somebody")
    slow[2].wait_outside()
    for one in slow:
        one.leave()
    assert turns.unknown == {"198.51.100.8": 1}


@pytest.mark.parametrize(
    "path",
    [
        "/suggestions/DJ-0001/act",
        "/api/v1/projects/LG23-01/inspections",
        "/api/v1/programmes/LG23/circulars",
        "/do/suggestions/DJ-0001/stages",
    ],
)
def test_what_units_and_organs_hand_in_on_other_pages_goes_the_submissions_way(path: str) -> None:
    assert is_filing("POST", path)
    assert not is_filing("GET", path)


async def test_who_looks_back_is_counted_and_bound_as_who_looks_at_today(
    town: Town, counted: Service
) -> None:
    """ASVS 2.4.1 8.3.1: the past has no door of its own beside the belts."""
    tomorrow = "/board?as_of=2031-01-01"
    elsewhere = (
        await town.tools.tokens.issue("auditor", "auditor", REGION, networks=("203.0.113.0/24",))
    )[1]
    there = await counted.ask("GET", "/board?as_of=2023-04-20", elsewhere)
    assert (there.status_code, "登记的网络" in there.text) == (403, True)
    asked = [(await counted.ask("GET", tomorrow, town.clerk)).status_code for _ in range(6)]
    assert asked == [422] * 5 + [429]
    nobody = [(await counted.ask("GET", tomorrow, "bh_no")).status_code for _ in range(5)]
    assert nobody == [401] * 4 + [429]


async def test_a_key_that_submits_looks_back_at_nothing(town: Town) -> None:
    key = (await town.tools.tokens.issue(f"unit:{FIRE}", "unit", REGION, submit_only=True))[1]
    assert (await town.ask("GET", "/duties?as_of=2023-04-20", key)).status_code == 403
