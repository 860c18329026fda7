"""The ballot paper: which marks count in each family, and sums that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.ballot.paper import (
    ForAgainst,
    Graded,
    Paper,
    PaperItem,
    Ranked,
    UpTo,
    count,
    differing,
    fits,
    judged,
    together,
)
from domain.forms import Counts

ITEMS = tuple(PaperItem(id=f"LG23-0{n}", title=f"项目{n}") for n in range(1, 5))
GRADED = Paper(family=Graded(), items=ITEMS)


def paper(family):
    return Paper(family=family, items=ITEMS)


@pytest.mark.parametrize(
    ("family", "slip", "verdict"),
    [
        (
            Graded(),
            (("satisfied",), (), ("basic", "abstain"), ("dissatisfied",)),
            ("satisfied", "invalid", "invalid", "dissatisfied"),
        ),
        (
            ForAgainst(),
            (("for",), ("against",), ("abstain",), ()),
            ("for", "against", "abstain", "invalid"),
        ),
        (UpTo(seats=2), (("chosen",), (), (), ()), ("chosen", "blank", "blank", "blank")),
        (UpTo(seats=2), (("chosen",), ("chosen",), ("chosen",), ()), ("invalid",) * 4),
        (Ranked(places=3), (("2",), ("1",), (), ("3",)), ("2", "1", "blank", "3")),
        (Ranked(places=3), (("1",), ("1",), (), ()), ("invalid",) * 4),
        (Ranked(places=3), (("1", "2"), (), (), ()), ("invalid",) * 4),
    ],
)
def test_what_counts_of_a_slip(family, slip, verdict):
    assert fits(paper(family), slip)
    assert judged(paper(family), slip) == verdict


@pytest.mark.parametrize(
    "slip",
    [
        (("satisfied",),) * 3,
        (("satisfied",),) * 5,
        (("for",),) * 4,
        (("basic", "basic"), (), (), ()),
    ],
)
def test_what_is_no_slip_of_this_paper(slip):
    assert not fits(GRADED, slip)


def test_an_item_stands_once_and_its_parts_stand_apart():
    part = [PaperItem(id="LG23-01", title="改造", subproject=n) for n in (1, 2)]
    assert [x.key for x in Paper(family=Graded(), items=tuple(part)).items] == [
        "LG23-01#1",
        "LG23-01#2",
    ]
    with pytest.raises(ValidationError, match="twice"):
        Paper(family=Graded(), items=(ITEMS[0], ITEMS[0]))


SLIP = st.tuples(*(st.lists(st.sampled_from(GRADED.choices), max_size=3, unique=True),) * 4)


@given(st.lists(SLIP, max_size=30), st.randoms())
def test_the_sums_do_not_know_the_order_and_lose_no_ballot(slips, chance):
    slips = [tuple(map(tuple, x)) for x in slips]
    shuffled = chance.sample(slips, len(slips))
    sums = count(GRADED, slips)
    assert sums == count(GRADED, shuffled)
    assert {x.total for x in sums} == {len(slips)}
    assert all(x.grades.cast == len(slips) for x in sums)
    half = len(slips) // 2
    assert together(count(GRADED, slips[:half]), count(GRADED, slips[half:])) == sums
    assert differing(sums, sums) == ()


def test_counts_name_what_was_marked_and_what_was_not():
    one = count(GRADED, [(("satisfied",), ("basic",), (), ("abstain",))])
    assert one[0].grades == Counts(satisfied=1, basic=0, dissatisfied=0)
    assert one[2].grades == Counts(satisfied=0, basic=0, dissatisfied=0, invalid=1)
    other = count(GRADED, [(("satisfied",), ("satisfied",), (), ("abstain",))])
    assert differing(one, other) == ("LG23-02",)
