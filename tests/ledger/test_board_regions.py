"""A board's region filter: one level of regions, each counted with all below it."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ledger.queries.board_columns import Codes
from ledger.queries.board_regions import one_level

PATHS = st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=4).map("/".join)


def counted(*columns: list[str], chosen: tuple[str, ...] = ()) -> list[dict[str, int]]:
    told = []
    for column in columns:
        codes = Codes()
        told.append((codes, np.array(codes.all_of(column), dtype=np.int64)))
    return [dict(x) for x in one_level(told, chosen)]


def test_it_is_the_level_on_which_they_part_for_the_first_time() -> None:
    late, projects = ["豫/平/宝/城", "豫/平/宝/乡"], ["豫/平/宝/城", "豫/平/郏/城", "豫/平/宝"]
    assert counted(late, projects) == [
        {"豫/平/宝": 2},
        {"豫/平/宝": 2, "豫/平/郏": 1},
    ]


def test_below_the_chosen_one_its_parts_and_beside_it_its_equals() -> None:
    column = ["豫/平/宝/城", "豫/平/宝/乡", "豫/平/宝", "豫/平/郏/城", "豫/洛/嵩/城"]
    assert counted(column, chosen=("豫/平",)) == [{"豫/平/宝": 3, "豫/平/郏": 1, "豫/洛": 1}]


def test_a_single_region_is_told_by_its_first_part() -> None:
    assert counted(["豫/平"], ["豫/平"]) == [{"豫": 1}, {"豫": 1}]
    assert counted([], []) == [{}, {}]


@given(st.lists(PATHS, max_size=30), st.lists(PATHS, max_size=30))
def test_a_count_is_of_what_choosing_it_would_show(late: list[str], projects: list[str]) -> None:
    found = counted(late, projects)
    for column, one in zip((late, projects), found, strict=True):
        for region, number in one.items():
            below = [x for x in column if x == region or x.startswith(f"{region}/")]
            assert number == len(below)


@given(st.lists(PATHS, min_size=1, max_size=30), st.lists(PATHS, max_size=10), PATHS)
def test_what_is_remembered_of_a_cut_grows_with_what_comes(
    first: list[str], later: list[str], top: str
) -> None:
    codes = Codes()
    for column in (first, first + later):
        told = np.array(codes.all_of(column), dtype=np.int64)
        (found,) = one_level([(codes, told)], (top,))
        parts = top.split("/")
        told_of = [x.split("/") for x in column]
        deeper = [len(parts) + (x[: len(parts)] == parts) for x in told_of]
        names = {"/".join(x[:n]) for x, n in zip(told_of, deeper, strict=True)}
        below = {x: [y for y in column if y == x or y.startswith(f"{x}/")] for x in names}
        assert found == Counter({x: len(y) for x, y in below.items()})
