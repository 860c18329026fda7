"""Whatever of a year had happened by a day: it folds, it can be shown, and nothing is invented."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.aspects import aspects
from domain.refusals import Malformed
from domain.regimes import shipped
from domain.streams import evolve_all
from ledger.kept import kept, parse
from ledger.past.folding import founded
from ledger.past.moment import asked_from
from ledger.projections import PROJECTIONS
from ledger.projections.change import Change, Recorded
from ledger.write import next_at
from tests.support.random_year import MOVES, play

REGIMES = sorted(shipped())
VOTES = st.dates(date(2019, 1, 2), date(2024, 6, 30))
AT = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("ref", REGIMES[:3])
@settings(max_examples=6, deadline=None)
@given(vote=VOTES, moves=MOVES, seed=st.integers(0, 10_000))
def test_any_part_of_a_year_can_be_folded_and_shown(ref, vote, moves, seed):
    dice = Random(seed)
    for stream, year in play(ref, vote, 360, moves).years.items():
        state, events = None, []
        missing = dice.random() / 2
        for n, event in enumerate(year.told):
            if n and dice.random() < missing:
                continue
            after = founded(stream, state, event)
            if after is not None:
                state = after
                events.append(Recorded(f"{n}", n + 1, event, AT))
        assert state is not None
        change = Change(stream, len(year.told), None, state, events, "0" * 64)
        rows = [row for x in PROJECTIONS if change.kind in x.kinds for row in x.rows(change)]
        assert rows
        assert aspects(state, AT)
        assert parse(stream, kept(state)) == state
        assert isinstance(next_at(state), datetime | None)


@pytest.mark.parametrize("ref", REGIMES[:1])
@settings(max_examples=3, deadline=None)
@given(vote=VOTES, moves=MOVES)
def test_a_whole_year_folded_so_is_the_year(ref, vote, moves):
    for stream, year in play(ref, vote, 360, moves).years.items():
        state = None
        for event in year.told:
            state = founded(stream, state, event)
        assert state == evolve_all(stream, None, year.told)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-10:00", "0001-01-01"]
)
def test_no_moment_lies_outside_of_our_time(text: str) -> None:
    with pytest.raises(Malformed):
        asked_from(text, "as_of")
