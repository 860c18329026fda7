"""Given these facts, when asked this, then these facts: a stream in memory, told by its events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from domain import streams
from domain.agenda import next_in
from domain.base import Command, Event
from domain.calendar import Calendar, start_of
from domain.duty_commands import AcceptDuty, Acknowledge, FileDuty, KeepMoment
from domain.forms import Progress, ProgressRow, Report, WorkPlan
from domain.given import SYSTEM, Actor, Given, Outage
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import OpenProgramme
from domain.project.messages import AdoptProject, Card, Subproject, Target
from domain.regimes import named
from domain.regimes.model import Regime

CLERK = Actor(ref="staff-1", party="clerk")
CARD = Card(
    id="LG23-01",
    programme="LG23",
    list_id="LG23",
    item_no="1",
    name="农村老旧民房电气线路改造与智慧烟感安装",
    region="浙江省/温州市/龙港市",
    subprojects=(
        Subproject(
            no=1,
            name="农村老旧民房电气线路改造",
            target=Target(op="ge", value=Decimal(5800), unit="户"),
        ),
        Subproject(no=2, name="智慧烟感安装"),
    ),
    lead_unit="市消防救援大队",
)


@dataclass
class Year:
    """A stream that is asked things at given times. `told` is every event so far."""

    stream: str
    regime: str
    calendar: Calendar = field(default_factory=Calendar.seeded)
    state: Any = None
    told: list[Event] = field(default_factory=list)
    outages: Sequence[Outage] = ()
    heard_until: datetime | None = None
    silent: bool = False
    measure: Regime | None = None
    """Instead of the shipped regime of that name."""

    def ask(self, at: datetime, command: Command, by: Actor = SYSTEM) -> Sequence[Event]:
        """The events of a command received at that instant."""
        given = Given(
            actor=by,
            received_at=at,
            now=at,
            calendar=self.calendar,
            regime=self.measure or named(getattr(command, "regime", self.regime)),
            outages=self.outages,
            heard_until=self.heard_until,
            silent=self.silent,
        )
        events = streams.decide(self.stream, self.state, command, given)
        for event in events:
            self.state = streams.evolve(self.stream, self.state, event)
        self.told += events
        return events

    def clock_reaches(self, day: date) -> Sequence[Event]:
        """The marks made when the clock is asked for the first time at two in the morning."""
        return self.ask(start_of(day) + timedelta(hours=2), KeepMoment())

    def live_until(self, day: date) -> Self:
        """The clock keeps each moment in its turn, up to and including the day."""
        while True:
            mark = next_in(self.state.duties)
            if mark is None or mark.on > day:
                return self
            self.ask(mark.at, KeepMoment())

    def file(self, day: date, duty: str, filing: Any, by: Actor, hour: int = 10) -> Sequence[Event]:
        return self.ask(
            start_of(day) + timedelta(hours=hour), FileDuty(duty=duty, filing=filing), by
        )

    def accept(self, day: date, duty: str, by: Actor = CLERK) -> Sequence[Event]:
        return self.ask(start_of(day) + timedelta(hours=11), AcceptDuty(duty=duty), by)

    def acknowledge(self, day: date, duty: str, level: int, by: Actor) -> Sequence[Event]:
        revision = self.state.duties[duty].revision
        command = Acknowledge(duty=duty, revision=revision, level=level)
        return self.ask(start_of(day) + timedelta(hours=9), command, by)


UNIT = Actor(ref="unit-clerk-7", party=f"unit:{CARD.lead_unit}")
GROUP = Actor(ref="deputy-3", party=f"deputy_group:{CARD.id}")


def voted_project(
    regime: str = "baofeng@1",
    vote: date = date(2023, 3, 31),
    next_session: date = date(2024, 3, 20),
    *,
    assumed: bool = False,
    card: Card = CARD,
    calendar: Calendar | None = None,
    measure: Regime | None = None,
) -> Year:
    """A project that a congress has just voted."""
    name = stream_id(PROJECT, card.id)
    year = Year(name, regime, calendar or Calendar.seeded(), measure=measure)
    command = AdoptProject(
        card=card,
        regime=named(regime).ref,
        vote=vote,
        next_session=next_session,
        session_assumed=assumed,
    )
    year.ask(start_of(vote) + timedelta(hours=15), command, CLERK)
    return year


def open_programme(
    regime: str = "baofeng@1",
    vote: date = date(2023, 3, 31),
    next_session: date = date(2024, 3, 20),
    *,
    assumed: bool = False,
    projects: tuple[str, ...] = (CARD.id,),
    measure: Regime | None = None,
) -> Year:
    """A congress's year that has just begun."""
    year = Year(stream_id(PROGRAMME, "LG23"), regime, measure=measure)
    command = OpenProgramme(
        id="LG23",
        title="2023 年民生实事项目",
        region=CARD.region,
        regime=named(regime).ref,
        vote=vote,
        next_session=next_session,
        session_assumed=assumed,
        projects=projects,
    )
    year.ask(start_of(vote) + timedelta(hours=15), command, CLERK)
    return year


def work_plan() -> WorkPlan:
    return WorkPlan(
        target="完成 5800 户改造", planned_completion=date(2023, 11, 30), money_wan=Decimal(300)
    )


def progress(planned: int, claimed: int, no: int = 1) -> Progress:
    return Progress(
        rows=(ProgressRow(subproject=no, planned=Decimal(planned), claimed=Decimal(claimed)),)
    )


def report(title: str = "季度工作例会纪要") -> Report:
    return Report(title=title, text="会议听取各项目进展，议定三项问题清单。")


def kinds(events: Iterable[Event], *types: type[Event]) -> list[tuple[str, str]]:
    """(type, day) of the events of these types, for reading."""
    return [(type(x).__name__, str(getattr(x, "on", ""))) for x in events if isinstance(x, types)]
