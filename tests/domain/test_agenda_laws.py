"""The agenda of every regime's year, walked to its end: it never spins and never goes back."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.agenda import next_in
from domain.calendar import start_of
from domain.duty_commands import KeepMoment
from domain.duty_events import DutyRedated, Mark
from domain.given import Outage
from domain.ladder import next_mark
from domain.regimes import shipped
from tests.support.year import open_programme, voted_project

REGIMES = st.sampled_from(sorted(shipped()))
VOTES = st.dates(date(2005, 1, 1), date(2025, 6, 30))
MAKERS = st.sampled_from([voted_project, open_programme])


def walk(year):
    """Keeps every moment in its turn; the number of times the clock was asked."""
    asked, last = 0, None
    while (mark := next_in(year.state.duties)) is not None:
        assert last is None or mark.at >= last, "the agenda goes forward"
        events = year.ask(mark.at, KeepMoment())
        assert events, f"{mark} stands on the agenda and decide has no answer"
        last = mark.at
        asked += 1
        assert asked < 2000, "the clock spins"
    return asked


@settings(max_examples=40, deadline=None)
@given(make=MAKERS, regime=REGIMES, vote=VOTES, gap=st.integers(20, 700))
def test_every_year_is_walked_to_its_end(make, regime, vote, gap):
    year = make(regime, vote, vote + timedelta(days=gap))
    assert walk(year) > 0
    assert year.clock_reaches(date(2099, 1, 1)) == []


@settings(max_examples=25, deadline=None)
@given(make=MAKERS, regime=REGIMES, vote=VOTES, stops=st.lists(st.integers(1, 90), max_size=8))
def test_however_long_the_clock_stops_the_marks_are_the_same(make, regime, vote, stops):
    session = vote + timedelta(days=360)
    steady = make(regime, vote, session)
    walk(steady)
    halting = make(regime, vote, session)
    day = vote
    for stop in stops:
        day += timedelta(days=stop)
        halting.clock_reaches(day)
    halting.clock_reaches(vote + timedelta(days=900))
    assert sorted(map(repr, halting.told)) == sorted(map(repr, steady.told))


@settings(max_examples=25, deadline=None)
@given(regime=REGIMES, vote=VOTES)
def test_each_rung_comes_once_a_revision_in_its_order(regime, vote):
    year = voted_project(regime, vote, vote + timedelta(days=360))
    walk(year)
    rungs: dict[tuple[str, int], list[str]] = {}
    for event in year.told:
        if isinstance(event, Mark):
            rungs.setdefault((event.duty, event.revision), []).append(type(event).__name__)
    order = ["Reminded", "Overdue", "LetterIssued", "Escalated", "EscalationRecommended"]
    for told in rungs.values():
        assert [x for x in told if x != "Reminded"] == order[1:]
        assert [order.index(x) for x in told] == sorted(order.index(x) for x in told)


@settings(max_examples=25, deadline=None)
@given(regime=REGIMES, vote=VOTES, start=st.integers(0, 300), length=st.integers(1, 2000))
def test_nobody_is_late_for_what_fell_due_in_an_outage(regime, vote, start, length):
    year = voted_project(regime, vote, vote + timedelta(days=360))
    began = start_of(vote) + timedelta(days=start, hours=23)
    outage = Outage("o", began, began + timedelta(hours=length))
    year.outages = [outage]
    fell = {x.id for x in year.state.duties.values() if outage.covers(x.due_at)}
    walk(year)
    moved = {x.duty for x in year.told if isinstance(x, DutyRedated)}
    assert moved == fell
    for duty in year.state.duties.values():
        assert next_mark(duty) is None
        assert not outage.covers(duty.due_at)
