"""A meeting's life: convened by whom the law says, moved, opened with its quorum, closed."""

from datetime import date

import pytest

from domain.given import Actor
from domain.meeting.kinds import RULES, MeetingKind
from domain.meeting.messages import (
    CancelMeeting,
    CloseMeeting,
    MeetingCancelled,
    MeetingClosed,
    MeetingConvened,
    MeetingMoved,
    MeetingOpened,
    MoveMeeting,
    OpenMeeting,
    Proposal,
)
from domain.meeting.state import Life
from domain.names import MEETING, stream_id
from domain.parties import Role
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours
from domain.regimes.when import Anchor
from tests.support.meetings import Place, at

M1 = stream_id(MEETING, "M1")
TODAY, JULY = date(2023, 6, 20), date(2023, 7, 20)


def convened(**more):
    place = Place()
    place.ask(M1, place.convening(JULY, **more), TODAY)
    return place


def life(place):
    return place.world.states[M1].life


def test_its_life_is_told_by_five_facts():
    place = convened()
    told = [place.world.states[M1].opens]
    moved = MoveMeeting(opens=date(2023, 7, 25), reason="防汛", document="人大〔2023〕9号")
    opened = OpenMeeting(on=date(2023, 7, 26), roll=120, present=80)
    closed = CloseMeeting(on=date(2023, 7, 27))
    facts = [
        place.ask(M1, moved, date(2023, 7, 1)),
        place.ask(M1, opened, date(2023, 7, 26)),
        place.ask(M1, closed, date(2023, 7, 28)),
    ]
    assert [type(x[0]) for x in facts] == [MeetingMoved, MeetingOpened, MeetingClosed]
    state = place.world.states[M1]
    assert told == [JULY]
    assert (state.opens, state.opened_on) == (date(2023, 7, 25), date(2023, 7, 26))
    assert (state.closed_on, state.life, state.moved) == (date(2023, 7, 27), Life.CLOSED, 1)
    assert facts[1][0].needed == 80, "two thirds of 120"


def test_the_same_thing_twice_is_said_once():
    place = convened()
    assert place.ask(M1, place.convening(JULY), TODAY) == []
    move = MoveMeeting(opens=date(2023, 7, 25), reason="防汛", document="9号")
    assert len(place.ask(M1, move, TODAY)) == 1
    assert place.ask(M1, move, TODAY) == []
    assert place.ask(M1, place.convening(JULY), TODAY) == [], "convened, whatever came after"
    opened = OpenMeeting(on=TODAY, roll=3, present=3)
    assert len(place.ask(M1, opened, TODAY)) == 1
    assert place.ask(M1, opened, TODAY) == []
    assert len(place.ask(M1, CloseMeeting(on=TODAY), TODAY)) == 1
    assert place.ask(M1, CloseMeeting(on=TODAY), TODAY) == []


def test_a_cancelled_meeting_is_cancelled_once_and_stays_so():
    place = convened()
    cancel = CancelMeeting(reason="换届", document="10号")
    assert [type(x) for x in place.ask(M1, cancel, TODAY)] == [MeetingCancelled]
    assert place.ask(M1, cancel, TODAY) == []
    with pytest.raises(Contradicted, match="已取消"):
        place.ask(M1, MoveMeeting(opens=JULY.replace(day=28), reason="x", document="y"), TODAY)


def test_the_same_number_with_other_contents_is_refused():
    place = convened()
    with pytest.raises(AlreadyThere):
        place.ask(M1, place.convening(date(2023, 7, 21)), TODAY)


@pytest.mark.parametrize(
    ("kind", "tier", "by", "says"),
    [
        ("mid_year_session", "county", "standing_committee", "县级没有"),
        ("sc_meeting", "township", "presidium", "乡镇没有"),
        ("first_session", "street", "street_working_committee", "街道没有"),
        ("deliberative_meeting", "township", "presidium", "只在街道举行"),
        ("first_session", "township", "standing_committee", "由人大主席团召集（LAW-1 art 19）"),
        ("first_session", "county", "presidium", "由人大常委会召集（LAW-1 art 15）"),
        ("sc_meeting", "county", "government", "由人大常委会召集（LAW-1 art 51）"),
    ],
)
def test_each_tier_has_its_own_meetings_and_conveners(kind, tier, by, says):
    place = Place()
    command = place.convening(
        JULY, kind=kind, tier=tier, convened_by=by, serves=(place.serves(None),)
    )
    with pytest.raises(Contradicted) as refusal:
        place.ask(M1, command, TODAY)
    assert says in refusal.value.zh


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_every_kind_can_be_convened_where_it_exists(kind):
    for tier, (role, basis) in RULES[kind].conveners.items():
        place = Place()
        command = place.convening(
            JULY, kind=kind, tier=tier, convened_by=role, serves=(place.serves(None),)
        )
        (event,) = place.ask(M1, command, TODAY)
        assert isinstance(event, MeetingConvened)
        assert event.basis == basis


@pytest.mark.parametrize(("deputies", "may"), [(23, False), (24, True), (120, True)])
def test_a_fifth_of_the_deputies_may_propose_an_extra_session(deputies, may):
    place = Place()
    command = place.convening(
        JULY, kind="extra_session", proposal=Proposal(deputies=deputies, roll=120)
    )
    if may:
        assert len(place.ask(M1, command, TODAY)) == 1
    else:
        with pytest.raises(Contradicted, match="五分之一"):
            place.ask(M1, command, TODAY)


def test_an_ordinary_session_needs_no_proposal():
    place = Place()
    with pytest.raises(Malformed, match="临时会议"):
        place.ask(M1, place.convening(JULY, proposal=Proposal(deputies=60, roll=120)), TODAY)


@pytest.mark.parametrize(
    ("kind", "roll", "needed"),
    [
        (MeetingKind.FIRST_SESSION, 120, 80),
        (MeetingKind.FIRST_SESSION, 121, 81),
        (MeetingKind.SC_MEETING, 30, 16),
        (MeetingKind.SC_MEETING, 31, 16),
        (MeetingKind.PRESIDIUM_MEETING, 9, 5),
    ],
)
def test_two_thirds_of_a_congress_more_than_half_of_a_committee(kind, roll, needed):
    assert RULES[kind].quorum.needed(roll) == needed


def test_without_its_quorum_it_is_not_opened():
    place = convened()
    with pytest.raises(Contradicted) as refusal:
        place.ask(M1, OpenMeeting(on=JULY, roll=120, present=79), JULY)
    assert "至少 80 人" in refusal.value.zh
    assert "LAW-1 art 14" in refusal.value.zh
    assert life(place) is Life.CONVENED


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (MoveMeeting(opens=date(2023, 3, 31), reason="x", document="y"), "票决日"),
        (MoveMeeting(opens=date(2033, 7, 1), reason="x", document="y"), "核对年份"),
        (MoveMeeting(opens=JULY, closes=date(2023, 7, 1), reason="x", document="y"), "闭会日"),
        (OpenMeeting(on=JULY, roll=9, present=9), "还没有到"),
        (OpenMeeting(on=TODAY, roll=9, present=10), "超过应到"),
    ],
)
def test_a_day_or_number_that_cannot_be_is_refused_with_what_to_do(command, says):
    with pytest.raises(Malformed) as refusal:
        convened().ask(M1, command, TODAY)
    assert says in refusal.value.zh


def test_it_closes_after_it_was_opened():
    place = convened()
    with pytest.raises(Contradicted, match="先登记开幕"):
        place.ask(M1, CloseMeeting(on=TODAY), TODAY)
    place.ask(M1, OpenMeeting(on=TODAY, roll=9, present=9), TODAY)
    with pytest.raises(Malformed, match="早于开幕日"):
        place.ask(M1, CloseMeeting(on=date(2023, 6, 19)), TODAY)


@pytest.mark.parametrize(
    "command",
    [
        MoveMeeting(opens=date(2023, 7, 28), reason="x", document="y"),
        CancelMeeting(reason="x", document="y"),
        OpenMeeting(on=date(2023, 6, 19), roll=9, present=9),
    ],
)
def test_what_was_opened_no_longer_moves(command):
    place = convened()
    place.ask(M1, OpenMeeting(on=TODAY, roll=9, present=9), TODAY)
    with pytest.raises(Contradicted, match="已开幕"):
        place.ask(M1, command, TODAY)


def test_it_serves_years_of_its_own_region_and_days_it_can_be():
    place = Place()
    elsewhere = place.serves(Anchor.MID_SESSION).model_copy(update={"region": "河南省"})
    with pytest.raises(Malformed, match="河南省"):
        place.ask(M1, place.convening(JULY, serves=(elsewhere,)), TODAY)
    with pytest.raises(Contradicted, match="只能作为：年中人代会"):
        place.ask(M1, place.convening(JULY, serves=(place.serves(Anchor.NEXT_SESSION),)), TODAY)


@pytest.mark.parametrize(
    "actor",
    [
        Actor("x", "unit:市消防救援大队"),
        Actor("x", "clerk", region="河南省"),
        Actor("x", str(Role.GOVERNMENT)),
    ],
)
def test_only_staff_of_the_region_record_meetings(actor):
    place = Place()
    with pytest.raises(NotYours):
        place.world.tell(M1, place.convening(JULY), actor, at(TODAY))
