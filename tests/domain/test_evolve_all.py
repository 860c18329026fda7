"""Folding many events at once says what folding one by one says, and leaves what it began with."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Event, Value
from domain.regimes import shipped
from domain.streams import State, evolve, evolve_all
from tests.support.random_year import MOVES, play

REGIMES = sorted(shipped())
VOTES = st.dates(date(2019, 1, 2), date(2024, 6, 30))


def one_by_one(stream: str, state: State | None, events: list[Event]) -> State | None:
    for event in events:
        state = evolve(stream, state, event)
    return state


def text(state: Any) -> str:
    """The state to the byte: the order of its duties too."""
    assert isinstance(state, Value)
    return state.model_dump_json()


@pytest.mark.parametrize("ref", REGIMES)
@settings(max_examples=10, deadline=None)
@given(vote=VOTES, moves=MOVES, share=st.floats(0, 1))
def test_many_events_at_once_say_what_they_say_one_by_one(ref, vote, moves, share):
    for stream, year in play(ref, vote, 360, moves).years.items():
        at = max(1, int(share * len(year.told)))
        early, late = year.told[:at], year.told[at:]
        half = one_by_one(stream, None, early)
        before = text(half)
        assert text(evolve_all(stream, None, early)) == before
        whole = evolve_all(stream, half, late)
        assert text(whole) == text(one_by_one(stream, half, late))
        assert whole == year.state
        assert text(half) == before, "somebody else knows it"


def test_no_events_change_nothing():
    assert evolve_all("project:LG23-01", None, []) is None
