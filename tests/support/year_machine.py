"""A project's year as a state machine: the ledger beside a model, in whatever order things happen.

The model knows no SQL, no cache, no text and no batch: it is decide and evolve in memory, with the
hearing, the outages and the calendar that the machine itself brought about. After every step both
have said the same; at the end of each course the fold, the kept text and the read models too.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import asyncpg
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from domain import agenda, streams
from domain.almanac.almanac import PublishNotice
from domain.base import Command, Event
from domain.calendar import Calendar, Notice, day_of, start_of
from domain.duty import GRACE, Duty
from domain.duty_commands import (
    AcceptDuty,
    DecideExtension,
    FileDuty,
    KeepMoment,
    Rebase,
    RequestExtension,
    ReturnDuty,
)
from domain.duty_events import DutyFiled, Overdue
from domain.given import Actor, Given, Outage
from domain.names import ALMANAC, PROJECT, stream_id
from domain.project.messages import AdoptProject
from domain.refusals import Refused
from domain.regimes import named
from ledger import audit
from ledger.canon import body_of
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.pool import Pool
from tests.support.decisions import OFFICE
from tests.support.random_year import World, filing_for, ruling
from tests.support.year import CARD, CLERK

REGIMES = ("baofeng@2", "gaogang@2", "longgang@2")
VOTE, SESSION = date(2026, 3, 31), date(2027, 3, 20)
STREAM = stream_id(PROJECT, CARD.id)
KEPT = {"alembic_version", "installation", "clock", "measures"}
"""Tables that a course leaves as they were."""
_ROWS = "SELECT type, body, recorded_at FROM events WHERE stream = $1 ORDER BY version"
_DUTIES = """
SELECT duty, due, settled, owed, revision, level, overdue, accepted, closed, received_at, on_time
FROM duties WHERE stream = $1
"""
WHO = st.integers(0, 99)
DICE = st.integers(0, 9)


@dataclass
class Model:
    """What must be the case, in memory."""

    regime: str
    calendar: Calendar = field(default_factory=Calendar.seeded)
    state: Any = None
    told: list[Event] = field(default_factory=list)
    outages: list[Outage] = field(default_factory=list)
    heard: datetime | None = None
    lined: str = field(default_factory=lambda: Calendar.seeded().version)
    because: str = ""
    late: list[tuple[Duty, tuple[Outage, ...]]] = field(default_factory=list)
    """Each duty as it was when it was called overdue, and the outages known by then."""

    def ask(
        self, command: Command, by: Actor, now: datetime, at: datetime | None = None
    ) -> Sequence[Event]:
        """The events of a command, after which the state is another."""
        given = Given(
            actor=by,
            received_at=at or now,
            now=now,
            calendar=self.calendar,
            regime=named(self.regime),
            outages=tuple(self.outages),
            heard_until=self.heard,
        )
        events = streams.decide(STREAM, self.state, command, given)
        for event in events:
            if isinstance(event, Overdue):
                self.late.append((self.state.duties[event.duty], tuple(self.outages)))
            self.state = streams.evolve(STREAM, self.state, event)
        self.told += events
        return events

    def keep(self, by: Actor, now: datetime) -> None:
        """A moment: the calendar that was published meanwhile, then the one mark that is due."""
        if self.lined != self.calendar.version:
            reference = f"calendar:{self.calendar.version}"
            self.ask(Rebase(because=self.because, reference=reference), by, now)
            self.lined = self.calendar.version
        mark = agenda.next_in(self.state.duties)
        if mark is not None and mark.at <= now:
            self.ask(KeepMoment(), by, now)


class YearMachine(RuleBasedStateMachine):
    """One project of one measure, and everything that may befall it."""

    runner: asyncio.Runner
    pool: Pool
    owner: asyncpg.Connection
    tally: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.keys = count(1)
        self.said: list[tuple[Command, Actor, str]] = []

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    @initialize(regime=st.sampled_from(REGIMES))
    def begin(self, regime: str) -> None:
        """The congress votes it."""
        self.tally["courses"] += 1
        self.run(emptied(self.owner))
        self.restart()
        self.model = Model(regime)
        self.time = start_of(VOTE) + timedelta(hours=15)
        self.set()
        command = AdoptProject(
            card=CARD, regime=regime, vote=VOTE, next_session=SESSION, session_assumed=True
        )
        self.say(command, CLERK)
        self.beat()

    def set(self) -> None:
        """It is that time now, whatever the machine's own clock did meanwhile."""
        self.run(set_clock(self.ledger, self.time))

    def beat(self) -> None:
        """The service answers."""
        self.run(self.owner.execute("UPDATE heartbeats SET real_at = clock_timestamp()"))
        self.model.heard = self.run(self.ledger.beat())

    def say(self, command: Command, by: Actor, ago: int = 0) -> None:
        """The command to both, received so many seconds ago: they say the same."""
        self.tally["steps"] += 1
        self.set()
        at, key = self.time - timedelta(seconds=ago), f"key-{next(self.keys)}"
        try:
            receipt = self.run(
                self.ledger.handle(
                    STREAM, command, actor=by, client=by.ref, command_id=key, received_at=at
                )
            )
        except Refused as refusal:
            self.tally["refused"] += 1
            with pytest.raises(type(refusal)):
                self.model.ask(command, by, self.time, at)
            return
        self.model.ask(command, by, receipt.recorded_at, at)
        assert receipt.version == len(self.model.told), "the ledger said more, or less"
        self.said.append((command, by, key))

    def keep(self, by: Any) -> None:
        """Whoever keeps the moment, one mark after another."""
        actor = Actor(ref=f"system:{by}", party="system")
        for _ in range(12):
            before = len(self.model.told)
            self.set()
            receipt = self.run(self.ledger.keep(STREAM, by=by))
            now = self.time if receipt is None else receipt.recorded_at
            self.model.keep(actor, now)
            if receipt is not None:
                assert receipt.version == len(self.model.told), "kept otherwise"
            if before == len(self.model.told):
                return

    def duty(self, who: int, *, filed: bool = False) -> Duty | None:
        """One of those that are owed, or of those that wait for a decision."""
        wanted = [
            x
            for x in self.model.state.duties.values()
            if (x.submission is not None and not x.accepted and x.closed is None)
            or (not filed and x.owed)
        ]
        soonest = sorted(wanted, key=lambda x: (x.due, x.id))
        return soonest[who % min(len(soonest), 5)] if soonest else None

    @rule(who=WHO, dice=DICE, ago=st.integers(0, 20))
    def submit(self, who: int, dice: int, ago: int) -> None:
        duty = self.duty(who)
        if duty is not None:
            by = Actor(ref=f"by-{duty.obligor}", party=duty.obligor)
            command = filing_for(self.model.state, duty, day_of(self.time), dice)
            self.say(command, by, ago)

    @rule(who=WHO, dice=DICE, off=st.sampled_from((-1, 0, 1)))
    def submit_at_the_last_moment(self, who: int, dice: int, off: int) -> None:
        """Within a second of the due instant; the clock is there when the grace is over."""
        duty = self.duty(who)
        if (
            duty is None
            or duty.due_at <= self.time
            or not isinstance(
                command := filing_for(self.model.state, duty, duty.due, dice), FileDuty
            )
        ):
            return
        self.time = duty.due_at + timedelta(seconds=off)
        self.beat_now()
        self.say(command, Actor(ref=f"by-{duty.obligor}", party=duty.obligor))
        self.time += GRACE
        self.beat_now()
        self.keep("clock")

    @rule(who=WHO, accepted=st.booleans())
    def decide(self, who: int, accepted: bool) -> None:
        """Accepted, or returned with a reason."""
        duty = self.duty(who, filed=True)
        if duty is not None:
            by = Actor(ref=f"for-{duty.obligee}", party=duty.obligee)
            group = duty.obligee.startswith("deputy_group")
            command = (
                AcceptDuty(duty=duty.id) if accepted else ReturnDuty(duty=duty.id, reason="补充")
            )
            self.say(command, by if group else CLERK)

    @rule(who=WHO, days=st.integers(1, 30), granted=st.booleans())
    def extend(self, who: int, days: int, granted: bool) -> None:
        duty = self.duty(who)
        if duty is not None:
            asked = RequestExtension(
                duty=duty.id, to=duty.due + timedelta(days=days), reason="雨季"
            )
            self.say(asked, Actor(ref=f"by-{duty.obligor}", party=duty.obligor))
            world = World(named(self.model.regime), VOTE, 354)
            said = ruling(world, day_of(self.time))
            self.say(DecideExtension(duty=duty.id, granted=granted, ruling=said), OFFICE)

    @rule(days=st.integers(1, 30), by=st.sampled_from(("clock", "sweeper")))
    def time_passes(self, days: int, by: str) -> None:
        """The ladder is climbed by whoever keeps the moments."""
        self.time += timedelta(days=days, minutes=7)
        self.beat_now()
        self.keep(by)

    @rule(by=st.sampled_from(("clock", "sweeper")), heard=st.booleans())
    def the_next_mark_comes(self, by: str, heard: bool) -> None:
        """To the second; unheard, it is held until somebody knows that the service answered."""
        mark = agenda.next_in(self.model.state.duties)
        if mark is not None:
            self.time = max(self.time, mark.at + timedelta(seconds=1))
            if heard:
                self.beat_now()
            self.keep(by)

    @rule(minutes=st.integers(1, 600))
    def outage(self, minutes: int) -> None:
        """Nobody could file for so long."""
        self.beat_now()
        gap = timedelta(minutes=minutes)
        silence = "UPDATE heartbeats SET real_at = real_at - $1::interval"
        self.run(self.owner.execute(silence, gap))
        self.time += gap
        self.set()
        self.model.heard = self.run(self.ledger.beat())
        rows = self.run(self.owner.fetch("SELECT * FROM outages ORDER BY started"))
        known = {x.id for x in self.model.outages}
        self.model.outages = [Outage(x["id"], x["started"], x["ended"]) for x in rows]
        self.tally["outages"] += 1
        # A clock that was set back may put it before an older one.
        silent = [x["ended"] - x["started"] for x in rows if x["id"] not in known]
        assert [abs(x - gap) < timedelta(seconds=5) for x in silent] == [True]

    @rule(first=st.integers(28, 58), days=st.integers(1, 12))
    def calendar_change(self, first: int, days: int) -> None:
        """The notice for the next year, and its corrections."""
        begins = date(2027, 1, 1) + timedelta(days=first)
        off = tuple(begins + timedelta(days=n) for n in range(days))
        number = f"国办发明电〔2026〕{first}-{days}号"
        notice = Notice(year=2027, number=number, source="演练", off=off, work=())
        self.set()
        self.run(
            self.ledger.handle(
                ALMANAC,
                PublishNotice(notice=notice, because=number),
                actor=CLERK,
                client="calendar",
                command_id=f"notice-{next(self.keys)}",
            )
        )
        self.model.calendar = self.model.calendar.publish(notice)
        self.model.because = f"2027 年放假安排已公布（{number}），期限重新计算"
        self.tally["calendars"] += 1
        self.keep("clock")

    @rule(seconds=st.integers(-7200, 7200))
    def clock_steps(self, seconds: int) -> None:
        """The machine's clock is corrected, forward or back."""
        self.time += timedelta(seconds=seconds)
        self.keep("clock")

    @rule()
    def restart(self) -> None:
        """Another process: it knows what was written and nothing else."""
        self.ledger = Ledger(self.pool, "settable")

    @rule(which=WHO)
    def repeat(self, which: int) -> None:
        """A client that did not hear the answer asks again, much later."""
        if self.said:
            command, by, key = self.said[which % len(self.said)]
            receipt = self.run(
                self.ledger.handle(
                    STREAM, command, actor=by, client=by.ref, command_id=key, received_at=None
                )
            )
            assert receipt.repeated or not receipt.events
            assert receipt.version <= len(self.model.told)

    def beat_now(self) -> None:
        self.set()
        self.beat()

    def teardown(self) -> None:
        if not hasattr(self, "model"):
            return
        self.run(self.compared())
        late_only_when_late(self.model)
        if self.tally["courses"] % 50 == 0:
            assert self.run(audit.rebuild(self.ledger)).same

    async def compared(self) -> None:
        """The events, the fold, the kept text and the read models say what the model says."""
        told = [(type(x).__name__, body_of(x)) for x in self.model.told]
        assert [(x["type"], x["body"]) for x in await self.owner.fetch(_ROWS, STREAM)] == told
        fresh = Ledger(self.pool, "settable")
        assert (await fresh.standing(STREAM)).state == self.model.state
        found = await audit.replay_check(fresh)
        assert (found.differing, found.outdated) == ((), 0)
        shown = {x["duty"]: dict(x) for x in await self.owner.fetch(_DUTIES, STREAM)}
        assert shown == {x: row(y) for x, y in self.model.state.duties.items()}
        self.tally["compared"] += 1


def row(duty: Duty) -> dict[str, Any]:
    """A duty as its read model must show it."""
    filed = duty.submission
    return {
        "duty": duty.id,
        "due": duty.due,
        "settled": duty.settled,
        "owed": duty.owed,
        "revision": duty.revision,
        "level": duty.level,
        "overdue": duty.overdue,
        "accepted": duty.accepted,
        "closed": duty.closed,
        "received_at": filed.received_at if filed else None,
        "on_time": filed.on_time if filed else None,
    }


def late_only_when_late(model: Model) -> None:
    """What nobody may get wrong, without a word of the rules: who filed before the due instant is
    on time, and nobody is late on a day that the service could not be reached, or not yet over."""
    due: dict[str, datetime] = {}
    for duty, outages in model.late:
        assert duty.submission is None
        assert not any(x.started < duty.due_at <= x.ended for x in outages)
    state: Any = None
    for event in model.told:
        if isinstance(event, DutyFiled):
            due[event.duty] = state.duties[event.duty].due_at
        state = streams.evolve(STREAM, state, event)
        if isinstance(event, DutyFiled):
            filed = state.duties[event.duty].submission
            if filed.received_at < due[event.duty]:
                assert filed.on_time


async def emptied(owner: asyncpg.Connection) -> None:
    """The record as it was before the first vote."""
    await owner.execute("; ".join(f"DELETE FROM {x}" for x in await _tables(owner)))


async def unguarded(owner: asyncpg.Connection) -> None:
    """Let the owner take back what is only ever appended: each course begins with nothing."""
    tables = await _tables(owner)
    await owner.execute("; ".join(f"ALTER TABLE {x} DISABLE TRIGGER ALL" for x in tables))


async def _tables(owner: asyncpg.Connection) -> list[str]:
    rows = await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [x["tablename"] for x in rows if x["tablename"] not in KEPT]
