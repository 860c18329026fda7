"""One wish: taken in its days, by no person's name, merged and parted, always answered."""

from datetime import date

import pytest

from domain.given import Actor
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours
from domain.wish.messages import (
    AnswerWish,
    KeepApart,
    MergeWish,
    Outcome,
    PoolWish,
    UnmergeWish,
    UnpoolWish,
    WishUnmerged,
)
from domain.wish.personal import masked
from tests.support.wishes import DAY, SAID, Wishes, taking

ROAD, MUD, LAMP = "ZZ23-ROAD", "ZZ23-MUD", "ZZ23-LAMP"


@pytest.fixture
def wishes() -> Wishes:
    found = Wishes()
    found.take_all()
    return found


def test_a_wish_keeps_its_source(wishes: Wishes) -> None:
    state = wishes.states[ROAD]
    assert (state.source.channel, state.source.place) == ("reception", "赵庄镇代表联络站")
    assert wishes.ask(ROAD, taking(ROAD)) == [], "taken down twice it is one wish"
    with pytest.raises(AlreadyThere):
        wishes.ask(ROAD, taking(ROAD, "完全不同的建议"))


@pytest.mark.parametrize("day", [date(2023, 2, 9), date(2023, 3, 1)])
def test_outside_its_days_it_says_where_to_turn(day: date) -> None:
    late = taking(ROAD, on=day).model_copy(update={"last": min(day, date(2023, 2, 28))})
    wrong = late if day < DAY else taking(ROAD).model_copy(update={"last": date(2023, 2, 14)})
    with pytest.raises(Contradicted, match=r"代表联络站.*12345"):
        Wishes().ask(ROAD, wrong)


def test_what_is_still_to_come_was_not_said() -> None:
    with pytest.raises(Malformed, match="还没有到"):
        Wishes().ask(ROAD, taking(ROAD, on=date(2023, 2, 16)))


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "138-0013-8000",
        "+86 13800138000",
        "".join(chr(0xFF10 + int(x)) for x in "13800138000"),
        "0375-6512345",
        "410421199001011234",
        "41042119900101123X",
        "wang@example.com",
    ],
)
def test_numbers_that_point_to_a_person_are_not_taken(number: str) -> None:
    text = f"路灯坏了，联系我{number}，谢谢"
    with pytest.raises(Malformed, match="联系方式"):
        Wishes().ask(ROAD, taking(ROAD, text))
    assert number not in masked(text)
    assert masked(text) == "路灯坏了，联系我〔已隐去〕，谢谢"


@pytest.mark.parametrize(
    "text", ["拨打12345没有人接", "2023年投入1500000元", "5809户、62个小区", "G30高速3.5公里处"]
)
def test_other_numbers_are(text: str) -> None:
    assert masked(text) == text
    assert Wishes().ask(ROAD, taking(ROAD, text))


def test_a_merged_wish_joins_its_main_one_and_parts_again(wishes: Wishes) -> None:
    before = dict(wishes.states)
    wishes.merge(MUD, ROAD)
    assert (wishes.states[MUD].merged_into, wishes.states[ROAD].members) == (ROAD, (MUD,))
    assert wishes.merge(MUD, ROAD) == []
    wishes.unmerge(MUD)
    assert wishes.states == before


def test_merging_is_one_level_deep(wishes: Wishes) -> None:
    wishes.merge(MUD, ROAD)
    with pytest.raises(Contradicted, match="反过来"):
        wishes.merge(ROAD, LAMP)
    with pytest.raises(Contradicted, match=f"直接归并到 {ROAD}"):
        wishes.merge(LAMP, MUD)
    with pytest.raises(Contradicted, match="先取消归并"):
        wishes.merge(MUD, LAMP)
    with pytest.raises(Malformed):
        wishes.merge(LAMP, LAMP)


def test_what_somebody_told_apart_stays_apart(wishes: Wishes) -> None:
    wishes.ask(ROAD, KeepApart(other=LAMP))
    assert wishes.states[ROAD].apart == (LAMP,)
    assert wishes.ask(ROAD, KeepApart(other=LAMP)) == []


def test_it_is_answered_and_an_answer_may_be_corrected(wishes: Wishes) -> None:
    said = AnswerWish(outcome=Outcome.POOLED, text="已列入项目库“村东道路硬化”")
    assert wishes.ask(ROAD, said)
    assert wishes.ask(ROAD, said) == []
    wishes.ask(ROAD, AnswerWish(outcome=Outcome.DECLINED, text="已由交通局农村公路项目安排"))
    answer = wishes.states[ROAD].answer
    assert answer is not None
    assert (answer.number, answer.outcome) == (2, Outcome.DECLINED)
    with pytest.raises(Malformed):
        wishes.ask(ROAD, AnswerWish(outcome=Outcome.REFERRED, text="请致电13800138000"))


def test_an_item_takes_it_up_and_leaves_it(wishes: Wishes) -> None:
    wishes.ask(ROAD, PoolWish(item="P1"))
    assert wishes.ask(ROAD, PoolWish(item="P1")) == []
    wishes.ask(ROAD, PoolWish(item="P2"))
    wishes.ask(ROAD, UnpoolWish(item="P1"))
    assert wishes.states[ROAD].items == ("P2",)


def test_only_the_office_merges_and_answers(wishes: Wishes) -> None:
    group = Actor("group-1", "deputy_group:ZZ23-01")
    for command in (MergeWish(into=ROAD), AnswerWish(outcome=Outcome.POOLED, text="好")):
        with pytest.raises(NotYours):
            wishes.ask(MUD, command, by=group)
    assert set(wishes.states) == set(SAID)


def test_who_unmerges_says_of_which_and_is_refused_where_it_is_another_by_now(
    wishes: Wishes,
) -> None:
    wishes.merge(MUD, ROAD)
    with pytest.raises(Contradicted, match="刷新后再办"):
        wishes.ask(MUD, UnmergeWish(because="不是同一件事", main=LAMP))
    assert wishes.states[MUD].merged_into == ROAD
    (parted,) = wishes.ask(MUD, UnmergeWish(because="不是同一件事", main=ROAD))
    assert isinstance(parted, WishUnmerged)
    assert parted.was == ROAD
