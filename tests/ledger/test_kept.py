"""A large region's counts are told again for a while, and say of which moment they are."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bench import many
from domain.calendar import SHANGHAI
from domain.duty_commands import FileDuty
from domain.forms import WorkPlan
from domain.given import Actor
from domain.names import PROJECT, stream_id
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries import kept
from ledger.queries.league import Placed, league, league_kept

VOTED = datetime(2023, 4, 3, 9, tzinfo=SHANGHAI)
LATER = datetime(2023, 5, 12, 9, tzinfo=SHANGHAI)
PLAN = WorkPlan(target="按清单完成", planned_completion=VOTED.date().replace(month=11))


async def late_projects(ledger: Ledger, number: int) -> None:
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, number)
    await set_clock(ledger, LATER)


async def files(ledger: Ledger, number: int) -> None:
    card = list(many.cards(number))[number - 1]
    unit = Actor(ref="unit", party=f"unit:{card.lead_unit}")
    await ledger.handle(
        stream_id(PROJECT, card.id),
        FileDuty(duty="work_plan", filing=PLAN),
        actor=unit,
        client="test",
        command_id=f"plan-{number}",
    )


def missing(lines: list[Placed]) -> int:
    return sum(x.missing for x in lines)


async def test_a_countys_table_is_of_this_moment(ledger: Ledger):
    await late_projects(ledger, 4)
    before = await league_kept(ledger, "what", None)
    await files(ledger, 1)
    after = await league_kept(ledger, "what", None)
    assert missing(after.value) == missing(before.value) - 1
    assert after.at > before.at


async def test_a_large_regions_table_is_told_again_and_made_anew_behind_the_reader(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kept, "LARGE", 4)
    await late_projects(ledger, 4)
    before = await league_kept(ledger, "what", None)
    await files(ledger, 1)
    assert await league_kept(ledger, "what", None) == before
    monkeypatch.setattr(kept, "FRESH", 0.0)
    assert await league_kept(ledger, "what", None) == before
    async with asyncio.timeout(10):
        while (found := await league_kept(ledger, "what", None)).at == before.at:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert found.value == await league(ledger, "what", None)


async def test_a_new_day_is_counted_before_the_readers_eyes(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kept, "LARGE", 4)
    await late_projects(ledger, 4)
    before = await league_kept(ledger, "what", None)
    await set_clock(ledger, LATER + timedelta(days=1))
    assert (await league_kept(ledger, "what", None)).at > before.at


async def test_what_takes_long_to_count_is_counted_seldom(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kept, "LARGE", 4)
    monkeypatch.setattr(kept, "FRESH", 0.0)
    await late_projects(ledger, 4)
    counted = 0

    async def slowly() -> int:
        nonlocal counted
        counted += 1
        await asyncio.sleep(0.1)
        return counted

    for _ in range(3):
        assert (await kept.kept(ledger, None, "slow", slowly)).value == 1
        await asyncio.sleep(0.2)
    assert counted == 1  # a fiftieth of the time: not before five seconds
    monkeypatch.setattr(kept, "SHARE", 1.0)
    assert (await kept.kept(ledger, None, "slow", slowly)).value == 1
    async with asyncio.timeout(10):
        while (await kept.kept(ledger, None, "slow", slowly)).value == 1:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
