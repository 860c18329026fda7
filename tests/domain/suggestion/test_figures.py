"""Rates are recomputed from leaves, each beside what it is a share of; nothing gets lost."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.agenda import next_in
from domain.duty_commands import KeepMoment
from domain.refusals import Malformed, Refused
from domain.regimes import named
from domain.suggestion.figures import Figures, figures
from domain.suggestion.messages import (
    AssessHandling,
    AssignSuggestion,
    DeclareDifficult,
    ReturnSuggestion,
    StrikeOff,
    WithdrawSuggestion,
)
from domain.suggestion.monthly import coverage, months
from domain.suggestion.state import Life
from tests.support.suggestions import (
    COMMUNICATE,
    CONTACT,
    DEPUTY,
    LEAD,
    OFFICE,
    RETURN_VISIT,
    SUBMITTED,
    UNIT,
    Handling,
    handed_in,
    judging,
    replying,
    stage,
)

MOVES: dict[str, Any] = {
    "assign": lambda _: (AssignSuggestion(lead=LEAD, reason="仍由其办理"), OFFICE),
    "return": lambda _: (ReturnSuggestion(reason="不属本单位。"), UNIT),
    "difficult": lambda _: (DeclareDifficult(reason="涉及征迁。"), UNIT),
    "contact": lambda on: (stage(CONTACT, on), UNIT),
    "communicate": lambda on: (stage(COMMUNICATE, on), UNIT),
    "reply": lambda _: (replying(), UNIT),
    "satisfied": lambda _: (judging(), DEPUTY),
    "dissatisfied": lambda _: (judging("dissatisfied"), DEPUTY),
    "assess": lambda _: (AssessHandling(outcome="again", finding="再办。"), OFFICE),
    "visit": lambda on: (stage(RETURN_VISIT, on), UNIT),
    "strike": lambda _: (StrikeOff(), OFFICE),
    "withdraw": lambda _: (WithdrawSuggestion(reason="已解决。"), DEPUTY),
}
LONG = ("assign", "contact", "communicate", "reply", "satisfied", "visit", "strike")
HISTORY = st.lists(
    st.tuples(st.one_of(st.sampled_from(LONG), st.sampled_from(sorted(MOVES))), st.integers(0, 45)),
    max_size=14,
)


def lived(history: list[tuple[str, int]]) -> Handling:
    """What is refused is left out; the clock keeps each moment in its turn."""
    one, day = handed_in(), SUBMITTED
    for move, gap in history:
        day += timedelta(days=gap)
        one.year.live_until(day)
        try:
            one.ask(day, *MOVES[move](day))
        except Refused:
            continue
    return one


@settings(max_examples=60, deadline=None)
@given(histories=st.lists(HISTORY, max_size=6))
def test_collected_is_completed_and_in_hand_and_withdrawn(histories) -> None:
    states = [lived(x).state for x in histories]
    found = figures(states)
    assert found.balanced
    assert found.collected == len(states)
    assert found.completed == sum(x.life is Life.STRUCK_OFF for x in states)
    assert found.verdicts == sum(x.verdict is not None for x in states)


@settings(max_examples=60, deadline=None)
@given(history=HISTORY)
def test_no_clock_spins_and_the_last_one_ends(history) -> None:
    one = lived(history)
    for _ in range(40):
        if one.state.closed or (mark := next_in(one.state.duties)) is None:
            break
        assert one.ask(mark.at, KeepMoment())
    if one.state.closed:
        assert one.ask(date(2025, 1, 2), KeepMoment()) == []
        assert not [x for x in one.state.duties.values() if x.owed]


def test_a_completion_rate_is_no_satisfaction_rate() -> None:
    told = Figures(collected=6903, completed=6507, in_hand=396, satisfied=37)
    assert told.balanced
    assert told.completion().percent == Decimal("94.26")
    assert told.completion().zh == "94.26%（办结6507件 ÷ 收到6903件）"
    assert told.satisfaction().zh == "100.00%（满意37件 ÷ 代表已反馈37件）"
    one_more = told.model_copy(update={"completed": 6508, "in_hand": 395})
    assert one_more.completion().percent == Decimal("94.28")
    assert one_more.balanced
    assert Figures().satisfaction().zh == "无（满意0件 ÷ 代表已反馈0件）"
    assert not Figures(collected=2, completed=1).balanced


def test_one_a_month_is_asked_of_who_was_in_office_for_the_whole_of_it() -> None:
    section = named("duji").suggestions
    assert section is not None
    over = months(date(2022, 3, 1), date(2022, 6, 30))
    people = [
        ("DJ001", date(2021, 12, 1), None),
        ("DJ002", date(2022, 5, 10), None),
        ("DJ003", date(2021, 12, 1), date(2022, 5, 31)),
    ]
    handed = {("DJ001", "2022-04"): 2, ("DJ001", "2022-06"): 1, ("DJ002", "2022-05"): 1}
    found = {x.deputy: x for x in coverage(people, handed, over, section.monthly)}
    assert [(x.month, x.handed_in, x.asked, x.met) for x in found["DJ001"].months] == [
        ("2022-03", 0, 0, True),
        ("2022-04", 2, 1, True),
        ("2022-05", 0, 1, False),
        ("2022-06", 1, 1, True),
    ]
    assert {x: (y.met, y.asked) for x, y in found.items()} == {
        "DJ001": (2, 3),
        "DJ002": (0, 1),
        "DJ003": (0, 1),
    }
    assert all(x.asked == 0 for x in coverage(people, handed, over, None))


def test_no_more_months_are_asked_for_than_anybody_reads() -> None:
    assert len(months(date(2013, 1, 1), date(2023, 12, 31))) == 11 * 12
    with pytest.raises(Malformed, match="一次最多看10年"):
        months(date(1, 1, 1), date(9999, 12, 31))
