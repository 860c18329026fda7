"""What a paper is composed from: the year and its projects as they stood in one snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from domain.calendar import Calendar
from domain.completion.report import CompletionReport
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
