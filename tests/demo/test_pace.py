"""The pace of the demonstration: time stands still while a moment waits to be kept."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from domain.calendar import SHANGHAI
from ledger.clock import set_clock
from ledger.door import Ledger
from stack.demo.pace import Pace
from tests.support.clockwork import eventually
from tests.support.filing import STREAM, Desk

APRIL, MAY, JUNE = (datetime(2023, x, 3, 9, tzinfo=SHANGHAI) for x in (4, 5, 6))


@pytest.fixture
async def ledger(ledger: Ledger) -> Ledger:
    """A connected ledger on 3 April 2023 that knows one project."""
    await set_clock(ledger, APRIL)
    await Desk(ledger).adopt()
    return ledger


async def the_clock_comes(ledger: Ledger) -> None:
    """What relay and clock do after a wake."""
    wakes = await ledger.wakes()
    await ledger.keep(STREAM, by="clock")
    standing = await ledger.standing(STREAM)
    await ledger.record_keeper(STREAM, standing.version, standing.next_at)
    for wake in wakes:
        await ledger.woken(wake.stream, wake.version)


def it_is(ledger: Ledger, month: int) -> Callable[[], Awaitable[bool]]:
    async def holds() -> bool:
        return (await ledger.now()).month == month

    return holds


async def test_time_stands_still_until_the_clock_has_come(ledger: Ledger) -> None:
    await set_clock(ledger, MAY)  # reminders are due, and nobody has kept them
    going = asyncio.create_task(Pace(ledger, 0).to(JUNE))
    await asyncio.sleep(0.5)
    assert (await ledger.now()).month == 5
    assert [x.stream for x in await ledger.wakes()] == [STREAM]

    await the_clock_comes(ledger)
    await eventually(it_is(ledger, 6))  # lateness is due now, and time stands still again
    await asyncio.sleep(0.5)
    assert not going.done()
    assert [x.stream for x in await ledger.wakes()] == [STREAM]

    await the_clock_comes(ledger)
    (clock,) = await asyncio.wait_for(going, 5)
    assert clock.next_at is None or clock.next_at > JUNE


async def test_a_filing_that_no_clock_has_seen_holds_time_back(ledger: Ledger) -> None:
    await the_clock_comes(ledger)
    await Desk(ledger).file(key="plan")
    going = asyncio.create_task(Pace(ledger, 0).to(MAY))
    await asyncio.sleep(0.5)
    assert (await ledger.now()).month == 4

    await the_clock_comes(ledger)
    await eventually(it_is(ledger, 5))
    going.cancel()


async def test_a_play_in_time_waits_for_the_day_and_a_late_one_does_not(ledger: Ledger) -> None:
    pace = Pace(ledger, 0.3)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await pace.day_begins()
    await asyncio.sleep(0.65)  # the first day took longer than agreed
    await pace.day_begins()
    await pace.day_begins()
    assert loop.time() - began < 0.85
    await pace.day_begins()
    assert loop.time() - began >= 0.85
