"""Who voted what: looked for in every table (row order and xmin included), event, log and file.

The search is told the order of casting and what each voter voted. It is tried first on a box that
keeps its votes as a careless one would, and has to find the link there.
"""

import hashlib
import logging
import random

import asyncpg
import pytest

from domain.ballot.paper import Slip
from domain.given import Actor
from ledger.ballots import new_code
from ledger.door import Ledger
from tests.support.box import HOLDERS, BallotDay, deputies, paper
from tests.support.secrecy import dump, files_of, links

CHOICES = ("satisfied", "basic", "dissatisfied", "abstain")
ITEMS = ("GG22-01", "GG22-02", "GG22-03")


def plan(chance: random.Random) -> list[tuple[Actor, Slip]]:
    """Who votes what, in an order that is not that of the names."""
    voters = deputies(24)
    chance.shuffle(voters)
    return [(x, tuple((chance.choice(CHOICES),) for _ in ITEMS)) for x in voters]


async def test_a_careless_box_gives_its_voters_away(owner: asyncpg.Connection) -> None:
    await owner.execute("CREATE TABLE naive_voted (voter text); CREATE TABLE naive_votes (v text)")
    cast = [(x.ref, ",".join(y[0] for y in slip)) for x, slip in plan(random.Random(7))]
    for voter, vote in cast:
        async with owner.transaction():
            await owner.execute("INSERT INTO naive_voted VALUES ($1)", voter)
            await owner.execute("INSERT INTO naive_votes VALUES ($1)", vote)
    found = links(await dump(owner), cast)
    assert any("transaction" in x for x in found), "two tables do not hide what xmin joins"
    assert any("order of casting" in x for x in found)


async def test_after_the_count_nothing_leads_from_a_voter_to_his_vote(
    ledger: Ledger, owner: asyncpg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    votes = plan(random.Random(11))
    day = BallotDay(ledger, paper=paper(*ITEMS))
    await day.opened(sorted((x for x, _ in votes), key=lambda x: x.ref))
    codes = {}
    for voter, slip in votes:
        codes[voter.ref] = new_code()
        await day.cast(voter, slip, codes[voter.ref])
    await day.counted()
    rows = await dump(owner)
    refs = [x.ref for x, _ in votes]
    for word in (*CHOICES, *ITEMS):
        assert links(rows, [(x, word) for x in refs]) == []
    named = [x for x in rows if any(ref in x.text for ref in refs)]
    assert {x.table for x in named} == {"ballot_rolls"}
    assert len({x.xmin for x in named}) == 1, "all were written by one transaction"
    in_place = [x.text for x in sorted(named, key=lambda x: x.ctid)]
    assert in_place == sorted(in_place), "in the order of the names"
    box = await day.ballots.ballot(day.id)
    assert list(box.receipts) == sorted(box.receipts)
    assert not [x for x in rows if x.table.startswith("box.")]
    told = caplog.text + "".join(x.text for x in rows)
    assert not [x for x in codes.values() if x in told or x.replace("-", "") in told]
    assert not [x for x in refs if x in caplog.text]


async def test_before_the_opening_an_operator_sees_who_and_when_but_cannot_read_one(
    ledger: Ledger, owner: asyncpg.Connection
) -> None:
    """What docs/ballot-secrecy.md admits."""
    day = BallotDay(ledger, paper=paper(*ITEMS))
    votes = plan(random.Random(3))
    await day.opened([x for x, _ in votes])
    for voter, slip in votes:
        await day.cast(voter, slip)
    rows = await dump(owner)
    sealed = [x for x in rows if x.table.startswith("box.sealed_")]
    marks = {x.xmin: x.text for x in rows if x.table.startswith("box.roll_")}
    assert len(sealed) == len(votes)
    assert all(x.xmin in marks for x in sealed), "a sealed ballot leads to its voter"
    assert len({len(x.text) for x in sealed}) == 1, "and its length says nothing"
    assert len({x.text for x in sealed}) == len(sealed), "nor do two equal votes look alike"
    words = [*CHOICES, *(x.encode().hex() for x in CHOICES)]
    assert not [x for x in sealed if any(word in x.text for word in words)]
    state = await owner.fetchval("SELECT state FROM states WHERE stream = $1", day.stream)
    assert not [x for x in day.codes if x in state or x.replace("-", "") in state]


async def test_no_event_is_made_by_a_cast(ledger: Ledger, owner: asyncpg.Connection) -> None:
    day = await BallotDay(ledger).opened(deputies(5))
    before = await owner.fetchval("SELECT count(*) FROM events")
    for voter in deputies(5):
        await day.cast(voter, (("basic",), ("basic",)))
    assert await owner.fetchval("SELECT count(*) FROM events") == before
    await day.counted()
    bodies = [x["body"] for x in await owner.fetch("SELECT * FROM events")]
    assert not [x for x in bodies if "deputy-" in x]
    prints = {x["fingerprint"] for x in await owner.fetch("SELECT fingerprint FROM events")}
    guesses = {hashlib.sha256(x.ref.encode()).hexdigest() for x in (*deputies(5), *HOLDERS)}
    assert not prints & guesses


async def test_neither_key_nor_receipt_nor_choice_is_in_the_databases_files(
    ledger: Ledger, owner: asyncpg.Connection
) -> None:
    """Heap files and write-ahead log, read as bytes after a checkpoint."""
    day = await BallotDay(ledger, paper=paper(*ITEMS)).opened(deputies(6))
    codes = [new_code() for _ in deputies(6)]
    for voter, code in zip(deputies(6), codes, strict=True):
        await day.cast(voter, (("dissatisfied",),) * 3, code)
    await day.ballots.close(day.id, day.by())
    secrets = [x.replace("-", "")[:20].encode() for x in (*codes, *day.codes)]
    plain = [x.encode() for x in (*codes, *day.codes)]
    held = await files_of(owner)
    assert b"sealed_" in held, "we looked in the right place"
    assert not [x for x in (*secrets, *plain, b'"m":[[2]') if x in held]
