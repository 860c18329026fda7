"""差额: so many candidates for so many seats (rulebook B7–B9, S2, invariant 2)."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import Malformed
from domain.voting.margin import Margin, margin, share

LEAST, MOST = Decimal("0.20"), Decimal("0.50")
TABLE = {1: (2, 2), 2: (3, 3), 3: (4, 4), 4: (5, 6), 5: (6, 7), 6: (8, 9), 7: (9, 10), 8: (10, 12)}
"""Rulebook B9, as it is printed; 10 → 12–15 below."""
seats_of_a_list = st.integers(1, 300)
shares = st.decimals(0, 1, places=2).map(Fraction)


@pytest.mark.parametrize(("seats", "lawful"), [*TABLE.items(), (10, (12, 15))])
def test_the_table_of_small_numbers(seats: int, lawful: tuple[int, int]) -> None:
    for candidates in range(2 * seats + 3):
        found = margin(seats, candidates, LEAST, MOST)
        assert found == Margin(*lawful, candidates, lawful[0] <= candidates <= lawful[1])


@pytest.mark.parametrize(
    ("seats", "candidates", "ok"),
    [
        (10, 12, True),
        (10, 15, True),
        (10, 11, False),
        (10, 16, False),
        (1, 2, True),
        (1, 1, False),
        (1, 3, False),
        (2, 3, True),
        (2, 4, False),
        (24, 30, True),
        (8, 10, True),
        (10, 20, False),
    ],
)
def test_margins_seen_in_real_lists(seats: int, candidates: int, ok: bool) -> None:
    assert margin(seats, candidates, LEAST, MOST).ok is ok


def test_another_place_s_shares() -> None:
    """佛坪: 20–30 %. Two seats have no whole number between: the smallest that gives a choice."""
    assert margin(10, 13, LEAST, Decimal("0.30")) == Margin(12, 13, 13, True)
    assert margin(2, 3, LEAST, Decimal("0.30")) == Margin(3, 3, 3, True)


def test_the_share_is_of_the_seats() -> None:
    assert share(24, 30) == Fraction(1, 4)
    assert share(1, 2) == 1


@given(seats_of_a_list, st.integers(0, 700))
def test_the_invariant_as_it_is_written(seats: int, candidates: int) -> None:
    extra = candidates - seats
    low, high = ceil(Fraction(seats, 5)), floor(Fraction(seats, 2))
    lawful = extra == 1 if seats == 1 else low <= extra <= high
    assert margin(seats, candidates, LEAST, MOST).ok is lawful


@given(seats_of_a_list, st.integers(0, 700), shares, shares)
def test_what_holds_for_any_shares(
    seats: int, candidates: int, one: Fraction, other: Fraction
) -> None:
    least, most = min(one, other), max(one, other)
    found = margin(seats, candidates, least, most)
    assert seats <= found.min <= found.max
    assert found.ok is (found.min <= candidates <= found.max)
    if seats > 1:
        assert share(seats, found.min) >= least
        assert share(seats, found.max) <= most or found.max == found.min
    assert margin(seats, found.min, least, most).ok
    assert margin(seats, found.max, least, most).ok


@pytest.mark.parametrize(
    ("seats", "candidates", "least", "most"),
    [(0, 2, LEAST, MOST), (-1, 2, LEAST, MOST), (3, -1, LEAST, MOST), (3, 4, MOST, LEAST)],
)
def test_numbers_that_cannot_be(seats: int, candidates: int, least: Decimal, most: Decimal) -> None:
    with pytest.raises(Malformed):
        margin(seats, candidates, least, most)
