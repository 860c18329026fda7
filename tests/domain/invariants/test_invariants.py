"""The invariants of rulebook §4.6, after random years of every shipped measure.

1 and 2 (the ballot that adopts) hold with the ballots of candidates, 9 (suggestions) with the
suggestions; here stand what a year of supervision can break: 3, 4, 5, 6, 7, 8 and 10.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import Calendar, Notice, start_of
from domain.completion.outcome import COMPLETE, outcomes
from domain.completion.year_end import YearEnd, tally, year_end
from domain.duty import Duty
from domain.duty_commands import Rebase
from domain.evaluation.grading import grade
from domain.parties import Role
from domain.project.changes.messages import BaselineSet, ChangeApproved, ProjectCarriedOver
from domain.project.messages import AdoptProject, ProjectAdopted, ProjectEvaluated, ProjectEvent
from domain.project.state import Phase, Project, evolve
from domain.punctuality import punctuality
from domain.refusals import Malformed
from domain.regimes import shipped
from domain.regimes.model import Form
from domain.ruling import Sitting
from domain.streams import evolve as evolve_any
from tests.support.random_year import MOVES, World, play
from tests.support.year import CARD, voted_project

REGIMES = sorted(shipped())
VOTES = st.dates(date(2019, 1, 2), date(2024, 6, 30))
DAYS = st.integers(250, 420)


def one_baseline_holds(world: World) -> None:
    """3: each older one points to the decision that ended it."""
    for year in world.years.values():
        if not isinstance(year.state, Project):
            continue
        approved = {x.number: x.ruling.document for x in year.told if isinstance(x, ChangeApproved)}
        made = [x for x in year.told if isinstance(x, BaselineSet)]
        assert [x.baseline for x in made] == list(range(2, len(made) + 2))
        assert all(approved[x.change] == x.document for x in made)
        assert year.state.baseline == len(made) + 1
        assert [x.number for x in year.state.track.baselines] == [x.baseline for x in made]
        assert isinstance(year.told[0], ProjectAdopted)
        assert year.state.card == year.told[0].card


def six_ways_add_up(world: World) -> None:
    """4: every project ends its year in exactly one of six ways."""
    for programme in ("LG23", "LG24"):
        endings = [year_end(x, programme) for x in world.projects]
        said = tally(endings)
        assert set(said.counts) == set(YearEnd)
        assert sum(said.counts.values()) == said.adopted == len(world.projects)
        named = (*said.suspended, *said.terminated, *said.carried_over)
        assert len(set(named)) == len(named)
        assert said.completed.of == said.adopted - len(said.suspended)
    for x in world.projects:
        ending = year_end(x, "LG23")
        told = world.years[f"project:{x.card.id}"].told
        carried = any(isinstance(y, ProjectCarriedOver) for y in told)
        assert (ending.state is YearEnd.CARRIED_OVER) is carried
        if ending.complete:
            assert x.verified
            assert all(y in COMPLETE or no not in x.targets for no, y in outcomes(x).items())


def a_stop_stops(world: World) -> None:
    """A stopped project owes reports only, a suspended one no completion."""
    for x in world.projects:
        owed = [y for y in x.duties.values() if y.owed]
        if x.phase is Phase.TERMINATED:
            assert all(y.form is Form.REPORT for y in owed)
        if x.track.suspended is not None:
            assert not any(y.form is Form.CLAIM for y in owed)


def one_group_supervises(world: World) -> None:
    """5: one supervision group for each project."""
    for x in world.projects:
        assert {y.supervisor for y in x.duties.values()} == {f"deputy_group:{x.card.id}"}


@pytest.mark.parametrize("ref", [x for x in REGIMES if shipped()[x].tier == "street"])
def test_6_a_street_never_votes_and_passes_no_resolution(ref):
    measure = shipped()[ref]
    assert measure.decision is not None
    assert measure.decision.kind in ("selection", "consultation")
    assert measure.decision.body is not Role.CONGRESS
    assert "票决" not in measure.decision.word
    assert "决议" not in measure.decision.act
    assert measure.adjusting.decider is not Role.CONGRESS


def rates_are_recomputed(world: World) -> None:
    """7: a rate is recomputed from its counts, a sum from its leaves."""
    rule = world.measure.evaluation
    for year in world.years.values():
        for event in year.told:
            if isinstance(event, ProjectEvaluated):
                told = event.result
                again = grade(told.counts, told.roll, told.present, rule, told.body)
                assert again == told
    now = start_of(world.vote + timedelta(days=world.days))
    parts = [punctuality(x.state.duties.values(), now) for x in world.years.values()]
    whole = punctuality([y for x in world.years.values() for y in x.state.duties.values()], now)
    for name in ("with_extensions", "without_extensions"):
        assert getattr(whole, name).part == sum(getattr(x, name).part for x in parts)
        assert getattr(whole, name).of == sum(getattr(x, name).of for x in parts)
    assert whole.without_extensions.part <= whole.with_extensions.part


def done(duty: Duty) -> bool:
    return duty.submission is not None or duty.closed is not None or duty.paused is not None


def what_is_fulfilled_keeps_its_dates(world: World) -> None:
    """8: a notice or a session changes only what is not fulfilled, with its history."""
    vote, days = world.vote, world.days
    rest = tuple(date(vote.year + 1, 2, 1) + timedelta(n) for n in range(10))
    notice = Notice(year=vote.year + 1, number="演练", source="演练", off=rest, work=())
    at = start_of(vote + timedelta(days=days // 2))
    for stream, year in list(world.years.items()):
        before: dict[str, Duty] = year.state.duties
        if vote.year + 1 > 2026:
            year.calendar = Calendar.seeded().publish(notice)
        world.ask(stream, at, Rebase(because="放假安排", reference="notice"))
        for name, duty in before.items():
            after = year.state.duties[name]
            assert after.original_due == duty.original_due
            if done(duty) and not duty.lapsed:
                assert after == duty
            elif after.due != duty.due:
                assert after.revision == duty.revision + 1


def each_tier_has_its_decider(world: World) -> None:
    """10: no presidium decides on a change."""
    decider = {
        "county": (Role.STANDING_COMMITTEE, Sitting.STANDING_COMMITTEE),
        "township": (Role.CONGRESS, Sitting.SESSION),
        "street": (Role.DELIBERATIVE_MEETING, Sitting.DELIBERATIVE),
    }[world.measure.tier]
    for year in world.years.values():
        for event in year.told:
            if isinstance(event, ChangeApproved | ProjectCarriedOver):
                assert (event.ruling.decider, event.ruling.sitting) == decider


def lateness_stays(world: World) -> None:
    """Lateness is never taken back, and the first date stays."""
    for stream, year in world.years.items():
        state = None
        late: set[str] = set()
        first: dict[str, date] = {}
        for event in year.told:
            state = evolve_any(stream, state, event)
            for duty in state.duties.values():
                assert duty.overdue or duty.id not in late
                assert first.setdefault(duty.id, duty.original_due) == duty.original_due
                if duty.overdue:
                    late.add(duty.id)


LAWS = (
    one_baseline_holds,
    six_ways_add_up,
    a_stop_stops,
    one_group_supervises,
    rates_are_recomputed,
    each_tier_has_its_decider,
    lateness_stays,
    what_is_fulfilled_keeps_its_dates,
)


@pytest.mark.parametrize("ref", REGIMES)
@settings(max_examples=15, deadline=None)
@given(vote=VOTES, days=DAYS, moves=MOVES)
def test_whatever_happens_in_a_year_the_invariants_hold(ref, vote, days, moves):
    world = play(ref, vote, days, moves)
    for law in LAWS:
        law(world)


def test_what_was_played_is_what_the_events_say():
    world: World = play(REGIMES[0], date(2023, 3, 31), 355, [])
    for year in world.years.values():
        if isinstance(year.state, Project):
            state: Project | None = None
            told: list[ProjectEvent] = list(year.told)  # type: ignore[arg-type]  # a project's
            for event in told:
                state = evolve(state, event)
            assert state == year.state


@pytest.mark.parametrize("ref", REGIMES)
def test_a_vote_to_come_adopts_nothing_and_no_session_comes_before_its_vote(ref):
    """What exists of 1 without the ballot."""
    year = voted_project(ref)
    fresh = type(year)(year.stream, year.regime)
    early = AdoptProject(
        card=CARD,
        regime=shipped()[ref].ref,
        vote=date(2023, 3, 31),
        next_session=date(2024, 3, 20),
        session_assumed=False,
    )
    with pytest.raises(Malformed):
        fresh.ask(start_of(date(2023, 3, 30)), early)
    backwards = early.model_copy(update={"next_session": date(2023, 3, 31)})
    with pytest.raises(Malformed):
        fresh.ask(start_of(date(2023, 4, 1)), backwards)
