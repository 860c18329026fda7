"""S2: how many candidates stand for so many seats, and who has a majority, through the record.

Figures are real: 新安镇 12 for 10, 赣榆 30 for 24, 张寨镇 10 for 8, 四屏镇 2 for 1 with 42 of 45,
樟木镇 103 deputies of whom 93 came (rulebook §6). Items are SYN but for their published titles.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.collection.state import Collection
from domain.refusals import Contradicted
from domain.screening.refusals import MarginRefused
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.follow_ups import open_follow_ups
from ledger.queries.projects import Wanted, find_projects
from tests.support.first_half import FirstHalf, say_all
from tests.support.first_half import real_titles as titles

SMALL = FirstHalf(id="S2", seats=10, titles=titles(12), roll=45, present=42)


async def collection(ledger: Ledger, one: FirstHalf) -> Collection:
    found: object = (await ledger.standing(one.stream)).state
    assert isinstance(found, Collection)
    return found


@pytest.mark.parametrize(
    ("seats", "candidates", "fits"),
    [
        *(
            (10, 12, True),
            (10, 15, True),
            (24, 30, True),
            (8, 10, True),
            (1, 2, True),
            (2, 3, True),
        ),
        *((10, 11, False), (10, 16, False), (2, 4, False), (1, 3, False)),
    ],
)
async def test_the_margin_is_judged_and_a_wrong_one_takes_a_reason(
    ledger: Ledger, seats: int, candidates: int, fits: bool
) -> None:
    one = replace(SMALL, seats=seats, titles=titles(candidates))
    said = one.collected()
    await set_clock(ledger, said[0].at)
    listing = next(n for n, x in enumerate(said) if type(x.command).__name__ == "ListCandidates")
    await say_all(ledger, said[:listing])
    if fits:
        await say_all(ledger, said[listing : listing + 1])
    else:
        with pytest.raises(MarginRefused):
            await say_all(ledger, said[listing : listing + 1])
        await say_all(ledger, [one.reasoned(said[listing])])
    margin = (await collection(ledger, one)).pool.margin
    assert margin is not None
    assert (margin.actual, margin.ok, margin.binding) == (candidates, fits, False)
    assert margin.least <= margin.most


async def test_one_of_two_and_a_vote_of_42_of_45_carries(ledger: Ledger) -> None:
    one = replace(
        SMALL, id="SP23", seats=1, titles=titles(2), approvals=(42, 0), present=42, roll=45
    )
    await set_clock(ledger, one.whole()[0].at)
    await say_all(ledger, one.whole())
    assert [x.stream for x in await open_follow_ups(ledger)] == [
        "programme:SP23",
        "project:SP23-01",
    ]
    for stream in ("programme:SP23", "project:SP23-01", "project:SP23-01"):
        await ledger.keep(stream, by="sweeper")
    assert await open_follow_ups(ledger) == []
    (row,) = (await find_projects(ledger, Wanted(programme="SP23"))).items
    assert row.name == titles(2)[0]
    state = await collection(ledger, one)
    line = state.voting.carried("P01")
    assert line is not None
    assert round(Decimal(line.approvals) / 45 * 100, 2) == Decimal("93.33")


async def test_of_103_deputies_with_93_there_51_are_no_majority(ledger: Ledger) -> None:
    one = replace(
        SMALL, id="ZM24", seats=2, titles=titles(3), roll=103, present=93, approvals=(52, 51, 90)
    )
    await set_clock(ledger, one.whole()[0].at)
    await say_all(ledger, [*one.collected(), *one.voted()])
    state = await collection(ledger, one)
    assert state.voting.elected == ("P03", "P01")
    assert state.voting.rounds[0].needed == 52
    resolution = one.resolution("P03", "P02")
    with pytest.raises(Contradicted, match="P02 没有当选"):
        await say_all(ledger, [one.say(0, resolution, hour=15)])


async def test_68_of_103_are_no_quorum(ledger: Ledger) -> None:
    one = replace(SMALL, id="ZM24", seats=2, titles=titles(3), roll=103, present=68)
    await set_clock(ledger, one.whole()[0].at)
    await say_all(ledger, one.collected())
    with pytest.raises(Contradicted, match="未达法定人数 69 人"):
        await say_all(ledger, one.voted())
