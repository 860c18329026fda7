"""A meeting is convened, moved, cancelled: which duties appear, move, fall away, come back."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.anchors import unanchored
from domain.convening import AnchorSet
from domain.duty_commands import AcceptDuty, FileDuty, KeepMoment, Rebase
from domain.duty_events import DutyRedated, Overdue
from domain.given import Actor
from domain.meeting.messages import CancelMeeting, CloseMeeting, OpenMeeting
from domain.names import MEETING, PROJECT, stream_id
from domain.refusals import Contradicted, Malformed
from domain.regimes.model import Scope
from domain.regimes.when import Anchor
from tests.support.meetings import PROGRAMME_STREAM, SECOND, Place, at
from tests.support.year import CARD, CLERK, report

TODAY, JULY, AUGUST = date(2023, 6, 20), date(2023, 7, 20), date(2023, 8, 10)
M, Q3 = Anchor.MID_SESSION, Anchor.MID_MEETING
GOVERNMENT = Actor("gov-1", "government")
CANCEL = CancelMeeting(reason="与换届合并", document="人大〔2023〕11号")
ONE, TWO = CARD.id, SECOND.id


def duties(place, stream=PROGRAMME_STREAM):
    return place.world.states[stream].duties


def changed(place: Place, stream: str, **facts: object) -> None:
    states: dict[str, Any] = place.world.states
    states[stream] = states[stream].model_copy(update=facts)


def waiting(place, scope):
    state = place.world.states[PROGRAMME_STREAM]
    return [x.name for x in unanchored(place.world.regime, scope, state.anchors)]


def test_what_hangs_on_a_meeting_waits_until_it_is_convened():
    place = Place()
    assert waiting(place, Scope.PROGRAMME) == ["draft", "final_report"]
    assert waiting(place, Scope.PROJECT) == ["half_year"]
    assert place.due("draft") is None
    place.convene(TODAY, date(2023, 9, 28), Q3)
    assert (place.due("draft"), place.due("final_report")) == (
        date(2023, 9, 8),
        date(2023, 9, 18),
    )
    assert waiting(place, Scope.PROGRAMME) == []
    assert waiting(place, Scope.PROJECT) == ["half_year"]


def test_one_meeting_reaches_every_project_of_the_year():
    place = Place()
    place.convene(TODAY, JULY)
    assert place.due("half_year", ONE) == place.due("half_year", TWO) == date(2023, 7, 13)


def test_moving_it_moves_what_is_owed_and_keeps_the_old_day():
    place = Place()
    place.convene(TODAY, JULY)
    place.move(date(2023, 7, 1), AUGUST)
    duty = duties(place, stream_id(PROJECT, ONE))["half_year"]
    assert (duty.due, duty.original_due, duty.revision) == (
        date(2023, 8, 3),
        date(2023, 7, 13),
        1,
    )


def test_there_and_back_gives_the_first_day():
    place = Place()
    place.convene(TODAY, JULY)
    place.move(date(2023, 7, 1), AUGUST)
    place.move(date(2023, 7, 2), JULY)
    assert place.due("half_year", ONE) == date(2023, 7, 13)


def test_cancelling_it_voids_with_the_reason_and_convening_another_brings_the_duty_back():
    place = Place()
    place.convene(TODAY, JULY)
    place.ask(stream_id(MEETING, f"M-{M}"), CANCEL, TODAY)
    duty = duties(place, stream_id(PROJECT, ONE))["half_year"]
    assert (duty.closed, duty.lapsed) == ("VOID", True)
    assert waiting(place, Scope.PROJECT) == ["half_year"]
    place.ask(stream_id(MEETING, "M2"), place.convening(AUGUST, name="M2"), TODAY)
    duty = duties(place, stream_id(PROJECT, ONE))["half_year"]
    assert (duty.due, duty.closed, duty.original_due) == (date(2023, 8, 3), None, date(2023, 7, 13))


def test_what_was_filed_keeps_its_date():
    place = Place()
    place.convene(TODAY, date(2023, 9, 28), Q3)
    filing = FileDuty(duty="draft", filing=report())
    place.world.tell(PROGRAMME_STREAM, filing, GOVERNMENT, at(date(2023, 7, 1)))
    place.world.tell(PROGRAMME_STREAM, AcceptDuty(duty="draft"), CLERK, at(date(2023, 7, 2)))
    place.move(date(2023, 7, 3), date(2023, 9, 20), Q3)
    assert (place.due("draft"), place.due("final_report")) == (date(2023, 9, 8), date(2023, 9, 8))


def test_after_it_has_opened_its_real_day_holds():
    place = Place()
    place.convene(TODAY, date(2023, 9, 28), Q3)
    meeting = stream_id(MEETING, f"M-{Q3}")
    place.ask(meeting, OpenMeeting(on=date(2023, 9, 26), roll=30, present=20), date(2023, 9, 26))
    anchors = place.world.states[PROGRAMME_STREAM].anchors
    assert (anchors.mid_meeting, anchors.meetings) == (date(2023, 9, 26), {Q3: f"M-{Q3}"})


def test_its_closing_brings_what_is_counted_from_it():
    place = Place()
    place.convene(TODAY, date(2023, 9, 26), Q3)
    meeting = stream_id(MEETING, f"M-{Q3}")
    place.ask(meeting, OpenMeeting(on=date(2023, 9, 26), roll=30, present=20), date(2023, 9, 26))
    place.ask(meeting, CloseMeeting(on=date(2023, 9, 27)), date(2023, 9, 28))
    assert place.due("opinion/2023-09-27") == date(2023, 10, 7)
    assert place.due("minutes/2023-09-27", TWO) == date(2023, 10, 7), "the holidays roll"


def test_a_session_brings_no_opinion_of_the_committee():
    place = Place()
    place.convene(TODAY, TODAY)
    meeting = stream_id(MEETING, f"M-{M}")
    place.ask(meeting, OpenMeeting(on=TODAY, roll=30, present=20), TODAY)
    place.ask(meeting, CloseMeeting(on=TODAY), TODAY)
    assert place.due(f"opinion/{TODAY}") is None
    assert place.due(f"minutes/{TODAY}", ONE) == date(2023, 6, 27)


def test_what_its_near_day_puts_into_the_past_gets_the_days_of_a_return():
    place = Place()
    place.convene(TODAY, date(2023, 7, 4), Q3)
    assert place.due("draft") == date(2023, 6, 26), "not 14 June: three working days from 20 June"
    place.move(TODAY, date(2023, 7, 6), Q3)
    assert place.due("draft") == date(2023, 6, 26), "no more days for another day in the past"
    place.move(TODAY, date(2023, 9, 28), Q3)
    assert place.due("draft") == date(2023, 9, 8), "it still follows its meeting"


def test_nobody_called_late_is_moved_to_an_earlier_day():
    place = Place()
    place.convene(TODAY, date(2023, 9, 28), Q3)
    told = place.ask(PROGRAMME_STREAM, KeepMoment(), date(2023, 9, 9))
    assert "draft" in [x.duty for x in told if isinstance(x, Overdue)]
    place.move(date(2023, 9, 10), date(2023, 9, 27), Q3)
    assert place.due("draft") == date(2023, 9, 8)
    place.move(date(2023, 9, 10), date(2023, 10, 31), Q3)
    duty = duties(place)["draft"]
    assert (duty.due, duty.level, duty.overdue) == (date(2023, 10, 11), 0, True)


def test_a_session_moved_by_its_meeting_moves_the_months_before_it():
    place = Place()
    place.convene(date(2023, 12, 1), date(2024, 2, 20), Anchor.NEXT_SESSION)
    project = stream_id(PROJECT, ONE)
    assert duties(place, project)["monthly_progress/2024-M02"].closed == "VOID"
    assert place.due("evaluation") == date(2024, 2, 20)
    told = place.move(date(2023, 12, 2), date(2024, 4, 10), Anchor.NEXT_SESSION)
    assert told
    assert place.due("monthly_progress/2024-M02", ONE) == date(2024, 3, 7), "back with its month"
    place.ask(stream_id(MEETING, f"M-{Anchor.NEXT_SESSION}"), CANCEL, date(2023, 12, 3))
    anchors = place.world.states[PROGRAMME_STREAM].anchors
    assert (anchors.next_session, anchors.session_assumed) == (date(2024, 3, 31), True)
    assert not duties(place)["evaluation"].settled, "held until somebody convenes it"


def test_two_meetings_do_not_set_one_day():
    place = Place()
    place.convene(TODAY, JULY)
    with pytest.raises(Contradicted, match="M-mid_session"):
        place.ask(stream_id(MEETING, "M2"), place.convening(AUGUST, name="M2"), TODAY)
    place.convene(TODAY, date(2024, 2, 20), Anchor.NEXT_SESSION)
    past = Rebase(next_session=date(2024, 3, 1), because="x", reference="y")
    with pytest.raises(Contradicted, match="请将该会议改期"):
        place.ask(PROGRAMME_STREAM, past, TODAY)


def test_the_vote_is_not_moved():
    place = Place()
    said = place.convening(JULY, serves=(place.serves(Anchor.VOTE),))
    with pytest.raises(Contradicted):
        place.ask(stream_id(MEETING, "M1"), said, TODAY)


def test_histories_name_the_meeting_and_the_reason():
    place = Place()
    place.convene(TODAY, JULY)
    move = Rebase.model_validate(
        {
            "anchored": {"anchor": "mid_session", "day": AUGUST, "meeting": f"M-{M}"},
            "because": "人大会议改期至 2023-08-10：防汛",
            "reference": "人大〔2023〕9号",
        }
    )
    told = place.ask(stream_id(PROJECT, ONE), move, TODAY)
    assert [type(x) for x in told] == [AnchorSet, DutyRedated]
    said = [x for x in told if isinstance(x, AnchorSet | DutyRedated)]
    assert {x.reference for x in said} == {"人大〔2023〕9号"}


def test_a_day_not_after_the_vote_reaches_no_stream():
    place = Place()
    with pytest.raises(Malformed, match="票决日"):
        place.convene(date(2023, 4, 1), date(2023, 3, 31))
    assert place.world.states[PROGRAMME_STREAM].anchors.mid_session is None


def test_a_closed_year_gets_no_new_duties():
    place = Place()
    changed(place, PROGRAMME_STREAM, closed=True)
    place.convene(TODAY, TODAY + timedelta(100), Q3)
    assert place.due("draft") is None


def test_a_project_verified_before_gets_no_months_back():
    place = Place()
    project = stream_id(PROJECT, ONE)
    changed(place, project, verified=True)
    place.convene(TODAY, date(2024, 2, 20), Anchor.NEXT_SESSION)
    place.move(TODAY, date(2024, 4, 10), Anchor.NEXT_SESSION)
    assert place.due("monthly_progress/2024-M02", ONE) is None
