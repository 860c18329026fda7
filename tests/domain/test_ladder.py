"""The ladder of a late duty, on the vector of rulebook §10 (due 2023-05-04)."""

from datetime import date, timedelta

import pytest

from domain.calendar import start_of
from domain.duty import Status
from domain.duty_commands import FileDuty, KeepMoment
from domain.duty_events import DutyRedated, Escalated, Mark, Overdue
from domain.given import Actor, Outage
from domain.refusals import NotYetHeard, NotYours
from tests.support.year import CLERK, GROUP, UNIT, kinds, open_programme, voted_project, work_plan

MAY_1 = date(2023, 5, 31)


def marks_of(year, duty="work_plan"):
    return [
        (type(x).__name__, x.on.isoformat(), x.to)
        for x in year.told
        if isinstance(x, Mark) and x.duty == duty
    ]


def test_a_plan_nobody_files_climbs_to_the_deputy_group():
    year = voted_project().live_until(MAY_1)
    unit, group = UNIT.party, GROUP.party
    assert marks_of(year) == [
        ("Reminded", "2023-04-18", unit),
        ("Reminded", "2023-04-26", unit),
        ("Reminded", "2023-05-04", unit),
        ("Overdue", "2023-05-05", unit),
        ("LetterIssued", "2023-05-10", unit),
        ("Escalated", "2023-05-16", group),
        ("EscalationRecommended", "2023-05-20", "presidium"),
    ]


def test_acknowledged_rungs_wait_for_their_own_day_and_recommend_nothing():
    year = voted_project().live_until(date(2023, 5, 5))
    year.acknowledge(date(2023, 5, 5), "work_plan", 1, UNIT)
    year.live_until(date(2023, 5, 11)).acknowledge(date(2023, 5, 11), "work_plan", 2, UNIT)
    year.live_until(date(2023, 5, 18)).acknowledge(date(2023, 5, 18), "work_plan", 3, GROUP)
    year.live_until(date(2023, 12, 31))
    assert [x[:2] for x in marks_of(year)][3:] == [
        ("Overdue", "2023-05-05"),
        ("LetterIssued", "2023-05-11"),
        ("Escalated", "2023-05-18"),
    ]


def test_a_long_stop_makes_the_same_marks_at_once():
    step_by_step = voted_project().live_until(date(2023, 5, 20))
    at_once = voted_project()
    at_once.clock_reaches(date(2023, 5, 20))
    assert at_once.told == step_by_step.told


def test_asking_again_makes_no_mark_twice():
    year = voted_project().live_until(date(2023, 5, 16))
    assert year.clock_reaches(date(2023, 5, 16)) == []


def test_the_overdue_time_is_the_due_time_not_the_wake():
    year = voted_project()
    year.clock_reaches(date(2023, 5, 9))
    (overdue,) = [x for x in year.told if isinstance(x, Overdue)]
    assert overdue.overdue_at == start_of(date(2023, 5, 5))


def test_nothing_is_late_within_the_grace():
    year = voted_project().live_until(date(2023, 5, 4))
    due_at = start_of(date(2023, 5, 5))
    assert year.ask(due_at + timedelta(seconds=59), KeepMoment()) == []
    assert year.state.duties["work_plan"].status_at(due_at + timedelta(seconds=59)) == Status.OPEN
    after = year.ask(due_at + timedelta(seconds=60), KeepMoment())
    assert kinds(after, Overdue) == [("Overdue", "2023-05-05")]


@pytest.mark.parametrize(
    ("before_due", "status"),
    [(timedelta(microseconds=1), Status.FULFILLED), (timedelta(0), Status.FULFILLED_LATE)],
)
def test_on_time_is_received_before_the_due_instant(before_due, status):
    year = voted_project()
    at = start_of(date(2023, 5, 5)) - before_due
    year.ask(at, FileDuty(duty="work_plan", filing=work_plan()), UNIT)
    year.accept(date(2023, 5, 5), "work_plan")
    assert year.state.duties["work_plan"].status_at(at + timedelta(days=1)) == status


def test_a_filing_stops_the_ladder_and_its_acceptance_ends_it():
    year = voted_project().live_until(date(2023, 5, 10))
    year.file(date(2023, 5, 12), "work_plan", work_plan(), UNIT)
    year.live_until(MAY_1)
    assert not kinds(year.told, Escalated)
    year.accept(date(2023, 5, 12), "work_plan")
    duty = year.state.duties["work_plan"]
    assert duty.status_at(start_of(MAY_1)) == Status.FULFILLED_LATE
    assert duty.overdue, "overdue is kept for ever"


def test_a_group_is_not_escalated_to_itself():
    year = voted_project("gaogang").live_until(date(2023, 7, 1))
    marks = marks_of(year, "monthly_inspection/2023-M05")
    assert [x[2] for x in marks if x[0] == "Escalated"] == ["working_committee"]


def test_a_government_duty_is_owed_once_for_the_whole_programme():
    year = open_programme(projects=("LG23-01", "LG23-02")).live_until(date(2023, 8, 31))
    escalated = [x for x in marks_of(year, "mid_year_report") if x[0] == "Escalated"]
    assert [x[2] for x in escalated] == ["deputy_groups"]


def test_one_of_the_groups_acknowledges_for_all_of_them():
    year = open_programme().live_until(date(2023, 8, 15))
    assert year.acknowledge(date(2023, 8, 16), "mid_year_report", 3, GROUP)
    foreign = Actor(ref="d", party="deputy_group:XX99-01")
    with pytest.raises(NotYours):
        year.acknowledge(date(2023, 8, 16), "mid_year_report", 3, foreign)


@pytest.mark.parametrize(
    ("region", "party", "reaches"),
    [
        ("浙江省/温州市/龙港市", UNIT.party, True),
        ("浙江省/温州市/苍南县", UNIT.party, False),
        ("浙江省/温州市", UNIT.party, False),
        ("浙江省/温州市", "clerk", True),
        ("浙江省/温", "clerk", False),
    ],
)
def test_the_same_office_of_another_county_is_somebody_else(region, party, reaches):
    actor = Actor(ref="x", party=party, region=region)
    assert actor.reaches("浙江省/温州市/龙港市") is reaches
    if party == UNIT.party and not reaches:
        with pytest.raises(NotYours):
            voted_project().file(date(2023, 4, 20), "work_plan", work_plan(), actor)


def test_what_fell_due_in_an_outage_moves_and_names_it():
    due_at = start_of(date(2023, 5, 5))
    outage = Outage("outage-1", due_at - timedelta(minutes=10), due_at + timedelta(minutes=5))
    year = voted_project().live_until(date(2023, 5, 4))
    year.outages = [outage]
    year.clock_reaches(date(2023, 5, 5))
    (moved,) = [x for x in year.told if isinstance(x, DutyRedated)]
    assert (moved.reference, moved.terms.due) == ("outage-1", date(2023, 5, 6))
    assert not kinds(year.told, Overdue)
    year.file(date(2023, 5, 6), "work_plan", work_plan(), UNIT)
    assert year.state.duties["work_plan"].submission.on_time


def test_a_filing_just_after_an_outage_is_in_time_before_the_clock_has_moved_the_date():
    due_at = start_of(date(2023, 5, 5))
    year = voted_project().live_until(date(2023, 5, 4))
    year.outages = [Outage("o", due_at - timedelta(minutes=10), due_at + timedelta(minutes=5))]
    year.file(date(2023, 5, 5), "work_plan", work_plan(), UNIT, hour=1)
    assert year.state.duties["work_plan"].submission.on_time


def test_outages_in_a_row_move_a_filing_as_often_as_the_clock_would():
    """The power flaps: away over the due instant, and again over the one it was moved to."""
    first, second = start_of(date(2023, 5, 5)), start_of(date(2023, 5, 7))
    for filed_at_once in (True, False):
        year = voted_project().live_until(date(2023, 5, 4))
        year.outages = [
            Outage(x, at - timedelta(minutes=10), at + timedelta(minutes=5))
            for x, at in (("o1", first), ("o2", second))
        ]
        if not filed_at_once:
            year.clock_reaches(date(2023, 5, 7))
        year.file(date(2023, 5, 7), "work_plan", work_plan(), UNIT, hour=1)
        moved = [x.terms.due for x in year.told if isinstance(x, DutyRedated)]
        assert moved == [date(2023, 5, 6), date(2023, 5, 8)]
        assert year.state.duties["work_plan"].submission.on_time


def test_a_filing_is_not_judged_while_a_silence_over_its_due_instant_is_not_yet_an_outage():
    due_at = start_of(date(2023, 5, 5))
    year = voted_project().live_until(date(2023, 5, 4))
    year.heard_until, year.silent = due_at - timedelta(minutes=10), True
    with pytest.raises(NotYetHeard, match="同一编号再报"):
        year.file(date(2023, 5, 5), "work_plan", work_plan(), UNIT, hour=1)
    year.heard_until = due_at + timedelta(seconds=1)
    year.file(date(2023, 5, 5), "work_plan", work_plan(), UNIT, hour=1)
    assert not year.state.duties["work_plan"].submission.on_time, "it was heard over the instant"


def test_nothing_is_called_late_while_nobody_knows_whether_the_service_answered():
    year = voted_project().live_until(date(2023, 5, 4))
    year.heard_until = start_of(date(2023, 5, 5)) - timedelta(seconds=3)
    assert year.clock_reaches(date(2023, 5, 5)) == []


def test_a_provisional_date_reminds_but_calls_nobody_late():
    year = voted_project(vote=date(2026, 12, 10), next_session=date(2027, 12, 10))
    assert not year.state.duties["work_plan"].settled
    year.live_until(date(2027, 12, 31))
    assert {x[0] for x in marks_of(year)} == {"Reminded"}
    late = {x.duty for x in year.told if isinstance(x, Overdue)}
    assert late == {"completion_claim"}, "31 December 2026 lies in a published year"


def test_an_assumed_session_reminds_but_calls_nobody_late():
    year = open_programme(assumed=True).live_until(date(2024, 12, 31))
    late = [x.duty for x in year.told if isinstance(x, Overdue)]
    assert "mid_year_report" in late
    assert not {"completion_report", "evaluation", "look_back"} & set(late)


def test_somebody_else_cannot_acknowledge():
    year = voted_project().live_until(date(2023, 5, 5))
    stranger = Actor(ref="x", party="unit:市水利局")
    with pytest.raises(NotYours):
        year.acknowledge(date(2023, 5, 5), "work_plan", 1, stranger)
    with pytest.raises(NotYours):
        year.acknowledge(date(2023, 5, 5), "work_plan", 1, CLERK)
