"""Given a congress of a tier, what it may have; given roles from day to day, who sat where."""

from datetime import date

import pytest

from domain.given import Actor
from domain.organisation.chart import Facts
from domain.organisation.decisions import decide
from domain.organisation.messages import (
    Appoint,
    Dissolve,
    EnterDeputy,
    EnterUnit,
    FormBody,
    FormGroup,
    FoundOrganisation,
    LeaveOffice,
    OfficeLeft,
    Relieve,
)
from domain.organisation.people import SeatTaken
from domain.organisation.succession import OutOfOrder
from domain.organisation.tiers import BODIES, BodyKind, NotInThisTier, Tier
from domain.refusals import AlreadyThere, Malformed, NotYours, Unknown
from tests.support.congress import REGION, asked, given, longgang

FROM = date(2022, 2, 1)
COUNTY = FoundOrganisation(id="X", name="某县人大", region="某省/某市/某县", tier=Tier.COUNTY)
TOWN = FoundOrganisation(
    id="Z",
    name="赵庄镇人大",
    region="某省/某市/某县/赵庄镇",
    tier=Tier.TOWNSHIP,
    superior="X",
    superior_region="某省/某市/某县",
)
STREET = TOWN.model_copy(
    update={"id": "S", "name": "城关街道", "region": "某省/某市/某县/城关街道", "tier": Tier.STREET}
)


def body(kind, **more):
    return FormBody(
        body=kind.replace("_", "-"), kind=kind, name=BODIES[kind].zh, since=FROM, **more
    )


@pytest.mark.parametrize("founding", [COUNTY, TOWN, STREET])
@pytest.mark.parametrize("kind", list(BodyKind))
def test_a_tier_has_the_organs_that_the_statute_gives_it_and_no_other(founding, kind):
    if founding.tier in BODIES[kind].tiers:
        state, events = asked(None, founding, body(kind))
        assert [x.kind for x in state.bodies] == [kind]
        assert len(events) == 2
    else:
        with pytest.raises(NotInThisTier) as refused:
            asked(None, founding, body(kind))
        assert BODIES[kind].article in refused.value.zh


def test_the_presidium_stands_between_sessions_in_a_town_only():
    assert BODIES[BodyKind.PRESIDIUM].tiers == (Tier.TOWNSHIP,)
    with pytest.raises(NotInThisTier, match="只在会议期间存在"):
        asked(None, COUNTY, body(BodyKind.PRESIDIUM))


def test_a_street_names_the_county_above_and_everybody_lies_below_his_superior():
    with pytest.raises(Malformed, match="常委会的工作机构"):
        asked(None, STREET.model_copy(update={"superior": None}))
    with pytest.raises(Malformed, match="不在上级人大的地区"):
        asked(None, TOWN.model_copy(update={"superior_region": "某省/某市/别县"}))


def test_the_same_said_twice_is_no_event_and_other_facts_are_not_overwritten():
    state = longgang()
    again = FoundOrganisation(id="LG", name=state.name, region=REGION, tier=Tier.COUNTY)
    assert decide(state, again, given()) == []
    with pytest.raises(AlreadyThere):
        decide(state, again.model_copy(update={"name": "别的人大"}), given())
    group = state.groups[-1]
    same = FormGroup(
        group=group.id,
        kind=group.kind,
        name=group.name,
        committee=group.committee,
        under=group.under,
        since=group.since,
    )
    assert decide(state, same, given()) == []
    with pytest.raises(OutOfOrder):
        decide(state, same.model_copy(update={"name": "改名"}), given())


def test_roles_are_asked_as_of_a_day():
    state = longgang()
    later = date(2023, 6, 1)
    state, events = asked(
        state,
        Relieve(ref="D006", organ="g01", role="leader", on=later, because="工作调整"),
        Appoint(ref="D007", organ="g01", role="leader", since=later),
    )
    assert len(events) == 2
    assert state.at(date(2023, 5, 31)).holder("g01", "leader") == "D006"
    assert state.at(later).holder("g01", "leader") == "D007"
    assert state.at(date(2022, 1, 31)).groups == {}


def test_a_group_moves_to_another_committee_and_the_old_one_is_kept():
    state = longgang()
    moved = date(2023, 7, 1)
    group = state.at(moved).groups["g01"]
    other = next(x for x in ("wc-city", "wc-social") if x != group.committee)
    change = FormGroup(
        group="g01", kind="deputy", name=group.name, committee=other, under=group.under, since=moved
    )
    state, _ = asked(state, change)
    assert state.at(date(2023, 6, 30)).groups["g01"].committee == group.committee
    assert state.at(moved).groups["g01"].committee == other
    assert state.at(moved).of("g01") == longgang().at(moved).of("g01")


def test_who_leaves_office_sits_nowhere_from_that_day_on():
    state = longgang()
    left = LeaveOffice(ref="D006", on=date(2023, 6, 1), because="调离本行政区域")
    state, events = asked(state, left)
    assert events == [OfficeLeft(ref="D006", on=left.on, because=left.because)]
    assert "D006" in state.at(date(2023, 5, 31)).of("g01")
    assert "D006" not in state.at(left.on).of("g01")
    assert decide(state, left, given()) == []


def test_a_term_of_office_ends_by_itself():
    state = longgang()
    assert len(state.at(date(2027, 1, 31)).deputies) == 66
    assert state.at(date(2027, 2, 1)).deputies == {}


def test_one_person_leads_at_a_time():
    with pytest.raises(SeatTaken, match="现为 D006"):
        asked(longgang(), Appoint(ref="D007", organ="g01", role="leader", since=date(2023, 6, 1)))


@pytest.mark.parametrize(
    ("ref", "organ", "role"), [("D007", "lead-1", "leader"), ("D007", "wc-city", "in_charge")]
)
def test_the_layer_above_is_led_by_members_of_the_standing_committee(ref, organ, role):
    state = longgang()
    holder = state.at(date(2023, 6, 1)).holder(organ, role)
    assert holder is not None
    relieved = Relieve(ref=holder, organ=organ, role=role, on=date(2023, 6, 1), because="调整")
    state, _ = asked(state, relieved)
    with pytest.raises(Malformed, match="应由人大常委会成员担任"):
        asked(state, Appoint(ref=ref, organ=organ, role=role, since=date(2023, 6, 1)))


def test_who_is_no_deputy_sits_in_a_working_committee_only():
    state = longgang()
    clerk = EnterDeputy(ref="W1", facts=Facts(office="staff"), since=FROM)
    seat = Appoint(ref="W1", organ="wc-city", role="member", since=FROM)
    state, events = asked(state, clerk, seat)
    assert len(events) == 2
    for organ in ("sc", "g01"):
        with pytest.raises(Malformed, match="不是代表"):
            asked(state, seat.model_copy(update={"organ": organ}))


def test_what_does_not_stand_that_day_cannot_be_sat_in():
    state, _ = asked(
        longgang(), Dissolve(what="group", id="g01", on=date(2023, 6, 1), because="任务完成")
    )
    with pytest.raises(Unknown, match="在设的机构或小组"):
        asked(state, Appoint(ref="L01", organ="g01", role="member", since=date(2023, 6, 1)))
    with pytest.raises(Unknown, match="在任的代表"):
        asked(state, Appoint(ref="D999", organ="g02", role="member", since=date(2023, 6, 1)))


def test_superiors_of_units_never_run_in_a_circle():
    state, _ = asked(
        longgang(),
        EnterUnit(name="市住建局", superior="市政府", since=FROM),
        EnterUnit(name="市政府", since=FROM),
    )
    later = date(2023, 1, 1)
    with pytest.raises(Malformed, match="绕成了一圈"):
        asked(state, EnterUnit(name="市政府", superior="市住建局", since=later))


def test_a_profession_outside_the_list_is_told_where_to_go():
    wrong = EnterDeputy(ref="D900", facts=Facts(professions=("wizard",)), since=FROM)
    with pytest.raises(Malformed, match="其他专长"):
        asked(longgang(), wrong)


def test_another_countys_clerk_finds_nothing_here():
    elsewhere = Actor("staff-9", "clerk", "浙江省/宁波市/宁海县")
    with pytest.raises(NotYours):
        decide(longgang(), EnterUnit(name="市住建局", since=FROM), given(actor=elsewhere))
