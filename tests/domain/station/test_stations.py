"""A station: enrolment, turns that go round, receptions, and an opinion until its answer."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.calendar import start_of
from domain.given import Actor
from domain.refusals import (
    AlreadyThere,
    Contradicted,
    DeputiesDoNotExecute,
    Malformed,
    NotYours,
    Unknown,
)
from domain.regimes.sections_stations import Rota
from domain.station.messages import (
    AmendStation,
    AnswerOpinion,
    ChangeRota,
    CloseStation,
    EnrolStation,
    FollowUpOpinion,
    PlanRota,
    ReceiveVoters,
    RouteOpinion,
    Setup,
    TakeOpinion,
)
from domain.station.rota import days_of, turns
from tests.support.registers import DEPUTY, OFFICE, TOWN
from tests.support.year import Year

DEPUTIES = ("D01", "D02", "D03")
TODAY = date(2023, 6, 14)


def setup(**more: Any) -> Setup:
    fields = {
        "name": "镇代表活动室",
        "kind": "central",
        "seat": "town",
        "functions": ("reception", "work", "study", "service", "publicity"),
        "deputies": DEPUTIES,
    }
    return Setup.model_validate({**fields, **more})


class Room(Year):
    """One station that is asked things, on one day unless another is named."""

    def __init__(self, regime: str = "duji@1", **more: Any) -> None:
        super().__init__("station:S1", regime)
        told = {"id": "S1", "region": TOWN, "regime": regime, "since": date(2023, 1, 1)}
        self.tell(EnrolStation.model_validate({**told, "setup": setup(**more)}))

    def tell(self, command: Any, by: Actor = OFFICE, on: date = TODAY) -> list[Any]:
        return list(self.ask(start_of(on), command, by))


def test_the_five_functions_and_the_kinds_that_the_measure_has() -> None:
    assert len(Room().state.setup.functions) == 5
    with pytest.raises(Malformed, match="流动"):
        Room(kind="mobile", seat=None)
    with pytest.raises(Malformed):
        Room(kind="village")
    assert Room("shangluo-town@1", kind="mobile", seat=None, functions=()).state.setup.kind


def test_turns_go_round_from_wednesday_to_wednesday() -> None:
    room = Room()
    room.tell(PlanRota(first=date(2023, 6, 1), last=date(2023, 6, 30)))
    assert [(x.on.day, x.deputies) for x in room.state.turns] == [
        (7, ("D01", "D02")),
        (14, ("D03", "D01")),
        (21, ("D02", "D03")),
        (28, ("D01", "D02")),
    ]
    room.tell(PlanRota(first=date(2023, 7, 1), last=date(2023, 7, 12)))
    assert room.state.turns[-2].deputies == ("D03", "D01"), "it goes on where June ended"
    room.tell(ChangeRota(on=date(2023, 6, 21), deputies=("D01",), because="出差"))
    assert next(x for x in room.state.turns if x.on.day == 21).deputies == ("D01",)
    with pytest.raises(Unknown):
        room.tell(ChangeRota(on=date(2023, 6, 22), deputies=("D01",), because="x"))
    with pytest.raises(Unknown):
        room.tell(ChangeRota(on=date(2023, 6, 21), deputies=("D09",), because="x"))


@settings(max_examples=40)
@given(
    st.integers(1, 12),
    st.integers(1, 5),
    st.integers(1, 7),
    st.sampled_from(["week", "month"]),
    st.integers(0, 50),
)
def test_nobodys_turns_differ_from_anothers_by_more_than_one(
    heads: int, each: int, weekday: int, every: Any, start: int
) -> None:
    deputies = [f"D{n:02}" for n in range(heads)]
    rota = Rota(every=every, weekday=weekday, deputies=each)
    made = turns(rota, deputies, date(2023, 1, 1), date(2023, 12, 31), start=start)
    count = [sum(ref in x.deputies for x in made) for ref in deputies]
    assert max(count) - min(count) <= 1
    assert all(x.on.isoweekday() == weekday for x in made)
    assert all(len(set(x.deputies)) == min(each, heads) for x in made)
    assert len(days_of(rota, date(2023, 1, 1), date(2023, 12, 31))) == (
        12 if every == "month" else len(made)
    )


def test_people_are_counted_never_named() -> None:
    room = Room()
    room.tell(ReceiveVoters(on=TODAY, persons=6, deputies=("D01",)), DEPUTY)
    room.tell(ReceiveVoters(on=TODAY, persons=3), DEPUTY)
    assert room.state.persons == 9
    with pytest.raises(Malformed):
        room.tell(ReceiveVoters(on=date(2023, 7, 1), persons=1))
    with pytest.raises(NotYours):
        room.tell(ReceiveVoters(on=TODAY, persons=1), Actor("u", "unit:区住建局", TOWN))


def test_an_opinion_is_handed_on_answered_and_asked_again() -> None:
    room = Room()
    room.tell(TakeOpinion(on=TODAY, text="路灯不亮", deputies=("D01",)), DEPUTY)
    answer = AnswerOpinion(opinion=1, solved=True, text="已修复")
    with pytest.raises(Contradicted, match="第三十一条"):
        room.tell(answer)
    with pytest.raises(DeputiesDoNotExecute):
        room.tell(RouteOpinion(opinion=1, to="unit", name="deputy_group:g1"))
    room.tell(RouteOpinion(opinion=1, to="unit", name="unit:区住建局"))
    (one,) = room.state.opinions
    assert one.due == date(2023, 7, 6), "15 working days over the Dragon Boat holidays"
    assert not one.late_on(date(2023, 7, 6))
    assert one.late_on(date(2023, 7, 7))
    with pytest.raises(AlreadyThere):
        room.tell(RouteOpinion(opinion=1, to="unit", name="unit:区交通局"))
    with pytest.raises(Contradicted):
        room.tell(FollowUpOpinion(opinion=1, satisfied=True, on=TODAY))
    room.tell(answer)
    assert room.tell(answer) == []
    room.tell(FollowUpOpinion(opinion=1, satisfied=True, on=TODAY))
    (one,) = room.state.opinions
    assert (one.solved, one.satisfied, one.late_on(date(2024, 1, 1))) == (True, True, False)
    assert (room.state.routed, room.state.answered) == (1, 1)


def test_a_wish_or_a_suggestion_has_a_term_of_its_own() -> None:
    room = Room()
    room.tell(TakeOpinion(on=TODAY, text="建一座便民桥"))
    (routed,) = room.tell(RouteOpinion(opinion=1, to="wish", name="W-1"))
    assert (routed.due, room.state.opinions[0].name) == (None, "W-1")


def test_a_closed_station_takes_nothing_but_its_opinions_are_answered() -> None:
    room = Room()
    room.tell(TakeOpinion(on=TODAY, text="路灯不亮"))
    assert room.tell(TakeOpinion(on=TODAY, text="路灯不亮")) == [], "the same thing twice"
    closing = CloseStation(on=TODAY, because="并入镇活动室")
    assert len(room.tell(closing)) == 1
    assert room.tell(closing) == []
    for command in (
        AmendStation(setup=setup(name="x"), because="x"),
        ReceiveVoters(on=TODAY, persons=1),
    ):
        with pytest.raises(Contradicted, match="撤销"):
            room.tell(command)
    assert room.tell(RouteOpinion(opinion=1, to="unit", name="unit:区住建局"))


def test_what_is_said_twice_is_recorded_once() -> None:
    room = Room()
    again = EnrolStation(
        id="S1", region=TOWN, regime="duji@1", setup=setup(), since=date(2023, 1, 1)
    )
    assert room.tell(again) == []
    with pytest.raises(AlreadyThere):
        room.tell(again.model_copy(update={"setup": setup(name="另一个")}))
    assert room.tell(AmendStation(setup=setup(), because="x")) == []
    plan = PlanRota(first=date(2023, 6, 1), last=date(2023, 6, 30))
    assert room.tell(plan)
    with pytest.raises(Malformed):
        room.tell(PlanRota(first=date(2023, 6, 1), last=date(2023, 6, 2)))
    for year in (1, 1989, 2101, 9999):
        with pytest.raises(ValidationError):
            PlanRota(first=date(year, 12, 25), last=date(year, 12, 31))


def test_a_reception_told_under_two_keys_counts_once_and_a_second_one_says_which() -> None:
    room = Room()
    morning = ReceiveVoters(on=TODAY, persons=3)
    room.tell(morning)
    with pytest.raises(Contradicted, match="已经登记过"):
        room.tell(morning)
    room.tell(morning.model_copy(update={"note": "下午"}))
    assert room.state.persons == 6


@pytest.mark.parametrize("text", ["请打电话13812345678", "联系 zhang@example.org"])
def test_an_opinion_points_to_nobody(text: str) -> None:
    with pytest.raises(Malformed, match="长期保存"):
        Room().tell(TakeOpinion(on=TODAY, text=text))
