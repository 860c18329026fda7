"""Moving any meeting any number of times, over random years of every shipped regime."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.agenda import next_in
from domain.anchors import unanchored
from domain.base import Command, Event
from domain.calendar import Calendar
from domain.duty import Duty
from domain.duty_commands import AcceptDuty, KeepMoment
from domain.duty_decisions import decided_by_group
from domain.duty_events import DutyRedated, DutyScheduled
from domain.given import SYSTEM, Actor
from domain.names import PROJECT, stream_id
from domain.regimes import shipped
from domain.regimes.model import Regime, Scope
from domain.regimes.when import Anchor
from domain.rehearsal.filings import command_for
from domain.rehearsal.world import World
from tests.support.meetings import PROGRAMME_STREAM, Place, at, with_meetings
from tests.support.year import CARD, CLERK

PLACES = sorted({x.id for x in shipped().values() if x.version == 1})
REGIMES = st.sampled_from([*shipped().values(), *(with_meetings(x) for x in PLACES)])
VOTES = st.dates(date(2005, 1, 1), date(2090, 6, 30))
ANCHORS = st.sampled_from([Anchor.NEXT_SESSION, Anchor.MID_SESSION, Anchor.MID_MEETING])
DAYS = st.integers(30, 500)
"""After the vote."""
STREAMS = (PROGRAMME_STREAM, stream_id(PROJECT, CARD.id))


class Listening(World):
    """Keeps what each stream was told."""

    def __init__(self, regime: Regime) -> None:
        super().__init__(regime, Calendar.seeded().assuming_settled())
        self.told: list[tuple[str, Event]] = []

    def carry_out(
        self, stream: str, command: Command, actor: Actor, at: datetime
    ) -> Sequence[Event]:
        events = super().carry_out(stream, command, actor, at)
        self.told += [(stream, x) for x in events]
        return events


class Told(Place):
    """A place that keeps what each stream was told."""

    def __init__(self, regime: Regime, vote: date) -> None:
        self.listening = Listening(regime)
        super().__init__(self.listening, vote, vote + timedelta(days=360))

    @property
    def told(self) -> list[tuple[str, Event]]:
        return self.listening.told

    def set_day(self, on: date, opens: date, anchor: Anchor) -> None:
        known = f"meeting:M-{anchor}" in self.world.states
        (self.move if known else self.convene)(on, opens, anchor)

    def all(self) -> dict[tuple[str, str], Duty]:
        return {
            (x, name): duty for x in STREAMS for name, duty in self.world.states[x].duties.items()
        }


MOVES = st.lists(st.tuples(ANCHORS, DAYS), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(regime=REGIMES, vote=VOTES, moves=MOVES, filed=st.integers(0, 200))
def test_what_is_fulfilled_keeps_its_date_and_history_every_old_one(regime, vote, moves, filed):
    """Rulebook §4.6 no. 8."""
    place = Told(regime, vote)
    today = vote + timedelta(days=filed)
    file_all_due(place, today)
    fulfilled = {k: x for k, x in place.all().items() if x.accepted}
    for anchor, days in moves:
        before = place.all()
        place.told.clear()
        place.set_day(today, vote + timedelta(days=days), anchor)
        after = place.all()
        moved = {(s, x.duty): x for s, x in place.told if isinstance(x, DutyRedated)}
        new = {(s, x.duty) for s, x in place.told if isinstance(x, DutyScheduled)}
        for key, duty in after.items():
            if key in new:
                assert key not in before
                continue
            assert duty.original_due == before[key].original_due
            changed = duty.due != before[key].due
            assert not changed or moved[key].terms.due == duty.due, "never without an event"
    for key, duty in fulfilled.items():
        assert place.all()[key] == duty


@settings(max_examples=25, deadline=None)
@given(regime=REGIMES, vote=VOTES, anchor=ANCHORS, first=DAYS, others=st.lists(DAYS, max_size=4))
def test_there_and_back_gives_the_first_dates(regime, vote, anchor, first, others):
    place, straight = Told(regime, vote), Told(regime, vote)
    for days in (first, *others, first):
        place.set_day(vote, vote + timedelta(days=days), anchor)
    straight.set_day(vote, vote + timedelta(days=first), anchor)
    assert owed(place) == owed(straight)


@settings(max_examples=25, deadline=None)
@given(regime=REGIMES, vote=VOTES, moves=MOVES)
def test_owed_duties_follow_the_last_word_of_each_meeting(regime, vote, moves):
    place, straight = Told(regime, vote), Told(regime, vote)
    for anchor, days in moves:
        place.set_day(vote, vote + timedelta(days=days), anchor)
    for anchor, days in dict(moves).items():
        straight.set_day(vote, vote + timedelta(days=days), anchor)
    assert owed(place) == owed(straight)


@settings(max_examples=25, deadline=None)
@given(regime=REGIMES, vote=VOTES, moves=MOVES, gaps=st.lists(st.integers(0, 90), max_size=6))
def test_the_agenda_never_spins(regime, vote, moves, gaps):
    place, day = Told(regime, vote), vote
    for (anchor, days), gap in zip(moves, gaps, strict=False):
        day += timedelta(days=gap)
        for stream in STREAMS:
            keep(place, stream, day)
        place.set_day(day, vote + timedelta(days=days), anchor)
    for stream in STREAMS:
        keep(place, stream, vote + timedelta(days=1500))
        assert next_in(place.world.states[stream].duties) is None


@settings(max_examples=25, deadline=None)
@given(regime=REGIMES, vote=VOTES, moves=MOVES)
def test_every_line_is_either_scheduled_or_named_as_waiting(regime, vote, moves):
    place = Told(regime, vote)
    for anchor, days in moves:
        place.set_day(vote, vote + timedelta(days=days), anchor)
    for stream, scope in zip(STREAMS, (Scope.PROGRAMME, Scope.PROJECT), strict=True):
        state = place.world.states[stream]
        waiting = {x.name for x in unanchored(regime, scope, state.anchors)}
        asked = {x.line for x in state.duties.values() if x.closed is None}
        assert waiting.isdisjoint(asked)


def owed(place: Told) -> dict[tuple[str, str], tuple[date, bool, tuple[date, ...]]]:
    return {k: (x.due, x.settled, x.reminders) for k, x in place.all().items() if x.closed is None}


def keep(place: Told, stream: str, until: date) -> None:
    for _ in range(2000):
        mark = next_in(place.world.states[stream].duties)
        if mark is None or mark.at > at(until):
            return
        assert place.world.tell(stream, KeepMoment(), SYSTEM, mark.at), f"{mark} has no answer"
    raise AssertionError("the clock spins")


def file_all_due(place: Told, today: date) -> None:
    for stream in STREAMS:
        state = place.world.states[stream]
        for name, duty in state.duties.items():
            if duty.due <= today and duty.opens <= today:
                filing = command_for(state, duty, today)
                place.world.tell(stream, filing, Actor("x", duty.obligor), at(today))
                by = Actor("y", duty.obligee) if decided_by_group(duty) else CLERK
                place.world.tell(stream, AcceptDuty(duty=name), by, at(today, 10))
