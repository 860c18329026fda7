"""Wishes that say the same in other words are proposed; others are not; people decide."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.wish.likeness import ALIKE, grams, like, likeness, pairs
from tests.support.wishes import SAID

SAME = [
    ("希望在赵庄村修一条水泥路，下雨天泥泞难走", "建议赵庄村道路硬化，修水泥路，雨天太泥泞"),
    ("自来水经常停水", "小区二次供水水压不足，高层经常停水"),
    ("建议增加公共停车位", "老城区停车难，建议增加停车位"),
    ("请在健身广场增加健身器材", "健身广场的健身器材太少了！！"),
]
OTHER = [
    ("请有关部门尽快解决停车难的问题", "请有关部门尽快解决停水的问题"),
    ("村里路灯坏了", "卫生室缺药"),
    ("建议政府加强管理", "希望政府加强宣传"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same_in_other_words_is_alike(first: str, second: str) -> None:
    assert likeness(first, second) >= ALIKE


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_what_only_begins_alike_is_not(first: str, second: str) -> None:
    assert likeness(first, second) < ALIKE


def test_the_pairs_of_a_collection_are_proposed_most_alike_first() -> None:
    found = pairs(SAID)
    assert {(x.first, x.second) for x in found} == {
        ("ZZ23-MUD", "ZZ23-ROAD"),
        ("ZZ23-DARK", "ZZ23-LAMP"),
    }
    assert [x.likeness for x in found] == sorted((x.likeness for x in found), reverse=True)
    assert [x for x, _ in like(SAID["ZZ23-LAMP"], SAID.items())][:2] == ["ZZ23-LAMP", "ZZ23-DARK"]


def test_what_was_told_apart_is_not_proposed_again() -> None:
    told = [frozenset(("ZZ23-ROAD", "ZZ23-MUD"))]
    assert [x.first for x in pairs(SAID, told)] == ["ZZ23-DARK"]


def test_a_petition_of_a_thousand_equal_letters_is_found() -> None:
    letters = {f"L{n:04}": "请修好村东头的桥，桥面塌了一半" for n in range(1000)}
    found = pairs(letters, most=2000)
    assert len(found) == 999
    assert {x.first for x in found} == {"L0000"}


@given(st.text("修路灯桥水电车abc12，。 ", max_size=30), st.text("修路灯桥水电车abc", max_size=30))
def test_it_is_a_measure(first: str, second: str) -> None:
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1
    assert likeness(first, first) in (0, 1)


@given(st.dictionaries(st.text("ab", min_size=1, max_size=4), st.text("修路灯桥水电", max_size=8)))
def test_the_index_finds_what_comparing_all_would(texts: dict[str, str]) -> None:
    """Of those that say quite the same, the first stands for all."""
    firsts: dict[frozenset[str], str] = {}
    stands = {x: firsts.setdefault(grams(texts[x]), x) for x in sorted(texts)}
    compared = {
        tuple(sorted((stands[a], stands[b])))
        for a, b in combinations(sorted(texts), 2)
        if likeness(texts[a], texts[b]) >= ALIKE
    }
    found = {(x.first, x.second) for x in pairs(texts, most=10_000)}
    assert {x for x in compared if x[0] != x[1]} == {x for x in found if x[1] in stands.values()}
    assert {x for x in texts if stands[x] != x and grams(texts[x])} <= {y for _, y in found}
