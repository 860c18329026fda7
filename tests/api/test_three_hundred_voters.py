"""300 voters on 15 candidates at once, over the real API: each counted once, none found out.

The voters press their buttons all together; at most 40 requests are under way at any instant, as
behind the hall's access points. A fifth of them lose the answer and send the same vote again.
"""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from api.app import make_tools
from domain.ballot.paper import Slip
from domain.calendar import SHANGHAI
from domain.voting.outcome import majority_of
from ledger.ballots import Ballots, new_code, receipt_of
from ledger.ballots.sealing import open_all, pair_of
from ledger.ballots.tables import Tables
from ledger.door import Ledger
from tests.support.box import REGION
from tests.support.process import started
from tests.support.secrecy import dump, files_of, links
from tests.support.town import Service
from tests.support.voting import Vote

VOTERS, CANDIDATES, SEATS, AT_ONCE = 300, 15, 10, 40
BOX = "GG24-vote-1"
CHANCE = random.Random(300)


@dataclass
class Voter:
    """Somebody with a token, and what he will mark."""

    token: str
    ref: str
    slip: Slip
    code: str = field(default_factory=new_code)
    twice: bool = False

    @property
    def marks(self) -> dict[str, list[str]]:
        return {f"K{n + 1:02d}": list(x) for n, x in enumerate(self.slip)}


def a_slip(n: int) -> Slip:
    """Mostly for the first ones; every thirtieth approves more than there are seats."""
    yes = 12 if n % 30 == 0 else CHANCE.randint(3, SEATS)
    weights = [0.9 - 0.05 * x for x in range(CANDIDATES)]
    liked = set[int]()
    while len(liked) < yes:
        liked |= set(CHANCE.choices(range(CANDIDATES), weights, k=1))
    other = ("against", "abstain", "against")
    return tuple(("for",) if x in liked else (CHANCE.choice(other),) for x in range(CANDIDATES))


SLIPS = (
    rb"(?:for|against|abstain)(?:\W{1,5}(?:for|against|abstain)){14}",
    rb"\[\[[012]\](?:,\[[012]\]){14}\]",
)
"""The ways in which a whole slip could stand somewhere: its words, and its marks as sealed."""
CODE = rb"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}"


class Hall:
    """The congress in session over HTTP."""

    def __init__(self, service: Service, clerk: str) -> None:
        self.service, self.clerk = service, clerk
        self.turns = asyncio.Semaphore(AT_ONCE)

    async def tell(self, path: str, body: Any, token: str = "") -> Any:
        done = await self.service.ask("POST", path, token or self.clerk, json=body)
        assert done.status_code == 201, done.text
        return done.json()

    async def people(self, number: int) -> list[Voter]:
        found = []
        for n in range(number):
            tokens = self.service.tools.tokens
            known, token = await tokens.issue("deputy_groups", "deputy_group", REGION)
            found.append(Voter(token, f"token:{known.id}", a_slip(n), twice=n % 5 == 0))
        return found

    async def cast(self, voter: Voter) -> list[int]:
        body = {"marks": voter.marks, "receipt_code": voter.code}
        at, times = f"/ballots/{BOX}/votes", 2 if voter.twice else 1

        async def once() -> int:
            async with self.turns:
                answer = await self.service.ask("POST", at, voter.token, json=body)
            return answer.status_code

        return await asyncio.gather(*(once() for _ in range(times)))


async def prepared(hall: Hall, voters: Sequence[Voter], holders: Sequence[Voter]) -> list[str]:
    """The method adopted, the box set up and opened; the two keys."""
    await hall.tell(
        "/collections/GG24/method",
        {
            "method": {
                "seats": SEATS,
                "candidates": CANDIDATES,
                "family": "for_against",
                "way": "box",
                "shortfall": "leave_unfilled",
                "announced": "大会主席团当场宣布",
            },
            "hands": {"roll": VOTERS, "present": VOTERS, "in_favour": VOTERS},
            "on": datetime.now(SHANGHAI).date().isoformat(),
            "session": "第三届人民代表大会第三次会议",
            "document": "1号",
        },
    )
    keepers = [x.ref for x in holders]
    await hall.tell("/collections/GG24/ballots", {"id": BOX, "keepers": keepers})
    codes = [(await hall.tell(f"/ballots/{BOX}/keys", {}, x.token))["code"] for x in holders]
    roll = {"voters": [x.ref for x in voters], "present": VOTERS}
    await hall.tell(f"/ballots/{BOX}/opening", roll)
    return codes


@pytest.mark.long
async def test_three_hundred_voters_at_once(database: str, tmp_path: Path) -> None:
    ledger = await Ledger.connect(database)
    owner = await asyncpg.connect(database)
    vote = await Vote(ledger, datetime.now(SHANGHAI).date()).listed(CANDIDATES, SEATS)
    tools = make_tools(ledger, tmp_path / "unused")
    limits = httpx2.Limits(max_connections=AT_ONCE)
    async with (
        started(database, tmp_path) as process,
        httpx2.AsyncClient(base_url=process.url, limits=limits, timeout=60) as http,
    ):
        service = Service(tools, None, http)
        hall = Hall(service, await service.token("clerk", "clerk", REGION))
        voters, holders = await hall.people(VOTERS), await hall.people(2)
        codes = await prepared(hall, voters, holders)
        order = CHANCE.sample(voters, VOTERS)
        answers = await asyncio.gather(*(hall.cast(x) for x in order))
        # every vote once, whoever sent it twice
        assert Counter(chain(*answers)) == {201: VOTERS, 200: VOTERS // 5}
        await hall.tell(f"/ballots/{BOX}/closing", {})
        opened = await _opened(ledger, codes)
        await hall.tell(f"/ballots/{BOX}/count", {"keys": codes})
        shown = (await service.ask("GET", f"/ballots/{BOX}", hall.clerk)).json()
        await ledger.keep(vote.stream, by="clock")
        result = (await service.ask("GET", "/collections/GG24/vote", hall.clerk)).json()
        log = (await process.end())[1]
    _as_cast(shown, result, voters, opened)
    await _nobody_found_out(owner, order, codes, log)
    await owner.close()
    await ledger.close()


async def _opened(ledger: Ledger, codes: list[str]) -> list[Slip]:
    """What lies in the sealed box, read by ourselves with both keys."""
    box = await Ballots(ledger).ballot(BOX)
    async with ledger.pool.read() as connection:
        sealed = await Tables(BOX, connection).sealed()
    pair = pair_of(codes, BOX, box.sealed_to)
    return list(open_all(box.paper, sealed, BOX, pair).slips)


def _as_cast(
    shown: dict[str, Any], result: dict[str, Any], voters: Sequence[Voter], opened: list[Slip]
) -> None:
    """The sums are those of the slips, of the sealed ballots, and of the result."""
    assert sorted(opened) == sorted(x.slip for x in voters)
    assert (shown["cast"], shown["ballots"], shown["status"]) == (VOTERS, VOTERS, "COUNTED")
    assert shown["receipts"] == sorted(receipt_of(x.code, BOX) for x in voters)
    paper_items = [x["item"] for x in shown["items"]]
    (one,) = result["rounds"]
    figures = {x["figures"]["item"]: x["figures"] for x in one["lines"]}
    good = [x.slip for x in voters if x.slip.count(("for",)) <= SEATS]
    assert len(good) == VOTERS - 10
    for n, item in enumerate(paper_items):
        sums = Counter(x[n][0] for x in good)
        assert shown["items"][n]["votes"] == {**sums, "invalid": 10}
        assert (figures[item]["approvals"], figures[item]["invalid"]) == (sums["for"], 10)
    needed = majority_of(VOTERS)
    approvals = {x: figures[x]["approvals"] for x in paper_items}
    assert all(approvals[x] >= needed for x in result["elected"])
    assert 0 < len(result["elected"]) <= SEATS
    assert sum(x >= needed for x in approvals.values()) == len(result["elected"]) + len(
        one["tied"]
    ) + sum(approvals[x] >= needed for x in one["returned"])


async def _nobody_found_out(
    owner: asyncpg.Connection, order: Sequence[Voter], codes: list[str], log: str
) -> None:
    """Tables with their hidden columns, events, log, and the files on the disk."""
    rows = await dump(owner)
    for word in ("for", "against", "abstain", "invalid", "K01"):
        assert links(rows, [(x.ref, word) for x in order]) == []
    named = [x for x in rows if any(voter.ref in x.text for voter in order)]
    assert {x.table for x in named} == {"ballot_rolls"}
    assert len({x.xmin for x in named}) == 1
    events = "".join(x["body"] for x in await owner.fetch("SELECT body FROM events"))
    assert not [x for x in order if x.ref in events], "no event names a voter"
    held = await files_of(owner)
    assert b"sealed_" in held, "we looked in the right place"
    assert order[0].ref.encode() in held, "and the marks were there, as we admit"
    told = "".join(x.text for x in rows).encode() + log.encode() + held
    assert not [x for shape in SLIPS for x in re.findall(shape, told)], "no whole slip anywhere"
    ours = {x.encode() for x in (*codes, *(voter.code for voter in order))}
    assert not ours.intersection(re.findall(CODE, told)), "neither a key nor a receipt"
    plain = [x.replace(b"-", b"") for x in ours]
    assert not [x for x in plain if x in log.encode()]
    assert not [x for x in order if x.ref in log]


def test_the_search_knows_a_slip_and_a_receipt_where_it_sees_them() -> None:
    slip = a_slip(1)
    words = [x[0] for x in slip]
    marks = [[("for", "against", "abstain").index(x)] for x in words]
    bare, quoted = ",".join(words), json.dumps(words)
    sealed = json.dumps({"r": "", "m": marks}, separators=(",", ":"))
    for told, shape in ((bare, SLIPS[0]), (quoted, SLIPS[0]), (sealed, SLIPS[1])):
        assert re.search(shape, b"\x00" + told.encode() + b"\x01")
    assert re.search(CODE, f"x{new_code()}".encode())
