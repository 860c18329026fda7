"""Given a year in which something happens, when it is rehearsed, then what the rules make of it."""

from datetime import date

from domain.names import PROGRAMME, PROJECT, stream_id
from domain.project.state import Project
from domain.regimes import named
from domain.regimes.when import Anchor
from domain.rehearsal import Rehearsed, rehearse
from domain.rehearsal.happenings import Happening, MeasureChanges, SessionMoves, Storm
from domain.rehearsal.question import Question, answer
from domain.rehearsal.silence import Silence
from tests.support.real_lists import real_lists

LISTS = real_lists().only(["LG23"]).voted
VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)


def played(*happenings: Happening, regime: str = "longgang@1", silent: bool = True) -> Rehearsed:
    silence = Silence(everyone=silent)
    return rehearse(LISTS, named(regime), VOTE, SESSION, silence, happenings=happenings)


def due(year: Rehearsed, stream: str, line: str) -> set[date]:
    return {x.due for x in year.world.states[stream].duties.values() if x.line == line}


YEAR = stream_id(PROGRAMME, LISTS[0].id)


def test_a_session_moved_takes_the_dates_with_it_that_hang_on_it_and_no_others() -> None:
    moved = SessionMoves(to=date(2024, 1, 16), on=date(2023, 11, 1))
    before, after = played(), played(moved)
    state, was = after.world.states[YEAR], before.world.states[YEAR]
    shifted = {x.line for x in state.duties.values() if x.due != was.duties[x.id].due}
    assert shifted
    hanging = {x.name for x in named("longgang@1").lines if "next_session" in repr(x.when)}
    assert shifted <= hanging
    assert after.remarks == ()
    early = [x for x in after.messages if x.date < date(2023, 11, 1)]
    assert early == [x for x in before.messages if x.date < date(2023, 11, 1)]


def test_another_measure_from_a_day_on_leaves_what_was_due_before_it() -> None:
    change = MeasureChanges(regime="longgang@2", on=date(2023, 7, 3))
    before, after = played(silent=False), played(change, silent=False)
    assert after.remarks == ()
    assert {x.regime for x in after.world.states.values() if isinstance(x, Project)} == {
        "longgang@2"
    }
    for stream, state in after.world.states.items():
        old = before.world.states[stream].duties
        assert all(state.duties[x].due == old[x].due for x in old if old[x].due < change.on)


def test_a_storm_stops_the_clock_of_what_hangs_on_completion_and_reports_are_still_due() -> None:
    storm = Storm(on=date(2023, 7, 20), until=date(2023, 8, 21))
    before = played(silent=False, regime="longgang@2")
    after = played(storm, silent=False, regime="longgang@2")
    assert after.remarks == ()
    project = stream_id(PROJECT, LISTS[0].cards[0].id)
    assert len(due(after, project, "suspension_announcement")) == 1
    assert due(before, project, "suspension_announcement") == set()
    state = after.world.states[project]
    assert isinstance(state, Project)
    assert state.track.suspended is None  # it runs again
    monthly = {x for x in before.world.states[project].duties if x.startswith("progress/2023-M08")}
    assert monthly <= state.duties.keys()


def test_what_the_rules_refuse_is_said_and_the_year_goes_on() -> None:
    moved = SessionMoves(to=date(2023, 3, 1), on=date(2023, 6, 1))  # before the vote
    year = played(moved)
    assert year.remarks
    assert all("2023-06-01" in x for x in year.remarks)
    assert year.messages == played().messages


def test_a_question_can_be_sent_and_its_answer_read_elsewhere() -> None:
    asked = Question(
        programme="LG23",
        title="龙港市2023年清单",
        region=LISTS[0].region,
        cards=LISTS[0].cards,
        regime="longgang@2",
        vote=VOTE,
        next_session=SESSION,
        convened={Anchor.MID_MEETING: date(2023, 9, 20)},
        silent=("政府",),
        happenings=(Storm(on=date(2023, 7, 20), until=date(2023, 8, 21)),),
    )
    again = Question.model_validate_json(asked.model_dump_json())
    assert again == asked
    found = answer(again)
    assert found.messages == tuple(sorted(found.messages, key=lambda x: x.on))
    assert {x.kind for x in found.messages} >= {"reminder", "overdue", "letter"}
    assert found.waiting == ()
