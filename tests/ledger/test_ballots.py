"""A ballot box over the real record: one vote each, sealed, counted together, then gone."""

import asyncio

import asyncpg
import pytest

from domain.ballot.paper import count
from domain.ballot.refusals import (
    BrokenPaper,
    HasVoted,
    NotNow,
    NotOnRoll,
    SameHand,
    TooManyPapers,
    WrongKeys,
)
from domain.ballot.state import Status
from domain.refusals import Contradicted, NotYours
from ledger import audit
from ledger.ballots import new_code, new_key
from ledger.door import Ledger
from ledger.queries.ballots import find_ballots
from tests.support.box import CLERK, HOLDERS, REGION, BallotDay, deputies

GOOD = (("satisfied",), ("satisfied",))
MIXED = (("basic",), ("dissatisfied",))
EMPTY: tuple[tuple[str, ...], ...] = ((), ())


async def test_a_vote_from_the_roll_to_the_announcement(ledger: Ledger) -> None:
    voters = deputies(9)
    day = await BallotDay(ledger).opened(voters, present=8)
    slips = [GOOD, GOOD, MIXED, EMPTY, GOOD]
    for voter, slip in zip(voters, slips, strict=False):
        await day.cast(voter, slip)
    await day.counted()
    box = await day.ballots.ballot(day.id)
    assert box.items == count(day.paper, slips)
    assert (box.status, box.roll, box.present, box.ballots) == (Status.COUNTED, 9, 8, 5)
    (row,) = (await find_ballots(ledger, REGION)).items
    assert (row.status, row.ballots) == ("COUNTED", 5)
    assert (await audit.verify(ledger)).whole
    assert (await audit.replay_check(ledger)).differing == ()
    assert (await audit.rebuild(ledger)).same


async def test_a_receipt_stands_in_the_list_and_a_repeated_cast_is_one_vote(
    ledger: Ledger,
) -> None:
    voters = deputies(3)
    day = await BallotDay(ledger).opened(voters)
    code = new_code()
    first = await day.cast(voters[0], GOOD, code)
    again = await day.cast(voters[0], MIXED, code.lower().replace("-", " "))
    assert (again.receipt, again.repeated) == (first.receipt, True), "the first one stands"
    with pytest.raises(HasVoted):
        await day.cast(voters[0], MIXED)
    await day.cast(voters[1], GOOD)
    await day.counted()
    box = await day.ballots.ballot(day.id)
    assert first.receipt in box.receipts
    assert box.items == count(day.paper, [GOOD, GOOD])


async def test_who_may_not_vote_and_what_is_no_ballot(ledger: Ledger) -> None:
    voters = deputies(3)
    day = await BallotDay(ledger).prepare()
    with pytest.raises(NotNow):
        await day.cast(voters[0], GOOD)
    await day.ballots.open(day.id, [x.ref for x in voters[:2]], 2, day.by())
    with pytest.raises(NotOnRoll):
        await day.cast(voters[2], GOOD)
    with pytest.raises(BrokenPaper):
        await day.cast(voters[0], GOOD[:1])
    with pytest.raises(WrongKeys):
        await day.cast(voters[0], GOOD, "0000-0000")
    await day.ballots.close(day.id, day.by())
    with pytest.raises(NotNow):
        await day.cast(voters[0], GOOD)


async def test_all_at_once_and_the_closing_in_between(ledger: Ledger) -> None:
    voters = deputies(40)
    day = await BallotDay(ledger).opened(voters)

    async def vote(n: int) -> bool:
        try:
            await asyncio.gather(*(day.cast(voters[n], GOOD) for _ in range(2)))
        except HasVoted:
            return True
        except NotNow:
            return False
        raise AssertionError("two different ballots of one voter went in")

    closing = asyncio.sleep(0.03, result=day.by())

    async def close() -> None:
        await day.ballots.close(day.id, await closing)

    *went_in, _ = await asyncio.gather(*(vote(n) for n in range(40)), close())
    await day.ballots.count(day.id, day.codes, day.by())
    box = await day.ballots.ballot(day.id)
    assert box.ballots == len(box.receipts)
    assert sum(map(bool, went_in)) <= box.ballots <= 40
    assert box.items[0].votes.get("satisfied", 0) == box.ballots


async def test_neither_holder_alone_opens_the_box(ledger: Ledger) -> None:
    day = await BallotDay(ledger).opened(deputies(3))
    await day.cast(deputies(3)[0], GOOD)
    await day.ballots.close(day.id, day.by())
    first, second = day.codes
    for codes in ((first, first), (second, second), (first, new_key(day.id).code), ("", second)):
        with pytest.raises(WrongKeys):
            await day.ballots.count(day.id, codes, day.by())
    misread = first[:-1] + ("0" if first[-1] != "0" else "1")
    with pytest.raises(WrongKeys):
        await day.ballots.count(day.id, (misread, second), day.by())
    done = day.by(key="count-once")
    receipt = await day.ballots.count(day.id, (second.lower(), first), done)
    again = await day.ballots.count(day.id, ("lost", "burnt"), done)
    assert again.repeated
    assert again.events == receipt.events, "the answer can be asked for again, the box cannot"
    with pytest.raises(NotNow):
        await day.ballots.count(day.id, (first, second), day.by())


async def test_paper_ballots_enter_by_two_hands_and_join_the_others(ledger: Ledger) -> None:
    voters = deputies(6)
    day = await BallotDay(ledger).opened(voters)
    await day.cast(voters[0], GOOD)
    with pytest.raises(HasVoted):
        await day.ballots.issue_papers(day.id, [voters[0].ref, voters[1].ref], CLERK)
    with pytest.raises(NotYours):
        await day.ballots.issue_papers(day.id, [voters[1].ref], HOLDERS[0])
    assert await day.ballots.issue_papers(day.id, [x.ref for x in voters[1:4]], CLERK) == 3
    with pytest.raises(HasVoted):
        await day.cast(voters[1], GOOD)
    await day.ballots.close(day.id, day.by())
    said, other = count(day.paper, [GOOD, MIXED]), count(day.paper, [GOOD, GOOD])
    first, second = HOLDERS
    await day.ballots.enter_papers(day.id, said, day.by(first))
    with pytest.raises(SameHand):
        await day.ballots.enter_papers(day.id, said, day.by(first))
    (differed,) = (await day.ballots.enter_papers(day.id, other, day.by(second))).events
    assert differed.type == "PapersDiffered"
    with pytest.raises(TooManyPapers):
        await day.ballots.enter_papers(day.id, count(day.paper, [GOOD] * 4), day.by(first))
    await day.ballots.enter_papers(day.id, said, day.by(second))
    with pytest.raises(Contradicted):
        await day.ballots.count(day.id, day.codes, day.by())
    (agreed,) = (await day.ballots.enter_papers(day.id, said, day.by(first))).events
    assert agreed.type == "PapersAgreed"
    await day.ballots.count(day.id, day.codes, day.by())
    box = await day.ballots.ballot(day.id)
    assert (box.ballots, box.items) == (3, count(day.paper, [GOOD, GOOD, MIXED]))


async def test_what_lay_in_an_annulled_box_is_destroyed_unread(
    ledger: Ledger, owner: asyncpg.Connection
) -> None:
    day = await BallotDay(ledger).opened(deputies(3))
    await day.cast(deputies(3)[0], GOOD)
    await day.ballots.annul(day.id, "一把钥匙遗失", day.by())
    assert (await day.ballots.ballot(day.id)).status is Status.ANNULLED
    left = "SELECT count(*) FROM pg_class WHERE relnamespace = 'box'::regnamespace"
    assert await owner.fetchval(left) == 0


async def test_a_ballot_put_in_by_hand_is_found(ledger: Ledger, owner: asyncpg.Connection) -> None:
    day = await BallotDay(ledger).opened(deputies(3))
    await day.cast(deputies(3)[0], GOOD)
    await day.ballots.close(day.id, day.by())
    (table,) = await owner.fetch("SELECT tablename FROM pg_tables WHERE tablename LIKE 'sealed_%'")
    await owner.execute(f"INSERT INTO box.{table['tablename']} VALUES ('no ballot')")
    with pytest.raises(Contradicted):
        await day.ballots.count(day.id, day.codes, day.by())


async def test_everybody_knows_whether_he_has_voted_before_and_after_the_count(
    ledger: Ledger,
) -> None:
    voters = deputies(3)
    day = await BallotDay(ledger).opened(voters[:2])
    await day.cast(voters[0], GOOD)
    before = [await day.ballots.stands(day.id, x.ref) for x in voters]
    assert await day.ballots.turnout(day.id) == (1, 0)
    await day.counted()
    after = [await day.ballots.stands(day.id, x.ref) for x in voters]
    assert before == after == [(True, True), (True, False), (False, False)]
