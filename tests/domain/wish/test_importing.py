"""Lists from somebody else's books: every row is taken or sent back with its column and reason."""

import hashlib
from datetime import date
from typing import Any

import pytest

from domain.lists.table import NotAList
from domain.wish.channels import Channel
from domain.wish.importing import About, WishList, contact_of, read_wishes

ABOUT = About(
    collection="ZZ23",
    region="河南省/平顶山市/宝丰县/赵庄镇",
    opens=date(2023, 2, 10),
    last=date(2023, 2, 28),
    channel=Channel.HOTLINE,
    today=date(2023, 2, 20),
    number=lambda told: "ZZ23-" + hashlib.sha256(told.encode()).hexdigest()[:12],
)
HEAD = ["工单号", "来电时间", "诉求内容", "来电人", "联系电话"]
ROW = ["RX1", "2023-02-12 08:30", "村东头的桥塌了一半，请修好", "王女士", "0375-6512345"]


def read(*rows: list[str], head: list[str] = HEAD, **about: Any) -> WishList:
    return read_wishes(enumerate([head, *rows], 1), ABOUT._replace(**about))


def test_a_row_becomes_a_wish_that_keeps_its_source_and_no_name() -> None:
    (line,) = read(ROW).lines
    source = line.wish.source
    assert (source.channel, source.on, source.record) == (
        Channel.HOTLINE,
        date(2023, 2, 12),
        "RX1",
    )
    assert contact_of(line) == ("王女士", "0375-6512345")
    assert "王女士" not in line.wish.model_dump_json()


def test_the_same_row_has_the_same_number_wherever_it_stands() -> None:
    first, second = read(ROW), read(["RX9", *ROW[1:]], ROW)
    assert first.lines[0].wish.id == second.lines[1].wish.id
    assert first.lines[0].wish.id != second.lines[0].wish.id
    no_number = ["", *ROW[1:]]
    assert read(no_number).lines[0].wish.id == read(no_number).lines[0].wish.id


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2023-2-12", 12),
        ("2023/02/12", 12),
        ("2023.2.12", 12),
        ("2023年2月12日 8时", 12),
        ("2023-02-20", 20),
    ],
)
def test_days_are_read_as_offices_write_them(cell: str, day: int) -> None:
    (line,) = read(["RX1", cell, *ROW[2:]]).lines
    assert line.wish.source.on == date(2023, 2, day)


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({1: "昨天"}, "日期", "请写成"),
        ({1: "2023-02-30"}, "日期", "没有“2023-02-30”这一天"),
        ({1: "2023-02-21"}, "日期", "还没有到"),
        ({1: "2023-02-09"}, "日期", "列入下一次征集"),
        ({2: ""}, "建议内容", "现有0字"),
        ({2: "修" * 2001}, "建议内容", "现有2001字"),
        ({0: "13800138000"}, "编号", "个人号码"),
    ],
)
def test_a_row_that_is_wrong_says_where_and_why(
    changed: dict[int, str], column: str, reason: str
) -> None:
    row = [changed.get(n, x) for n, x in enumerate(ROW)]
    found = read(row)
    assert found.lines == ()
    (told,) = found.rejected
    assert (told.row, told.column) == (2, column)
    assert reason in told.reason


def test_a_column_may_name_the_channel() -> None:
    head = [*HEAD, "渠道"]
    letter, unknown = [*ROW, "来信来访"], ["RX2", *ROW[1:], "飞鸽传书"]
    found = read(letter, unknown, head=head)
    assert found.lines[0].wish.source.channel is Channel.POST
    assert "可写：" in found.rejected[0].reason


def test_numbers_that_point_to_a_person_are_taken_out_of_the_text() -> None:
    (line,) = read([*ROW[:2], "修桥，联系13800138000", "", ""]).lines
    assert (line.wish.text, line.cleared) == ("修桥，联系〔已隐去〕", True)


@pytest.mark.parametrize("head", [["编号", "内容"], ["日期"], ["内容", "诉求内容", "日期"]])
def test_what_is_no_such_list_is_refused_with_the_words_to_add(head: list[str]) -> None:
    with pytest.raises(NotAList):
        read(ROW, head=head)


def test_empty_rows_and_unknown_columns_are_told_apart() -> None:
    found = read(["", "", "", "", ""], [*ROW, "甲"], head=[*HEAD, "处理人"])
    assert (len(found.lines), found.rejected, found.unread) == (1, (), ("处理人",))
