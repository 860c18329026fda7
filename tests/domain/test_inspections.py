"""Inspections and their findings: one act, one receipt; a finding is a unit's debt, closed by who
found it."""

from datetime import date, datetime, timedelta

import pytest

from domain.calendar import SHANGHAI, start_of
from domain.duty import Status
from domain.duty_commands import AcceptDuty, FileDuty, Rebase, ReturnDuty
from domain.duty_events import (
    DutyAccepted,
    DutyFiled,
    DutyReturned,
    DutyScheduled,
    Escalated,
    Overdue,
)
from domain.forms import Evidence, InspectionFiling, Remedy, Report
from domain.given import Actor
from domain.processes import follow_ups
from domain.programme.inspections import ProjectVisit, RecordTour, Tour
from domain.project.inspections import (
    CorrectInspection,
    Finding,
    InspectionCorrected,
    InspectionKind,
    InspectionRecorded,
    NoteVisit,
    RecordInspection,
    Severity,
    Visit,
)
from domain.refusals import (
    AlreadyThere,
    Contradicted,
    DeputiesDoNotExecute,
    Malformed,
    NotYours,
    OwnFiling,
    Unknown,
)
from ledger.happened import happened_at
from tests.support.year import CARD, CLERK, GROUP, UNIT, open_programme, voted_project

CO_UNIT = "市住房和城乡建设局"
SHARED = CARD.model_copy(update={"co_units": (CO_UNIT,)})
PHOTO = Evidence(sha256="a" * 64, name="现场.jpg", media_type="image/jpeg", size=1200)
SEEN = datetime(2023, 5, 12, 9, 30, tzinfo=SHANGHAI)
COMMITTEE = Actor(ref="staff-9", party="standing_committee")
REMEDY = Remedy(text="已更换灭火器 12 具", evidence=(PHOTO,))


def visit(**other):
    told = {
        "kind": InspectionKind.SITE_VISIT,
        "happened_at": SEEN,
        "place": "某镇某村",
        "taking_part": ("deputy:D017", "unit:市消防救援大队"),
        "seen": "已完成 1200 户，二组 3 户未接线。",
        "subprojects": (1,),
        "evidence": (PHOTO,),
    }
    return Visit.model_validate({**told, **other})


def record(
    year, *findings, day=date(2023, 5, 15), by=GROUP, number="SC-0512", counts_for=None, **v
):
    command = RecordInspection(
        number=number, visit=visit(**v), findings=findings, counts_for=counts_for
    )
    return year.ask(start_of(day) + timedelta(hours=10), command, by)


def group_decides(year, day, duty="finding/1", by=GROUP, reason=None):
    command = (
        ReturnDuty(duty=duty, reason=reason) if reason else AcceptDuty(duty=duty, note="已复查")
    )
    return year.ask(start_of(day) + timedelta(hours=11), command, by)


def test_an_inspection_happened_when_it_happened_and_is_received_later():
    year = voted_project("gaogang@1")
    (recorded,) = record(year)
    assert isinstance(recorded, InspectionRecorded)
    received = start_of(date(2023, 5, 15))
    assert happened_at(recorded, [recorded], received) == SEEN
    assert record(year) == []


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (GROUP, True),
        (COMMITTEE, True),
        (Actor(ref="staff-8", party="presidium"), True),
        (Actor(ref="deputy-9", party="deputy_group:LG23-02"), False),
        (UNIT, False),
        (CLERK, False),
    ],
)
def test_the_items_own_group_and_the_organs_record(by, may):
    year = voted_project("gaogang@1")
    if may:
        assert record(year, by=by)
    else:
        with pytest.raises(NotYours):
            record(year, by=by)


@pytest.mark.parametrize(
    "wrong",
    [
        {"happened_at": datetime(2023, 5, 16, tzinfo=SHANGHAI)},
        {"happened_at": datetime(2023, 3, 30, tzinfo=SHANGHAI)},
        {"happened_at": datetime.fromisoformat("0001-01-01T00:00:00+14:00")},
        {"subprojects": (7,)},
    ],
)
def test_a_visit_to_come_before_the_vote_or_of_an_unvoted_part_is_refused(wrong):
    with pytest.raises(Malformed):
        record(voted_project("gaogang@1"), **wrong)


def test_nobody_is_named_by_his_name():
    for who in ("张三", "王 代表", "<script>"):
        with pytest.raises(ValueError, match="不填姓名"):
            visit(taking_part=(who,))


def test_the_same_number_with_other_contents_is_refused():
    year = voted_project("gaogang@1")
    record(year)
    with pytest.raises(AlreadyThere):
        record(year, place="另一个村")


def test_a_correction_is_a_new_fact_and_the_old_one_stays():
    year = voted_project("gaogang@1")
    record(year)
    at = start_of(date(2023, 5, 17))
    again = CorrectInspection(
        number="SC-0512", revision=1, visit=visit(seen="二组 5 户未接线。"), reason="户数数错了"
    )
    (corrected,) = year.ask(at, again, GROUP)
    assert isinstance(corrected, InspectionCorrected)
    assert corrected.revision == 2
    assert [type(x).__name__ for x in year.told].count("InspectionRecorded") == 1
    assert year.ask(at, again, GROUP) == []
    other = again.model_copy(update={"reason": "又数错了"})
    with pytest.raises(Contradicted, match="第 2 稿"):
        year.ask(at, other, GROUP)
    with pytest.raises(NotYours):
        year.ask(at, again.model_copy(update={"revision": 2}), COMMITTEE)


def test_one_act_is_record_filing_and_issue_at_once():
    year = voted_project("gaogang@1")
    events = record(
        year, Finding(text="二组 3 户线路外露"), counts_for="monthly_inspection/2023-M05"
    )
    assert [type(x).__name__ for x in events] == [
        "InspectionRecorded",
        "DutyFiled",
        "DutyScheduled",
    ]
    filed = next(x for x in events if isinstance(x, DutyFiled))
    assert isinstance(filed.filing, Report)
    assert "二组 3 户线路外露" in filed.filing.text
    assert filed.filing.evidence == (PHOTO,)
    assert year.state.duties["monthly_inspection/2023-M05"].submission.on_time


def test_a_visit_counts_only_for_its_own_period_and_its_own_duty():
    year = voted_project("gaogang@1")
    with pytest.raises(Malformed, match="早于"):
        record(year, counts_for="monthly_inspection/2023-M06", day=date(2023, 6, 5))
    with pytest.raises(NotYours):
        record(year, counts_for="work_plan")
    late = record(
        year,
        counts_for="monthly_inspection/2023-M05",
        day=date(2023, 6, 5),
        happened_at=datetime(2023, 6, 3, 9, tzinfo=SHANGHAI),
    )
    assert [x.on_time for x in late if isinstance(x, DutyFiled)] == [False]


def test_a_finding_is_owed_by_the_lead_unit_and_checked_again_by_the_group():
    year = voted_project("gaogang@1")
    record(year, Finding(text="灭火器过期", severity=Severity.UNSAFE))
    issue = year.state.duties["finding/1"]
    assert (issue.obligor, issue.obligee) == (UNIT.party, GROUP.party)
    assert issue.zh == "问题整改（安全隐患）：灭火器过期"
    assert issue.due == date(2023, 6, 5)  # the 15th working day after 15 May
    scheduled = next(x for x in year.told if isinstance(x, DutyScheduled) and x.form == "remedy")
    assert "默认" in scheduled.ours[0]


@pytest.mark.parametrize(
    ("wished", "due"),
    [(date(2023, 5, 16), date(2023, 5, 16)), (date(2023, 5, 20), date(2023, 5, 22))],
)
def test_the_wished_day_holds_and_rolls_off_a_rest_day(wished, due):
    year = voted_project("gaogang@1")
    record(year, Finding(text="灭火器过期", due=wished))
    assert year.state.duties["finding/1"].due == due


@pytest.mark.parametrize("wished", [date(2023, 5, 15), date(2023, 5, 1), date(2025, 1, 1)])
def test_an_issue_is_due_from_tomorrow_on_and_within_a_year(wished):
    with pytest.raises(Malformed, match="整改日期"):
        record(voted_project("gaogang@1"), Finding(text="灭火器过期", due=wished))


def test_a_co_unit_can_be_responsible_and_a_stranger_cannot():
    year = voted_project("gaogang@1", card=SHARED)
    record(year, Finding(text="井盖缺失", unit=CO_UNIT), Finding(text="线路外露"))
    duties = year.state.duties
    assert duties["finding/1"].obligor == f"unit:{CO_UNIT}"
    assert duties["finding/2"].obligor == UNIT.party
    with pytest.raises(Malformed, match="承办或协办"):
        record(year, Finding(text="x", unit="区教育局"), number="SC-2")


@pytest.mark.parametrize("who", [GROUP.party, "deputy_groups", "congress"])
def test_deputies_do_not_execute(who):
    with pytest.raises(DeputiesDoNotExecute, match="第三十一条"):
        record(voted_project("gaogang@1"), Finding(text="灭火器过期", unit=who))


def test_a_remedy_shows_evidence_is_returned_and_then_closed_by_the_group_only():
    year = voted_project("gaogang@1")
    record(year, Finding(text="灭火器过期"))
    with pytest.raises(Malformed, match="佐证"):
        year.file(date(2023, 5, 20), "finding/1", Remedy(text="已更换"), UNIT)
    year.file(date(2023, 5, 22), "finding/1", REMEDY, UNIT)
    for by in (CLERK, COMMITTEE, UNIT, Actor(ref="d", party="deputy_group:LG23-02")):
        with pytest.raises(NotYours):
            group_decides(year, date(2023, 5, 23), by=by)
        with pytest.raises(NotYours):
            group_decides(year, date(2023, 5, 23), by=by, reason="仍有 2 具过期")
    with pytest.raises(OwnFiling):
        group_decides(year, date(2023, 5, 23), by=Actor(ref=UNIT.ref, party=GROUP.party))
    (back,) = group_decides(year, date(2023, 5, 23), reason="仍有 2 具过期")
    assert isinstance(back, DutyReturned)
    year.file(date(2023, 5, 25), "finding/1", REMEDY, UNIT)
    (closed,) = group_decides(year, date(2023, 5, 26))
    assert isinstance(closed, DutyAccepted)
    assert closed.note == "已复查"
    now = start_of(date(2023, 9, 1))
    assert year.state.duties["finding/1"].status_at(now) is Status.FULFILLED


def test_a_group_decides_on_nothing_but_what_it_checks_again():
    year = voted_project("gaogang@1")
    record(year, counts_for="monthly_inspection/2023-M05")
    with pytest.raises(NotYours):
        group_decides(
            year,
            date(2023, 5, 23),
            "monthly_inspection/2023-M05",
            by=Actor(ref="other", party=GROUP.party),
        )


def test_a_silent_unit_climbs_the_ladder_of_its_issue_to_the_group():
    year = voted_project("gaogang@1")
    record(year, Finding(text="灭火器过期"))
    year.live_until(date(2023, 6, 30))
    marks = [x for x in year.told if getattr(x, "duty", "") == "finding/1"]
    assert [type(x).__name__ for x in marks] == [
        "DutyScheduled",
        "Reminded",
        "Reminded",
        "Reminded",
        "Overdue",
        "LetterIssued",
        "Escalated",
        "EscalationRecommended",
    ]
    assert next(x for x in marks if isinstance(x, Overdue)).to == UNIT.party
    assert next(x for x in marks if isinstance(x, Escalated)).to == GROUP.party


def test_issues_keep_their_day_when_the_session_moves():
    year = voted_project("gaogang@1")
    record(year, Finding(text="灭火器过期", due=date(2023, 6, 1)), Finding(text="线路外露"))
    moved = Rebase(next_session=date(2024, 1, 20), because="提前召开", reference="2023-9")
    year.ask(start_of(date(2023, 5, 20)), moved)
    assert [year.state.duties[f"finding/{n}"].due for n in (1, 2)] == [
        date(2023, 6, 1),
        date(2023, 6, 5),
    ]


def test_an_inspection_recorded_before_is_handed_in_once_where_the_form_takes_it():
    year = open_programme("longgang@1")
    tour(year)
    filing = InspectionFiling(number="JZ-1")
    with pytest.raises(Malformed):  # this regime's line takes a written report
        year.ask(
            start_of(date(2023, 6, 1)),
            FileDuty(duty="half_year_inspection/2023-H1", filing=filing),
            COMMITTEE,
        )


def tour(year, *findings, counts_for=None, projects=(CARD.id,), by=COMMITTEE):
    visits = tuple(
        ProjectVisit(project=x, place="某镇", seen="现场查看", findings=findings) for x in projects
    )
    told = Tour(kind=InspectionKind.INSPECTION, happened_at=SEEN, visits=visits)
    command = RecordTour(number="JZ-1", tour=told, counts_for=counts_for)
    return year.ask(start_of(date(2023, 5, 15)) + timedelta(hours=10), command, by)


def test_an_inspection_of_several_projects_is_one_filing_and_a_record_in_each():
    year = open_programme("longgang@1")
    events = tour(year, Finding(text="灭火器过期"), counts_for="half_year_inspection/2023-H1")
    assert [type(x).__name__ for x in events] == ["TourRecorded", "DutyFiled"]
    (owed,) = follow_ups(year.state, events[0])
    assert isinstance(owed.command, NoteVisit)
    assert tour(year, Finding(text="灭火器过期"), counts_for="half_year_inspection/2023-H1") == []
    project = voted_project("longgang@1")
    recorded, _ = project.ask(start_of(date(2023, 5, 15)), owed.command)
    assert isinstance(recorded, InspectionRecorded)
    assert (recorded.number, recorded.party, recorded.shared) == ("JZ-1", COMMITTEE.party, True)
    assert project.state.duties["finding/1"].due == date(2023, 6, 5)
    assert project.ask(start_of(date(2023, 5, 16)), owed.command) == []
    with pytest.raises(NotYours):
        project.ask(start_of(date(2023, 5, 16)), owed.command, COMMITTEE)


def test_only_projects_of_the_list_are_seen_once_each_and_by_an_organ():
    year = open_programme("longgang@1")
    with pytest.raises(Unknown):
        tour(year, projects=("LG24-01",))
    with pytest.raises(Malformed):
        tour(year, projects=(CARD.id, CARD.id))
    with pytest.raises(NotYours):
        tour(year, by=GROUP)


@pytest.mark.parametrize("regime", ["gaogang@2", "longgang@2", "baofeng@2"])
def test_a_measure_with_a_line_of_its_own_gives_name_and_term(regime):
    year = voted_project(regime)
    record(year, Finding(text="灭火器过期"))
    issue = year.state.duties["finding_rectification/1"]
    assert (issue.obligor, issue.obligee) == (UNIT.party, GROUP.party)


def test_where_the_form_takes_an_inspection_the_filing_names_it():
    year = voted_project("gaogang@2")
    record(year, number="A-1")
    filing = InspectionFiling(number="A-1")
    year.file(date(2023, 5, 20), "monthly_inspection/2023-M05", filing, GROUP)
    assert year.state.duties["monthly_inspection/2023-M05"].submission.on_time
    with pytest.raises(Malformed, match="只算一次"):
        year.file(date(2023, 6, 20), "monthly_inspection/2023-M06", filing, GROUP)
    nothing = InspectionFiling(number="A-9")
    with pytest.raises(Malformed, match="没有找到"):
        year.file(date(2023, 6, 20), "monthly_inspection/2023-M06", nothing, GROUP)
