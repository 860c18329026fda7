"""Whatever the question: no conflict, one group with one leader each, no criterion given up for a
later one. Small questions are compared with every answer that there is."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.matching.criteria import clash, fit, nearness, reasons
from domain.matching.judging import CannotBeStaffed, faults, seats, totals
from domain.matching.problem import Candidate, Item, Problem
from matching.solve import solve
from tests.support.matching import COUNTY, PLACES, every_answer, large, questions

SMALL = settings(max_examples=60, deadline=None)


@SMALL
@given(questions())
def test_no_answer_that_there_is_would_be_better(problem: Problem) -> None:
    known = every_answer(problem)
    try:
        answer = solve(problem)
    except CannotBeStaffed:
        assert known == []
        return
    assert faults(problem, answer) == []
    assert totals(problem, answer) == max(known)


@SMALL
@given(questions(people=12, items=5), st.randoms(use_true_random=False))
def test_every_rule_is_kept_and_the_order_of_the_question_does_not_matter(problem, chance) -> None:
    people, items = list(problem.candidates), list(problem.items)
    chance.shuffle(people)
    chance.shuffle(items)
    told = problem.model_dump() | {"candidates": people, "items": items}
    try:
        answer = solve(problem)
    except CannotBeStaffed:
        with pytest.raises(CannotBeStaffed):
            solve(Problem(**told))
        return
    by_ref = {x.ref: x for x in people}
    for item in items:
        members = answer.members[item.project]
        assert problem.least <= len(members) <= problem.most
        assert members.count(answer.leaders[item.project]) == 1
        assert not any(clash(by_ref[x], item) for x in members)
    assert solve(Problem(**told)) == answer


@SMALL
@given(st.integers(1, 20), st.integers(1, 6), st.integers(1, 4))
def test_where_nothing_else_decides_loads_and_sizes_are_at_most_one_apart(
    people: int, items: int, least: int
) -> None:
    problem = Problem(
        region=COUNTY,
        candidates=tuple(Candidate(ref=f"D{n:02}") for n in range(people)),
        items=tuple(Item(project=f"P{n}", name="同样的项目") for n in range(items)),
        least=least,
        most=least + 3,
        most_items=items,
    )
    if people < least:
        with pytest.raises(CannotBeStaffed):
            solve(problem)
        return
    answer = solve(problem)
    load = Counter({x.ref: 0 for x in problem.candidates})
    load.update(x for members in answer.members.values() for x in members)
    assert sum(load.values()) == min(seats(problem), people * items)
    assert max(load.values()) - min(load.values()) <= 1
    sizes = [len(x) for x in answer.members.values()]
    assert max(sizes) - min(sizes) <= 1


def test_profession_is_never_given_up_for_a_neighbour() -> None:
    near = Candidate(ref="A", work_places=(PLACES[0],), home_places=(PLACES[0],))
    skilled = Candidate(ref="B", professions=("electrical",), work_places=("别省/别市/别县",))
    item = Item(project="P", name="线路改造", needs=(("electrical", "线路改造"),), site=PLACES[0])
    problem = Problem(region=COUNTY, candidates=(near, skilled), items=(item,))
    assert solve(problem).members == {"P": ("B",)}
    turned = problem.model_copy(update={"criteria": ("proximity", "profession", "even_load")})
    assert solve(turned).members == {"P": ("A",)}


def test_among_equals_the_first_reference_is_taken() -> None:
    some = tuple(Candidate(ref=f"D{n}") for n in range(4))
    problem = Problem(region=COUNTY, candidates=some, items=(Item(project="P", name="项目"),))
    answer = solve(problem)
    assert (answer.members, answer.leaders) == ({"P": ("D0",)}, {"P": "D0"})


def test_nobody_leads_twice_while_another_member_could() -> None:
    some = tuple(Candidate(ref=f"D{n}") for n in range(3))
    items = tuple(Item(project=f"P{n}", name="项目") for n in range(3))
    problem = Problem(region=COUNTY, candidates=some, items=items, least=2, most=3, most_items=3)
    assert sorted(solve(problem).leaders.values()) == ["D0", "D1", "D2"]


def test_what_cannot_be_staffed_is_named_with_its_reason() -> None:
    some = tuple(Candidate(ref=f"D{n}", interests=("县水利局",)) for n in range(5))
    items = (
        Item(project="P1", name="农村供水", parties=("县水利局",)),
        Item(project="P2", name="健身步道"),
    )
    with pytest.raises(CannotBeStaffed, match=r"P1（农村供水）.*5 名人选中 5 名应回避"):
        solve(Problem(region=COUNTY, candidates=some, items=items))
    alike = (items[1], Item(project="P3", name="口袋公园"))
    with pytest.raises(CannotBeStaffed, match="共需 6 人次，5 名人选每名最多 1 项"):
        solve(Problem(region=COUNTY, candidates=some, items=alike, least=3, most=3))


def test_two_projects_that_fight_for_the_same_people_are_told_so() -> None:
    bound = tuple(Candidate(ref=f"D{n}", interests=("甲局", "乙局")) for n in range(4))
    free = (Candidate(ref="E1"), Candidate(ref="E2"))
    items = tuple(
        Item(project=f"P{n}", name="项目", parties=(x,)) for n, x in enumerate(("甲局", "乙局"))
    )
    with pytest.raises(CannotBeStaffed, match=r"与其他项目合计.*只能配到 0 名"):
        solve(Problem(region=COUNTY, candidates=(*bound, *free), items=items, least=2, most=2))


def test_a_congress_of_three_hundred_and_twenty_projects() -> None:
    problem = large(300, 20)
    answer = solve(problem)
    assert faults(problem, answer) == []
    assert sum(map(len, answer.members.values())) == 240
    by_ref = {x.ref: x for x in problem.candidates}
    fits = sum(
        fit(by_ref[x], item).points for item in problem.items for x in answer.members[item.project]
    )
    assert fits == totals(problem, answer)[1] > 150


@pytest.mark.parametrize(
    ("home", "points", "words"),
    [
        (PLACES[0], 3, "同村（社区）：居住地在一村"),
        (PLACES[1], 2, "同镇（街道）：居住地在东镇"),
        (PLACES[2], 1, "同县（市、区）：居住地在某县"),
        ("某省/某市/别县/东镇/一村", 0, ""),
    ],
)
def test_nearness_is_told_by_what_two_places_share(home: str, points: int, words: str) -> None:
    who = Candidate(ref="D", home_places=(home,), work_places=("别省",))
    item = Item(project="P", name="项目", site=PLACES[0])
    assert nearness(who, item, COUNTY) == (points, words)


def test_a_pair_carries_its_reasons_in_words() -> None:
    item = Item(project="P", name="线路改造", needs=(("electrical", "线路改造"),), site=PLACES[0])
    problem = Problem(region=COUNTY, candidates=(), items=(item,))
    both = Candidate(ref="A", professions=("electrical",), work_places=(PLACES[0],))
    assert reasons(both, item, problem) == (
        "专业相关：电气工程 ↔ 线路改造",
        "同村（社区）：工作地在一村",
    )
    assert reasons(Candidate(ref="B"), item, problem) == ("负荷均衡",)
