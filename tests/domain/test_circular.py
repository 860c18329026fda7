"""A circular's rows: taken or named with a reason; a difference is shown, never mended."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from domain.calendar import start_of
from domain.circular.messages import (
    CircularNoted,
    CircularRead,
    NoteCircular,
    ReadCircular,
    Source,
)
from domain.circular.reading import MOST_ROWS, Claimed, Item, read_circular
from domain.given import Actor
from domain.lists.table import NotAList
from domain.periods import BadPeriod
from domain.processes import follow_ups
from domain.refusals import AlreadyThere, Malformed, NotYours, Unknown
from ledger.happened import happened_at
from tests.support.year import CARD, CLERK, GROUP, UNIT, open_programme, voted_project

HEAD = ["项目", "子项目", "计划进度", "实际进度", "灯", "备注", "期间"]
ITEMS = [
    Item(
        CARD.id,
        "1",
        CARD.name,
        {1: "农村老旧民房电气线路改造", 2: "智慧烟感安装"},
        (
            Claimed(1, "2023-M05", date(2023, 5, 31), Decimal(30), Decimal(30)),
            Claimed(1, "2023-M06", date(2023, 6, 30), Decimal(40), Decimal(45)),
            Claimed(1, "2023-M07", date(2023, 7, 31), Decimal(60), Decimal(60)),
        ),
    ),
    Item("LG23-02", "2", "居民住宅小区二次供水网络设施改造", {1: "二次供水网络设施改造"}),
]


def read(*rows, head=HEAD, items=ITEMS):
    records = [(n, list(x)) for n, x in enumerate((head, *rows), 1)]
    return read_circular(records, items, "2023-Q2")


def reasons(found):
    return [x.reason.split(" / ")[0] for x in found.rejected]


def test_a_row_is_found_by_id_number_or_exact_name():
    for project in (CARD.id, "1", "01", "第1项", CARD.name, f" {CARD.name} "):
        (row,) = read([project, "2", "50%", "\uff14\uff15", "黄灯", "", ""]).rows
        assert (row.project, row.subproject) == (CARD.id, 2)
        assert (row.planned, row.actual, row.light) == (50, 45, "yellow")
        assert row.period == "2023-Q2"


def test_a_difference_from_the_units_own_report_is_shown_beside_it():
    (row,) = read(["1", "1", "40", "38.5", "红", "推进慢", ""]).rows
    assert row.own is not None
    assert (row.own.period, row.own.claimed) == ("2023-M06", 45)
    assert (row.differs_by, row.contradicts) == (Decimal("-6.5"), True)
    same = read(["1", "1", "40", "45", "", "", ""]).rows[0]
    assert not same.contradicts
    nothing = read(["2", "", "40", "45", "", "", ""]).rows[0]
    assert (nothing.own, nothing.contradicts) == (None, False)
    whole = read(["1", "", "40", "45", "", "", ""]).rows[0]
    assert whole.own is None  # a sum of parts is nobody's claim


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["修一条路", "", "1", "1", "", "", ""], "清单中没有这个项目"),
        (["", "", "1", "1", "", "", ""], "没有写项目"),
        (["1", "9", "1", "1", "", "", ""], "没有这个子项目"),
        (["1", "", "1", "101", "", "", ""], "超出"),
        (["1", "", "-1", "1", "", "", ""], "不能为负数"),
        (["1", "", "1", "九成", "", "", ""], "不是数字"),
        (["1", "", "1", "", "", "", ""], "没有实际进度"),
        (["1", "", "1", "1", "紫", "", ""], "不认识"),
        (["1", "", "1", "1", "", "", "二季度"], "不是期间名称"),
        (["1", "", "1", "=1+1", "", "", ""], "公式"),
        (["1", "", "1", "1", "", "@SUM(A1)", ""], "公式"),
        (["1", "", "1", "1", "", "", "", "多"], "格子比表头多"),
        (["1", "", "1", "1", "", "a\u202eb", ""], "控制字符"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_reason(row, says):
    found = read(row, ["2", "", "1", "1", "", "", ""])
    assert [x.row for x in found.rejected] == ["第2行"]
    assert says in reasons(found)[0]
    assert len(found.rows) == 1


def test_the_same_item_and_period_twice_is_taken_once():
    row = ["1", "1", "40", "45", "", "", ""]
    found = read(row, row, [*row[:3], "44", "", "", ""], [*row[:6], "2023-Q1"])
    assert [x.row for x in found.rows] == ["第2行", "第5行"]
    assert reasons(found) == ["与第2行重复", "与第2行重复"]


def test_one_name_for_two_projects_is_no_name():
    twins = [x._replace(id=f"A-{n}", no=None, name="村道") for n, x in enumerate(ITEMS)]
    assert "多个" in reasons(read(["村道", "", "1", "1", "", "", ""], items=twins))[0]


def test_a_table_without_its_columns_or_too_long_is_no_circular():
    with pytest.raises(NotAList, match="实际进度"):
        read(["1", "2"], head=["项目", "计划进度"])
    with pytest.raises(NotAList, match="两次"):
        read(head=["项目", "项目名称", "实际进度"])
    with pytest.raises(NotAList, match="行"):
        read(*[["1", "1", "1", "1", "", "", ""]] * (MOST_ROWS + 1))
    with pytest.raises(BadPeriod):
        read_circular([], ITEMS, "二季度")


def test_a_title_above_the_header_is_passed_over():
    records = [(1, ["2023年二季度通报"]), (2, []), (3, HEAD), (4, ["1", "1", "40", "45"])]
    assert [x.row for x in read_circular(records, ITEMS, "2023-Q2").rows] == ["第4行"]


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["1", "2", CARD.id, CARD.name, "0", "50", "100%", "黄", "2023-Q2", "=A1"]),
    st.floats().map(str),
    st.integers(-(10**30), 10**30).map(str),
)


@settings(max_examples=300, deadline=None)
@drawn(st.lists(st.lists(CELL, max_size=9), max_size=12))
def test_whatever_stands_in_it_every_filled_row_is_taken_or_named(rows):
    found = read(*rows)
    filled = [f"第{n}行" for n, x in enumerate(rows, 2) if any(y.strip() for y in x)]
    assert sorted(x.row for x in (*found.rows, *found.rejected)) == sorted(filled)
    assert all(x.reason for x in found.rejected)


def source(**other):
    told = {
        "number": "DK2023-Q2",
        "name": "市督考办",
        "dated": date(2023, 7, 5),
        "period": "2023-Q2",
        "sha256": "b" * 64,
        "file": "通报.xlsx",
    }
    return Source.model_validate({**told, **other})


def command(**other):
    return ReadCircular(source=source(**other), rows=read(["1", "1", "40", "38", "", "", ""]).rows)


def test_a_circular_read_is_a_fact_of_its_day_and_each_project_is_told():
    year, at = open_programme("longgang"), start_of(date(2023, 7, 10))
    (event,) = year.ask(at, command(), CLERK)
    assert isinstance(event, CircularRead)
    assert happened_at(event, [event], at) == start_of(date(2023, 7, 5))
    assert year.ask(at, command(), CLERK) == []
    with pytest.raises(AlreadyThere):
        year.ask(at, command(name="别的机构"), CLERK)
    (owed,) = follow_ups(year.state, event)
    assert isinstance(owed.command, NoteCircular)
    project = voted_project("longgang")
    (noted,) = project.ask(at, owed.command)
    assert isinstance(noted, CircularNoted)
    assert project.ask(at, owed.command) == []
    with pytest.raises(NotYours):
        project.ask(at, owed.command, CLERK)


def test_units_and_groups_read_nothing_in_for_the_congress():
    for by in (UNIT, GROUP, Actor(ref="g", party="government")):
        with pytest.raises(NotYours):
            open_programme("longgang").ask(start_of(date(2023, 7, 10)), command(), by)


def test_a_circular_of_tomorrow_or_of_another_list_is_refused():
    with pytest.raises(Malformed):
        open_programme("longgang").ask(start_of(date(2023, 7, 4)), command(), CLERK)
    other = open_programme("longgang", projects=("LG24-01",))
    with pytest.raises(Unknown):
        other.ask(start_of(date(2023, 7, 10)), command(), CLERK)
