"""Many random years of real measures at once, kept by real clocks on a skipping time.

The clerk asks the domain about worlds in memory, so that a thousand clocks live together in a
minute; now and then it is not at hand, and the server asks again. What is of interest here is the
clocks' own histories.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from temporalio import activity
from temporalio.client import Client, WorkflowHistory
from temporalio.testing import WorkflowEnvironment

import worker
from activities.agenda import Agenda
from activities.clerk import Clerk
from activities.post import Post
from activities.reading import HELD, agenda_of
from domain.base import Command
from domain.calendar import start_of
from domain.duty_commands import KeepMoment
from domain.given import Actor
from domain.names import COLLECTION, SUGGESTION, kind_name, stream_id
from domain.regimes import named, shipped
from domain.regimes.model import Scope
from domain.suggestion.messages import AssignSuggestion, StrikeOff
from ledger.door import Ledger
from ledger.refusals import Unavailable
from tests.support import suggestions as desk
from tests.support.clockwork import PROGRAMS
from tests.support.collections import OPENED, OPENING
from tests.support.histories import every_run
from tests.support.random_year import Move, What, World, act, begun
from tests.support.year import CLERK, Year
from watch.deployment import register_attributes
from watch.relay import wake

WORDS: tuple[What, ...] = What.__args__  # type: ignore[attr-defined]  # the words of a Literal
AWAY = 0.03
"""How often the clerk is away when it is asked at hand."""
HANDLING: tuple[tuple[Actor, Any], ...] = (
    (desk.OFFICE, lambda _: AssignSuggestion(lead=desk.LEAD)),
    (desk.UNIT, lambda on: desk.stage(desk.CONTACT, on)),
    (desk.UNIT, lambda on: desk.stage(desk.COMMUNICATE, on)),
    (desk.UNIT, lambda _: desk.replying()),
    (desk.DEPUTY, lambda _: desk.judging()),
    (desk.UNIT, lambda on: desk.stage(desk.RETURN_VISIT, on)),
    (desk.OFFICE, lambda _: StrikeOff()),
)


@dataclass
class Life:
    """One world beside the virtual time: `seen` is what its clocks were woken for."""

    number: int
    world: World
    apart: timedelta
    seen: dict[str, int]

    def name(self, stream: str) -> str:
        """The id of a stream's clock: the worlds have the same projects."""
        return f"{stream}@{self.number}"


class Company(Clerk):
    """The clerk of all the worlds."""

    def __init__(self, lives: list[Life], now: datetime, dice: Random, away: float = AWAY) -> None:
        self.lives = {x.number: x for x in lives}
        self.now = now
        self.dice = dice
        self.away = away
        self.asked = 0

    @activity.defn
    async def read_agenda(self, stream: str, epoch: int = 0) -> Agenda:
        return self.agenda(stream, timedelta(0))

    @activity.defn
    async def keep_moment(self, stream: str, epoch: int = 0) -> Agenda:
        if activity.info().is_local and self.dice.random() < self.away:
            raise Unavailable
        life, own, at = self.of(stream)
        life.world.ask(own, at, KeepMoment())
        life.seen[own] = len(life.world.years[own].told)
        return self.agenda(stream, HELD)

    def of(self, stream: str) -> tuple[Life, str, datetime]:
        """Whose clock it is, and what time it is there."""
        own, _, number = stream.partition("@")
        life = self.lives[int(number)]
        return life, own, self.now + life.apart

    def agenda(self, stream: str, held: timedelta) -> Agenda:
        self.asked += 1
        life, own, at = self.of(stream)
        year = life.world.years[own]
        return agenda_of(stream, len(year.told), year.state, at, held=held)

    def moves(self) -> None:
        """In some of the worlds, somebody does something."""
        for life in self.lives.values():
            for _ in range(self.dice.choice((0, 0, 1, 1, 2))):
                self.move(life.world, self.now + life.apart)

    def move(self, world: World, at: datetime) -> None:
        stream = next(iter(world.years))
        if kind_name(stream) == SUGGESTION:
            by, command = self.dice.choice(HANDLING)
            world.ask(stream, at, command(at.date()), by)
        elif kind_name(stream) != COLLECTION:
            word = self.dice.choice(WORDS)
            act(world, at, Move(0, word, self.dice.randrange(1000), self.dice.randrange(10)))

    def unseen(self) -> Iterator[str]:
        """The clocks of streams with something new, as the relay would wake them."""
        for life in self.lives.values():
            for stream, year in life.world.years.items():
                if life.seen.get(stream) != len(year.told):
                    life.seen[stream] = len(year.told)
                    yield life.name(stream)

    async def rests(self) -> None:
        """Nobody asks any more."""
        before = -1
        while before != self.asked:
            before = self.asked
            await asyncio.sleep(0.25)


def births(seed: int, worlds: int, handled: int, now: datetime) -> list[Life]:
    """So many lists of random measures and votes, so many suggestions, and a few collections."""
    dice = Random(seed)
    supervised = [x for x, y in shipped().items() if list(y.of(Scope.PROGRAMME))]
    proposed = [x for x, y in shipped().items() if y.suggestions is not None]
    lives: list[Life] = []
    for number in range(worlds + handled):
        if number < worlds:
            vote = date(2023, dice.randint(1, 3), dice.choice((5, 15, 25)))
            world, begins = _list(dice.choice(supervised), vote), vote + timedelta(days=1)
        elif number % 10:
            begins = date(2023, dice.randint(1, 9), 5)
            world = _suggestion(dice.choice(proposed), begins)
        else:
            begins, world = OPENED, _collection()
        lives.append(Life(number, world, start_of(begins) + timedelta(hours=12) - now, {}))
    return lives


async def live(
    ledger: Ledger, seed: int, worlds: int, handled: int, turns: int
) -> list[WorkflowHistory]:
    """The histories of all their clocks, every run, after so many random stretches of time."""
    async with skipping() as env:
        now = await env.get_current_time()
        dice = Random(seed)
        company = Company(births(seed, worlds, handled, now), now, dice)
        async with worker.make_worker(env.client, ledger, clerk=company, post=Post(ledger)):
            for _ in range(turns):
                await _wake(env.client, company)
                await company.rests()
                days = dice.randint(2, 15)
                company.now += timedelta(days=days)
                for _ in range(days):  # one long sleep would outlast a call's patience
                    await env.sleep(timedelta(days=1))
                await company.rests()
                company.moves()
            await _wake(env.client, company)
            await company.rests()
        names = [x.name(y) for x in company.lives.values() for y in x.world.years if y in x.seen]
        return [run for name in names for run in await every_run(env.client, name)]


async def _wake(client: Client, company: Company) -> None:
    """As the relay does: a signal, with a start where there is no clock."""
    seats = asyncio.Semaphore(20)

    async def one(name: str) -> None:
        async with seats:
            await wake(client, name)

    await asyncio.gather(*(one(x) for x in list(company.unseen())))


@asynccontextmanager
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A fresh time-skipping server that knows our search attributes."""
    env = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(PROGRAMS / "temporal-test-server")
    )
    async with env:
        await register_attributes(env.client)
        yield env


@cache
def _born(ref: str, vote: date) -> World:
    return begun(ref, vote, 365)


def _list(ref: str, vote: date) -> World:
    """A list on the day of its vote: worlds of one vote begin with the same states."""
    world = _born(ref, vote)
    years = {x: replace(y, told=list(y.told)) for x, y in world.years.items()}
    return World(world.measure, vote, world.days, years)


def _suggestion(ref: str, on: date) -> World:
    handed = desk.handed_in(ref, on)
    return World(named(ref), on, 365, {handed.year.stream: handed.year})


def _collection() -> World:
    command: Command = OPENING
    year = Year(stream_id(COLLECTION, OPENING.id), OPENING.regime)
    year.ask(start_of(OPENED) + timedelta(hours=9), command, CLERK)
    return World(named(OPENING.regime), OPENED, 365, {year.stream: year})
