"""A random year of any measure: one list of two projects, played by decide and evolve alone.

What a move wants may be refused; a refusal changes nothing. What an event owes to other streams
is carried out at once, as the ledger does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from hypothesis import strategies as st

from domain.base import Command, Event
from domain.calendar import day_of, start_of
from domain.duty import Duty
from domain.duty_commands import (
    AcceptDuty,
    DecideExtension,
    FileDuty,
    KeepMoment,
    Rebase,
    RequestExtension,
    ReturnDuty,
)
from domain.forms import Claim, ClaimRow, Counts, Evaluation, ItemCounts, Milestone, WorkPlan
from domain.given import SYSTEM, Actor
from domain.names import PROGRAMME, kind_name
from domain.parties import Role
from domain.processes import follow_ups
from domain.project.changes.messages import (
    CarryOver,
    DecideChange,
    Kind,
    Proposed,
    ResumeProject,
    Revised,
)
from domain.project.messages import CloseProject, Target
from domain.project.state import Project
from domain.refusals import Refused
from domain.regimes import named
from domain.regimes.model import Form, Regime
from domain.rehearsal.filings import command_for
from domain.ruling import Ruling, Sitting
from tests.support.decisions import OFFICE, asks
from tests.support.year import CARD, CLERK, Year, open_programme, voted_project

PROJECTS = ("LG23-01", "LG23-02")
What = Literal[
    "wait",
    "file",
    "accept",
    "return",
    "ask",
    "decide",
    "wrong_body",
    "resume",
    "extend",
    "session",
    "carry",
    "close",
]


@dataclass(frozen=True)
class Move:
    """Some days later, somebody does something; `pick` and `dice` choose what it is done to."""

    days: int
    what: What
    pick: int
    dice: int


MOVES: st.SearchStrategy[list[Move]] = st.lists(
    st.builds(
        Move,
        st.integers(0, 21),
        st.sampled_from(What.__args__),  # type: ignore[attr-defined]  # the words of a Literal
        st.integers(0, 999),
        st.integers(0, 9),
    ),
    min_size=15,
    max_size=60,
)


@dataclass
class World:
    """The streams of one list, and what was refused."""

    measure: Regime
    vote: date
    days: int
    """From the vote to the session, as it was assumed."""
    years: dict[str, Year] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def projects(self) -> list[Project]:
        """Every project that was adopted, successors included."""
        states = (x.state for x in self.years.values())
        return [x for x in states if isinstance(x, Project)]

    def ask(
        self, stream: str, at: datetime, command: Command, by: Actor = SYSTEM
    ) -> Sequence[Event]:
        """The events, after what they owe to other streams; none where it was refused."""
        year = self.years.setdefault(stream, Year(stream, self.measure.ref))
        try:
            events = year.ask(at, command, by)
        except Refused as refusal:
            self.refused.append((type(command).__name__, type(refusal).__name__))
            if year.state is None:
                del self.years[stream]
            return []
        for event in events:
            for owed in follow_ups(year.state, event):
                if owed.stream in self.years or type(owed.command).__name__ == "AdoptProject":
                    self.ask(owed.stream, at, owed.command)
        return events


def begun(ref: str, vote: date, days: int) -> World:
    """A list of two projects on the day of its vote."""
    world = World(named(ref), vote, days)
    session = vote + timedelta(days=days)
    for name in PROJECTS:
        card = CARD.model_copy(update={"id": name})
        year = voted_project(ref, vote, session, card=card)
        world.years[year.stream] = year
    programme = open_programme(ref, vote, session, projects=PROJECTS)
    world.years[programme.stream] = programme
    return world


def play(ref: str, vote: date, days: int, moves: Sequence[Move]) -> World:
    """The year after those moves, and its clock kept until the session."""
    world = begun(ref, vote, days)
    at = start_of(vote) + timedelta(days=1, hours=10)
    for move in moves:
        at += timedelta(days=move.days, minutes=1)
        _keep(world, at)
        act(world, at, move)
    _keep(world, max(at, start_of(vote) + timedelta(days=days + 1)))
    return world


def _keep(world: World, at: datetime) -> None:
    for stream in list(world.years):
        world.ask(stream, at, KeepMoment())


def ruling(world: World, on: date, *, wrong: bool = False) -> Ruling:
    """The decision of the measure's decider; `wrong` for the next best body that may not."""
    adjusting = world.measure.adjusting
    decider, sitting = adjusting.decider, adjusting.sittings[0]
    if wrong:
        decider, sitting = Role.PRESIDIUM, Sitting.PRESIDIUM
    return Ruling(decider=decider, sitting=sitting, session="会议", on=on, document=f"决〔{on}〕号")


def act(world: World, at: datetime, move: Move) -> None:
    """What somebody does then, or nothing where it is refused."""
    streams = sorted(world.years)
    stream = streams[move.pick % len(streams)]
    project = stream if kind_name(stream) != PROGRAMME else streams[-1]
    state: Any = world.years[stream].state
    item: Any = world.years[project].state
    on = day_of(at)
    match move.what:
        case "wait":
            return
        case "file" | "extend":
            _of_owed(world, at, stream, state, move)
        case "accept" | "return":
            _of_filed(world, at, stream, state, move)
        case "ask":
            kind = list(Kind)[move.pick % 6]
            world.ask(project, at, asks(kind, _proposed(item, kind, on, move.dice)), OFFICE)
        case "decide" | "wrong_body":
            _decide(world, at, project, item, move)
        case "resume":
            world.ask(project, at, ResumeProject(ruling=ruling(world, on)), OFFICE)
        case "session":
            day = world.vote + timedelta(days=200 + move.pick % 400)
            moved = Rebase(next_session=day, because="会议改期", reference="改期")
            world.ask("programme:LG23", at, moved, OFFICE)
        case "carry":
            _carry(world, at, project)
        case "close":
            world.ask(project, at, CloseProject(note="办结"), CLERK)


def _carry(world: World, at: datetime, project: str) -> None:
    on = day_of(at)
    command = CarryOver(
        programme="LG24",
        vote=on,
        next_session=on + timedelta(days=365),
        session_assumed=True,
        ruling=ruling(world, on),
    )
    world.ask(project, at, command, OFFICE)


def _decide(world: World, at: datetime, project: str, item: Any, move: Move) -> None:
    waiting = item.track.pending
    if waiting is None:
        return
    by = ruling(world, day_of(at), wrong=move.what == "wrong_body")
    budget = by if waiting.proposed.investment_wan is not None else None
    command = DecideChange(number=waiting.number, approved=move.dice < 7, ruling=by, budget=budget)
    world.ask(project, at, command, OFFICE)


def _proposed(item: Project, kind: Kind, on: date, dice: int) -> Proposed:
    match kind:
        case Kind.SCOPE:
            return Proposed(dropped=(2,))
        case Kind.TARGET:
            target = Target(op="ge", value=Decimal(5000 + 100 * dice), unit="户")
            return Proposed(targets=(Revised(subproject=1, target=target),))
        case Kind.SCHEDULE:
            return Proposed(planned_completion=on + timedelta(days=10 + 20 * dice))
        case Kind.MONEY:
            return Proposed(investment_wan=Decimal(100 * dice))
        case Kind.SUSPEND:
            return Proposed(until=on + timedelta(days=60))
        case _:
            return Proposed()


def _of_owed(world: World, at: datetime, stream: str, state: Any, move: Move) -> None:
    owed = sorted(
        (x for x in state.duties.values() if x.owed and start_of(x.opens) <= at),
        key=lambda x: (x.due, x.id),
    )
    if not owed:
        return
    duty: Duty = owed[move.pick % min(len(owed), 3)]
    by = Actor(ref=f"by-{duty.obligor}", party=duty.obligor)
    if move.what == "extend":
        to = duty.due + timedelta(days=1 + move.dice)
        world.ask(stream, at, RequestExtension(duty=duty.id, to=to, reason="延期"), by)
        said = ruling(world, day_of(at))
        world.ask(
            stream, at, DecideExtension(duty=duty.id, granted=move.dice < 7, ruling=said), OFFICE
        )
        return
    world.ask(stream, at, filing_for(state, duty, day_of(at), move.dice), by)


def filing_for(state: Any, duty: Duty, on: date, dice: int) -> Command:
    match duty.form:
        case Form.CLAIM:
            rows = (ClaimRow(subproject=1, actual=Decimal(5400 + 100 * dice)),)
            return FileDuty(duty=duty.id, filing=Claim(rows=(*rows, ClaimRow(subproject=2))))
        case Form.WORK_PLAN:
            steps = (Milestone(name="开工", by=state.anchors.vote + timedelta(days=90)),)
            finish = state.anchors.vote + timedelta(days=200 + 30 * dice)
            known = state.planned_completion
            plan = WorkPlan(
                target="完成", planned_completion=min(finish, known or finish), milestones=steps
            )
            return FileDuty(duty=duty.id, filing=plan)
        case Form.EVALUATION:
            bad = 10 * dice
            counts = Counts(satisfied=100 - bad, basic=0, dissatisfied=bad)
            items = tuple(ItemCounts(project=x, counts=counts) for x in state.evaluated)
            if items:
                held = Evaluation(held_on=on, roll=100, present=100, items=items)
                return FileDuty(duty=duty.id, filing=held)
        case _:
            pass
    return command_for(state, duty, on)


def _of_filed(world: World, at: datetime, stream: str, state: Any, move: Move) -> None:
    filed = [
        x
        for x in state.duties.values()
        if x.submission is not None and not x.accepted and x.closed is None
    ]
    if not filed:
        return
    duty: Duty = filed[move.pick % len(filed)]
    by = CLERK
    if duty.obligee.startswith("deputy_group"):
        by = Actor(ref=f"for-{duty.obligee}", party=duty.obligee)
    command: Command = AcceptDuty(duty=duty.id)
    if move.what == "return":
        command = ReturnDuty(duty=duty.id, reason="补充材料")
    world.ask(stream, at, command, by)
