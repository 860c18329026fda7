"""S8 (S002): what a deputy did becomes points, points a grade, grades a recommendation."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.refusals import Malformed
from domain.regimes.sections_register import Scoring
from domain.register.catalogue import acts, catalogue
from domain.register.facts import Fact
from domain.register.scoring import Adjustment, Year, band_of, reason_zh, recommended, score
from tests.support.registers import ADVICE, ATTENDED, SERVICE, done, fact, full_attendance, scoring

FACTS = st.builds(
    fact,
    st.sampled_from(sorted(acts())),
    presence=st.sampled_from(["present", "excused", "absent"]),
    count=st.integers(1, 20),
    source=st.integers(1, 99).map("activity:{}#1".format),
)


def total(*facts: Fact) -> Decimal:
    return score(scoring(), facts).total


def grade(points: Decimal | int) -> tuple[str, str]:
    band = band_of(scoring(), Decimal(points))
    return band.code, band.zh


def test_the_book_has_thirteen_forms_and_says_which_the_source_names() -> None:
    assert len(catalogue().form) == 13
    named = [x.zh for x in catalogue().form if x.origin == "S002"]
    assert named == ["出席人民代表大会会议情况", "走访接待人民群众情况", "向选民述职情况"]
    assert {x.origin for x in catalogue().form} == {"S002", "ours"}


def test_five_classes_twenty_one_items_two_to_ten_points_each() -> None:
    assert (len(scoring().categories), len(scoring().items)) == (5, 21)
    assert {x.points for x in scoring().items} <= set(range(2, 11))
    assert {x for item in scoring().items for x in item.acts} == set(acts())


def test_full_attendance_is_fair_advice_makes_it_good_solved_problems_excellent() -> None:
    attended = full_attendance()
    assert total(*attended) == 60
    assert grade(total(*attended)) == ("fair", "一般")
    advised = (*attended, *done(ADVICE))
    assert total(*advised) == 75
    assert grade(total(*advised)) == ("good", "好")
    served = (*advised, *done(SERVICE))
    assert total(*served) == 90
    assert grade(total(*served)) == ("excellent", "优秀")
    assert total(*served, fact("oral_report")) == 98


@pytest.mark.parametrize(
    ("points", "code"),
    [
        *((0, "below"), (59, "below"), (60, "fair"), (74, "fair")),
        *((75, "good"), (89, "good"), (90, "excellent"), (100, "excellent")),
    ],
)
def test_the_bands_of_s8(points: int, code: str) -> None:
    assert grade(points)[0] == code


def test_below_sixty_has_our_name_and_says_so() -> None:
    assert grade(59) == ("below", "不合格")
    assert any("不合格" in x for x in scoring().ours)


def test_fifty_nine_seventy_four_and_eighty_nine_follow_from_what_was_done() -> None:
    missed = full_attendance("group_activity")  # four of five: one point of five
    assert total(*missed) == 59
    once = {**ADVICE, "article": 1}
    assert total(*full_attendance(), *done(once)) == 74
    three = {**SERVICE, "opinion": 3}
    assert total(*full_attendance(), *done(ADVICE), *done(three)) == 89


def test_an_oral_report_weighs_four_written_ones() -> None:
    assert total(fact("oral_report")) == 4 * total(fact("written_report")) == 8
    assert total(fact("oral_report", count=3)) == 8


def changed(oral: int, written: int) -> Scoring:
    said = scoring().model_dump(by_alias=True)
    for item in said["category"][-1]["item"]:
        item["points"] = oral if item["code"] == "oral_report" else written
    return Scoring.model_validate(said)


def test_eight_and_two_are_the_only_whole_points_that_fit() -> None:
    possible = []
    for oral, written in product(range(1, 13), repeat=2):
        try:
            changed(oral, written)
        except ValidationError:
            continue
        possible.append((oral, written))
    assert possible == [(8, 2)]


def test_nothing_recorded_brings_nothing_and_the_sheet_says_why() -> None:
    sheet = score(scoring(), ())
    assert sheet.total == 0
    items = {x.code: x for x in scoring().items}
    assert {reason_zh(items[x.item], x) for x in sheet.lines} == {"没有记录，不得分"}


def test_people_adjust_with_a_reason_and_within_the_items_points() -> None:
    given = Adjustment(item="law_check", points=Decimal(4), because="本年没有组织执法检查")
    sheet = score(scoring(), full_attendance(), [given])
    line = next(x for x in sheet.lines if x.item == "law_check")
    assert line.points == line.computed == 4
    nothing = score(scoring(), (), [given])
    assert nothing.total == 4
    line = next(x for x in nothing.lines if x.item == "law_check")
    item = next(x for x in scoring().items if x.code == "law_check")
    assert reason_zh(item, line) == "评定时由0分改为4分：本年没有组织执法检查"
    for item_code, points in (("law_check", 5), ("tea", 1)):
        wrong = Adjustment(item=item_code, points=Decimal(points), because="x")
        with pytest.raises(Malformed):
            score(scoring(), (), [wrong])
    with pytest.raises(Malformed, match="两次"):
        score(scoring(), (), [given, given])


def test_what_the_system_knows_is_not_counted_again_from_a_hand_entry() -> None:
    known = fact("research_report", source="activity:R1#1")
    by_hand = fact("research_report", source="entry:1")
    assert score(scoring(), (known, by_hand)) == score(scoring(), (known,))
    article = fact("article", source="entry:2")
    assert total(known, article) == 5


def test_excellent_twice_in_one_term_is_recommended_once_in_each_of_two_is_not() -> None:
    def year(number: int, term: int, grade: str = "excellent") -> Year:
        return Year.model_validate({"year": number, "term": term, "grade": grade})

    assert recommended(scoring(), [year(2022, 11), year(2023, 11)]) == {11}
    assert recommended(scoring(), [year(2021, 10), year(2022, 11)]) == frozenset()
    assert recommended(scoring(), [year(2022, 11), year(2022, 11)]) == frozenset()
    assert recommended(scoring(), [year(2022, 11), year(2023, 11, "good")]) == frozenset()
    years = [year(2020, 10), year(2021, 10), year(2022, 11)]
    assert recommended(scoring(), years) == {10}


@settings(max_examples=40)
@given(st.lists(FACTS, max_size=25), st.randoms())
def test_the_order_of_the_facts_is_nothing_and_the_sheet_adds_up(facts: list[Fact], any_) -> None:
    sheet = score(scoring(), tuple(facts))
    mixed = list(facts)
    any_.shuffle(mixed)
    assert score(scoring(), tuple(mixed)).total == sheet.total
    assert sheet.total == sum(x.points for x in sheet.lines)
    assert sheet.total == sum(sheet.of_category(x) for x in scoring().categories)
    assert all(0 <= x.points <= x.of for x in sheet.lines)
    assert 0 <= sheet.total <= 100


@settings(max_examples=40)
@given(st.lists(FACTS, max_size=25), st.sampled_from(sorted(set(acts()) - set(ATTENDED))))
def test_doing_one_thing_more_never_costs_a_point(facts: list[Fact], act: str) -> None:
    before = score(scoring(), tuple(facts))
    after = score(scoring(), (*facts, fact(act, source="activity:new#1")))
    assert after.total >= before.total
    floors = [x.at_least for x in scoring().bands]
    assert band_of(scoring(), after.total).at_least >= band_of(scoring(), before.total).at_least
    assert floors == sorted(floors)


@settings(max_examples=40)
@given(st.lists(FACTS, max_size=25), st.sampled_from(ATTENDED))
def test_attending_once_more_never_costs_a_point_and_missing_never_brings_one(
    facts: list[Fact], act: str
) -> None:
    before = total(*facts)
    assert total(*facts, fact(act, source="activity:new#1")) >= before
    missed = fact(act, source="activity:new#1", presence="absent")
    assert total(*facts, missed) <= before
