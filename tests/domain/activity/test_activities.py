"""S002's and S004's counts as leaves: each with its mark, and a sum that says no more than they."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.activity.figures import Figure, add_up
from domain.activity.kinds import RULES, ActivityKind, FigureName
from domain.activity.messages import AnnulActivity, CorrectActivity, RecordActivity, Told
from domain.calendar import start_of
from domain.given import Actor
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours
from domain.register.catalogue import acts
from tests.support.activities import (
    GROUP_OUTPUT,
    SIX_ENTRIES,
    TAKING_PART,
    TRAINING,
    figures,
    told,
)
from tests.support.registers import OFFICE, TOWN
from tests.support.year import Year


def test_twelve_eight_and_fourteen_person_times() -> None:
    sat = {x.kind: add_up(FigureName.PERSON_TIMES, [x.figures]) for x in TAKING_PART}
    assert {kind: x.value for kind, x in sat.items()} == {
        ActivityKind.SIT_IN: 12,
        ActivityKind.HEARING: 8,
        ActivityKind.INSPECTION: 14,
    }
    whole = add_up(FigureName.PERSON_TIMES, [x.figures for x in TAKING_PART])
    assert (whole.value, whole.zh, whole.leaves) == (34, "34", 3)


def test_fifteen_groups_twenty_and_more_studies_nine_reports() -> None:
    said = [x.figures for x in GROUP_OUTPUT]
    assert [add_up(x, said).zh for x in (FigureName.GROUPS, FigureName.TIMES)] == ["15", "20余"]
    assert add_up(FigureName.REPORTS, said).zh == "9"
    assert add_up(FigureName.DEEDS, said).zh == "未知"


def test_the_six_entries_brought_forty_and_more_opinions_and_twenty_two_good_deeds() -> None:
    counted = SIX_ENTRIES.counted()
    assert [add_up(x, [counted]).zh for x in (FigureName.OPINIONS, FigureName.DEEDS)] == [
        *("40余", "22")
    ]
    assert add_up(FigureName.GROUPS, [counted]).value == 3


def test_four_courses_two_hundred_and_ninety_one_person_times() -> None:
    assert add_up(FigureName.TIMES, [TRAINING.figures]).zh == "4"
    assert add_up(FigureName.PERSON_TIMES, [TRAINING.figures]).zh == "291"


FIGURES = st.lists(
    st.one_of(
        st.just(()),
        st.builds(
            lambda value, mark: (Figure(what=FigureName.TIMES, value=value, mark=mark),),
            st.integers(0, 1000),
            st.sampled_from(["eq", "ge", "approx"]),
        ),
    ),
    max_size=20,
)


@settings(max_examples=40)
@given(FIGURES, FIGURES)
def test_a_sum_of_sums_is_the_sum_and_is_never_more_certain(one: Any, other: Any) -> None:
    whole = add_up(FigureName.TIMES, [*one, *other])
    parts = [add_up(FigureName.TIMES, x) for x in (one, other)]
    assert whole.value == sum(x.value for x in parts)
    assert whole.leaves == sum(x.leaves for x in parts)
    assert whole.unknown == sum(x.unknown for x in parts)
    order = ("eq", "ge", "approx")
    assert order.index(whole.mark) == max(order.index(x.mark) for x in parts)


def test_every_act_of_an_activity_stands_in_the_register() -> None:
    assert {x.act for x in RULES.values()} - {None} <= set(acts())
    assert set(RULES) == set(ActivityKind)


def activity(one: Told, by: Actor = OFFICE, on: date = date(2023, 9, 22)) -> Year:
    year = Year("activity:A1", "duji")
    year.ask(start_of(on), RecordActivity(id="A1", region=TOWN, told=one), by)
    return year


def test_an_activity_is_told_once_corrected_with_a_reason_and_annulled() -> None:
    year = activity(told(deputies=("D01", "D02")))
    day = start_of(date(2023, 9, 23))
    same = RecordActivity(id="A1", region=TOWN, told=year.state.told)
    assert list(year.ask(day, same, OFFICE)) == []
    with pytest.raises(AlreadyThere):
        year.ask(day, same.model_copy(update={"told": told(deputies=("D03",))}), OFFICE)
    year.ask(day, CorrectActivity(told=told(deputies=("D01",)), because="D02 未到"), OFFICE)
    assert year.state.told.deputies == ("D01",)
    year.ask(day, AnnulActivity(because="重复登记"), OFFICE)
    assert year.state.annulled
    with pytest.raises(Contradicted):
        year.ask(day, CorrectActivity(told=told(), because="x"), OFFICE)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(Malformed):
        activity(told(on=date(2023, 10, 1)))
    with pytest.raises(NotYours):
        activity(told(), by=Actor("u", "unit:区住建局", TOWN))
    for wrong in (
        {"deputies": ("D01", "D01")},
        {"deputies": ("D01", "D02"), "figures": figures(person_times=1)},
        {"until": date(2023, 1, 1)},
    ):
        with pytest.raises(ValidationError):
            told(**wrong)
