"""Slow projects (rulebook §4.4, S10): marked, called together on, recommended; people decide."""

from datetime import date
from decimal import Decimal

import pytest

from domain.duty_events import DutyScheduled
from domain.forms import (
    Claim,
    ClaimRow,
    Consultation,
    Milestone,
    Present,
    Progress,
    ProgressRow,
    Proposal,
    WorkPlan,
)
from domain.given import Actor
from domain.lights import Light, of_reports
from domain.project.slow_events import SlownessMarked
from domain.refusals import Malformed
from domain.steps.instruments import Kind
from domain.steps.messages import StepRecommended
from tests.support.measures import CHAIN, SLOW, measure
from tests.support.year import GROUP, UNIT, progress, report, voted_project

SLOW_TOWN = measure("baofeng@1", SLOW, CHAIN)


def project():
    return voted_project(measure=SLOW_TOWN)


def month(n, lag, year, claimed=50):
    """A report of that month, filed and accepted on the fifth of the next."""
    on = date(2023, n + 1, 5)
    duty = f"monthly_progress/2023-M{n:02}"
    year.file(on, duty, progress(claimed + lag, claimed), UNIT)
    return year.accept(on, duty)


def of(events, kind):
    return [x for x in events if isinstance(x, kind)]


def test_a_report_on_schedule_marks_nothing():
    assert of(month(5, 9, project()), SlownessMarked) == []


def test_yellow_is_a_notice_to_the_unit_and_calls_nobody_together():
    events = month(5, 10, project())
    (mark,) = of(events, SlownessMarked)
    assert (mark.light, mark.level, mark.rule, mark.to) == (
        "YELLOW",
        1,
        "lag_yellow",
        UNIT.party,
    )
    assert of(events, DutyScheduled) == []


def test_red_is_a_letter_and_calls_for_a_consultation_in_15_working_days():
    events = month(5, 31, project())
    (mark,) = of(events, SlownessMarked)
    assert (mark.light, mark.level, mark.rule) == ("RED", 2, "lag_red")
    assert mark.reply_by == date(2023, 6, 27)  # 15 working days; 25 June is a Sunday that is worked
    (called,) = of(events, DutyScheduled)
    assert (called.duty, called.obligor, called.terms.due) == (
        "consultation/2023-M05",
        GROUP.party,
        date(2023, 6, 27),
    )


def test_one_consultation_at_a_time():
    year = project()
    month(5, 31, year)
    assert of(month(6, 35, year), DutyScheduled) == []


def test_red_in_two_quarters_recommends_call_in_and_hearing_and_in_three_more():
    year = project()
    months = {n: month(n, 40, year) for n in range(5, 11)}
    said = {n: [x.kind for x in of(events, StepRecommended)] for n, events in months.items()}
    assert said[5] == said[6] == []
    assert said[7] == [Kind.CALL_IN, Kind.SPECIAL_HEARING]
    assert said[8] == said[9] == []  # recommended once a quarter, not every month
    assert said[10] == [
        Kind.CALL_IN,
        Kind.SPECIAL_HEARING,
        Kind.INTERPELLATION,
        Kind.PARTY_REPORT,
    ]
    assert {x.to for events in months.values() for x in of(events, StepRecommended)} == {
        GROUP.party,
        "presidium",
    }


def test_caught_up_is_green_again_and_counts_anew():
    year = project()
    month(5, 40, year)
    month(6, 0, year)
    assert of(month(7, 40, year), StepRecommended) == []


def plan(*milestones, start=None):
    return WorkPlan(
        target="完成 5800 户改造",
        planned_start=start,
        planned_completion=date(2023, 11, 30),
        milestones=milestones,
    )


def planned(*milestones, start=None):
    year = project()
    year.file(date(2023, 4, 10), "work_plan", plan(*milestones, start=start), UNIT)
    year.accept(date(2023, 4, 11), "work_plan")
    return year


def test_a_milestone_missed_by_more_than_30_days_is_red():
    year = planned(Milestone(name="完成招标", by=date(2023, 5, 6)))
    assert of(month(5, 0, year), SlownessMarked) == []
    year = planned(Milestone(name="完成招标", by=date(2023, 5, 5)))
    (mark,) = of(month(5, 0, year), SlownessMarked)
    assert (mark.rule, mark.because) == ("milestone_missed", "节点“完成招标”超期 31 天")


def test_a_milestone_that_a_report_says_is_reached_is_not_missed():
    year = planned(Milestone(name="完成招标", by=date(2023, 4, 20)))
    rows = (ProgressRow(subproject=1, planned=Decimal(10), claimed=Decimal(10)),)
    year.file(
        date(2023, 6, 5),
        "monthly_progress/2023-M05",
        Progress(rows=rows, reached=("完成招标",)),
        UNIT,
    )
    assert of(year.accept(date(2023, 6, 5), "monthly_progress/2023-M05"), SlownessMarked) == []


def test_a_start_that_did_not_come_is_yellow_unless_a_reason_is_given():
    year = planned(start=date(2023, 4, 20))
    duty, rows = (
        "monthly_progress/2023-M05",
        (ProgressRow(subproject=1, planned=Decimal(5), claimed=Decimal(0)),),
    )
    year.file(date(2023, 6, 5), duty, Progress(rows=rows), UNIT)
    (mark,) = of(year.accept(date(2023, 6, 5), duty), SlownessMarked)
    assert (mark.light, mark.rule) == ("YELLOW", "start_missed")
    year = planned(start=date(2023, 4, 20))
    why = (ProgressRow(subproject=1, planned=Decimal(5), claimed=Decimal(0), note="汛期停工"),)
    year.file(date(2023, 6, 5), duty, Progress(rows=why), UNIT)
    assert of(year.accept(date(2023, 6, 5), duty), SlownessMarked) == []


def test_without_a_slowness_clause_nothing_is_marked():
    year = voted_project("baofeng@1")
    assert of(month(5, 40, year), SlownessMarked) == []


FIVE = tuple(Present(kind=x, who=x) for x in ("expert", "group", "resident", "unit", "contractor"))


def consultation(**changed):
    said = {
        "held_on": date(2023, 6, 12),
        "place": "项目部",
        "participants": FIVE,
        "problems": "管线迁改未完成",
        "proposals": (
            Proposal(text="迁改管线", unit="县供电公司", by=date(2023, 7, 14)),
            Proposal(text="增加作业面", by=date(2023, 7, 20)),
        ),
    }
    return Consultation.model_validate({**said, **changed})


def called_together():
    year = project()
    month(5, 40, year)
    return year


def test_each_proposal_of_a_consultation_becomes_a_duty_of_its_unit():
    year = called_together()
    year.file(date(2023, 6, 13), "consultation/2023-M05", consultation(), GROUP)
    events = year.accept(date(2023, 6, 14), "consultation/2023-M05")
    owed = {x.duty: (x.obligor, x.terms.due) for x in of(events, DutyScheduled)}
    assert owed == {
        "proposal/2023-M05-1": ("unit:县供电公司", date(2023, 7, 14)),
        "proposal/2023-M05-2": (UNIT.party, date(2023, 7, 20)),
        "consultation_follow_up/2023-M05": (GROUP.party, date(2023, 9, 13)),
    }


def consulted():
    year = called_together()
    year.file(date(2023, 6, 13), "consultation/2023-M05", consultation(), GROUP)
    year.accept(date(2023, 6, 14), "consultation/2023-M05")
    return year


def settle(year, *proposals):
    for n in proposals:
        duty = f"proposal/2023-M05-{n}"
        owner = Actor(ref="u", party=year.state.duties[duty].obligor)
        year.file(date(2023, 7, 10), duty, report("落实情况"), owner)
        year.accept(date(2023, 7, 11), duty)


def follow_up(year, name, day):
    year.file(day, name, report("跟踪落实"), GROUP)
    return [x.duty for x in of(year.accept(day, name), DutyScheduled)]


def test_a_consultation_is_followed_up_each_quarter_until_everything_is_settled():
    year = consulted()
    settle(year, 1)
    first = follow_up(year, "consultation_follow_up/2023-M05", date(2023, 9, 12))
    assert first == ["consultation_follow_up/2023-M05-2"]
    settle(year, 2)
    assert follow_up(year, first[0], date(2023, 12, 11)) == []


def test_less_claimed_than_voted_is_a_letter_at_once_and_wants_a_statement():
    year = project()
    claim = Claim(rows=(ClaimRow(subproject=1, actual=Decimal(5582)), ClaimRow(subproject=2)))
    events = year.file(date(2023, 10, 10), "completion_claim", claim, UNIT)
    (mark,) = of(events, SlownessMarked)
    assert (mark.rule, mark.level, mark.to) == ("scope_breach", 2, UNIT.party)
    assert "少 218" in mark.because
    assert [x.duty for x in of(events, DutyScheduled)] == ["scope_statement/1"]


@pytest.mark.parametrize(
    "changed",
    [
        {"held_on": date(2023, 6, 14)},
        {"participants": FIVE[:4]},
        {"proposals": (Proposal(text="先做", by=date(2023, 6, 12)),)},
    ],
    ids=["to come", "contractor missing", "due before it was made"],
)
def test_an_impossible_consultation_is_refused(changed):
    with pytest.raises(Malformed):
        called_together().file(
            date(2023, 6, 13), "consultation/2023-M05", consultation(**changed), GROUP
        )


def test_who_is_missing_may_be_explained():
    said = consultation(participants=FIVE[:4], absent_because="施工单位尚未招定")
    year = called_together()
    assert year.file(date(2023, 6, 13), "consultation/2023-M05", said, GROUP)


def test_a_promise_does_not_turn_the_light():
    year = called_together()
    year.file(date(2023, 7, 5), "monthly_progress/2023-M06", progress(60, 60), UNIT)
    assert of_reports(year.state.course.told, SLOW_TOWN.lights).light is Light.RED
    year.accept(date(2023, 7, 5), "monthly_progress/2023-M06")
    assert of_reports(year.state.course.told, SLOW_TOWN.lights).light is Light.GREEN
