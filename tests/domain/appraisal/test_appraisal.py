"""民主评议 in a street: on assignment, after the report, graded, handed over, reported back."""

from datetime import UTC, date, datetime

import pytest

from domain.appraisal.decisions import decide
from domain.appraisal.messages import (
    AppraisalCommand,
    AppraisalEvent,
    AppraisalReported,
    Appraised,
    AssignAppraisal,
    HandOverAppraisal,
    HearReport,
    OrganAppraised,
    RecordAppraisal,
    RecordReform,
    ReformRecorded,
    ReportAppraisal,
)
from domain.appraisal.state import Appraisal, evolve
from domain.calendar import Calendar
from domain.evaluation.grading import Grade
from domain.forms import Counts
from domain.given import Actor, Given
from domain.refusals import AlreadyThere, Contradicted, NotTheirsToDecide
from domain.regimes import named

COUNTY = "陕西省/商洛市/商州区"
STREET = f"{COUNTY}/城关街道"
ASSIGN = AssignAppraisal(
    id="A1",
    region=STREET,
    regime="shangluo-street@1",
    title="城关街道2024年民主评议",
    objects=(
        Appraised(id="office", name="城关街道办事处", kind="street_office", matter="民生实事"),
        Appraised(id="court", name="（样稿）人民法庭", kind="judicial_post", matter="便民诉讼"),
    ),
    document="商区人常发〔2024〕3号",
    on=date(2024, 3, 1),
    report_by=date(2024, 10, 31),
)
DAY = date(2024, 9, 10)


def given_by(region: str = STREET, on: date = DAY, regime: str = "shangluo-street@1") -> Given:
    now = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    return Given(Actor("c", "clerk", region), now, now, Calendar.seeded(), named(regime))


def after(*commands: AppraisalCommand) -> Appraisal:
    (assigned,) = decide(None, ASSIGN, given_by(COUNTY))
    state = evolve(None, assigned)
    for command in commands:
        for event in decide(state, command, given_by()):
            state = evolve(state, event)
    return state


def heard(organ: str = "office") -> HearReport:
    return HearReport(object=organ, on=date(2024, 9, 1), document="工作报告")


def counted(organ: str = "office", satisfied: int = 50, present: int = 60) -> RecordAppraisal:
    counts = Counts(satisfied=satisfied, basic=present - satisfied, dissatisfied=0)
    return RecordAppraisal(
        object=organ, on=DAY, meeting="第二次会议", roll=62, present=present, counts=counts
    )


def one(state: Appraisal, command: AppraisalCommand, given: Given | None = None) -> AppraisalEvent:
    (event,) = decide(state, command, given or given_by())
    return event


def test_a_street_appraises_nobody_of_its_own_accord() -> None:
    with pytest.raises(NotTheirsToDecide) as refused:
        decide(None, ASSIGN, given_by(STREET))
    assert "县级人大常委会交办" in refused.value.zh


def test_a_congress_has_other_instruments() -> None:
    asked = ASSIGN.model_copy(update={"regime": "shangluo-town@1"})
    with pytest.raises(Contradicted):
        decide(None, asked, given_by(COUNTY, regime="shangluo-town@1"))


def test_nobody_is_graded_before_he_was_heard() -> None:
    with pytest.raises(Contradicted) as refused:
        decide(after(), counted(), given_by())
    assert "请先听取报告再评议" in refused.value.zh


def test_the_meeting_grades_by_the_measures_rule_and_only_with_a_quorum() -> None:
    event = one(after(heard()), counted())
    assert isinstance(event, OrganAppraised)
    assert event.result.grade is Grade.SATISFIED
    few = one(after(heard()), counted(satisfied=20, present=31))
    assert isinstance(few, OrganAppraised)
    assert (few.result.quorum, few.result.grade) == (False, None)
    again = one(evolve(after(heard()), few), counted())
    assert isinstance(again, OrganAppraised)
    assert again.result.grade is Grade.SATISFIED
    with pytest.raises(AlreadyThere):
        decide(evolve(after(heard()), event), counted(satisfied=10), given_by())


def test_the_opinion_is_handed_over_answered_and_the_whole_reported() -> None:
    opinion = HandOverAppraisal(
        object="office",
        on=DAY,
        document="议政〔2024〕5号",
        opinion="加快便民桥",
        reply_by=date(2024, 10, 10),
    )
    with pytest.raises(Contradicted):
        decide(after(heard()), opinion, given_by())
    state = after(heard(), counted(), opinion)
    late = RecordReform(object="office", on=date(2024, 10, 11), document="整改1号", text="已通车")
    event = one(state, late, given_by(on=date(2024, 10, 12)))
    assert isinstance(event, ReformRecorded)
    assert not event.on_time
    report = ReportAppraisal(on=DAY, document="报告1号", where="街道公示栏")
    with pytest.raises(Contradicted) as refused:
        decide(state, report, given_by())
    assert "（样稿）人民法庭" in refused.value.zh
    whole = after(heard(), counted(), heard("court"), counted("court"))
    reported = one(whole, report)
    assert isinstance(reported, AppraisalReported)
    assert reported.on_time
    assert decide(evolve(whole, reported), report, given_by()) == []


def test_the_same_assignment_again_gives_nothing_and_other_organs_are_another_one() -> None:
    assert decide(after(), ASSIGN, given_by(COUNTY)) == []
    other = Appraised(
        id="clinic", name="（样稿）卫生院", kind="county_department", matter="便民诊疗"
    )
    changed = ASSIGN.model_copy(update={"objects": (ASSIGN.objects[0], other)})
    with pytest.raises(AlreadyThere):
        decide(after(), changed, given_by(COUNTY))
