"""Invariants 1 and 2 of rulebook §4.6 after random months before a vote.

1: no project without quorum, method, approvals of more than half of all, and a resolution.
2: no more projects than seats; the candidates within the margin, or taken with a reason.
"""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.adoption.messages import ResolutionPassed
from domain.adoption.proof import unproven
from domain.base import Event
from domain.calendar import Calendar
from domain.collection.state import Collection
from domain.names import PROJECT, kind_name
from domain.project.messages import ProjectAdopted
from domain.refusals import Refused
from domain.regimes import named
from domain.rehearsal.world import World
from domain.screening.candidate_messages import CandidatesListed
from domain.voting.messages import MethodAdopted, VoteCounted
from tests.support.first_half import FirstHalf
from tests.support.play import Said

PLACES = ("baofeng@2", "gaogang@2", "longgang@2", "duji@1")


class Remembering(World):
    """A world that keeps what happened, by stream."""

    def __init__(self, regime: Any) -> None:
        super().__init__(regime, Calendar.seeded().assuming_settled())
        self.told: dict[str, list[Event]] = {}

    def carry_out(self, stream: str, command: Any, actor: Any, at: Any) -> Any:
        events = super().carry_out(stream, command, actor, at)
        self.told.setdefault(stream, []).extend(events)
        return events

    def try_(self, line: Said) -> None:
        """Said; a refusal leaves everything as it was."""
        try:
            self.tell(line.stream, line.command, line.by, line.at)
        except Refused:
            return


@st.composite
def months(draw: st.DrawFn) -> FirstHalf:
    """Halls of every size, full and empty, with votes that carry, tie and fail."""
    roll = draw(st.integers(3, 60))
    present = draw(st.integers(-(-2 * roll // 3), roll) | st.integers(roll // 2, roll))
    seats = draw(st.integers(1, 4))
    lawful = st.sampled_from({1: [2], 2: [3], 3: [4], 4: [5, 6]}[seats])
    count = draw(lawful | lawful | st.integers(seats, seats * 2 + 1))
    votes = st.integers(min(present, roll // 2 + 1), present) | st.integers(0, present)
    approvals = draw(st.lists(votes, min_size=count, max_size=count))
    return FirstHalf(
        regime=draw(st.sampled_from(PLACES)),
        titles=[f"项目{n}（样本）" for n in range(count)],
        seats=seats,
        roll=roll,
        present=present,
        approvals=tuple(approvals),
    )


def lines(one: FirstHalf, gone: set[int], chosen: tuple[str, ...]) -> list[Said]:
    """What is said, without some of it: a step that is left out, and any resolution at all."""
    whole = [
        *one.collected(),
        *one.voted(),
        one.say(0, one.resolution(*chosen).model_copy(update={"in_favour": None}), hour=15),
        one.resolved()[1],
    ]
    return [x for n, x in enumerate(whole) if n == 0 or n - len(whole) not in gone]


@settings(max_examples=60, deadline=None)
@given(
    one=months(), gone=st.sets(st.integers(-9, -3), max_size=1), wild=st.booleans(), data=st.data()
)
def test_no_project_without_quorum_method_majority_and_resolution(
    one: FirstHalf, gone: set[int], wild: bool, data: st.DataObject
) -> None:
    world = Remembering(named(one.regime))
    for line in lines(one, gone, ())[:-2]:
        world.try_(line)
    state: Any = world.states[one.stream]
    chosen = state.voting.elected
    if wild or not chosen:
        chosen = tuple(data.draw(st.permutations(one.items)))[: one.seats]
    for line in lines(one, set(), chosen)[-2:]:
        world.try_(line)
    check(world, one)


def check(world: Remembering, one: FirstHalf) -> None:
    """What stands is carried by what happened, read from the events alone."""
    projects = [x for x in world.states if kind_name(x) == PROJECT]
    told = world.told[one.stream]
    resolved = [x for x in told if isinstance(x, ResolutionPassed)]
    assert len(projects) == sum(len(x.projects) for x in resolved)
    if not projects:
        return
    (resolution,) = resolved
    (method,) = [x for x in told if isinstance(x, MethodAdopted)]
    votes = [x for x in told if isinstance(x, VoteCounted)]
    assert all(3 * x.present >= 2 * x.roll and method.on <= x.held_on for x in votes)
    assert 2 * method.hands.in_favour > method.hands.roll
    best = {
        y.item: max(z.approvals for x in votes for z in x.lines if z.item == y.item)
        for x in votes
        for y in x.lines
    }
    assert all(2 * best[x.origin.item] > one.roll for x in resolution.projects)
    assert len(projects) <= method.method.seats == one.seats
    (listed,) = [x for x in told if isinstance(x, CandidatesListed)]
    assert listed.margin.ok or not listed.margin.binding
    state: object = world.states[one.stream]
    assert isinstance(state, Collection)
    for stream in projects:
        first = world.told[stream][0]
        assert isinstance(first, ProjectAdopted)
        assert first.origin is not None
        assert unproven(first, state) is None
        assert unproven(first, None) is not None
        forged = first.origin.model_copy(update={"item": "P99"})
        assert unproven(first.model_copy(update={"origin": forged}), state) is not None


def test_the_usual_course_does_open_projects() -> None:
    one = replace(FirstHalf(), regime="gaogang@2")
    world = Remembering(named(one.regime))
    for line in lines(one, set(), one.elected):
        world.try_(line)
    assert len([x for x in world.states if kind_name(x) == PROJECT]) == 2
    check(world, one)
