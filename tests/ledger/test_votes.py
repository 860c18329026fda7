"""A vote on candidates over the real record: box, count, and the result in its collection."""

from datetime import date

import pytest

from domain.given import Actor
from domain.refusals import Contradicted
from domain.voting.messages import EnterCount
from domain.voting.outcome import Tallied
from domain.voting.refusals import NoMethod, OtherFigures, OtherItems, OtherMethod, UnderWay
from ledger import audit
from ledger.door import Ledger
from ledger.queries.follow_ups import open_follow_ups
from tests.ledger.conftest import SetTime
from tests.support.box import CLERK, deputies
from tests.support.voting import Vote

DAY = date(2024, 1, 16)
YES, NO = ("for",), ("against",)
VOTERS = deputies(9)


@pytest.fixture
async def vote(ledger: Ledger, it_is: SetTime) -> Vote:
    """Three candidates for two seats, on the morning of the session."""
    await it_is("2024-01-16 09:00")
    return await Vote(ledger, DAY).listed(3, 2)


async def test_from_the_method_to_the_result_in_the_collection(vote: Vote) -> None:
    await vote.adopted(9)
    box = await vote.box()
    await box.opened(VOTERS)
    slips = [(YES, YES, NO)] * 5 + [(YES, NO, NO)] * 3
    for voter, slip in zip(VOTERS, slips, strict=False):
        await box.cast(voter, slip)
    await box.counted()
    state = await vote.kept()
    (one,) = state.voting.rounds
    assert (one.ballot, one.roll, one.present, one.ballots) == (box.id, 9, 9, 8)
    assert [(x.approvals, x.against) for x in one.lines] == [(8, 0), (5, 3), (0, 8)]
    assert (one.elected, one.returned) == (("K01", "K02"), ("K03",))
    assert state.voting.decided
    assert state.voting.box is None
    assert state.pool.entries["K03"].lost, "back to the pool"
    assert await open_follow_ups(vote.ledger) == []
    assert (await audit.verify(vote.ledger)).whole
    assert (await audit.replay_check(vote.ledger)).differing == ()
    assert (await audit.rebuild(vote.ledger)).same


async def test_equals_are_voted_again_in_a_box_of_their_own(vote: Vote) -> None:
    await vote.adopted(9)
    first = await vote.box()
    await first.opened(VOTERS)
    slips = [(YES, YES, NO)] * 3 + [(YES, NO, YES)] * 3 + [(NO, YES, YES)] * 3
    for voter, slip in zip(VOTERS, slips, strict=True):
        await first.cast(voter, slip)
    await first.counted()
    state = await vote.kept()
    assert (state.voting.elected, state.voting.waiting) == ((), "tie")
    second = await vote.box("GG24-vote-2")
    assert len(second.paper.items) == 3
    await second.opened(VOTERS)
    for voter, slip in zip(VOTERS, [(YES, YES, NO)] * 4 + [(YES, NO, NO)], strict=False):
        await second.cast(voter, slip)
    await second.counted()
    state = await vote.kept()
    assert state.voting.elected == ("K01", "K02"), "the more approved, 5 and 4 of 9"


async def test_no_box_opens_before_the_method_nor_on_another_paper(vote: Vote) -> None:
    with pytest.raises(NoMethod):
        await vote.box()
    await vote.adopted(9)
    early = await vote.box("early")
    await early.prepare()
    await vote.withdraw("K03")
    refs = [x.ref for x in VOTERS]
    with pytest.raises(OtherFigures):
        await early.ballots.open(early.id, refs, 9, early.by())
    await vote.tell(await vote.method(9, "2号"))
    with pytest.raises(OtherMethod):
        await early.ballots.open(early.id, refs, 9, early.by())
    late = await vote.box("late")
    fuller = await vote.box("fuller")
    fuller.paper = early.paper
    await fuller.prepare()
    with pytest.raises(OtherItems):
        await fuller.ballots.open(fuller.id, refs, 9, fuller.by())
    await late.opened(VOTERS)
    assert (await vote.state()).voting.box == "late"
    with pytest.raises(UnderWay, match="late"):
        await vote.withdraw("K02")
    with pytest.raises(UnderWay, match="late"):
        await vote.tell(await vote.method(9, "3号"))
    third = await vote.box("third")
    await third.prepare()
    with pytest.raises(Contradicted, match="另有票箱"):
        await third.ballots.open(third.id, refs, 9, third.by())
    await late.ballots.annul(late.id, "持钥人丢失钥匙", late.by())
    assert (await vote.state()).voting.box is None
    await third.ballots.open(third.id, refs, 9, third.by())


async def test_where_there_is_no_box_two_people_enter_the_count(vote: Vote) -> None:
    await vote.adopted(9, way="papers")
    figures = {"K01": 7, "K02": 4, "K03": 6}
    lines = tuple(Tallied(item=x, approvals=n, against=8 - n) for x, n in figures.items())
    said = EnterCount(
        round=1,
        source="papers",
        held_on=DAY,
        roll=9,
        present=9,
        issued=9,
        returned=8,
        lines=lines,
    )
    other = Actor("account:other", "clerk", CLERK.region)
    await vote.tell(said)
    await vote.tell(said, other)
    state = await vote.state()
    assert state.voting.elected == ("K01", "K03")
    assert state.voting.rounds[0].returned == ("K02",)
