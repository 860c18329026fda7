"""A suggestion from its assignment to the reply: who handles it, in which stages, by when."""

from datetime import date

import pytest

from domain.duty_commands import Acknowledge, Rebase, WaiveDuty
from domain.duty_events import DutyRedated, DutyScheduled, DutyVoided, Escalated, LetterIssued, Mark
from domain.notices.reading import parse_notice
from domain.refusals import AlreadyThere, Contradicted, Malformed, NothingOwed, NotYours
from domain.suggestion.messages import (
    AddCoHandler,
    AssignSuggestion,
    DeclareDifficult,
    GiveOpinion,
    ReturnSuggestion,
    SecondSuggestion,
    SuggestionReturned,
    SuggestionSubmitted,
)
from domain.suggestion.refusals import (
    NoSuggestions,
    NotNow,
    ReturnTooLate,
    SelfTransfer,
    StageMissing,
)
from domain.suggestion.state import Life
from tests.support.suggestions import (
    CO,
    CO_UNIT,
    COMMUNICATE,
    CONTACT,
    DEPUTY,
    GROUP,
    LEAD,
    OFFICE,
    RETURN_VISIT,
    SECONDER,
    STRANGER,
    SUBMITTED,
    UNIT,
    handed_in,
    proposal,
    replying,
    stage,
)

NEXT = date(2022, 7, 6)


def test_a_deputy_hands_in_and_the_office_owes_the_assignment() -> None:
    one = handed_in()
    assert isinstance(one.year.told[0], SuggestionSubmitted)
    assert one.state.life is Life.SUBMITTED
    owed = one.state.duties["suggestion_assignment"]
    assert (owed.obligor, owed.obligee, owed.due) == (
        "presidium",
        "deputy:DJ001",
        date(2022, 7, 18),
    )
    assert one.ask(SUBMITTED, proposal(), DEPUTY) == []
    with pytest.raises(AlreadyThere):
        one.ask(SUBMITTED, proposal(title="另一件"), DEPUTY)


def test_nobody_hands_in_or_signs_for_another_deputy() -> None:
    with pytest.raises(NotYours):
        handed_in(deputy="DJ777")
    with pytest.raises(Contradicted, match="不能代签"):
        handed_in(seconders=("DJ002",))
    with pytest.raises(Malformed, match="哪次会议"):
        handed_in(raised="session")
    with pytest.raises(NoSuggestions):
        handed_in("baofeng@1")


def test_others_sign_along_until_it_is_assigned() -> None:
    one = handed_in()
    one.ask(SUBMITTED, SecondSuggestion(), SECONDER)
    assert one.ask(SUBMITTED, SecondSuggestion(), SECONDER) == []
    assert one.ask(SUBMITTED, SecondSuggestion(), DEPUTY) == []
    assert one.state.seconders == ("DJ002",)
    with pytest.raises(NotYours):
        one.ask(SUBMITTED, SecondSuggestion(), UNIT)
    one.assigned()
    with pytest.raises(NotNow):
        one.ask(SUBMITTED, SecondSuggestion(), GROUP.__class__("x", "deputy:DJ003"))


def test_assignment_calls_the_reply_and_each_co_handlers_opinion() -> None:
    one = handed_in().assigned(SUBMITTED, CO)
    assert one.state.duties["suggestion_assignment"].accepted
    assert one.due("suggestion_reply") == date(2022, 10, 8)  # 4 October lies in the holidays
    assert one.due("suggestion_opinion") == date(2022, 9, 5)
    opinion = one.state.duties["suggestion_opinion"]
    assert (opinion.obligor, opinion.obligee) == (f"unit:{CO}", f"unit:{LEAD}")
    one.ask(NEXT, GiveOpinion(text="同意配合。"), CO_UNIT)
    with pytest.raises(NotNow, match="协办意见已经提交"):
        one.ask(NEXT, GiveOpinion(text="同意配合。"), CO_UNIT)
    assert one.state.duties["suggestion_opinion"].accepted
    with pytest.raises(NotYours):
        one.ask(NEXT, GiveOpinion(text="同意配合。"), STRANGER)
    with pytest.raises(AlreadyThere):
        one.ask(NEXT, AssignSuggestion(lead="另一单位"), OFFICE)
    with pytest.raises(Malformed, match="重复"):
        handed_in().ask(NEXT, AssignSuggestion(lead=LEAD, co=(LEAD,)), OFFICE)


def test_a_unit_never_passes_it_on() -> None:
    one = handed_in().assigned()
    for command in (AssignSuggestion(lead="另一单位"), AddCoHandler(unit="另一单位")):
        with pytest.raises(SelfTransfer, match="不得自行转办"):
            one.ask(NEXT, command, UNIT)


def test_a_wrong_addressee_sends_it_back_within_ten_working_days() -> None:
    one = handed_in().assigned(SUBMITTED, CO)
    last = date(2022, 7, 18)
    events = one.ask(last, ReturnSuggestion(reason="该路段由县道管理站养护。"), UNIT)
    assert one.ask(last, ReturnSuggestion(reason="该路段由县道管理站养护。"), UNIT) == []
    assert isinstance(events[0], SuggestionReturned)
    assert {x.duty for x in events if isinstance(x, DutyVoided)} == {
        "suggestion_reply",
        "suggestion_opinion",
    }
    again = one.state.duties["suggestion_reassignment"]
    assert (again.obligor, again.due) == ("presidium", date(2022, 8, 1))
    assert (one.state.life, one.state.lead, one.state.co) == (Life.RETURNED, None, ())
    with pytest.raises(Malformed, match="写明理由"):
        one.ask(last, AssignSuggestion(lead=LEAD), OFFICE)
    one.ask(last, AssignSuggestion(lead=CO), OFFICE)
    assert one.state.duties["suggestion_reassignment"].accepted
    assert one.due("suggestion_reply/2") == date(2022, 10, 18)


def test_after_ten_working_days_it_stays() -> None:
    one = handed_in().assigned()
    with pytest.raises(ReturnTooLate, match="2022-07-18"):
        one.ask(date(2022, 7, 19), ReturnSuggestion(reason="不属本单位。"), UNIT)
    with pytest.raises(NotYours):
        one.ask(NEXT, ReturnSuggestion(reason="不属本单位。"), STRANGER)


def test_a_co_handler_that_sends_it_back_leaves_the_lead_where_it_was() -> None:
    one = handed_in().assigned(SUBMITTED, CO)
    one.ask(NEXT, ReturnSuggestion(reason="不涉及本单位职责。"), CO_UNIT)
    assert (one.state.lead, one.state.co) == (LEAD, ())
    assert one.state.duties["suggestion_reply"].owed
    assert one.state.duties["suggestion_opinion"].closed == "VOID"
    one.ask(NEXT, AddCoHandler(unit="（合成）区水务局"), OFFICE)
    assert one.state.duties["suggestion_reassignment"].accepted
    assert one.state.duties["suggestion_opinion/2"].obligor == "unit:（合成）区水务局"


def test_a_difficult_one_has_six_months_from_its_assignment() -> None:
    one = handed_in().assigned()
    events = one.ask(NEXT, DeclareDifficult(reason="涉及征迁和三个部门。"), UNIT)
    assert isinstance(events[-1], DutyRedated)
    assert one.due("suggestion_reply") == date(2023, 1, 4)
    assert one.ask(NEXT, DeclareDifficult(reason="涉及征迁和三个部门。"), UNIT) == []
    late = handed_in().assigned()
    with pytest.raises(NothingOwed, match="不能再申明"):
        late.ask(date(2022, 10, 9), DeclareDifficult(reason="涉及征迁。"), UNIT)


def test_a_skipped_stage_refuses_the_reply_with_what_to_do() -> None:
    one = handed_in().assigned()
    with pytest.raises(StageMissing, match="办前联系、办中沟通"):
        one.ask(NEXT, replying(), UNIT)
    with pytest.raises(StageMissing, match="办前联系"):
        one.ask(NEXT, stage(COMMUNICATE, NEXT), UNIT)
    one.ask(NEXT, stage(CONTACT, NEXT), UNIT)
    with pytest.raises(StageMissing, match="办中沟通"):
        one.ask(NEXT, replying(), UNIT)
    with pytest.raises(StageMissing, match="办结答复"):
        one.ask(NEXT, stage(RETURN_VISIT, NEXT), UNIT)
    one.ask(NEXT, stage(COMMUNICATE, NEXT), UNIT)
    one.ask(NEXT, replying(), UNIT)
    assert (one.state.life, one.state.kind) == (Life.REPLIED, "A")


def test_where_the_measure_does_not_bind_the_stages_the_reply_is_taken() -> None:
    one = handed_in("baofeng@2").assigned()
    one.ask(NEXT, replying("D"), UNIT)
    assert one.state.life is Life.REPLIED


def test_a_stage_has_its_day_and_its_unit() -> None:
    one = handed_in().assigned(NEXT)
    with pytest.raises(NotYours):
        one.ask(NEXT, stage(CONTACT, NEXT), CO_UNIT)
    with pytest.raises(Malformed, match="还没有到"):
        one.ask(NEXT, stage(CONTACT, date(2022, 7, 7)), UNIT)
    with pytest.raises(Malformed, match="早于前一步"):
        one.ask(NEXT, stage(CONTACT, SUBMITTED), UNIT)
    with pytest.raises(Malformed, match="没有 D 类"):
        one.through_stages(NEXT).ask(NEXT, replying("D"), UNIT)


def test_a_silent_unit_climbs_the_same_ladder_as_a_project() -> None:
    one = handed_in(group="G1").assigned()
    marks = one.year.clock_reaches(date(2022, 11, 30))
    letter = next(x for x in marks if isinstance(x, LetterIssued))
    group = next(x for x in marks if isinstance(x, Escalated))
    assert (letter.to, letter.on) == (f"unit:{LEAD}", date(2022, 10, 13))
    assert (group.to, group.on) == ("deputy_group:G1", date(2022, 10, 19))


def test_a_late_reply_ends_the_ladder_and_stays_late() -> None:
    one = handed_in().assigned()
    one.year.clock_reaches(date(2022, 10, 13))
    events = one.replied(date(2022, 10, 13)).year.told
    assert any(isinstance(x, DutyScheduled) and x.line == "suggestion_feedback" for x in events)
    assert one.state.duties["suggestion_reply"].overdue
    marks = one.year.clock_reaches(date(2022, 10, 20))
    assert [x.duty for x in marks if isinstance(x, Mark)] == ["suggestion_feedback"]


def test_a_holiday_notice_moves_only_what_is_still_owed() -> None:
    day = date(2026, 11, 5)
    one = handed_in(on=day).assigned(day)
    reply = one.state.duties["suggestion_reply"]
    assert reply.settled is False, "the notice for 2027 is not published"
    text = '{"year": 2027, "off": ["2027-01-01", "2027-02-05/2027-02-12"]}'
    one.year.calendar = one.year.calendar.publish(parse_notice(text, default_source="样稿"))
    command = Rebase(because="放假通知", reference="calendar:2027")
    moved = one.ask(date(2026, 11, 20), command)
    assert [x.duty for x in moved if isinstance(x, DutyRedated)] == ["suggestion_reply"]
    reply = one.state.duties["suggestion_reply"]
    assert (reply.due, reply.settled) == (date(2027, 2, 15), True)
    assert one.state.duties["suggestion_assignment"].accepted


def test_where_no_group_watches_over_it_any_group_of_the_place_acknowledges_for_all() -> None:
    one = handed_in().assigned()
    marks = one.year.clock_reaches(date(2022, 10, 19))
    assert next(x.to for x in marks if isinstance(x, Escalated)) == "deputy_groups"
    seen = Acknowledge(duty="suggestion_reply", revision=0, level=3)
    with pytest.raises(NotYours):
        one.ask(date(2022, 10, 19), seen, UNIT)
    assert one.ask(date(2022, 10, 19), seen, GROUP)
    watched = handed_in(group="G7").assigned()
    watched.year.clock_reaches(date(2022, 10, 19))
    with pytest.raises(NotYours):
        watched.ask(date(2022, 10, 19), seen, GROUP)


def test_the_office_releases_from_what_is_not_needed_any_more() -> None:
    one = handed_in().assigned(SUBMITTED, CO)
    one.ask(NEXT, ReturnSuggestion(reason="不涉及本单位职责。"), CO_UNIT)
    one.ask(NEXT, WaiveDuty(duty="suggestion_reassignment", decision="无需另行协办"), OFFICE)
    assert one.state.duties["suggestion_reassignment"].closed == "WAIVED"
