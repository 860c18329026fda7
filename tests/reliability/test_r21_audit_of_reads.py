"""R21: every request by somebody has its line in the log of reads, and without it nothing is done.

A running API is asked by eight callers with tokens and passwords for pages, lists and filings,
refused ones among them. Then the log's table takes no lines for ten seconds, while they go on.
The control is a list kept from what answered only: it misses what was asked and refused.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from api.app import make_tools
from ledger.access.chain import verify_reads
from ledger.access.keeping import Copy, compare
from ledger.accounts import Accounts
from ledger.door import Ledger
from tests.pages.conftest import CHEAP, OURS, SECRET
from tests.reliability.conftest import Say
from tests.reliability.kept import UNCOUNTED
from tests.support.process import started
from tests.support.town import FIRE, HOUSING, LIST, PLAN, REGION, Service

ROUNDS, FAULT = 34, 10.0
AT = "/api/v1"
READS = (
    *("/me", "/duties", "/inbox", "/projects", "/projects/LG23-01", "/projects/LG23-02"),
    *("/projects/LG23-01/history", "/board", "/programmes", "/programmes/LG23", "/filed"),
    *("/projects/LG23-01/notices", "/suggestions", "/organisations", "/reads", "/incidents"),
    *("/evidence/" + "0" * 64, "/audit/project/LG23-01"),
)
PAGES = ("/", "/todo", "/filed", "/projects/LG23-01", "/inbox", "/audit", "/incidents", "/decide")
PARTIES = (
    ("clerk", "clerk"),
    ("auditor", "auditor"),
    ("government", "government"),
    (f"unit:{FIRE}", "unit"),
    (f"unit:{HOUSING}", "unit"),
    ("deputy_group:LG23-01", "deputy_group"),
)
PEOPLE = (("clerk", "committee_clerk", "clerk"), ("fire", "unit_clerk", f"unit:{FIRE}"))
WANTED = "at IS NOT NULL AND subject IS NOT NULL AND action <> '' AND ip <> '' AND role IS NOT NULL"
"""MLPS 8.1.4.3 b: date and time, user, type of event, success, and more; the success beside."""


@dataclass
class Crowd:
    """Eight callers, and the numbers of what they were answered."""

    http: httpx2.AsyncClient
    tokens: dict[str, str]
    cookies: list[str]
    numbers: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    writes: set[str] = field(default_factory=set)

    async def ask(self, method: str, path: str, headers: dict[str, str], **more: Any) -> int:
        """One request; its number is kept."""
        answer = await self.http.request(method, path, headers=headers, **more)
        number = answer.headers["x-request-id"]
        self.numbers[number] += 1
        self.statuses[answer.status_code] += 1
        if method != "GET":
            self.writes.add(number)
        return answer.status_code

    async def round(self, n: int) -> list[int]:
        """Everybody reads something, and two file: one what he owes, one what he does not."""
        asked = []
        for k, token in enumerate(self.tokens.values()):
            own = {"Authorization": f"Bearer {token}"}
            paths = [READS[(n * 7 + k * 3 + j) % len(READS)] for j in range(9)]
            asked += [self.ask("GET", f"{AT}{x}", own) for x in paths]
        for k, cookie in enumerate(self.cookies):
            own = {"Cookie": cookie}
            asked += [self.ask("GET", PAGES[(n + j + k) % len(PAGES)], own) for j in range(4)]
        asked += [self.file(f"unit:{FIRE}", n), self.file(f"unit:{HOUSING}", n)]
        asked += [self.file("clerk", n)]
        return await asyncio.gather(*asked)

    async def file(self, party: str, n: int) -> int:
        """Hand in the plan of the fire brigade's project."""
        own = {"Authorization": f"Bearer {self.tokens[party]}", "Idempotency-Key": f"r21-{n}"}
        path = f"{AT}/projects/LG23-01/duties/work_plan/filings"
        return await self.ask("POST", path, own, json=PLAN)


@asynccontextmanager
async def crowd(ledger: Ledger, url: str, folder: Path) -> AsyncIterator[Crowd]:
    """Six programs and two people who signed in."""
    service = Service(make_tools(ledger, folder / "unused"), None, None)  # type: ignore[arg-type]  # it only issues
    tokens = {x: await service.token(x, role) for x, role in PARTIES}  # type: ignore[arg-type]  # roles as text
    accounts, cookies = Accounts(ledger.pool, CHEAP), []
    for login, role, party in PEOPLE:
        await accounts.add(login, SECRET, role, party, region=REGION)  # type: ignore[arg-type]  # the same
    limits = httpx2.Limits(max_connections=20)
    async with httpx2.AsyncClient(base_url=url, timeout=30, limits=limits) as http:
        for login, _, _ in PEOPLE:
            form = {"login": login, "password": SECRET, "next": "/"}
            answer = await http.post("/login", data=form, headers=OURS)
            cookies.append(answer.headers["set-cookie"].partition(";")[0])
            http.cookies.clear()
        heads = {"Authorization": f"Bearer {tokens['clerk']}", "Idempotency-Key": "list"}
        opened = await http.post(f"{AT}/programmes", json=LIST, headers=heads)
        assert opened.status_code == 201, opened.text
        yield Crowd(http, tokens, cookies)


async def shut(owner: asyncpg.Connection, people: Crowd) -> tuple[Counter[int], set[int], int]:
    """Ten seconds without the log: what was answered, what the public was, and events added."""
    count = "SELECT count(*) FROM events"
    await owner.execute("REVOKE INSERT ON access_log FROM bihuan_app")
    before = await owner.fetchval(count)
    answered, public, until, n = Counter[int](), set[int](), time.monotonic() + FAULT, 1000
    while time.monotonic() < until:
        answered.update(await people.round(n))
        public |= {(await people.http.get(x)).status_code for x in ("/open", f"{AT}/open/places")}
        n += 1
    added = await owner.fetchval(count) - before
    await owner.execute("GRANT INSERT ON access_log TO bihuan_app")
    return answered, public, added


@pytest.mark.timeout(300)
async def test_r21_lines_are_requests_and_without_them_nothing_is_done(
    database: str, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 16.2.1 16.3.2 16.3.3 16.4.3 16.5.2 16.5.3."""
    monkeypatch.setenv("RATES", UNCOUNTED)  # eight callers read here what eighty would
    ledger = await Ledger.connect(database)
    owner = await asyncpg.connect(database)
    async with started(database, tmp_path) as api, crowd(ledger, api.url, tmp_path) as people:
        for n in range(ROUNDS):
            await people.round(n)
        asked, writes = set(people.numbers), set(people.writes)
        statuses = dict(people.statuses)
        lines = await owner.fetch("SELECT * FROM access_log WHERE phase = 'answered'")
        during, public, added = await shut(owner, people)
        assert (await people.file(f"unit:{FIRE}", 5000)) in (201, 409), "it goes on"
    noted = {x["request"] for x in lines}
    begun = set(await owner.fetch("SELECT request FROM access_log WHERE phase = 'asked'"))
    whole = await owner.fetchval(f"SELECT count(*) FROM access_log WHERE NOT ({WANTED})")  # ours
    chain = await verify_reads(ledger)
    copy = Copy(tmp_path / "copy")
    while await copy.go_on(ledger):
        pass
    beside = await compare(ledger, copy)
    successes = sum(x["result"] < 400 for x in lines)
    say(
        "R21",
        requests=len(asked),
        lines=len(noted & asked),
        without_a_line=len(asked - noted),
        writes_noted_before=f"{len({x['request'] for x in begun} & writes)} of {len(writes)}",
        without_a_field=whole,
        statuses=statuses,
        only_successes_would_miss=len(lines) - successes,
        during_the_fault=dict(during),
        events_added=added,
        public=sorted(public),
        chain=chain.lines,
        copied=beside.lines,
    )
    await owner.close()
    await ledger.close()
    assert len(asked) >= 2000
    assert asked <= noted
    assert whole == 0
    assert set(during) == {503}, "nothing that is not public is shown or done"
    assert (added, public) == (0, {200})
    assert chain.whole
    assert (beside.lines, beside.faults) == (chain.lines, ())
    assert len(lines) - successes > 0, "the control has lost its teeth"
