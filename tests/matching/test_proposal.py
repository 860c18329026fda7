"""Given a congress and its list, what is proposed, and what a clerk may make of it."""

from collections import Counter
from datetime import date

import pytest

from domain.matching.adjusting import (
    AddMember,
    ChangeLeader,
    RemoveMember,
    SwapGroups,
    SwapMembers,
    adjust,
)
from domain.matching.judging import ConflictOfInterest
from domain.matching.question import question
from domain.matching.schedule import NoLeader, check_row
from domain.organisation.chart import Facts
from domain.organisation.messages import (
    Appoint,
    EnterDeputy,
    EnterUnit,
    FormBody,
    FoundOrganisation,
)
from domain.organisation.state import Organisation
from domain.organisation.tiers import BodyKind, Tier
from domain.refusals import Unknown
from domain.regimes import named
from matching.propose import propose
from tests.support.congress import DAY, REGION, asked, longgang
from tests.support.schedules import CONTACT, ONE_TO_ONE, cards, proposal


def test_ten_items_of_42_sub_projects_get_exactly_one_deputy_group_each() -> None:
    """S3: 5 leading groups and 10 deputy groups, one on one."""
    setting = named("longgang@2").organisation
    assert setting is not None
    assert (setting.leading_groups, setting.deputy_groups) == (5, 10)
    chart = longgang().at(DAY)
    assert Counter(x.kind for x in chart.groups.values()) == {"leading": 5, "deputy": 10}
    assert (len(cards()), sum(len(x.subprojects) for x in cards())) == (10, 42)
    one, proposed = proposal(ONE_TO_ONE)
    assert sorted(x.group or "" for x in proposed.rows) == [f"g{n:02}" for n in range(1, 11)]
    for row in proposed.rows:
        check_row(row, ONE_TO_ONE)
        assert row.leader == chart.holder(row.group, "leader")
        assert set(row.refs) == set(chart.of(row.group or "")) - {
            row.sc_leader.ref if row.sc_leader else ""
        }
        assert row.sc_leader is not None
        assert row.committee is not None
        assert all(x.synthetic for x in row.members)
    assert any("合成" in x for x in proposed.remarks)
    assert one.committees is None


def test_groups_made_up_of_deputies_have_all_three_layers() -> None:
    one, proposed = proposal()
    chart = one.chart
    assert len(proposed.rows) == 10
    for row in proposed.rows:
        check_row(row, CONTACT)
        assert row.committee in {x.name for x in chart.bodies.values()}
        assert row.sc_leader is not None
        assert row.sc_leader.ref in {f"L{n:02}" for n in range(1, 5)}
        assert all(x.reasons for x in row.members)
    fire = proposed.row("LG23-" + cards()[0].id.split("-", 1)[1])
    assert any("专业相关" in "".join(x.reasons) for x in fire.members)
    load = Counter(x for row in proposed.rows for x in row.refs)
    assert max(load.values()) <= CONTACT.most_items
    assert len({x.leader for x in proposed.rows}) == 10


def test_a_site_named_by_the_clerk_counts_and_the_words_say_so() -> None:
    first = cards()[0].id
    site = f"{REGION}/桥头村"
    _, proposed = proposal(sites={first: site})
    row = proposed.row(first)
    assert row.site == site
    assert any("同村（社区）" in "".join(x.reasons) for x in row.members)


def test_who_works_for_a_unit_below_the_lead_unit_is_excluded_too() -> None:
    first = cards()[0]
    state, _ = asked(longgang(), EnterUnit(name="消防站", superior=first.lead_unit, since=DAY))
    everybody = [
        EnterDeputy(
            ref=x.ref,
            facts=x.facts.model_copy(update={"employer": "消防站"}),
            since=DAY,
            until=x.term,
        )
        for x in state.at(DAY).deputies.values()
        if x.ref in ("D010", "D011", "D012")
    ]
    state, _ = asked(state, *everybody)
    proposed = propose(question(REGION, state.at(DAY), cards(), CONTACT, {}, {}))
    assert not {"D010", "D011", "D012"} & set(proposed.row(first.id).refs)


def test_a_contractors_people_are_excluded() -> None:
    first = cards()[0].id
    _, before = proposal()
    named = before.row(first).refs[0]
    employer = longgang().at(DAY).deputies[named].facts.employer or ""
    one, after = proposal(contractors={first: (employer,)})
    assert named not in after.row(first).refs
    with pytest.raises(ConflictOfInterest, match="应回避项目"):
        adjust(one, after, [AddMember(project=first, ref=named, because="熟悉情况")])


def test_members_are_added_removed_and_swapped_with_a_reason_that_stays() -> None:
    one, first = proposal()
    a, b = (x.project for x in first.rows[:2])
    here, there = first.row(a), first.row(b)
    mine = next(x for x in here.refs if x not in (*there.refs, here.leader))
    other = next(x for x in there.refs if x not in (*here.refs, there.leader))
    change = SwapMembers(project=a, ref=mine, other_project=b, other_ref=other, because="住得更近")
    swapped = adjust(one, first, [change])
    assert other in swapped.row(a).refs
    assert other not in swapped.row(b).refs
    said = next(x for x in swapped.row(a).members if x.ref == other)
    assert said.because == "住得更近"
    removed = adjust(one, swapped, [RemoveMember(project=a, ref=other, because="请假")])
    assert other not in removed.row(a).refs
    assert first.row(a).refs == proposal()[1].row(a).refs


def test_the_leader_is_changed_before_the_old_one_goes() -> None:
    one, first = proposal()
    row = first.rows[0]
    with pytest.raises(NoLeader):
        adjust(one, first, [RemoveMember(project=row.project, ref=row.leader, because="请假")])
    new = next(x for x in row.refs if x != row.leader)
    after = adjust(
        one,
        first,
        [
            ChangeLeader(project=row.project, ref=new, because="更熟悉"),
            RemoveMember(project=row.project, ref=row.leader, because="请假"),
        ],
    )
    assert after.row(row.project).leader == new
    assert row.leader not in after.row(row.project).refs


def test_standing_groups_change_places() -> None:
    one, first = proposal(ONE_TO_ONE)
    a, b = (x.project for x in first.rows[:2])
    after = adjust(one, first, [SwapGroups(project=a, other_project=b, because="便于联系")])
    assert (after.row(a).group, after.row(b).group) == (first.row(b).group, first.row(a).group)
    assert after.row(a).refs == first.row(b).refs


def test_nobody_unknown_is_added() -> None:
    one, first = proposal()
    with pytest.raises(Unknown, match="在任代表"):
        adjust(one, first, [AddMember(project=first.rows[0].project, ref="X", because="新")])


def test_the_same_question_has_the_same_digest() -> None:
    assert proposal()[1].digest == proposal()[1].digest


TOWN = f"{REGION}/舥艚镇"


def town(chair_works_for: str = "镇中学") -> Organisation:
    """A made-up town: a presidium with a chair, twelve deputies."""
    since = date(2022, 2, 1)
    chair = Facts(employer=chair_works_for, synthetic=True)
    people = [
        EnterDeputy(
            ref=f"T{n:02}",
            facts=Facts(professions=("water",) if n % 3 else ("health",), synthetic=True),
            since=since,
        )
        for n in range(12)
    ]
    state, _ = asked(
        None,
        FoundOrganisation(id="BZ", name="镇人大", region=TOWN, tier=Tier.TOWNSHIP),
        FormBody(body="presidium", kind=BodyKind.PRESIDIUM, name="镇人大主席团", since=since),
        EnterDeputy(ref="C1", facts=chair, since=since),
        Appoint(ref="C1", organ="presidium", role="chair", since=since),
        *people,
    )
    return state


@pytest.mark.parametrize("regime", ["baofeng@2", "duji@1", "shangluo-town@1"])
def test_a_towns_groups_are_led_by_its_presidium(regime: str) -> None:
    settings = named(regime).matching
    assert settings is not None
    one = question(TOWN, town().at(DAY), cards()[:3], settings, {}, {})
    for row in propose(one).rows:
        check_row(row, settings)
        assert (row.committee, row.sc_leader and row.sc_leader.ref) == ("镇人大主席团", "C1")


def test_a_chair_in_conflict_is_not_named_and_the_presidium_leads_all_the_same() -> None:
    settings = named("baofeng@2").matching or CONTACT
    first = cards()[0]
    one = question(TOWN, town(first.lead_unit).at(DAY), cards()[:3], settings, {}, {})
    row = propose(one).row(first.id)
    assert (row.committee, row.sc_leader) == ("镇人大主席团", None)
