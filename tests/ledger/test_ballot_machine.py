"""A box under everything that voters and clerks do to it, beside a model of five lines."""

import asyncio
import os
from collections.abc import Awaitable
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain.ballot.paper import count
from domain.ballot.refusals import HasVoted, NotNow, NotOnRoll
from domain.ballot.state import Ballot, Status
from domain.refusals import Refused
from ledger import audit
from ledger.ballots import new_code
from ledger.door import Ledger
from tests.support.box import CLERK, HOLDERS, BallotDay, deputies

T = TypeVar("T")
ROLL = 6
VOTERS = st.integers(0, ROLL)
"""The last one is not on the roll."""
CHOICE = st.sampled_from(["satisfied", "basic", "dissatisfied", "abstain"])
SLIPS = st.tuples(*(st.lists(CHOICE, max_size=2, unique=True).map(tuple),) * 2)


class BoxMachine(RuleBasedStateMachine):
    """One box; whatever is asked of it, the sums are those of the slips that went in."""

    url: ClassVar[str]
    made: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1
        self.runner = asyncio.Runner()
        self.ledger = self.run(Ledger.connect(self.url, clients=4))
        self.voters = deputies(ROLL + 1)
        day = BallotDay(self.ledger, id=f"machine-{self.made}")
        self.day = self.run(day.opened(self.voters[:ROLL]))
        self.cast: dict[int, tuple[Any, str]] = {}
        self.papers: set[int] = set()
        self.status = Status.OPEN

    def run(self, work: Awaitable[T]) -> T:
        async def awaited() -> T:
            return await work

        return self.runner.run(awaited())

    def told(self, work: Awaitable[Any]) -> Any:
        async def answered() -> Any:
            try:
                return await work
            except Refused as refusal:
                return refusal

        return self.run(answered())

    @rule(voter=VOTERS, slip=SLIPS)
    def vote(self, voter: int, slip: Any) -> None:
        code = new_code()
        answer = self.told(self.day.cast(self.voters[voter], slip, code))
        if self.status is not Status.OPEN:
            assert isinstance(answer, NotNow)
        elif voter == ROLL:
            assert isinstance(answer, NotOnRoll)
        elif voter in self.cast or voter in self.papers:
            assert isinstance(answer, HasVoted)
        else:
            assert not answer.repeated
            self.cast[voter] = (slip, code)

    @rule(voter=VOTERS, slip=SLIPS)
    def vote_again_with_the_same_receipt(self, voter: int, slip: Any) -> None:
        if voter in self.cast and self.status is Status.OPEN:
            code = self.cast[voter][1]
            assert self.told(self.day.cast(self.voters[voter], slip, code)).repeated

    @rule(voter=VOTERS)
    def hand_out_a_paper(self, voter: int) -> None:
        ref = self.voters[voter].ref
        answer = self.told(self.day.ballots.issue_papers(self.day.id, [ref], CLERK))
        if not isinstance(answer, Refused):
            self.papers.add(voter)
            assert voter not in self.cast
            assert answer == len(self.papers)

    @rule()
    def close(self) -> None:
        answer = self.told(self.day.ballots.close(self.day.id, self.day.by()))
        assert isinstance(answer, NotNow) == (self.status is not Status.OPEN)
        if self.status is Status.OPEN:
            self.status = Status.CLOSED

    @rule(slips=st.lists(SLIPS, max_size=ROLL), twice=st.booleans())
    def count(self, slips: list[Any], twice: bool) -> None:
        if self.status is Status.CLOSED and self.papers:
            entry = count(self.day.paper, slips[: len(self.papers)])
            for actor in (CLERK, HOLDERS[0]):
                self.told(self.day.ballots.enter_papers(self.day.id, entry, self.day.by(actor)))
            self.entry = slips[: len(self.papers)]
        answer = self.told(self.day.ballots.count(self.day.id, self.day.codes, self.day.by()))
        if self.status is Status.CLOSED:
            assert not isinstance(answer, Refused), answer
            self.status = Status.COUNTED
            self.slips = [x for x, _ in self.cast.values()] + (self.entry if self.papers else [])
        else:
            assert isinstance(answer, NotNow)

    @invariant()
    def the_box_is_as_the_model(self) -> None:
        box: Ballot = self.run(self.day.ballots.ballot(self.day.id))
        assert box.status is self.status
        if self.status is Status.COUNTED:
            assert box.items == count(self.day.paper, self.slips)
            assert len(box.receipts) == len(self.cast)
        else:
            assert self.run(self.day.ballots.turnout(self.day.id)) == (
                len(self.cast),
                len(self.papers),
            )

    def teardown(self) -> None:
        assert self.run(audit.verify(self.ledger, self.day.stream)).whole
        self.run(self.ledger.close())
        self.runner.close()


def test_the_box_holds_under_everything(database: str) -> None:
    BoxMachine.url = database
    run_state_machine_as_test(
        BoxMachine,
        settings=settings(
            max_examples=int(os.environ.get("MACHINE_EXAMPLES", "8")),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
