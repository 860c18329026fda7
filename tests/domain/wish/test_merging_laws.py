"""Whatever is merged and taken back in whatever order: the two sides agree, and nothing is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.wishes import SAID, Wishes

NAMES = st.sampled_from(sorted(SAID))
STEPS = st.lists(st.tuples(st.booleans(), NAMES, NAMES), max_size=25)


def played(steps: list[tuple[bool, str, str]]) -> Wishes:
    wishes = Wishes()
    wishes.take_all()
    for merge, first, second in steps:
        if merge:
            wishes.tried(first, second)
        else:
            wishes.unmerge(first)
    return wishes


@given(STEPS)
@settings(max_examples=150)
def test_both_sides_say_the_same(steps: list[tuple[bool, str, str]]) -> None:
    states = played(steps).states
    for name, state in states.items():
        if state.merged_into is not None:
            main = states[state.merged_into]
            assert name in main.members
            assert main.merged_into is None, "one level deep"
            assert state.members == ()
        for member in state.members:
            assert states[member].merged_into == name
        assert len(set(state.members)) == len(state.members)


@given(STEPS)
@settings(max_examples=100)
def test_every_wish_stands_once_among_the_main_ones_or_their_members(
    steps: list[tuple[bool, str, str]],
) -> None:
    states = played(steps).states
    shown = [x for name, s in states.items() if s.merged_into is None for x in (name, *s.members)]
    assert sorted(shown) == sorted(SAID)


@given(STEPS)
@settings(max_examples=100)
def test_everything_can_be_taken_back(steps: list[tuple[bool, str, str]]) -> None:
    wishes, fresh = played(steps), Wishes()
    fresh.take_all()
    for name in SAID:
        wishes.unmerge(name)
    assert wishes.states == fresh.states


@given(STEPS, NAMES, NAMES)
@settings(max_examples=100)
def test_a_merge_taken_back_at_once_leaves_no_trace_in_the_state(
    steps: list[tuple[bool, str, str]], first: str, second: str
) -> None:
    wishes = played(steps)
    before = dict(wishes.states)
    if before[first].merged_into is None and wishes.tried(first, second):
        wishes.unmerge(first)
    assert wishes.states == before
