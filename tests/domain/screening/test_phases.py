"""The ways of an item are exactly those drawn in rulebook §4.2: P1 → P2 | X0, P2 → P3 | P1 | X1."""

from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.base import Command
from domain.refusals import Refused
from domain.screening.candidate_messages import ListCandidates, WithdrawCandidate
from domain.screening.evolving import evolve_pool
from domain.screening.hints import lacks
from domain.screening.messages import PoolEvent
from domain.screening.pool_messages import AmendPoolItem, RejectItem, Returned
from domain.screening.state import Phase, Pool
from tests.support.screening import CONSENT, LISTED, Proposing, draft, name

DRAWN = {
    (Phase.POOLED, Phase.CANDIDATE),
    (Phase.POOLED, Phase.REJECTED),
    (Phase.CANDIDATE, Phase.ADOPTED),
    (Phase.CANDIDATE, Phase.POOLED),
    (Phase.CANDIDATE, Phase.WITHDRAWN),
}
MOST = 6
items = st.integers(0, MOST - 1).map(name)


class Ways(RuleBasedStateMachine):
    """Anything is tried on any item; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.town = Proposing()
        self.seen: dict[str, Phase] = {}
        self.told: list[PoolEvent] = []
        self.lists = 0
        self.refusals: list[str] = []

    def tried(self, command: Command, on: date = LISTED) -> bool:
        before = self.town.pool
        try:
            events = self.town.ask(command, on)
        except Refused as refused:
            self.refusals.append(refused.zh)
            return self.unchanged(before)
        self.told += [x for x in events if isinstance(x, PoolEvent)]
        return True

    def unchanged(self, before: Pool) -> bool:
        assert "。" in self.refusals[-1], "a refusal is a sentence"
        assert self.town.pool == before
        return False

    @rule(n=st.integers(0, MOST - 1), whole=st.booleans())
    def add(self, n: int, whole: bool) -> None:
        if len(self.town.pool.entries) == n and not self.town.pool.settled:
            self.told += self.town.add(draft(n) if whole else draft(n, cost=None))  # type: ignore[arg-type]  # events of the pool

    @rule(item=items)
    def amend(self, item: str) -> None:
        stands = self.town.pool.entries.get(item)
        done = self.tried(AmendPoolItem(item=item, draft=draft(9), because="完善"))
        if done:
            assert stands is not None
            assert stands.phase is Phase.POOLED or stands.item.draft == draft(9)

    @rule(item=items)
    def screen(self, item: str) -> None:
        self.tried(self.town.met(item))

    @rule(item=items, passes=st.booleans())
    def review(self, item: str, passes: bool) -> None:
        command = self.town.review(item)
        if not passes:
            back = (Returned(item=item, reason="再论证"),)
            command = command.model_copy(update={"passed": (), "returned": back})
        self.tried(command)

    @rule(item=items)
    def reject(self, item: str) -> None:
        self.tried(RejectItem(item=item, reason="不属于民生实事"))

    @rule(chosen=st.sets(items, min_size=1, max_size=4), seats=st.integers(1, 3))
    def list_(self, chosen: set[str], seats: int) -> None:
        stood, known = self.town.pool.standing, self.town.pool.entries
        self.lists += 1
        command = ListCandidates(
            on=LISTED,
            document=f"赵政〔2023〕{self.lists}号",
            seats=seats,
            items=tuple(sorted(chosen)),
            because="数量由主席团决定",
            ruling=CONSENT,
        )
        screens = self.town.world.regime.screens
        if self.tried(command) and stood != self.town.pool.standing:
            assert all(not lacks(known[x], screens) for x in chosen)

    @rule(item=items)
    def withdraw(self, item: str) -> None:
        self.tried(WithdrawCandidate(item=item, reason="用地没有批准", ruling=CONSENT))

    @rule(chosen=st.sets(items, max_size=3))
    def vote(self, chosen: set[str]) -> None:
        """As a resolution on candidates that stand leaves the pool."""
        pool = self.town.pool
        won = chosen & set(pool.standing)
        if not won or pool.settled:
            return
        state = self.town.state.model_copy(update={"pool": pool.win(won)})
        self.town.world.states[self.town.stream] = state
        self.told = []

    @invariant()
    def only_what_is_drawn(self) -> None:
        pool = self.town.pool
        for item, entry in pool.entries.items():
            before = self.seen.get(item, Phase.POOLED)
            assert before is entry.phase or (before, entry.phase) in DRAWN
            self.seen[item] = entry.phase
        assert set(pool.standing) <= set(pool.order)
        reserve: set[Any] = {x.item.id for x in pool.reserve}
        assert not reserve & set(pool.standing)

    @invariant()
    def it_follows_from_its_events(self) -> None:
        if self.town.pool.settled:
            return
        told = Pool()
        for event in self.told:
            told = evolve_pool(told, event)
        assert told == self.town.pool


Ways.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestWays = Ways.TestCase
