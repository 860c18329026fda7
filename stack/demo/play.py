"""The play: day after day, the clocks keep their moments, then the cast acts, then time goes on."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import httpx2

from commands.opening import open_lists
from domain.calendar import Calendar, start_of
from domain.names import PROJECT, stream_id
from domain.programme.state import Programme
from domain.project.state import Project
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import ClockSeen
from ledger.tokens import Tokens
from stack.demo.bill import FIRST, SILENT, Opening
from stack.demo.cast import Cast
from stack.demo.chance import Chance
from stack.demo.deed import CLERK
from stack.demo.manners import Manners
from stack.demo.meetings import meet
from stack.demo.pace import Pace
from stack.demo.told import Teller
from stack.demo.wire import AT_ONCE, Wire

AFTER_MIDNIGHT = timedelta(minutes=2)
"""The marks of a day may be made from 00:01 on."""
MORNING, AFTERNOON = timedelta(hours=9, minutes=30), timedelta(hours=15)
Supervised = Project | Programme


@dataclass
class Play:
    """One year of the bill, over a stack that runs."""

    ledger: Ledger
    wire: Wire
    cast: Cast
    pace: Pace
    teller: Teller
    database: str
    bill: list[Opening]
    states: dict[str, tuple[int, Supervised]] = field(default_factory=dict)

    async def days(self, first: date, last: date) -> None:
        """Play from the first day to the last. Raises PlayStopped, Refused."""
        await set_clock(self.ledger, start_of(first) + AFTER_MIDNIGHT)
        today = first
        while today <= last:
            await self.pace.day_begins()
            await self._day(today)
            self.teller.day(today)
            today += timedelta(1)
        await self.ledger.wake_all()  # from here on time runs on by itself: timers are set anew
        await self.pace.stand()
        self.teller.day(last, ended=True)

    async def _day(self, today: date) -> None:
        """The moments of the day are kept, then votes are taken, then everybody acts."""
        begins = start_of(today)
        await self._look(await self.pace.to(begins + AFTER_MIDNIGHT), today)
        opened = [x for x in self.bill if x.question.vote == today]
        for line in await meet(self.ledger, self.bill, today):
            self.teller.say(line)
        deeds = [x for name, (_, y) in self.states.items() for x in self.cast.deeds(name, y, today)]
        for at, some in (
            (MORNING, [x for x in deeds if x.party != CLERK]),
            (AFTERNOON, [x for x in deeds if x.party == CLERK]),
        ):
            if some or (opened and at == AFTERNOON):
                await self._at(begins + at, today)
                self.teller.done(await self.wire.carry(some))
        for opening in opened:
            await open_lists(opening.question, self.database)
            self.teller.say(_opened(opening, today))

    async def _at(self, instant: datetime, today: date) -> None:
        await self._look(await self.pace.to(instant), today)

    async def _look(self, clocks: Iterable[ClockSeen], today: date) -> None:
        """Read what has changed since the last look."""
        clocks = list(clocks)
        open_ = {x.stream for x in clocks}
        for gone in self.states.keys() - open_:
            del self.states[gone]
        seats = asyncio.Semaphore(AT_ONCE)

        async def one(clock: ClockSeen) -> None:
            known = self.states.get(clock.stream)
            if known is not None and known[0] == clock.version:
                return
            async with seats:
                standing = await self.ledger.standing(clock.stream)
            if isinstance(state := standing.state, Project | Programme):
                if known is not None:
                    self.teller.marks(known[1], state, today)
                self.states[clock.stream] = (standing.version, state)

        await asyncio.gather(*map(one, clocks))


@asynccontextmanager
async def staged(
    database: str, api: str, seed: int, bill: list[Opening], teller: Teller, day_takes: float
) -> AsyncIterator[Play]:
    """A play with its tools, which are put away afterwards."""
    chance = Chance(seed)
    sessions = {x.question.lists.voted[0].id: x.session for x in bill}
    silent = frozenset(stream_id(PROJECT, x.question.lists.cards[SILENT].id) for x in bill)
    cast = Cast(chance, Manners(chance, silent), Calendar.seeded(), sessions)
    ledger = await Ledger.connect(database)
    try:
        async with httpx2.AsyncClient(base_url=api, trust_env=False) as http:
            wire = Wire(http, Tokens(ledger.pool), seed)
            pace = Pace(ledger, day_takes)
            yield Play(ledger, wire, cast, pace, teller, database, bill)
    finally:
        await ledger.close()


def first_day(bill: list[Opening]) -> date:
    """The day of the earliest vote."""
    return min((x.question.vote for x in bill), default=FIRST)


def _opened(opening: Opening, today: date) -> str:
    question = opening.question
    (voted,) = question.lists.voted
    return f"  {today} 票决：{voted.title} {len(voted.cards)} 项，依 {question.regime.zh}办法立项"
