"""From the deputy's verdict to the strike-off, and what a suggestion is tied to."""

from datetime import date

import pytest

from domain.duty_commands import KeepMoment
from domain.duty_events import LetterIssued, Overdue
from domain.refusals import Contradicted, Malformed, NotYours
from domain.regimes.sections_suggestions import ReplyClass
from domain.suggestion.messages import (
    AssessHandling,
    LinkRecommendation,
    StrikeOff,
    UpgradeReply,
    WithdrawSuggestion,
)
from domain.suggestion.proposal import Recommendation
from domain.suggestion.refusals import NotNow, NotYetToStrike, OffTheList, StageMissing
from domain.suggestion.state import Life
from tests.support.suggestions import (
    DEPUTY,
    OFFICE,
    RETURN_VISIT,
    SECONDER,
    STRANGER,
    UNIT,
    handed_in,
    judging,
    proposal,
    replying,
    stage,
)

REPLIED, JUDGED = date(2022, 7, 20), date(2022, 7, 25)
LATER = date(2022, 8, 10)
NOTE = Recommendation(number="检建〔2022〕7号", organ="（合成）区人民检察院")


def test_a_satisfied_deputy_a_return_visit_and_it_is_struck_off() -> None:
    one = handed_in().assigned().replied(REPLIED)
    assert one.due("suggestion_feedback") == date(2022, 8, 3)
    one.ask(JUDGED, judging(), DEPUTY)
    assert one.state.duties["suggestion_feedback"].accepted
    with pytest.raises(StageMissing, match="办后回访"):
        one.ask(JUDGED, StrikeOff(), OFFICE)
    with pytest.raises(NotYours):
        one.ask(JUDGED, StrikeOff(), UNIT)
    one.struck_off(JUDGED)
    assert (one.state.life, one.state.closed_on) == (Life.STRUCK_OFF, JUDGED)
    assert one.ask(JUDGED, StrikeOff(), OFFICE) == []
    with pytest.raises(OffTheList):
        one.ask(JUDGED, judging("dissatisfied"), DEPUTY)


def test_only_the_deputy_or_the_office_says_the_verdict() -> None:
    one = handed_in().assigned()
    with pytest.raises(NotNow):
        one.ask(JUDGED, judging(), DEPUTY)
    one.replied(REPLIED)
    for other in (SECONDER, UNIT, STRANGER):
        with pytest.raises(NotYours):
            one.ask(JUDGED, judging(), other)
    one.ask(JUDGED, judging("basic"), OFFICE)
    assert one.state.verdict == "basic"
    assert one.ask(JUDGED, judging("basic"), DEPUTY) == []


def test_a_silent_deputy_is_told_and_never_sent_a_letter() -> None:
    one = handed_in().assigned().replied(REPLIED)
    one.ask(REPLIED, stage(RETURN_VISIT, REPLIED), UNIT)
    with pytest.raises(NotYetToStrike, match="2022-08-03"):
        one.ask(date(2022, 8, 3), StrikeOff(), OFFICE)
    marks = one.year.clock_reaches(date(2023, 8, 1))
    assert [x.to for x in marks if isinstance(x, Overdue)] == ["deputy:DJ001"]
    assert not [x for x in marks if isinstance(x, LetterIssued)]
    one.ask(date(2023, 8, 1), StrikeOff(), OFFICE)
    assert one.state.verdict is None
    assert one.state.closed


def test_dissatisfied_it_is_done_again_within_a_month_then_assessed() -> None:
    one = handed_in().assigned().replied(REPLIED)
    one.ask(JUDGED, judging("dissatisfied"), DEPUTY)
    assert (one.state.life, one.due("suggestion_redo")) == (Life.REDO, date(2022, 8, 25))
    with pytest.raises(NotYetToStrike):
        one.ask(JUDGED, StrikeOff(), OFFICE)
    with pytest.raises(NotNow):
        one.ask(JUDGED, AssessHandling(outcome="handled", finding="…"), OFFICE)
    one.ask(LATER, replying("B"), UNIT)
    assert one.due("suggestion_feedback/2") == date(2022, 8, 24)
    one.ask(LATER, judging("dissatisfied"), DEPUTY)
    assert one.due("suggestion_assessment") == date(2022, 9, 13)
    assert one.state.life is Life.ASSESSING
    one.ask(LATER, AssessHandling(outcome="again", finding="方案可行，应当再办。"), OFFICE)
    assert one.due("suggestion_redo/2") == date(2022, 9, 13)
    one.ask(LATER, replying("A"), UNIT)
    one.ask(LATER, judging(), DEPUTY)
    one.struck_off(LATER)
    assert one.state.closed


def test_what_experts_find_properly_handled_may_be_struck_off_though_the_deputy_is_not_content():
    one = handed_in().assigned().replied(REPLIED)
    one.ask(JUDGED, judging("dissatisfied"), DEPUTY)
    one.ask(LATER, replying("C"), UNIT)
    one.ask(LATER, judging("dissatisfied"), DEPUTY)
    one.ask(LATER, AssessHandling(outcome="handled", finding="条件不具备，解释充分。"), OFFICE)
    one.struck_off(LATER)
    assert (one.state.life, one.state.verdict) == (Life.STRUCK_OFF, "dissatisfied")


def test_the_deputy_withdraws_and_nothing_is_owed_any_more() -> None:
    one = handed_in().assigned()
    with pytest.raises(NotYours):
        one.ask(REPLIED, WithdrawSuggestion(reason="已另行解决。"), UNIT)
    one.ask(REPLIED, WithdrawSuggestion(reason="已另行解决。"), DEPUTY)
    assert one.state.life is Life.WITHDRAWN
    assert not [x for x in one.state.duties.values() if x.owed]
    assert one.ask(date(2023, 3, 1), KeepMoment()) == []
    with pytest.raises(OffTheList):
        one.ask(REPLIED, StrikeOff(), OFFICE)


def test_what_was_planned_becomes_solved_even_when_it_is_off_the_list() -> None:
    one = handed_in().assigned().replied(REPLIED, "B")
    one.ask(JUDGED, judging(), DEPUTY)
    one.struck_off(JUDGED)
    with pytest.raises(Malformed, match="由后往前"):
        one.ask(LATER, UpgradeReply(kind=ReplyClass.C, text="…"), UNIT)
    one.ask(LATER, UpgradeReply(kind=ReplyClass.A, text="已完工。"), UNIT)
    assert one.state.kind == "A"


def test_suggestions_and_recommendations_of_the_procuratorate_are_turned_into_each_other() -> None:
    one = handed_in()
    one.ask(REPLIED, LinkRecommendation(recommendation=NOTE, direction="to"), OFFICE)
    assert one.ask(REPLIED, LinkRecommendation(recommendation=NOTE, direction="to"), OFFICE) == []
    assert one.state.linked == (NOTE.number,)
    assert handed_in(source=NOTE).state.linked == (NOTE.number,)
    assert proposal(source=NOTE).source == NOTE
    elsewhere = handed_in("baofeng@2")
    with pytest.raises(Contradicted, match="没有规定"):
        elsewhere.ask(REPLIED, LinkRecommendation(recommendation=NOTE, direction="to"), OFFICE)
    with pytest.raises(Contradicted, match="没有规定"):
        handed_in("baofeng@2", source=NOTE)
