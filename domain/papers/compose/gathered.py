"""What a paper is composed from: the year and its projects as they stood in one snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from domain.calendar import Calendar
from domain.completion.entry import Entry, Sourced
from domain.completion.report import CompletionReport
from domain.duty import Duty
from domain.lights import LIGHT_ZH, Light, light
from domain.papers.body import Ref
from domain.programme.messages import EvaluationCounted
from domain.programme.state import Programme
from domain.project.state import Project
from domain.regimes.model import Regime


@dataclass(frozen=True)
class Seen:
    """A project and the version that it was read at."""

    project: Project
    ref: Ref

    @property
    def name(self) -> str:
        """Its number in the list and its name."""
        card = self.project.card
        return f"{card.item_no}. {card.name}" if card.item_no else card.name


class Round(NamedTuple):
    """A counted round of evaluation and the event that holds its counts."""

    counted: EvaluationCounted
    ref: Ref


@dataclass(frozen=True)
class Gathered:
    """Everything read together. Papers are composed from nothing else."""

    programme: Programme
    ref: Ref
    projects: Sequence[Seen]
    report: CompletionReport
    rounds: Sequence[Round]
    regime: Regime
    calendar: Calendar
    now: datetime

    @property
    def scope(self) -> str:
        """Which congress and list."""
        return f"{self.programme.region} · {self.programme.title}"

    def light_of(self, seen: Seen) -> tuple[Light, str]:
        """The project's light at the time of reading, with its sentence."""
        shown = light(seen.project, self.regime.lights, self.now)
        return shown.light, shown.zh

    def late_of(self, seen: Seen) -> list[Duty]:
        """What is owed there past its date, the oldest first."""
        found = [x for x in seen.project.duties.values() if x.late_at(self.now)]
        return sorted(found, key=lambda x: (x.due, x.id))


class Owed(NamedTuple):
    """A duty with where it stands."""

    duty: Duty
    what: str
    ref: Ref


def all_duties(gathered: Gathered) -> list[Owed]:
    """Every duty of the year and of its projects."""
    year = gathered.programme
    found = [Owed(x, year.title, gathered.ref) for x in year.duties.values()]
    for seen in gathered.projects:
        found += [Owed(x, seen.name, seen.ref) for x in seen.project.duties.values()]
    return found


def said_at(entry: Entry, figure: Sourced[Any] | None) -> Ref:
    """Where the figure was said; the project's adoption where nothing was said yet."""
    source = figure.source if figure else entry.adopted
    return Ref(stream=f"project:{entry.id}", version=source.version, hash=source.hash)


def lights_sentence(gathered: Gathered) -> str:
    """How many projects show which light."""
    found = [gathered.light_of(x)[0] for x in gathered.projects]
    told = "，".join(f"{zh} {found.count(light)} 项" for light, zh in LIGHT_ZH.items())
    return f"本年度{gathered.regime.word}项目 {len(found)} 项，其中{told}。"


def percent(value: Decimal | None) -> str:
    """A rate as text; nothing where nobody can know it."""
    return "" if value is None else f"{value}"


def shown(value: object) -> str:
    """A figure as text; nothing where it is unknown."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
