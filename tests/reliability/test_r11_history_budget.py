"""R11: the largest year there may be, 120 duties that nobody meets and 400 wakes, on skipping time:
the clock's history stays short, and begins anew a few times."""

import time
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from random import Random

from temporalio.client import WorkflowHistory

import worker
from activities.post import Post
from domain import agenda
from domain.calendar import start_of
from domain.duty import Duty
from domain.regimes import named
from ledger.door import Ledger
from tests.reliability.conftest import Say
from tests.reliability.times import in_time
from tests.support.clockwork import MOMENT, eventually
from tests.support.histories import every_run, wakes
from tests.support.many_years import Company, Life, skipping
from tests.support.random_year import World
from tests.support.year import voted_project
from watch.relay import wake

DUTIES, WAKES = 120, 400
VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)
CLOSES = SESSION + timedelta(days=30)
REGIME = "longgang@2"


def largest() -> World:
    """One project's year with so many duties: those of the measure that asks most, four times over
    and apart by a few days, so that hardly two of their moments fall together."""
    year = voted_project(REGIME, VOTE, SESSION)
    duties = list(year.state.duties.values())
    copies = [_apart(x, n) for n in range(-(-DUTIES // len(duties))) for x in duties]
    some = {x.id: x for x in copies[:DUTIES]}
    year.state = year.state.model_copy(update={"duties": some})
    return World(named(REGIME), VOTE, 354, {year.stream: year})


def _apart(duty: Duty, copy: int) -> Duty:
    by = timedelta(days=3 * copy)
    moved = {x: getattr(duty, x) + by for x in ("opens", "due", "letter_on", "group_on")}
    reminders = tuple(x + by for x in duty.reminders)
    name = f"{duty.id}-{copy}"
    return duty.model_copy(update={**moved, "id": name, "reminders": reminders})


async def lived(ledger: Ledger) -> tuple[Sequence[WorkflowHistory], int, float]:
    """Every run of its clock, how often it was woken, and the seconds that the year took."""
    began = time.monotonic()
    async with skipping() as env:
        now = await env.get_current_time()
        world = largest()
        (stream,) = world.years
        life = Life(0, world, start_of(VOTE) + timedelta(hours=15) - now, {})
        company = Company([life], now, Random(11), away=0.0)
        woken, moments = 0, list[date]()
        async with worker.make_worker(env.client, ledger, clerk=company, post=Post(ledger)):
            name = life.name(stream)
            while True:
                mark = agenda.next_in(world.years[stream].state.duties)
                if mark is None or mark.on > CLOSES:
                    break
                moments.append(mark.on)
                before = company.asked
                if len(moments) % 2:  # somebody files, and nothing is due
                    await wake(env.client, name)
                    woken += 1
                    await eventually(partial(_later, company, before))
                company.now = mark.at + MOMENT - life.apart
                before = company.asked
                await env.sleep(max(company.now - await env.get_current_time(), timedelta()))
                await eventually(partial(_later, company, before))
                woken += 1
        runs = await every_run(env.client, name)
    return runs, woken, time.monotonic() - began


async def _later(company: Company, before: int) -> bool:
    return company.asked > before


async def test_the_largest_year_fits(database: str, say: Say) -> None:
    ledger = await Ledger.connect(database)
    runs, woken, seconds = await lived(ledger)
    await ledger.close()
    events = [len(x.events) for x in runs]
    size = [len(x.to_json().encode()) for x in runs]
    say(
        "R11",
        duties=DUTIES,
        wakes=woken,
        runs=len(runs),
        events_of_the_longest_run=max(events),
        bytes_of_the_largest_run=max(size),
        naive_events_of_one_run=sum(events),
        seconds=round(seconds, 1),
    )
    assert len(largest().years.popitem()[1].state.duties) == DUTIES
    assert sum(len(wakes(x)) for x in runs) >= WAKES
    assert max(events) <= 2000
    assert max(size) <= 1_000_000
    assert sum(events) > 2000, "one run without an end would have fitted too: no teeth"
    assert 1 < len(runs) <= 6
    assert in_time(seconds <= 20)
