"""Two reports, one explanation: what the session hears before it votes, and by when it is there."""

from datetime import date

import pytest

from domain.collection.agenda import before
from domain.duty_commands import AcceptDuty, FileDuty, WaiveDuty
from domain.fulfilment import Fulfil
from domain.given import SYSTEM, Actor
from domain.refusals import Contradicted, Malformed, NotYours
from domain.regimes import named, shipped
from domain.regimes.artefacts import Artefact
from domain.regimes.model import Scope
from domain.regimes.sections_session import Point
from domain.session.decisions import missing_papers, proposed
from domain.session.messages import AgendaDrafted, AgendaFixed, AgendaItem, DraftAgenda, FixAgenda
from tests.support.collections import SESSION, Months
from tests.support.meetings import at
from tests.support.year import CLERK, report

BAOFENG = named("baofeng")
DAY = date(2023, 3, 9)
AGENDA = proposed(BAOFENG)
OWERS = {
    "government_report": "government",
    "body_report": "presidium",
    "candidates_explanation": "presidium",
    "voting_method_draft": "presidium",
}


@pytest.fixture
def months() -> Months:
    found = Months()
    found.convene(SESSION, date(2023, 1, 10))
    return found


def file(months: Months, *lines: str) -> None:
    for line in lines:
        by = Actor(ref=f"{OWERS[line]}-1", party=OWERS[line])
        command = FileDuty(duty=line, filing=report(line))
        months.world.tell(months.stream, command, by, at(DAY))


def test_baofeng_hears_two_reports_and_one_explanation_from_whom_its_measure_says():
    section = BAOFENG.session
    assert section is not None
    assert section.form == "两报告一说明"
    said = {x.name: (x.by, x.line) for x in section.items}
    assert said[Point.GOVERNMENT_REPORT] == ("乡镇长", "government_report")
    assert said[Point.BODY_REPORT] == ("乡镇人大主席", "body_report")
    assert said[Point.EXPLANATION] == ("乡镇党委书记", "candidates_explanation")


def test_papers_are_due_seven_days_and_one_day_before_the_session(months: Months):
    due = {x.line: x.due for x in months.state.duties.values()}
    assert due["session_notice"] == due["session_agenda"] == date(2023, 3, 3)
    for line in (*OWERS, "candidate_booklet"):
        assert due[line] == date(2023, 3, 9), line


def test_a_day_before_the_session_moves_earlier_off_a_rest_day_and_never_later():
    months = Months()
    months.convene(date(2023, 3, 13), date(2023, 1, 10))  # a Monday
    due = {x.line: x.due for x in months.state.duties.values()}
    assert due["government_report"] == date(2023, 3, 10), "Sunday the 12th: back to Friday"
    assert due["session_notice"] == date(2023, 3, 6)


def test_a_county_shows_the_explanation_to_its_committee_twenty_and_ten_days_before():
    for ref in ("gaogang", "longgang", "shangluo-county"):
        lines = {x.name: str(getattr(x.when, "term", "")) for x in named(ref).of(Scope.COLLECTION)}
        assert (lines["explanation_draft"], lines["explanation_final"]) == ("-20d", "-10d")
        assert lines["candidates_explanation"] == "-7d"


def test_a_street_hears_no_reports_of_a_congress_and_passes_no_resolution():
    street = named("shangluo-street")
    points = {x.name for x in street.session.items} if street.session else set()
    assert points == {Point.EXPLANATION, Point.METHOD, Point.VOTE}
    assert "two_reports" in {x.name for x in street.omits}
    said = "".join(x.zh for x in street.session.items) if street.session else ""
    assert "票选" in said
    assert "票决" not in said
    assert "决议" not in said


def test_every_newest_measure_has_an_agenda_and_every_document_on_it_a_duty():
    newest = {x.id: x for x in sorted(shipped().values(), key=lambda x: x.version)}
    for regime in newest.values():
        assert regime.session is not None, regime.ref
        assert regime.line("session_notice").scope is Scope.COLLECTION
        assert regime.line("session_agenda").fulfilled_by is Artefact.AGENDA


@pytest.mark.parametrize("point", [x for x in Point if x is not Point.COMPLETION_REPORT])
def test_an_agenda_without_a_point_of_the_measure_is_refused_by_its_words(
    months: Months, point: Point
):
    lacking = tuple(x for x in AGENDA if x.point is not point)
    words = next(x.zh for x in AGENDA if x.point is point)
    with pytest.raises(Contradicted) as refused:
        months.ask(DraftAgenda(items=lacking), DAY)
    assert words in refused.value.zh
    assert "两报告一说明" in refused.value.zh


def test_last_years_report_may_be_missing_in_the_first_year_and_others_may_be_added(months: Months):
    first = tuple(x for x in AGENDA if x.point is not Point.COMPLETION_REPORT)
    own = AgendaItem(zh="选举镇人民政府副镇长")
    (event,) = months.ask(DraftAgenda(items=(*first, own)), DAY)
    assert isinstance(event, AgendaDrafted)
    assert months.state.agenda is not None
    assert months.state.agenda.items[-1] == own
    assert months.ask(DraftAgenda(items=(*first, own)), DAY) == []


def test_the_method_is_adopted_before_the_vote_and_twice_is_once_too_often(months: Months):
    method, vote = (next(x for x in AGENDA if x.point is y) for y in (Point.METHOD, Point.VOTE))
    swapped = [vote if x is method else method if x is vote else x for x in AGENDA]
    with pytest.raises(Contradicted) as refused:
        months.ask(DraftAgenda(items=tuple(swapped)), DAY)
    assert f"“{method.zh}”应当在“{vote.zh}”之前" in refused.value.zh
    with pytest.raises(Malformed):
        months.ask(DraftAgenda(items=(*AGENDA, vote)), DAY)


def test_the_agenda_is_fixed_once_every_document_lies_before_the_session(months: Months):
    with pytest.raises(Contradicted, match="先拟订"):
        months.ask(FixAgenda(on=DAY), DAY)
    months.ask(DraftAgenda(items=AGENDA), date(2023, 3, 3))
    file(months, "government_report", "body_report")
    with pytest.raises(Contradicted) as refused:
        months.ask(FixAgenda(on=DAY), DAY)
    assert "征集情况" in refused.value.zh
    assert "票决办法" in refused.value.zh
    assert "工作报告；" not in refused.value.zh
    file(months, "candidates_explanation", "voting_method_draft")
    assert missing_papers(before(months.state), BAOFENG) == []
    (event,) = months.ask(FixAgenda(on=DAY, document="赵人大〔2023〕5号"), DAY)
    assert isinstance(event, AgendaFixed)
    assert [x.duty for x in event.laid] == list(OWERS)
    assert months.state.agenda is not None
    assert months.state.agenda.fixed_on == DAY
    assert months.ask(FixAgenda(on=DAY, document="赵人大〔2023〕5号"), DAY) == []
    with pytest.raises(Contradicted, match="已于"):
        months.ask(DraftAgenda(items=AGENDA[1:]), DAY)


def test_a_day_to_come_a_waived_paper_and_a_stranger(months: Months):
    months.ask(DraftAgenda(items=AGENDA), date(2023, 3, 3))
    file(months, *list(OWERS)[1:])
    with pytest.raises(Malformed):
        months.ask(FixAgenda(on=SESSION), DAY)
    stranger = Actor(ref="unit-1", party="unit:镇农业农村局")
    with pytest.raises(NotYours):
        months.world.tell(months.stream, FixAgenda(on=DAY), stranger, at(DAY))
    waived = WaiveDuty(duty="government_report", decision="镇长缺位，书面印发")
    months.world.tell(months.stream, waived, CLERK, at(DAY))
    assert months.ask(FixAgenda(on=DAY), DAY)


def test_an_issued_explanation_is_the_explanation_that_was_owed(months: Months):
    issued = Fulfil(
        artefact=Artefact.CANDIDATES_EXPLANATION,
        reference="民实会〔2023〕1号",
        title="关于赵庄镇2023年度民生实事候选项目的说明",
        on=DAY,
        at=at(DAY),
    )
    assert months.world.tell(months.stream, issued, SYSTEM, at(DAY))
    duty = months.state.duties["candidates_explanation"]
    assert duty.accepted
    months.world.tell(months.stream, AcceptDuty(duty=duty.id), CLERK, at(DAY))
    assert "candidates_explanation" not in [
        x.line for x in missing_papers(before(months.state), BAOFENG)
    ]
