"""差额: how many candidates stand for so many seats.

The margin is (candidates − seats) ÷ seats (rulebook B7). Whole numbers leave one seat without a
lawful count at 20–50 %, so that one seat has exactly two candidates (只选一人，候选人应为二人;
rulebook B9, §4.6 no. 2).
"""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from domain.base import refuse_unless


class Margin(NamedTuple):
    """What a number of candidates is to a number of seats. All three are counts of candidates."""

    min: int
    """The fewest candidates that the rule allows."""
    max: int
    """The most candidates that the rule allows."""
    actual: int
    """The candidates that there are."""
    ok: bool

    @property
    def span(self) -> str:
        """The lawful counts in words: 12 至 15; 4 where there is one alone."""
        return str(self.min) if self.min == self.max else f"{self.min} 至 {self.max}"


def margin(
    seats: int, candidates: int, least: Fraction | Decimal, most: Fraction | Decimal
) -> Margin:
    """The lawful counts of candidates for the seats, beside the actual one.

    `least` and `most` are shares of the seats: 0.2 and 0.5. Where no whole number lies between
    them, the smallest that reaches `least` stands (one seat: two candidates, whatever the shares).
    Raises Malformed for no seat, fewer than no candidate, or shares that contradict each other.
    """
    refuse_unless(seats >= 1, "应选数至少为1。", "there is at least one seat.")
    refuse_unless(candidates >= 0, "候选项目数不能为负。", "candidates cannot be negative.")
    refuse_unless(
        0 <= least <= most,
        "差额比例的下限不能为负，也不能高于上限。",
        "the least margin is not negative and not above the most.",
    )
    fewest = seats + ceil(seats * Fraction(least))
    greatest = max(fewest, seats + floor(seats * Fraction(most)))
    if seats == 1:
        fewest = greatest = 2
    return Margin(fewest, greatest, candidates, fewest <= candidates <= greatest)


def share(seats: int, candidates: int) -> Fraction:
    """差额比例: the candidates beyond the seats, as a share of the seats (one at least)."""
    return Fraction(candidates - seats, seats)
