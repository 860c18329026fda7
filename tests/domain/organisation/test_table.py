"""Given a table of an organisation, each row is told once or left out with its reason."""

import pytest

from domain.lists import NotAList
from domain.organisation.table import people, read_table, sift
from tests.support.congress import deputy, given, longgang, row, rows, table


def test_the_whole_table_stands_whatever_the_order_of_its_rows():
    one, other = read_table(table(), "LG"), read_table(table(list(reversed(rows()))), "LG")
    assert sift(one, None, given()).left == ()
    assert sift(other, None, given()).left == ()
    assert {x.change.model_dump_json() for x in one.told} == {
        x.change.model_dump_json() for x in other.told
    }
    state = longgang()
    assert (len(state.groups), len(state.bodies), len(state.deputies)) == (15, 5, 66)
    assert all(x.facts.synthetic for x in state.deputies)


def test_told_twice_nothing_is_news():
    read = sift(read_table(table(), "LG"), longgang(), given())
    assert (read.told, read.left) == ((), ())


def test_names_go_beside_the_record_and_never_into_it():
    read = read_table(table(), "LG")
    assert people(read)["D006"] == "（合成）代表6"
    assert "（合成）代表" not in "".join(x.change.model_dump_json() for x in read.told)
    assert "（合成）代表" not in longgang().model_dump_json()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"类别": "鬼"}, "类别"),
        ({"任期起": "去年"}, "since"),
        ({"编号": "张三"}, "ref"),
        ({"专业": "wizard"}, "没有专业"),
        ({"任期止": "2020-01-01"}, "任期止日应晚于起日"),
        ({"种类": "议政代表"}, "议政代表只在街道"),
    ],
)
def test_a_wrong_row_is_left_out_with_its_reason_and_the_others_stand(wrong, why):
    bad = {**deputy("D500", 500), **wrong}
    read = sift(read_table(table([*rows(), bad]), "LG"), None, given())
    (left,) = read.left
    assert why in left.reason
    assert left.row == f"line {len(rows()) + 2}"
    assert len(read.told) == len(rows())


def test_a_seat_of_somebody_unknown_is_left_out():
    bad = row("任职", "D999", 机构="g01", 职务="成员")
    (left,) = sift(read_table(table([*rows(), bad]), "LG"), None, given()).left
    assert "在任的代表" in left.reason


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe", "类别,编号\n".encode()])
def test_what_is_no_such_table_is_refused(content):
    with pytest.raises(NotAList):
        read_table(content, "LG")
