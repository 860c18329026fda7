"""Whatever stands in a table, no row is lost and an item keeps its id."""

import csv
import io
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.lists import Lists, NotAList, read_lists
from domain.lists.ids import item_key, list_key

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
COLUMNS = ["row_id", "list_id", "status_kind", "item_no", "item_name_zh", "subproject_no"]
COLUMNS += ["subproject_name_zh", "target_op", "target_value", "lead_unit_zh", "tier", "year"]

names = st.sampled_from(["路灯", "停车位", "雪亮工程", "学校 \n食堂", "a" * 301, "", "\u202e", "é"])
cells = st.fixed_dictionaries(
    {
        "list_id": st.sampled_from(["LG23", "LG-23", "龙港", "龙港市", "", "A_0123456789", "a/b"]),
        "status_kind": st.sampled_from(["voted"] * 6 + ["candidate", "", "VOTED"]),
        "item_no": st.sampled_from(["", "1", "01", "\uff11", "2", "一", "(十一)", "A-1"]),
        "item_name_zh": names,
        "subproject_no": st.sampled_from(["", "0", "1", "2", "2.0", "x", "-1", "999"]),
        "subproject_name_zh": names,
        "target_op": st.sampled_from(["", "ge", "range", "?"]),
        "target_value": st.sampled_from(["", "1", "2.5", "abc", "-1", "NaN", "1" * 40]),
        "lead_unit_zh": st.sampled_from(["", "区住建局", "区城管局、区教体局"]),
        "tier": st.sampled_from(["", "county", "village"]),
        "year": st.sampled_from(["", "2023", "x"]),
    }
)
tables = st.lists(cells, max_size=25)


def read(rows: list[dict[str, str]]) -> Lists:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows({"row_id": f"P{n}", **x} for n, x in enumerate(rows))
    return read_lists(out.getvalue().encode())


def ids(found: Lists) -> set[tuple[str, str]]:
    """What each item is, and its id."""
    return {
        (x.id, f"{x.list_id}|{item_key(x.item_no, x.name)}") for x in found.cards
    }  # by meaning, not by the spelling of its number


@given(tables)
@settings(deadline=None)
def test_every_row_is_used_once_or_skipped_once_with_a_reason(rows: list[dict[str, str]]) -> None:
    found = read(rows)
    named = [x.row for one in found.voted for x in one.rows] + [x.row for x in found.skipped]
    assert sorted(named) == sorted(f"P{n}" for n in range(len(rows)))
    assert all(x.reason for x in found.skipped)
    for one in found.voted:
        assert sum(len(x.subprojects) for x in one.cards) <= len(one.rows)


@given(tables)
@settings(deadline=None)
def test_ids_are_valid_and_belong_to_one_item_each(rows: list[dict[str, str]]) -> None:
    found = read(rows)
    every = [x.id for x in found.cards]
    assert len(set(every)) == len(every)
    assert all(ID.fullmatch(x) for x in [*every, *(one.id for one in found.voted)])
    for card in found.cards:
        assert len({x.no for x in card.subprojects}) == len(card.subprojects)


@given(tables, st.randoms(use_true_random=False), tables)
@settings(deadline=None)
def test_ids_stay_when_rows_are_turned_round_or_added(
    rows: list[dict[str, str]], chance: object, more: list[dict[str, str]]
) -> None:
    before = ids(read(rows))
    turned = list(rows)
    chance.shuffle(turned)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert ids(read(turned)) == before
    assert ids(read(rows + more)) >= before


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_two_lists_never_share_an_id(one: str, other: str) -> None:
    assert ID.fullmatch(list_key(one))
    assert (list_key(one) == list_key(other)) is (one == other)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for header in (b"", b"list_id,status_kind,item_name_zh\n"):
        try:
            found = read_lists(header + content)
        except NotAList:
            continue
        assert all(x.cards for x in found.voted)
