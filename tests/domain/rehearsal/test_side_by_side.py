"""Given one vote, when every place plays its year, then the steps of §2 stand side by side."""

from datetime import date

import pytest

from domain.regimes.when import Trigger
from domain.rehearsal.side_by_side import Cell, SideBySide, by_place, side_by_side
from domain.rehearsal.steps import OTHER, STEPS, TRIGGER_ZH

VOTE, SESSION, MEETING = date(2023, 3, 31), date(2024, 3, 20), date(2023, 9, 26)


@pytest.fixture(scope="module")
def compared() -> SideBySide:
    return side_by_side(VOTE, SESSION)


def cells(found: SideBySide, step: str, place: str) -> dict[str, Cell]:
    (row,) = [x for x in found.steps if x.step == step]
    return {x.duty: x for x in row.cells[place]}


def test_the_five_places_stand_beside_each_other(compared: SideBySide) -> None:
    assert set(compared.places) == {"baofeng", "duji", "gaogang", "longgang", "shangluo"}
    assert [x.tier for x in compared.places["shangluo"]] == ["county", "street", "township"]
    assert all(set(x.cells) == set(compared.places) for x in compared.steps)


def test_the_same_period_means_something_else_in_each_place(compared: SideBySide) -> None:
    """rulebook §2: monthly is an inspection here, a contact there, nothing elsewhere."""
    monthly = {x: set(cells(compared, "monthly", x)) - {"monthly_progress"} for x in by_place()}
    assert monthly == {
        "baofeng": set(),
        "duji": set(),
        "gaogang": {"monthly_inspection"},
        "longgang": {"monthly_contact"},
        "shangluo": set(),
    }
    assert "quarterly_meeting" in cells(compared, "quarterly", "baofeng")
    assert len(cells(compared, "monthly", "longgang")["monthly_contact"].due) == 12
    assert cells(compared, "look_back", "gaogang") == {}


def test_what_is_stated_and_what_is_our_default_are_told_apart(compared: SideBySide) -> None:
    stated = cells(compared, "work_plan", "baofeng")["work_plan"]
    ours = cells(compared, "work_plan", "duji")["work_plan"]
    assert (stated.due, stated.default) == ((date(2023, 5, 4),), False)
    assert (ours.due, ours.default) == ((date(2023, 5, 4),), True)
    assert ours.ours


def test_what_waits_for_a_meeting_or_a_fact_says_so(compared: SideBySide) -> None:
    waiting = cells(compared, "mid_year", "gaogang")["special_report_draft"]
    assert (waiting.due, waiting.waits) == ((), "待召集：三季度常委会会议前20 日")
    assert cells(compared, "slow_project", "gaogang")["consultation"].waits == "红灯后15 个工作日"
    met = side_by_side(VOTE, SESSION, MEETING)
    assert cells(met, "mid_year", "gaogang")["special_report_draft"].due == (date(2023, 9, 6),)
    assert cells(met, "mid_year", "baofeng")["mid_year_report"].due == (date(2023, 7, 31),)


def test_every_line_stands_at_one_step(compared: SideBySide) -> None:
    lines = [x for step in STEPS for x in step.lines]
    assert len(lines) == len(set(lines))
    for place, regimes in compared.places.items():
        shown = [(y.regime, y.duty) for x in compared.steps for y in x.cells[place]]
        assert sorted(shown) == sorted((x.ref, y.name) for x in regimes for y in x.lines)
    assert OTHER.lines == ()


def test_every_fact_has_its_words() -> None:
    assert set(TRIGGER_ZH) == set(Trigger)
