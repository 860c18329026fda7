"""S1 from its beginning: twelve townships collect, vote and resolve; 121 projects begin by
themselves, and each has its accepted work plan by 4 May 2023 (S003).

Item titles are published ones of other places (tests/data); townships 3 to 12, units, money,
votes and days are SYN. Real workflows on the time-skipping server keep every clock.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby

import pytest

from domain.calendar import SHANGHAI, start_of
from domain.collection.state import Collection
from domain.duty_commands import AcceptDuty, FileDuty
from domain.forms import Report
from domain.given import Actor
from domain.names import COLLECTION, PROJECT, stream_id
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import clocks, marks_by_actor
from ledger.queries.follow_ups import open_follow_ups
from ledger.queries.programmes import find_programmes
from tests.scenarios.test_s1_roll_out import COUNTY, DEADLINE, SIZES, TOWNS
from tests.support.clockwork import Theatre, eventually, theatre
from tests.support.first_half import VOTE, FirstHalf, real_titles, say_all
from tests.support.play import Said
from tests.support.scenes import duties
from tests.support.year import work_plan

FILED = datetime(2023, 4, 20, 10, tzinfo=SHANGHAI)
RECEIVER = Actor("account:office", "clerk")


def town(number: int) -> FirstHalf:
    """Ten items of twelve; the last township eleven of fourteen."""
    seats = SIZES[number - 1]
    first = (number - 1) * 12
    return FirstHalf(
        id=f"BF23-{number:02}",
        region=f"{COUNTY}/{TOWNS[number - 1]}",
        titles=real_titles(160)[first : first + (12 if seats == 10 else 14)],
        seats=seats,
    )


TWELVE = [town(n) for n in range(1, 13)]


async def hear(stage: Theatre, said: Sequence[Said]) -> None:
    """All that is said on one day, then the clocks that were woken by it."""
    at = said[0].at
    await stage.live_until(at)
    async with stage.step.lock:
        await set_clock(stage.ledger, at)
        await say_all(stage.ledger, [replace(x, at=at) for x in said])
    await stage.carry()
    await stage.settle(at)


def owed_by(state: Collection, at: datetime, within: int) -> list[Said]:
    """What a diligent congress files and receives in time, up to so many days ahead."""
    last = at.date() + timedelta(days=within)
    said: list[Said] = []
    for duty in state.duties.values():
        if duty.accepted or duty.closed is not None or duty.due > last:
            continue
        stream = stream_id(COLLECTION, state.id)
        if duty.submission is None:
            paper = FileDuty(duty=duty.id, filing=Report(title=duty.zh, text="已办理（样本）"))
            said.append(Said(at, stream, paper, Actor(f"hand-of-{duty.obligor}", duty.obligor)))
        said.append(Said(at, stream, AcceptDuty(duty=duty.id), RECEIVER))
    return said


async def keep_up(stage: Theatre, at: datetime, within: int = 10) -> None:
    """Every congress does what it owes."""
    said: list[Said] = []
    for one in TWELVE:
        state: object = (await stage.ledger.standing(one.stream)).state
        assert isinstance(state, Collection)
        said += owed_by(state, at, within)
    if said:
        await hear(stage, said)


@pytest.mark.long
async def test_from_twelve_collections_to_121_accepted_plans(ledger: Ledger) -> None:
    lines = sorted((x for one in TWELVE for x in one.whole()), key=lambda x: x.at)
    async with theatre(ledger, lines[0].at) as stage:
        for at, said in groupby(lines, key=lambda x: x.at):
            await hear(stage, list(said))
            await keep_up(stage, at + timedelta(minutes=30))
        await all_opened(stage)
        await plans(stage)
    await as_it_should_be(ledger)


async def all_opened(stage: Theatre) -> None:
    """Nobody opens a project: the workflow of each, woken by the resolution, does it."""

    async def opened() -> bool:
        await stage.carry()
        return not await open_follow_ups(stage.ledger)

    await eventually(opened, 60)
    kinds = [x.stream.split(":")[0] for x in await clocks(stage.ledger)]
    assert (kinds.count("project"), kinds.count("programme")) == (121, 12)


async def plans(stage: Theatre) -> None:
    """Every unit files its plan, the office receives it."""
    said: list[Said] = []
    for one in TWELVE:
        for n, _ in enumerate(one.elected, 1):
            stream = stream_id(PROJECT, f"{one.id}-{n:02}")
            unit = Actor(f"unit-{n}", f"unit:承办单位{n}（样本）")
            said += [
                Said(FILED, stream, FileDuty(duty="work_plan", filing=work_plan()), unit),
                Said(FILED, stream, AcceptDuty(duty="work_plan"), RECEIVER),
            ]
    await hear(stage, said)


async def as_it_should_be(ledger: Ledger) -> None:
    years = (await find_programmes(ledger, limit=50)).items
    assert len(years) == 12
    assert sum(len(x.projects) for x in years) == 121
    assert round(121 / len(years), 2) == 10.08
    assert {x.vote for x in years} == {VOTE}
    for one in TWELVE:
        state: object = (await ledger.standing(one.stream)).state
        assert isinstance(state, Collection)
        assert state.adoption is not None
        left = [x.id for x in state.duties.values() if x.closed is None and not x.accepted]
        assert (left, state.closed) == ([], True)
        assert len(state.pool.reserve) == len(one.titles) - one.seats
    for year in years:
        for project in year.projects:
            plan = (await duties(ledger, stream_id(PROJECT, project)))["work_plan"]
            assert (plan.original_due, plan.due_at) == (date(2023, 5, 4), DEADLINE)
            assert plan.accepted
            assert plan.submission is not None
            assert plan.submission.on_time
    assert (await audit.verify(ledger)).faults == ()
    assert set(await marks_by_actor(ledger)) <= {"system:clock"}
    assert start_of(VOTE) < DEADLINE
