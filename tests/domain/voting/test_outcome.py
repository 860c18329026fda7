"""Counts become those elected, those tied, seats left open and those who return to the pool."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evaluation.grading import Body
from domain.refusals import Malformed
from domain.voting.outcome import Tallied, check, majority_of, outcome, quorum_of


def lines(**approvals):
    return [Tallied(item=x, approvals=n) for x, n in approvals.items()]


def test_two_thirds_of_all_sit_and_more_than_half_of_all_pass():
    assert (quorum_of(103), majority_of(103)) == (69, 52), "樟木镇: 103 deputies, 93 present"
    assert (quorum_of(45), majority_of(45)) == (30, 23), "四屏镇"
    assert [quorum_of(x) for x in (1, 2, 3, 99, 100)] == [1, 2, 2, 66, 67]
    assert [majority_of(x) for x in (1, 2, 3, 100)] == [1, 2, 2, 51]
    assert (quorum_of(40, Body.COMMITTEE), quorum_of(41, Body.COMMITTEE)) == (21, 21)


def test_fifty_one_of_ninety_three_present_is_not_more_than_half_of_all():
    found = outcome(lines(卫生院=51, 路灯=52), 2, majority_of(103))
    assert found.elected == ("路灯",)
    assert (found.short_by, found.returned) == (1, ("卫生院",))


def test_of_those_who_pass_the_first_so_many_win():
    found = outcome(lines(a=60, b=70, c=65, d=40), 2, 52)
    assert (found.elected, found.returned) == (("b", "c"), ("a", "d"))
    assert (found.tied, found.short_by) == ((), 0)


def test_one_seat_of_two_candidates():
    assert outcome(lines(甲=42, 乙=3), 1, majority_of(45)).elected == ("甲",)


def test_a_tie_on_the_last_seat_is_voted_again_and_is_no_shortfall():
    found = outcome(lines(a=80, b=60, c=60, d=60, e=55), 2, 52)
    assert (found.elected, found.tied) == (("a",), ("b", "c", "d"))
    assert (found.short_by, found.returned) == (0, ("e",))
    assert outcome(lines(a=60, b=60, c=55), 2, 52).tied == (), "equal, and both within the seats"


def test_equals_below_half_are_not_tied_but_lost():
    found = outcome(lines(a=60, b=51, c=51), 2, 52)
    assert (found.tied, found.short_by, found.returned) == ((), 1, ("b", "c"))


def test_among_the_tied_the_more_approved_wins_without_half_of_all():
    assert outcome(lines(b=30, c=20, d=9), 1, 0).elected == ("b",)
    again = outcome(lines(b=30, c=30, d=9), 1, 0)
    assert (again.tied, again.returned) == (("b", "c"), ("d",))


@pytest.mark.parametrize(
    ("figures", "roll", "present"),
    [
        ([Tallied(item="a", approvals=1)], 10, 11),
        ([Tallied(item="a", approvals=5, against=3, abstain=2, blank=1)], 20, 10),
        ([Tallied(item="a", approvals=1), Tallied(item="a", approvals=2)], 10, 10),
    ],
)
def test_what_cannot_be_is_refused(figures, roll, present):
    with pytest.raises(Malformed):
        check(figures, roll, present)


def test_fewer_ballots_than_present_is_nothing_strange():
    check([Tallied(item="a", approvals=5, invalid=1)], 20, 15)


names = st.lists(
    st.text("项目甲乙丙丁abc", min_size=1, max_size=6), min_size=1, max_size=20, unique=True
)


@st.composite
def votes(draw):
    roll = draw(st.integers(1, 400))
    stood = [Tallied(item=x, approvals=draw(st.integers(0, roll)), against=0) for x in draw(names)]
    return roll, draw(st.integers(1, 12)), stood


@given(votes(), st.randoms(use_true_random=False))
def test_laws_of_a_vote(vote, chance):
    """Rulebook §4.6 nos. 1 and 2, and what B11 to B13 and B17 say of every vote."""
    roll, seats, stood = vote
    found = outcome(stood, seats, majority_of(roll))
    approved = {x.item: x.approvals for x in stood}
    assert len(found.elected) <= seats, "never more than the seats"
    assert all(2 * approved[x] > roll for x in (*found.elected, *found.tied))
    parts = (*found.elected, *found.tied, *found.returned)
    assert sorted(parts) == sorted(approved), "each candidate in exactly one place"
    rest = [approved[x] for x in (*found.tied, *found.returned)]
    assert all(approved[x] > max(rest, default=-1) for x in found.elected if found.tied)
    assert min((approved[x] for x in found.elected), default=roll) >= max(rest, default=0)
    assert not (found.tied and found.short_by)
    passed = sum(2 * x > roll for x in approved.values())
    assert found.short_by == max(0, seats - passed)
    if found.tied:
        assert len(found.tied) > seats - len(found.elected) > 0
    else:
        assert len(found.elected) + found.short_by == seats
    chance.shuffle(stood)
    assert outcome(stood, seats, majority_of(roll)) == found, "in whatever order they stand"


@given(votes(), st.integers(1, 50))
def test_more_approvals_never_unseat(vote, more):
    """A winner to whom approvals are added stays one."""
    roll, seats, stood = vote
    before = outcome(stood, seats, majority_of(roll))
    for winner in before.elected:
        raised = [
            x.model_copy(update={"approvals": x.approvals + more}) if x.item == winner else x
            for x in stood
        ]
        assert winner in outcome(raised, seats, majority_of(roll)).elected
