"""Projects as they are answered: what may be asked, a line of the list, the whole page."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from activities.reading import RUNG_ZH
from api.live import Clock
from api.shown import DutyShown
from api.words import PHASE_ZH, STAGE_ZH
from domain import agenda
from domain.adoption.origin import Origin
from domain.anchors import Anchors
from domain.lights import Light, PastLight, Shown
from domain.project.messages import Card
from domain.project.state import Phase, Project
from domain.regimes.model import Stage
from ledger.queries.projects import ProjectRow


class ProjectListed(BaseModel):
    """A project in a list."""

    id: str
    programme: str
    name: str
    region: str
    unit: str
    unit_synthetic: bool
    regime: str
    phase: Phase
    phase_zh: str
    stage: Stage | None
    stage_zh: str | None
    light: Light
    light_zh: str
    overdue: int
    next_due: date | None
    closed: bool


class ProjectPage(BaseModel):
    """Projects, the most urgent first, and how many there are in all."""

    items: tuple[ProjectListed, ...]
    total: int


class Moment(BaseModel):
    """What comes next on the agenda: which mark of which duty, and from when it is made."""

    duty: str
    rung: str
    on: date
    at: AwareDatetime
    zh: str


class Period(BaseModel):
    """How a past period is shown; caught up later, it stays late-fixed."""

    period: str
    light: PastLight


class Fact(BaseModel):
    """One event of the record."""

    id: UUID
    version: int
    type: str
    event: dict[str, Any]
    actor: str
    reason: str | None
    happened_at: AwareDatetime
    received_at: AwareDatetime
    recorded_at: AwareDatetime
    hash: str


class HistoryPage(BaseModel):
    """Events in their order; `total` is the stream's version."""

    items: tuple[Fact, ...]
    total: int


class ProjectShown(BaseModel):
    """One project with its whole year."""

    card: Card
    origin: Origin | None
    """来历：征集、项目库编号、票数、决议；导入的清单为空."""
    regime: str
    regime_zh: str
    anchors: Anchors
    phase: Phase
    phase_zh: str
    stage: Stage | None
    stage_zh: str | None
    verified: bool
    grade: str | None
    closed: bool
    version: int
    now: AwareDatetime
    light: Shown
    past_lights: tuple[Period, ...]
    agenda: Moment | None
    duties: tuple[DutyShown, ...]
    programme_duties: tuple[DutyShown, ...]
    history: tuple[Fact, ...]
    clock: Clock


def listed(row: ProjectRow) -> ProjectListed:
    """A line of the list."""
    phase = Phase(row.phase)
    stage = Stage(row.stage) if row.stage else None
    known = row.model_dump(include=set(ProjectListed.model_fields))
    words = {
        "phase": phase,
        "phase_zh": PHASE_ZH[phase],
        "stage_zh": STAGE_ZH[stage] if stage else None,
        "light_zh": row.light_zh,
    }
    return ProjectListed.model_validate({**known, **words})


def agenda_of(state: Any, now: datetime) -> Moment | None:
    """The next moment of a project or programme; None where only a fact can move it."""
    mark = None if state.closed else agenda.next_in(state.duties)
    if mark is None:
        return None
    zh = f"{state.duties[mark.duty].zh} · {RUNG_ZH[mark.rung]}"
    late = "（即将执行）" if mark.at <= now else ""
    return Moment(duty=mark.duty, rung=mark.rung, on=mark.on, at=mark.at, zh=zh + late)


def where_it_stands(state: Project) -> dict[str, object]:
    """Phase and stage, with their words."""
    stage = None if state.closed else agenda.stage_of(state.duties)
    return {
        "phase": state.phase,
        "phase_zh": PHASE_ZH[state.phase],
        "stage": stage,
        "stage_zh": STAGE_ZH[stage] if stage else None,
    }
