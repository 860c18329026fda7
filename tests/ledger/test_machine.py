"""The ledger as a state machine: writers at once, repeats, altered repeats, crashes, restarts.

Whatever happens in whatever order: what was acknowledged stands, every chain is whole, every
state follows from its events, and the read models follow to the same bytes.
"""

import asyncio
import os
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from domain.base import Command
from domain.calendar import SHANGHAI
from domain.duty_commands import AcceptDuty, FileDuty, ReturnDuty
from domain.given import Actor
from domain.names import PROJECT, stream_id
from domain.refusals import Refused
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger, Receipt
from ledger.migrate import choose_settable_clock
from ledger.refusals import ReusedKey
from tests.support.filing import adoption
from tests.support.year import CARD, CLERK, UNIT, progress, work_plan

DUTIES = ("work_plan", "monthly_progress/2023-M05", "monthly_progress/2023-M06")
EXAMPLES = count(1)
Said = tuple[str, Command, Actor, str]
STREAMS = st.integers(0, 2)


class LedgerMachine(RuleBasedStateMachine):
    """One ledger, three projects of its own, any number of keys."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.keys = count(1)
        example = next(EXAMPLES)
        cards = [CARD.model_copy(update={"id": f"E{example}-{n}"}) for n in range(3)]
        self.streams = [stream_id(PROJECT, x.id) for x in cards]
        self.adoptions = [adoption(x) for x in cards]
        self.receipts: dict[str, tuple[Said, Receipt]] = {}

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    @initialize()
    def begin(self) -> None:
        self.ledger: Ledger = self.run(Ledger.connect(self.url, clients=4))
        self.time = datetime(2023, 4, 20, 9, tzinfo=SHANGHAI)
        self.run(set_clock(self.ledger, self.time))
        for stream, command in zip(self.streams, self.adoptions, strict=True):
            self.run(self.say((stream, command, CLERK, self.key())))

    def key(self) -> str:
        return f"{self.streams[0]}-{next(self.keys)}"

    async def say(self, said: Said) -> Receipt | Refused:
        stream, command, actor, key = said
        try:
            receipt = await self.ledger.handle(
                stream, command, actor=actor, client=actor.ref, command_id=key
            )
        except Refused as refusal:
            return refusal
        if receipt.events:
            _, known = self.receipts.setdefault(key, (said, receipt))
            assert known.events == receipt.events, "one key, one answer"
        return receipt

    def filing(self, stream: int, duty: str) -> Said:
        filing = work_plan() if duty == "work_plan" else progress(50, 20)
        command = FileDuty(duty=duty, filing=filing)
        return (self.streams[stream], command, UNIT, self.key())

    @rule(stream=STREAMS, duty=st.sampled_from(DUTIES))
    def file(self, stream: int, duty: str) -> None:
        self.run(self.say(self.filing(stream, duty)))

    @rule(stream=STREAMS, duty=st.sampled_from(DUTIES), accepted=st.booleans())
    def decide(self, stream: int, duty: str, accepted: bool) -> None:
        command = AcceptDuty(duty=duty) if accepted else ReturnDuty(duty=duty, reason="不完整")
        self.run(self.say((self.streams[stream], command, CLERK, self.key())))

    @rule(stream=STREAMS, copies=st.integers(2, 5), others=st.integers(1, 4))
    def many_at_once(self, stream: int, copies: int, others: int) -> None:
        """The same filing several times, others between, and two that keep the moment."""
        one = self.filing(stream, "work_plan")
        crowd = [one] * copies + [self.filing(stream, DUTIES[n % 3]) for n in range(others)]

        async def all_() -> list[Any]:
            keeping = [self.ledger.keep(one[0], by=x) for x in ("clock", "sweeper")]
            return await asyncio.gather(*(self.say(x) for x in crowd), *keeping)

        told = self.run(all_())
        assert sum(isinstance(x, Receipt) and not x.repeated for x in told[:copies]) <= 1

    @rule(at=st.integers(0, 10_000))
    def repeat(self, at: int) -> None:
        if self.receipts:
            said, first = list(self.receipts.values())[at % len(self.receipts)]
            again = self.run(self.say(said))
            assert again.repeated
            assert again.model_copy(update={"repeated": first.repeated}) == first

    @rule(at=st.integers(0, 10_000))
    def repeat_with_another_body(self, at: int) -> None:
        if self.receipts:
            said, _ = list(self.receipts.values())[at % len(self.receipts)]
            other = FileDuty(duty="work_plan", filing=progress(1, 1))
            answer = self.run(self.say((said[0], other, said[2], said[3])))
            assert isinstance(answer, ReusedKey)

    @rule(stream=STREAMS, duty=st.sampled_from(DUTIES), after=st.floats(0, 0.02))
    def crash_between(self, stream: int, duty: str, after: float) -> None:
        """The caller dies somewhere on the way; the repeat finds out what became of it."""
        said = self.filing(stream, duty)

        async def dying() -> None:
            task = asyncio.create_task(self.say(said))
            await asyncio.sleep(after)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        self.run(dying())
        self.run(self.say(said))

    @rule()
    def another_process(self) -> None:
        """A restart: nothing is remembered but what was written."""
        self.run(self.ledger.close())
        self.ledger = self.run(Ledger.connect(self.url, clients=4))

    @rule(days=st.integers(1, 25))
    def time_passes(self, days: int) -> None:
        self.time += timedelta(days=days)
        self.run(set_clock(self.ledger, self.time))
        for stream in self.streams:
            self.run(self.ledger.keep(stream, by="clock"))

    @invariant()
    def chains_are_whole(self) -> None:
        if hasattr(self, "ledger"):
            for stream in self.streams:
                assert self.run(audit.verify(self.ledger, stream)).whole

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            assert self.run(audit.replay_check(self.ledger)).differing == ()
            assert self.run(audit.rebuild(self.ledger)).same
            for said, receipt in self.receipts.values():
                entries = {x.id: x for x in self.run(audit.history(self.ledger, said[0]))}
                assert all(entries[x.id].hash == x.hash for x in receipt.events)
            self.run(self.ledger.close())
        self.runner.close()


def test_the_ledger_holds_under_everything_at_once(database: str) -> None:
    LedgerMachine.url = database
    with asyncio.Runner() as runner:
        runner.run(choose_settable_clock(database))
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=int(os.environ.get("MACHINE_EXAMPLES", "8")),
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
