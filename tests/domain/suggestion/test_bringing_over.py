"""Suggestions out of another record: what was closed stays so, what is open owes what it owes."""

from datetime import date

import pytest

from domain.refusals import AlreadyThere, Malformed, NotYours, Refused
from domain.suggestion.messages import AddCoHandler, BringOver
from domain.suggestion.state import Life
from domain.suggestion.table import Read, read_table
from tests.support.suggestions import OFFICE, REGION, UNIT, Handling
from tests.support.year import Year

TODAY = date(2023, 9, 22)
HEAD = (
    "编号,标题,内容,代表,附议代表,提出日期,会议,主办单位,协办单位,交办日期,办前联系,办中沟通,"
    "办结答复,答复类别,办后回访,代表评价,销号日期,撤回日期,合成"
)
CLOSED = (
    "SYN-1,（合成）修路,修路。,SYN-D1,SYN-D2,2023-03-01,,（合成）交通局,,2023-03-03,"
    "2023-03-06,2023-03-10,2023-03-20,A,2023-03-25,满意,2023-03-30,,是"
)
IN_HAND = (
    "SYN-2,（合成）路灯,路灯。,SYN-D1,,2023-09-01,,（合成）城管局,（合成）供电所,2023-09-04,"
    "2023-09-06,,,,,,,,是"
)


def read(*rows: str) -> Read:
    content = "\n".join((HEAD, *rows)).encode()
    return read_table(content, REGION, "duji@1", "（合成）清单")


def told(row: str) -> BringOver:
    found = read(row)
    assert found.left == ()
    return found.told[0]


def brought(row: str) -> Handling:
    command = told(row)
    one = Handling(Year(f"suggestion:{command.id}", "duji@1"))
    one.ask(TODAY, command, OFFICE)
    return one


def test_a_closed_one_is_one_fact_and_owes_nothing() -> None:
    one = brought(CLOSED)
    assert len(one.year.told) == 1
    state = one.state
    assert (state.life, state.closed, state.closed_on) == (
        Life.STRUCK_OFF,
        True,
        date(2023, 3, 30),
    )
    assert (state.verdict, state.kind, state.seconders) == ("satisfied", "A", ("SYN-D2",))
    assert one.ask(TODAY, told(CLOSED), OFFICE) == []
    with pytest.raises(AlreadyThere):
        one.ask(TODAY, told(CLOSED.replace("修路。", "另一件")), OFFICE)


def test_one_in_hand_owes_its_reply_from_its_assignment() -> None:
    one = brought(IN_HAND)
    assert one.due("suggestion_reply") == date(2023, 12, 4)
    assert one.due("suggestion_opinion") == date(2023, 11, 6)
    assert (one.state.life, one.state.lead) == (Life.ASSIGNED, "（合成）城管局")


def test_nobody_is_late_by_what_is_put_on_record_today() -> None:
    one = brought(IN_HAND.replace("2023-09-0", "2023-05-0"))
    assert one.due("suggestion_reply") == date(2023, 9, 27)
    assert "suggestion_opinion" not in one.state.duties


def test_only_the_office_brings_over() -> None:
    one = Handling(Year("suggestion:SYN-1", "duji@1"))
    with pytest.raises(NotYours):
        one.ask(TODAY, told(CLOSED), UNIT)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2023-03-10", "2023-03-05", "早于"),
        ("2023-03-10", "", "办中沟通"),
        ("2023-03-25", "", "办后回访"),
        ("2023-03-30", "2023-10-30", "还没有到"),
        ("2023-03-20", "", "没有办结答复"),
        (",A,", ",D,", "没有 D 类"),
        ("（合成）交通局", "", "同时填写"),
        ("2023-03-30,,", "2023-03-30,2023-04-01,", "只能填一个"),
    ],
)
def test_a_way_that_cannot_be_is_refused(old: str, new: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        brought(CLOSED.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2023-03-01", "2023/3/1", "提出日期"),
        (",A,", ",E,", "答复类别"),
        ("满意", "很满意", "代表评价"),
        ("SYN-1", "", "编号"),
        ("SYN-D1", "张 三", "代表"),
    ],
)
def test_a_cell_that_cannot_be_read_is_left_out_with_its_reason(old, new, says) -> None:
    found = read(CLOSED.replace(old, new, 1), IN_HAND)
    assert len(found.told) == 1
    assert says in found.left[0].reason


def test_a_number_stands_once_and_a_table_has_its_columns() -> None:
    found = read(CLOSED, CLOSED)
    assert "与前面一行相同" in found.left[0].reason
    with pytest.raises(Malformed, match="首行缺少列"):
        read_table("编号,标题\n1,2".encode(), REGION, "duji@1", "清单")


def test_a_co_handler_added_later_has_a_duty_of_its_own() -> None:
    one = brought(IN_HAND)
    one.ask(TODAY, AddCoHandler(unit="（合成）区水务局"), OFFICE)
    assert one.state.duties["suggestion_opinion"].obligor == "unit:（合成）供电所"
    assert one.state.duties["suggestion_opinion/2"].obligor == "unit:（合成）区水务局"
