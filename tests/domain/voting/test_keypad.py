"""A hall's keypads report counts or presses; what was not pressed is no vote (B14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lists.table import NotAList, records_in
from domain.refusals import Malformed
from domain.voting.keypad import named_as, read_report

COUNTS = "候选项目,赞成,反对,弃权,未按键\n学校食堂,40,10,2,2\n卫生院,27,20,0,7\n"
LONG = "表决器,候选项目,按键\n1,学校食堂,赞成\n2,学校食堂,反对\n1,卫生院,弃权\n3,学校食堂,\n"
WIDE = "座位号,学校食堂,卫生院\nA1,1,2\nA2,赞成,未按\nA3,,3\n"


def read(text):
    return read_report(list(records_in(text)))


def said(report):
    return {x.item: (x.approvals, x.against, x.abstain, x.blank) for x in report.lines}


def test_counts_of_54_keypads():
    """板芙 voted with 54 (rulebook B6 d)."""
    report = read(COUNTS)
    assert report.devices == 54
    assert said(report) == {"学校食堂": (40, 10, 2, 2), "卫生院": (27, 20, 0, 7)}


def test_presses_one_a_row_and_one_keypad_a_row():
    report = read(LONG)
    assert report.devices == 3
    assert said(report) == {"学校食堂": (1, 1, 0, 1), "卫生院": (0, 0, 1, 2)}
    report = read(WIDE)
    assert said(report) == {"学校食堂": (2, 0, 0, 1), "卫生院": (0, 1, 1, 1)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n,\n",
        "甲,乙\n1,2\n",
        "表决器,候选项目,按键\n",
        "表决器,候选项目,按键\n1,学校食堂,也许\n",
        "表决器,候选项目,按键\n,学校食堂,赞成\n",
        "表决器,候选项目,按键\n1,学校食堂,赞成\n1,学校食堂,反对\n",
        "座位号,学校食堂\nA1,1\nA1,2\n",
        "候选项目,赞成,反对,弃权\n甲,3,0,0\n乙,2,0,0\n",
        "候选项目,赞成,反对,弃权\n甲,多,0,0\n",
    ],
)
def test_what_is_no_report_is_refused(text):
    with pytest.raises(Malformed):
        read(text)


def test_candidates_are_known_by_number_or_title():
    names = {"C1": "C1", "学校食堂": "C1", "卫生院": "C2"}
    assert [x.item for x in named_as(read(COUNTS).lines, names)] == ["C1", "C2"]
    with pytest.raises(Malformed):
        named_as(read(COUNTS).lines, {"学校食堂": "C1"})


def test_no_list_is_said_so():
    with pytest.raises(NotAList):
        read("姓名,电话\n张,1\n")


keys = st.sampled_from(["赞成", "反对", "弃权", "", "1", "2", "3", "未按键"])
halls = st.integers(1, 5).flatmap(
    lambda items: st.lists(st.lists(keys, min_size=items, max_size=items), min_size=1, max_size=40)
)


@given(halls, st.randoms(use_true_random=False))
def test_every_keypad_counts_once_for_every_candidate_in_whatever_order(hall, chance):
    items = [f"项目{n}" for n in range(len(hall[0]))]
    wide = [(0, ["表决器", *items]), *((n, [f"D{n}", *row]) for n, row in enumerate(hall, 1))]
    pairs = [
        [f"D{n}", x, key]
        for n, row in enumerate(hall, 1)
        for x, key in zip(items, row, strict=True)
    ]
    chance.shuffle(pairs)
    long = [(0, ["表决器", "候选项目", "按键"]), *enumerate(pairs, 1)]
    one, other = read_report(wide), read_report(long)
    assert one.devices == other.devices == len(hall)
    assert said(one) == said(other)
    assert {x.total for x in one.lines} == {len(hall)}
    assert sum(x.approvals for x in one.lines) == sum(
        key in ("赞成", "1") for row in hall for key in row
    )
