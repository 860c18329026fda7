"""Scope, target, day and money change only by a decision of those who may decide (A1–A12)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.duty_commands import ReturnDuty
from domain.duty_events import DutyRedated, DutyVoided
from domain.given import Actor
from domain.parties import Role
from domain.project.changes.messages import (
    BaselineSet,
    BreachSettled,
    ChangeApproved,
    ChangeRefused,
    ChangeRequested,
    DecideChange,
    Kind,
    MinorChangeRecorded,
    ProjectTerminated,
    Proposed,
    RecordMinorChange,
    Revised,
    SettleBreach,
)
from domain.project.messages import Card, ScopeBreached, Subproject, Target
from domain.project.state import Phase
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotTheirsToDecide, NotYours
from domain.ruling import Sitting
from tests.support.decisions import (
    GOVERNMENT,
    OFFICE,
    PAPER,
    asks,
    at,
    claim,
    committee,
    grants,
    ruling,
)
from tests.support.year import CARD, CLERK, GROUP, UNIT, voted_project, work_plan

JUNE = date(2023, 6, 15)


def fewer(value: int) -> Proposed:
    target = Target(op="ge", value=Decimal(value), unit="户")
    return Proposed(targets=(Revised(subproject=1, target=target),))


def test_a_target_is_lowered_by_the_congress_and_the_voted_one_stays_on_the_card():
    year = voted_project()
    year.ask(at(JUNE), asks(Kind.TARGET, fewer(5000)), UNIT)
    assert year.state.targets[1].value == 5800
    decided = year.ask(at(date(2023, 7, 20)), grants(1, ruling(date(2023, 7, 19))), OFFICE)
    assert [type(x) for x in decided[:2]] == [ChangeApproved, BaselineSet]
    assert (year.state.baseline, year.state.targets[1].value) == (2, 5000)
    assert year.state.card.subprojects[0].target.value == 5800
    assert [x.document for x in year.state.track.baselines] == ["宝人决〔2023〕5号"]


@pytest.mark.parametrize(
    ("role", "sitting"),
    [
        (Role.PRESIDIUM, Sitting.PRESIDIUM),
        (Role.STANDING_COMMITTEE, Sitting.STANDING_COMMITTEE),
        (Role.CONGRESS, Sitting.PRESIDIUM),
    ],
)
def test_in_a_township_only_the_congress_in_session_decides(role, sitting):
    year = voted_project("baofeng@1")
    year.ask(at(JUNE), asks(Kind.TERMINATE), UNIT)
    with pytest.raises(NotTheirsToDecide):
        year.ask(at(JUNE, 11), grants(1, ruling(JUNE, role, sitting)), OFFICE)
    assert year.state.phase is Phase.ADOPTED


def test_in_a_county_the_standing_committee_decides_and_no_presidium():
    year = voted_project("longgang@1")
    year.ask(at(JUNE), asks(Kind.TARGET, fewer(5000)), GOVERNMENT)
    with pytest.raises(NotTheirsToDecide):
        year.ask(at(JUNE, 11), grants(1, ruling(JUNE, Role.PRESIDIUM, Sitting.PRESIDIUM)), OFFICE)
    year.ask(at(JUNE, 12), grants(1, committee(JUNE)), OFFICE)
    assert year.state.baseline == 2


def test_who_carries_out_asks_but_never_writes_the_decision_down():
    year = voted_project()
    with pytest.raises(NotYours):
        year.ask(at(JUNE), asks(Kind.SUSPEND), Actor(ref="x", party="unit:别的单位"))
    with pytest.raises(NotYours):
        year.ask(at(JUNE), asks(Kind.SUSPEND), GROUP)
    year.ask(at(JUNE), asks(Kind.SUSPEND), UNIT)
    for actor in (UNIT, GOVERNMENT):
        with pytest.raises(NotYours):
            year.ask(at(JUNE, 10), grants(1, ruling(JUNE)), actor)


def test_a_refused_request_changes_nothing_and_the_next_one_has_its_own_number():
    year = voted_project()
    year.ask(at(JUNE), asks(Kind.TARGET, fewer(5000)), UNIT)
    refused = DecideChange(number=1, approved=False, ruling=ruling(JUNE), reason="目标不变")
    (event,) = year.ask(at(JUNE, 10), refused, OFFICE)
    assert isinstance(event, ChangeRefused)
    assert (year.state.baseline, year.state.targets[1].value) == (1, 5800)
    assert year.ask(at(JUNE, 11), refused, OFFICE) == []
    with pytest.raises(AlreadyThere):
        year.ask(at(JUNE, 11), grants(1, ruling(JUNE)), OFFICE)
    (again,) = year.ask(at(JUNE, 12), asks(Kind.TARGET, fewer(5500)), UNIT)
    assert isinstance(again, ChangeRequested)
    assert again.number == 2


def test_one_request_waits_at_a_time_and_the_same_one_twice_is_one():
    year = voted_project()
    year.ask(at(JUNE), asks(Kind.TARGET, fewer(5000)), UNIT)
    assert year.ask(at(JUNE), asks(Kind.TARGET, fewer(5000)), UNIT) == []
    with pytest.raises(AlreadyThere):
        year.ask(at(JUNE), asks(Kind.SUSPEND), UNIT)


@pytest.mark.parametrize(
    ("kind", "proposed"),
    [
        (Kind.TARGET, Proposed()),
        (Kind.SCOPE, Proposed(dropped=(1, 2))),
        (Kind.SCOPE, Proposed(dropped=(7,))),
        (Kind.SCHEDULE, Proposed(planned_completion=date(2023, 1, 1))),
        (Kind.SCHEDULE, Proposed(planned_completion=date(2024, 6, 1))),
        (Kind.SUSPEND, Proposed(planned_completion=date(2023, 12, 1))),
        (Kind.REPLACE, Proposed(successor=CARD)),
    ],
)
def test_a_request_says_what_belongs_to_it_and_can_be(kind, proposed):
    with pytest.raises(Malformed):
        voted_project().ask(at(JUNE), asks(kind, proposed), UNIT)


def test_a_request_shows_its_documents():
    year = voted_project()
    with pytest.raises(Malformed):
        year.ask(at(JUNE), asks(Kind.SUSPEND).model_copy(update={"documents": ()}), UNIT)


def test_other_money_needs_the_budget_decision_of_the_tier_besides():
    year = voted_project()
    more = fewer(5000).model_copy(update={"investment_wan": Decimal(900)})
    year.ask(at(JUNE), asks(Kind.TARGET, more), UNIT)
    day = date(2023, 7, 19)
    for budget in (None, committee(day)):
        with pytest.raises(NotTheirsToDecide):
            year.ask(at(day), grants(1, ruling(day), budget), OFFICE)
    year.ask(at(day), grants(1, ruling(day), ruling(day, document="宝人决〔2023〕6号")), OFFICE)
    assert year.state.track.money(year.state.card) == 900


def test_a_later_day_moves_the_claim_and_no_day_moves_by_a_new_plan():
    year = voted_project()
    year.file(date(2023, 4, 10), "work_plan", work_plan(), UNIT)
    year.accept(date(2023, 4, 11), "work_plan")
    assert year.state.planned_completion == date(2023, 11, 30)
    later = Proposed(planned_completion=date(2024, 2, 28))
    year.ask(at(JUNE), asks(Kind.SCHEDULE, later), UNIT)
    decided = year.ask(at(JUNE, 10), grants(1, ruling(JUNE)), OFFICE)
    (moved,) = [x for x in decided if isinstance(x, DutyRedated)]
    assert (moved.duty, moved.terms.due) == ("completion_claim", date(2024, 2, 28))
    assert year.state.duties["completion_claim"].original_due == date(2024, 1, 2)
    assert year.state.planned_completion == date(2024, 2, 28)


def test_a_plan_that_ends_after_the_voted_day_is_an_adjustment():
    card = CARD.model_copy(update={"planned_completion": date(2023, 10, 31)})
    year = voted_project(card=card)
    with pytest.raises(Malformed):
        year.file(date(2023, 4, 10), "work_plan", work_plan(), UNIT)


def test_unapproved_shrinkage_is_a_breach_and_an_approved_one_is_not():
    short, approved = voted_project(), voted_project()
    approved.ask(at(JUNE), asks(Kind.TARGET, fewer(5000)), UNIT)
    approved.ask(at(JUNE, 10), grants(1, ruling(JUNE)), OFFICE)
    for year, breached in ((short, True), (approved, False)):
        told = year.file(date(2023, 12, 1), "completion_claim", claim(5100), UNIT)
        assert any(isinstance(x, ScopeBreached) for x in told) is breached
        assert year.state.scope_breached is breached


def test_a_breach_ends_by_a_decision_that_covers_it():
    year = voted_project()
    year.file(date(2023, 12, 1), "completion_claim", claim(5100), UNIT)
    year.ask(at(date(2023, 12, 2)), asks(Kind.TARGET, fewer(5000)), UNIT)
    day = date(2023, 12, 10)
    decided = year.ask(at(day), grants(1, ruling(day)), OFFICE)
    assert [x.how for x in decided if isinstance(x, BreachSettled)] == ["decision"]
    assert not year.state.scope_breached


def test_a_breach_ends_by_evidence_of_what_was_missing_never_by_a_promise():
    year = voted_project()
    year.file(date(2023, 12, 1), "completion_claim", claim(5582), UNIT)
    year.accept(date(2023, 12, 2), "completion_claim")
    seen = SettleBreach(
        subproject=1, actual=Decimal(5800), finding="现场核查补齐", evidence=(PAPER,)
    )
    with pytest.raises(NotYours):
        year.ask(at(date(2023, 12, 20)), seen, UNIT)
    less = seen.model_copy(update={"actual": Decimal(5799)})
    with pytest.raises(Malformed):
        year.ask(at(date(2023, 12, 20)), less, CLERK)
    year.ask(at(date(2023, 12, 20)), seen, GROUP)
    assert not year.state.scope_breached
    assert [x.actual for x in year.state.track.claim.actuals] == [5800]


def test_a_claim_filed_again_with_all_of_it_ends_the_breach_when_accepted():
    year = voted_project()
    year.file(date(2023, 12, 1), "completion_claim", claim(5582), UNIT)
    missing = ReturnDuty(duty="completion_claim", reason="缺 218 户")
    year.ask(at(date(2023, 12, 2)), missing, CLERK)
    year.file(date(2023, 12, 20), "completion_claim", claim(5800), UNIT)
    assert year.state.scope_breached
    year.accept(date(2023, 12, 21), "completion_claim")
    assert not year.state.scope_breached


def test_a_terminated_project_owes_no_more_but_the_reports_that_had_begun():
    year = voted_project("longgang@1")
    year.live_until(JUNE - timedelta(1))
    year.ask(at(JUNE), asks(Kind.TERMINATE), UNIT)
    decided = year.ask(at(JUNE, 10), grants(1, committee(JUNE)), OFFICE)
    assert any(isinstance(x, ProjectTerminated) for x in decided)
    fallen = {x.duty for x in decided if isinstance(x, DutyVoided)}
    left = {x.id for x in year.state.duties.values() if x.closed is None and not x.accepted}
    assert {"work_plan", "completion_claim", "monthly_contact/2023-M07"} <= fallen
    assert left == {
        "monthly_contact/2023-M04",
        "monthly_contact/2023-M05",
        "monthly_contact/2023-M06",
        "quarterly_report/2023-Q2",
        "circular_reading/2023-Q2",
    }
    assert year.state.phase is Phase.TERMINATED
    assert year.state.duties["work_plan"].overdue
    with pytest.raises(Contradicted):
        year.ask(at(JUNE, 12), asks(Kind.SUSPEND), UNIT)


def test_another_item_takes_its_place_only_by_those_who_vote_items():
    other = Card(
        id="LG23-11",
        programme="LG23",
        list_id="LG23",
        item_no="11",
        name="农村公路安防提升",
        region=CARD.region,
        subprojects=(Subproject(no=0, name="农村公路安防提升"),),
        lead_unit="市交通运输局",
    )
    year = voted_project("longgang@1")
    year.ask(at(JUNE), asks(Kind.REPLACE, Proposed(successor=other)), GOVERNMENT)
    with pytest.raises(NotTheirsToDecide):
        year.ask(at(JUNE, 10), grants(1, committee(JUNE)), OFFICE)
    decided = year.ask(at(JUNE, 11), grants(1, ruling(JUNE)), OFFICE)
    (stop,) = [x for x in decided if isinstance(x, ProjectTerminated)]
    assert stop.successor == other


def test_a_minor_change_is_for_the_record_only():
    year = voted_project()
    (event,) = year.ask(at(JUNE), RecordMinorChange(text="施工班组调整", documents=(PAPER,)), UNIT)
    assert isinstance(event, MinorChangeRecorded)
    assert (year.state.baseline, year.state.track.changes) == (1, ())
